"""Parked sequences, handled again in order by today's code, or discarded by a person.

Each in one transaction that holds the partition's position: the running service waits, and what
it reads next of the key finds either the whole sequence parked or nothing of it.
"""

import base64
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from psycopg import AsyncConnection, errors
from psycopg.sql import SQL, Identifier

from schemas import codec
from services.kit import outbox, parking
from services.kit.database import WEATHER
from services.kit.parking import Parked
from services.kit.positions import Slice
from services.kit.processor import Processor, dispatch
from services.kit.record import Emit, Fact, Record

ROWS = 20  # of each table, before and after, that a rehearsal shows
SCAN = "10s"  # for finding them
Tx = AsyncConnection[Any]
Witness = Callable[[Sequence[Parked]], Awaitable[None]]
"""Hears what is about to be done, before it is committed; what it raises undoes it."""


class Chain(NamedTuple):
    """A parked sequence: all of a key on a topic. A record without a key is one by itself."""

    topic: str
    partition: int
    key: bytes | None
    offset: int | None = None  # of the record without a key


class Change(NamedTuple):
    """What would become of a table. `before` and `after`: rows as JSON, some of them."""

    table: str
    inserted: int
    updated: int
    deleted: int
    before: tuple[Any, ...]
    after: tuple[Any, ...]


class Redriven(NamedTuple):
    records: int
    emits: Sequence[Emit]


class Rehearsal(NamedTuple):
    records: int
    emits: Sequence[Emit]
    changes: Sequence[Change]


class NothingParked(LookupError):
    """It was handled or discarded meanwhile, or never parked."""


class StillAtFault(Exception):
    """A record of the sequence cannot be handled; nothing of the sequence was."""

    def __init__(self, record: Record, place: int, size: int, reason: str) -> None:
        self.record = record
        where = f"{record.topic}/{record.partition}@{record.offset}"
        super().__init__(f"record {place} of {size} ({where}): {reason}")


async def nobody(parked: Sequence[Parked]) -> None:
    """No witness."""


async def redrive(
    processor: Processor, connection: Tx, chain: Chain, witness: Witness = nobody
) -> Redriven:
    """Handle all of it and forget that it was parked; what it says goes out by the relay.

    Raises NothingParked, StillAtFault or the weather.
    """
    async with connection.transaction():
        parked = await _held(connection, processor.name, chain)
        emits = await _handled(processor, connection, parked)
        await witness(parked)
    return Redriven(len(parked), emits)


async def rehearse(processor: Processor, connection: Tx, beside: Tx, chain: Chain) -> Rehearsal:
    """The same, undone: what it would say, and which rows would differ.

    `beside`: another connection of the same role, which still sees the rows as they are.
    """
    async with connection.transaction(force_rollback=True):
        parked = await _held(connection, processor.name, chain)
        before = await _counts(connection)
        emits = await _handled(processor, connection, parked)
        return Rehearsal(len(parked), emits, await _changes(connection, beside, before))


async def discard(
    processor: Processor, connection: Tx, chain: Chain, witness: Witness, *, first: bool = False
) -> Sequence[Parked]:
    """Give up all of it, or only its first record: what follows may then be redriven."""
    async with connection.transaction():
        parked = await _held(connection, processor.name, chain)
        gone = parked[:1] if first else parked
        await _forget(connection, processor.name, gone)
        await witness(gone)
    return gone


async def sequence(connection: Tx, processor: str, chain: Chain) -> list[Parked]:
    """In the order in which it was read."""
    rows = await connection.execute(
        """
        select topic, partition, "offset", key, value, headers, recorded, reason, follows
        from kit_parked
        where processor = %s and topic = %s and partition = %s
          and key is not distinct from %s and coalesce("offset" = %s::bigint, true)
        order by "offset"
        """,
        (processor, chain.topic, chain.partition, chain.key, chain.offset),
    )
    return [
        Parked(
            Record(
                topic,
                partition,
                offset,
                None if key is None else bytes(key),
                None if value is None else bytes(value),
                [(name, base64.b64decode(given)) for name, given in headers],
                recorded,
            ),
            reason,
            follows,
        )
        for topic, partition, offset, key, value, headers, recorded, reason, follows in (
            await rows.fetchall()
        )
    ]


