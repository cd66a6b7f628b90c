"""A dedupe of its own: its tables in a scratch database, its handlers, and what they said."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

import services.dedupe
from schemas import codec
from schemas.event import Envelope
from services.dedupe import store
from services.dedupe.handlers import HANDLERS
from services.kit.outbox import BATCH
from services.kit.record import Emit, Fact, Record

TABLES = Path(services.dedupe.__file__).parent / "migrations" / "0001_tables.sql"
DUMPS = {
    "report": "select report_id, revision, format_version from report order by 1",
    "claim": """select claim_id, occurrence_id, report_id, kind, revision, format_version, state,
                series, member, body from claim order by 1, 2""",
    "block": "select key, length, first_day, last_day, claim_id from block order by 1, 2, 3, 5",
    "edge": "select claim_a, claim_b, score from edge order by 1, 2",
    "occurrence": "select occurrence_id, kind, version, open, size from occurrence order by 1",
    "ruling": """select ruling_id, claim_a, claim_b, same, recorded, withdrawn
                 from ruling order by 1""",
}


class Dedupe:
    """The service without its kit: facts in, its tables and what it says out."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self.connection = connection
        self.said: list[Emit] = []

    async def read(self, *batches: Sequence[Fact]) -> list[Emit]:
        """Each batch in a transaction of its own, as the kit would call the handlers."""
        before = len(self.said)
        for batch in batches:
            async with self.connection.transaction():
                for handler, run in groupby(batch, key=lambda fact: HANDLERS[type(fact.event)]):
                    self.said += await handler(list(run), self.connection)
        return self.said[before:]

    async def beside(self, database: str, schema: str) -> "Dedupe":
        """Another worker of the same service."""
        connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
        await connection.execute(f"set search_path to {schema}".encode())
        return Dedupe(connection)

    async def fold(self, facts: Sequence[Fact], chunk: int = 2000) -> None:
        async with self.connection.transaction():
            for start in range(0, len(facts), chunk):
                await store.fold(facts[start : start + chunk], self.connection)

    async def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for name, query in DUMPS.items():
            rows = await self.connection.execute(query.encode())
            found[name] = list(await rows.fetchall())
        return found

    async def occurrences(self) -> dict[UUID, UUID]:
        """Per claim its occurrence."""
        rows = await self.connection.execute("select claim_id, occurrence_id from claim")
        return dict(await rows.fetchall())


@asynccontextmanager
async def dedupes(database: str, *schemas: str) -> AsyncIterator[list[Dedupe]]:
    """One service per schema, with empty tables."""
    opened = []
    try:
        for schema in schemas:
            connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
            opened.append(Dedupe(connection))
            await empty(connection, schema)
        yield opened
    finally:
        for one in opened:
            await one.connection.close()


async def empty(connection: psycopg.AsyncConnection[Any], schema: str) -> None:
    await connection.execute(f"drop schema if exists {schema} cascade".encode())
    await connection.execute(f"create schema {schema}".encode())
    await connection.execute(f"set search_path to {schema}".encode())
    await connection.execute(TABLES.read_bytes())


def as_read(emits: Sequence[Emit], batch: str = "batch", partitions: int = 3) -> list[Fact]:
    """What one batch said, as it is read from the ledger: one partition after the other."""
    facts = []
    for offset, emit in enumerate(emits):
        envelope = Envelope(
            emit.event_id,
            emit.event.type,
            emit.event.version,
            "/attache/dedupe",
            emit.recorded,
            emit.causation,
            emit.traceparent,
        )
        headers, value = codec.write(envelope, emit.event)
        headers.append((BATCH, f"{batch}/{len(emits)}".encode()))
        partition = int(emit.key.replace("-", ""), 16) % partitions
        record = Record(
            emit.topic, partition, offset, emit.key.encode(), value, headers, emit.recorded
        )
        facts.append(Fact(*codec.read(headers, value), record))
    return sorted(facts, key=lambda fact: (fact.record.partition, fact.record.offset))


def shuffled(facts: Sequence[Fact], order: Sequence[int]) -> list[Fact]:
    """Partitions interleaved: `order` says from which the next one comes, then the rest."""
    lanes: Mapping[int, list[Fact]] = {
        partition: list(its) for partition, its in groupby(facts, lambda f: f.record.partition)
    }
    mixed = [lanes[turn].pop(0) for turn in order if lanes.get(turn)]
    return mixed + [fact for lane in lanes.values() for fact in lane]
