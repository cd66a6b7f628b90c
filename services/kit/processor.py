"""One guarantee: position, state and outgoing events of a batch move in one transaction.

Effect in the database: exactly once. What is at fault in a batch is found by bisection under
savepoints and parked with its bytes, and so is every later record of its key, in order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection

from schemas import codec
from schemas.event import Event
from services.kit import outbox, parking, positions
from services.kit.database import WEATHER
from services.kit.heal import Fold
from services.kit.parking import Parked
from services.kit.positions import Slice
from services.kit.record import Emit, Fact, Handler, Record

TOO_MANY = 25  # distinct keys at fault in one batch: that is no record's fault any more


class Systemic(Exception):
    """Too much fails at once for it to be the records' fault: pause, page, park nothing."""


@dataclass(frozen=True, slots=True)
class Processor:
    """A named reader of topics. `name` is its consumer group and its position's key.

    Either `handlers` (facts by type) or `on_records` (raw records, for the door) is given.
    `ledger`, `recalls` and `fold`: what it heals from; see heal.py.
    """

    name: str
    service: str  # its role, its log name and the source on its events
    schema: str  # where its tables and the kit's are
    reads: tuple[str, ...]
    migrations: Path
    handlers: Mapping[type[Event], Handler] = field(default_factory=dict)
    on_records: Handler | None = None
    ledger: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    fold: Fold | None = None
    prepare: Callable[[AsyncConnection[Any]], Any] | None = None  # once per session


@dataclass(slots=True)
class Work:
    """The records of one slice, decoded as far as this code can read them."""

    slice: Slice
    items: list[Any]
    parked: list[Parked]
    newer: str | None = None  # an event newer than this code stood at slice.end


def read(processor: Processor, given: Slice, records: Sequence[Record]) -> Work:
    """Decode a slice, up to the first event that only a newer deployment can read."""
    if processor.on_records is not None:
        return Work(given, list(records), [])
    work = Work(given, [], [])
    for record in records:
        try:
            envelope, event = codec.read(record.headers, record.value)
        except codec.UnknownVersion as error:
            work.slice = given._replace(end=record.offset)
            work.newer = str(error)
            return work
        except codec.Malformed as error:
            work.parked.append(Parked(record, str(error), follows=False))
            continue
        if type(event) in processor.handlers:
            work.items.append(Fact(envelope, event, record))
    return work


async def dispatch(
    processor: Processor, items: Sequence[Any], connection: AsyncConnection[Any]
) -> list[Emit]:
    """Hand items to their handlers: each run of facts that one handler takes, in order."""
    if processor.on_records is not None:
        return list(await processor.on_records(items, connection))
    emits: list[Emit] = []
    for handler, run in groupby(items, key=lambda fact: processor.handlers[type(fact.event)]):
        emits += await handler(list(run), connection)
    return emits


class Batch:
    """One transaction over several slices."""

    def __init__(self, processor: Processor, connection: AsyncConnection[Any]) -> None:
        self._processor = processor
        self._connection = connection
        self._parked: list[Parked] = []
        self._keys: set[tuple[str, bytes | None]] = set()

    async def apply(self, works: Sequence[Work]) -> int:
        """Handle all; how many records were parked. Raises Fenced, Systemic or the weather."""
        processor, connection = self._processor, self._connection
        slices = [work.slice for work in works]
        async with connection.transaction():
            await positions.advance(connection, processor.name, slices)
            items = [item for work in works for item in work.items]
            unreadable = [parked for work in works for parked in work.parked]
            records = (_record(item) for item in (*items, *unreadable))
            standing = await parking.standing(connection, processor.name, records)
            self._keys = standing.keys
            for parked in unreadable:
                self._park(parked)
            emits = await self._handle(items) if items else []
            if self._parked:
                await parking.park(connection, processor.name, self._parked)
            if emits:
                source = f"/attache/{processor.service}"
                places = {*standing.places, *(parked.record[:3] for parked in self._parked)}
                await outbox.add(connection, processor.schema, emits, slices, source, places)
        return len(self._parked)

    async def _handle(self, items: Sequence[Any]) -> list[Emit]:
        """Try all at once; on a fault, halve until the item at fault stands alone."""
        if self._keys:
            items = [item for item in items if not self._follows(item)]
        if not items:
            return []
        try:
            async with self._connection.transaction():
                return await dispatch(self._processor, items, self._connection)
        except WEATHER:
            raise
        except Exception as error:
            if len(items) == 1:
                self._park(Parked(_record(items[0]), f"{type(error).__name__}: {error}", False))
                return []
        middle = len(items) // 2
        first = await self._handle(items[:middle])
        return first + await self._handle(items[middle:])

    def _follows(self, item: Any) -> bool:
        record = _record(item)
        if record.key is None or (record.topic, record.key) not in self._keys:
            return False
        self._parked.append(Parked(record, "follows a parked record of its key", follows=True))
        return True

    def _park(self, parked: Parked) -> None:
        self._parked.append(parked)
        self._keys.add((parked.record.topic, parked.record.key))
        faults = {(p.record.topic, p.record.key) for p in self._parked if not p.follows}
        if len(faults) > TOO_MANY:
            raise Systemic(f"{len(faults)} distinct keys at fault in one batch: {parked.reason}")


def _record(item: Record | Fact | Parked) -> Record:
    return item if isinstance(item, Record) else item.record
