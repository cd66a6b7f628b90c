"""Parked records in Postgres: what cannot be handled, with its bytes, in sequence per key."""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from psycopg import AsyncConnection

from services.kit.record import Record

FEW: Final = 100
"""Keys with parked records; normally there is none."""


class Parked(NamedTuple):
    """`follows`: parked only because an earlier record of its key is."""

    record: Record
    reason: str
    follows: bool


async def parked_keys(
    connection: AsyncConnection[Any], processor: str, records: Iterable[Record]
) -> set[tuple[str, bytes | None]]:
    """Which of these records' keys have a parked record already."""
    rows = await connection.execute(
        "select distinct topic, key from kit_parked where processor = %s and key is not null "
        "limit %s",
        (processor, FEW + 1),
    )
    found = await rows.fetchall()
    if len(found) > FEW:  # too many to carry them all: ask for these
        wanted = list({record.key for record in records if record.key is not None})
        rows = await connection.execute(
            "select distinct topic, key from kit_parked where processor = %s and key = any(%s)",
            (processor, wanted),
        )
        found = await rows.fetchall()
    return {(topic, bytes(key)) for topic, key in found}


async def park(connection: AsyncConnection[Any], processor: str, parked: Sequence[Parked]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            """
            insert into kit_parked (processor, topic, partition, "offset", key, recorded,
                                    headers, value, follows, reason)
            values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            on conflict do nothing
            """,
            [
                (
                    processor,
                    record.topic,
                    record.partition,
                    record.offset,
                    record.key,
                    record.timestamp,
                    json.dumps([(n, base64.b64encode(v).decode()) for n, v in record.headers]),
                    record.value,
                    follows,
                    reason.replace("\x00", "\ufffd")[:2000],
                )
                for record, reason, follows in parked
            ],
        )