async def _held(connection: Tx, processor: str, chain: Chain) -> list[Parked]:
    """Behind the lock that each of the service's own batches takes first."""
    await connection.execute(
        """
        select from kit_position
        where processor = %s and topic = %s and partition = %s for update
        """,
        (processor, chain.topic, chain.partition),
    )
    parked = await sequence(connection, processor, chain)
    if not parked:
        raise NothingParked("nothing is parked there any more")
    return parked


async def _handled(
    processor: Processor, connection: Tx, parked: Sequence[Parked]
) -> Sequence[Emit]:
    if processor.prepare is not None:
        await processor.prepare(connection)
    emits: list[Emit] = []
    for place, one in enumerate(parked, 1):
        try:
            emits += await _dispatch(processor, connection, one.record)
        except WEATHER:
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise StillAtFault(one.record, place, len(parked), reason) from error
    await _forget(connection, processor.name, parked)
    if emits:
        slices = [
            Slice(record.topic, record.partition, record.offset, record.offset + 1, 0)
            for record, _, _ in parked
        ]
        source = f"/attache/{processor.service}"
        left = await parking.standing(connection, processor.name)
        await outbox.add(connection, processor.schema, emits, slices, source, left.places)
    return emits


async def _dispatch(processor: Processor, connection: Tx, record: Record) -> Sequence[Emit]:
    if processor.on_records is not None:
        return await dispatch(processor, [record], connection)
    fact = Fact(*codec.read(record.headers, record.value), record)
    return (
        await dispatch(processor, [fact], connection)
        if type(fact.event) in processor.handlers
        else ()
    )


async def _forget(connection: Tx, processor: str, parked: Sequence[Parked]) -> None:
    await connection.execute(
        """
        delete from kit_parked p using unnest(%s::text[], %s::int[], %s::bigint[]) as g (t, n, o)
        where p.processor = %s and p.topic = g.t and p.partition = g.n and p."offset" = g.o
        """,
        (
            [one.record.topic for one in parked],
            [one.record.partition for one in parked],
            [one.record.offset for one in parked],
            processor,
        ),
    )


Counts = dict[tuple[str, str], tuple[int, int, int]]


async def _counts(connection: Tx) -> Counts:
    """Rows inserted, updated and deleted by this session and not yet reported, per table."""
    rows = await connection.execute(
        r"""
        select schemaname, relname, n_tup_ins, n_tup_upd, n_tup_del
        from pg_stat_xact_user_tables
        where relname not like 'kit\_%' and schemaname not like 'pg\_%'
        """
    )
    return {(schema, name): (i, u, d) for schema, name, i, u, d in await rows.fetchall()}


async def _changes(connection: Tx, beside: Tx, before: Counts) -> list[Change]:
    """Rows are found by who wrote them: ours are new, and those beside are about to go."""
    row = await (await connection.execute("select pg_current_xact_id()::xid::text")).fetchone()
    assert row is not None
    changes = []
    for table, now in sorted((await _counts(connection)).items()):
        i, u, d = (a - b for a, b in zip(now, before.get(table, (0, 0, 0)), strict=True))
        if i or u or d:
            old = await _written(beside, table, "xmax", row[0]) if u or d else ()
            new = await _written(connection, table, "xmin", row[0]) if i or u else ()
            changes.append(Change(".".join(table), i, u, d, old, new))
    return changes


async def _written(connection: Tx, table: tuple[str, str], by: str, ours: str) -> tuple[Any, ...]:
    """() where the table is too large to look for them: the counts stand."""
    query = SQL("select to_jsonb(t) from {} t where t.{} = %s::xid limit {}").format(
        Identifier(*table), Identifier(by), ROWS
    )
    try:
        async with connection.transaction():
            await connection.execute(SQL("set local statement_timeout = {}").format(SCAN))
            rows = await connection.execute(query, (ours,))
            return tuple([row[0] for row in await rows.fetchall()])
    except errors.QueryCanceled:
        return ()
