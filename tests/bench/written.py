"""What the pipeline really wrote: the records of every hop, and the rows of every service."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import psycopg
from aiokafka import TopicPartition
from psycopg import sql

from schemas.topics import LEDGER, RECEIPTS, REPORTS
from services.dedupe import app as dedupe
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.normalize import app as normalize
from services.operator.declared import partners
from services.operator.how_far import Place, ends
from services.projection import app as projection

PARTNERS: Final = "partners"
SCHEMAS: Final = {"ingest": "ingest", "dedupe": "dedupe", "projection": "read"}
Rows = Mapping[str, list[bytes]]
"""schema.table -> its rows as COPY text"""


class Sent(NamedTuple):
    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def size(self) -> int:
        named = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + named


@dataclass(frozen=True)
class Hop:
    """What one service read (records) and wrote (records and rows)."""

    service: str
    reads: tuple[str, ...]
    expects: int
    sent: list[Sent] = field(repr=False)
    rows: Rows = field(repr=False)


@dataclass(frozen=True)
class Written:
    published: list[Sent] = field(repr=False)
    hops: tuple[Hop, ...]


class Before:
    """How far topics and tables were: what is there already is not counted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kafka = Kafka.of(settings, "operator")
        self._since = self._ends()
        self._rows = {name: Counter(rows) for name, rows in self._tables().items()}

    def written_since(self) -> Written:
        records = asyncio.run(_read(self._kafka, self._since, self._ends()))
        by_writer: dict[str, list[Sent]] = {}
        for one in records:
            by_writer.setdefault(_writer(one), []).append(one)
        count = Counter(one.topic for one in records)
        rows = {name: _new(self._rows[name], now) for name, now in self._tables().items()}
        hops = [
            Hop(
                service,
                reads,
                sum(count[topic] for topic in reads),
                by_writer.get(service, []),
                {n: r for n, r in rows.items() if n.startswith(f"{SCHEMAS.get(service)}.")},
            )
            for service, reads in self._reads().items()
        ]
        return Written(by_writer[PARTNERS], tuple(hops))

    def _reads(self) -> Mapping[str, tuple[str, ...]]:
        return {
            "ingest": tuple(REPORTS + partner.name for partner in partners(self._settings)),
            "normalize": normalize.build(()).reads,
            "dedupe": dedupe.build().reads,
            "projection": projection.READS,
        }

    def _ends(self) -> dict[Place, int]:
        named = [kind + p.name for p in partners(self._settings) for kind in (REPORTS, RECEIPTS)]
        topics = [*named, *(topic.name for topic in LEDGER)]
        return ends(self._kafka.admin(), self._kafka, topics)

    def _tables(self) -> Rows:
        """All tables of the services, but for the kit's own and the migrations'."""
        with psycopg.connect(str(self._settings.database_url), autocommit=True) as connection:
            found = connection.execute(
                """
                select table_schema, table_name from information_schema.tables
                where table_schema = any(%s) and table_type = 'BASE TABLE'
                  and table_name not like all (array['kit%%', 'alembic%%'])
                order by 1, 2
                """,
                (list(SCHEMAS.values()),),
            ).fetchall()
            return {f"{schema}.{name}": _rows(connection, schema, name) for schema, name in found}


def _rows(connection: psycopg.Connection[Any], schema: str, table: str) -> list[bytes]:
    query = sql.SQL("copy {} to stdout").format(sql.Identifier(schema, table))
    with connection.cursor().copy(query) as copy:
        return [line + b"\n" for line in b"".join(map(bytes, copy)).split(b"\n")[:-1]]


def _new(before: Counter[bytes], now: Iterable[bytes]) -> list[bytes]:
    left, found = before.copy(), []
    for row in now:
        if left[row] > 0:
            left[row] -= 1
        else:
            found.append(row)
    return found


def _writer(record: Sent) -> str:
    """The service that says so in the envelope; partners have none."""
    if record.topic.startswith(REPORTS):
        return PARTNERS
    return dict(record.headers)["ce_source"].decode().rpartition("/")[2]


async def _read(kafka: Kafka, since: Mapping[Place, int], until: Mapping[Place, int]) -> list[Sent]:
    """The records between, in the order in which they were written."""
    consumer = kafka.consumer()
    await consumer.start()
    try:
        left = {TopicPartition(kafka.wire(t), n): end for (t, n), end in until.items()}
        consumer.assign(list(left))
        for place in left:
            consumer.seek(place, since.get((kafka.contract(place.topic), place.partition), 0))
        found = []
        while any([await consumer.position(place) < end for place, end in left.items()]):
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                found += batch
    finally:
        await consumer.stop()
    found.sort(key=lambda one: (one.timestamp, one.topic, one.partition, one.offset))
    return [
        Sent(kafka.contract(one.topic), one.partition, one.key, one.value, tuple(one.headers))
        for one in found
    ]
