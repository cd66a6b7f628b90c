"""Parked records in Postgres: what cannot be handled, with its bytes, in sequence per key."""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from psycopg import AsyncConnection

from services.kit.record import Record

MOST: Final = 500
"""Parked records that a batch carries the places of; a header must not grow without end."""


class Parked(NamedTuple):
    """`follows`: parked only because an earlier record of its key is."""

    record: Record
    reason: str
    follows: bool


class Standing(NamedTuple):
    """What is parked: the keys that must wait, and where its first records lie (MOST at most)."""

    keys: set[tuple[str, bytes | None]]
    places: list[tuple[str, int, int]]


async def standing(
    connection: AsyncConnection[Any], processor: str, records: Iterable[Record] = ()
) -> Standing:
    """Of the keys at least those of `records`. Normally nothing, for one small question."""
    rows = await connection.execute(
        """
        select topic, partition, "offset", key from kit_parked
        where processor = %s order by recorded, topic, partition, "offset" limit %s
        """,
        (processor, MOST + 1),
    )
    found = await rows.fetchall()
    keys: set[tuple[str, bytes | None]] = {
        (topic, bytes(key)) for topic, _, _, key in found if key is not None
    }
    if len(found) > MOST:  # too many to carry them all: ask for these
        wanted = list({record.key for record in records if record.key is not None})
        rows = await connection.execute(
            "select distinct topic, key from kit_parked where processor = %s and key = any(%s)",
            (processor, wanted),
        )
        keys |= {(topic, bytes(key)) for topic, key in await rows.fetchall()}
    return Standing(keys, [(topic, part, offset) for topic, part, offset, _ in found[:MOST]])


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
