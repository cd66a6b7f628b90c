"""Rebuild: a new generation from the first event, in bulk, beside the one that serves.

Whatever concerns one thing lies in one partition under one key. So a partition is read in passes,
each taking the keys of one bucket; a bucket's facts are grouped by thing and folded from nothing
by the same functions that the processor uses, and the rows are copied into tables without
indexes. Then come the indexes, the positions and the state `ready`: from there the ordinary
processor `projection.g<n>` goes on.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Final, NamedTuple
from zlib import crc32

from aiokafka import AIOKafkaConsumer, TopicPartition
from psycopg.sql import SQL, Identifier

from schemas import codec
from schemas.topics import LEDGER_CLAIMS, LEDGER_OCCURRENCES, LEDGER_REJECTIONS
from services.kit import parking, positions
from services.kit.kafka import Kafka
from services.kit.parking import Parked
from services.kit.record import Fact, Record, Unfit
from services.kit.wire import record_of
from services.projection import fusion, generation, handlers, store
from services.projection.domain import Cut, Occurrence, fold
from services.projection.generation import Connection, Generation
from services.projection.read_models import claims, reports

READS: Final = (LEDGER_OCCURRENCES, LEDGER_CLAIMS, LEDGER_REJECTIONS)
BUCKET: Final = 40_000
"""Records held in memory at a time."""
CHUNK: Final = 5_000
Place = tuple[str, int]


class Progress(NamedTuple):
    """`phase`: read, fold, index. `rate` per second; `eta` in seconds, None while unknown."""

    phase: str
    done: int
    total: int
    rate: float = 0.0
    eta: float | None = None


Report = Callable[[Progress], None]


async def rebuild(
    connection: Connection,
    kafka: Kafka,
    *,
    report: Report = lambda _: None,
    bucket: int = BUCKET,
) -> Generation:
    """Build the next generation; `ready` when this returns. What a crash left over is dropped."""
    for left in await generation.generations(connection):
        if left.state == "building":
            await generation.retire(connection, left.generation)
    born = await generation.create_next(connection)
    consumer = kafka.consumer(
        fetch_max_bytes=20_000_000, max_partition_fetch_bytes=8_000_000, fetch_max_wait_ms=50
    )
    await consumer.start()
    try:
        spans = await _spans(consumer, kafka)
        meter = _Meter(report, sum(end - start for start, end in spans.values()))
        reached: dict[Place, int] = {}
        for place, span in spans.items():
            filling = _Filling(connection, born, kafka, consumer, place, span, meter, bucket)
            reached[place] = await filling.run()
    finally:
        await consumer.stop()
    report(Progress("index", 0, 1))
    async with connection.transaction():
        await connection.execute("set local search_path to projection")
        await positions.cover(connection, born.processor, reached)
    await generation.finish(connection, born)
    report(Progress("index", 1, 1))
    return born._replace(state="ready")


class _Filling:
    """One partition, from its first record to where it ended when the rebuild began."""

    def __init__(
        self,
        connection: Connection,
        born: Generation,
        kafka: Kafka,
        consumer: AIOKafkaConsumer,
        place: Place,
        span: tuple[int, int],
        meter: "_Meter",
        bucket: int,
    ) -> None:
        self._connection = connection
        self._born = born
        self._kafka = kafka
        self._consumer = consumer
        self._place = place
        self._start, self._end = span
        self._meter = meter
        self._passes = max(1, -(-(self._end - self._start) // bucket))

    async def run(self) -> int:
        """Where the ordinary processor goes on."""
        reached = self._start
        for number in range(self._passes):
            by_key: dict[bytes | None, list[Record]] = {}
            async for records, at in self._records():
                reached = at
                for record in records:
                    if crc32(record.key or b"") % self._passes == number:
                        by_key.setdefault(record.key, []).append(record)
                self._meter.add(len(records) / self._passes)
            await self._fill(by_key)
        return reached

    async def _records(self) -> AsyncIterator[tuple[list[Record], int]]:
        """Chunks, and the position after each: offsets have holes."""
        partition = TopicPartition(self._kafka.wire(self._place[0]), self._place[1])
        self._consumer.assign([partition])
        self._consumer.seek(partition, self._start)
        at = self._start
        while at < self._end:
            got = await self._consumer.getmany(partition, timeout_ms=500, max_records=CHUNK)
            raw = [r for r in got.get(partition, ()) if r.offset < self._end]
            at = min(await self._consumer.position(partition), self._end)
            yield [record_of(r, self._kafka) for r in raw], at

    async def _fill(self, by_key: Mapping[bytes | None, Sequence[Record]]) -> None:
        connection, schema = self._connection, self._born.schema
        parked: list[Parked] = []
        facts = [fact for records in by_key.values() for fact in _readable(records, parked)]
        async with connection.transaction():
            if self._place[0] == LEDGER_OCCURRENCES:
                await _fill_occurrences(connection, schema, facts, parked)
            else:
                groups = handlers.grouped(facts, reports.id_of)
                pasts = (
                    past
                    for events in groups.values()
                    for past in handlers.history_of_report(reports.fold(None, events))
                )
                await store.copy(connection, schema, reports.READ_MODEL, pasts)
            if parked:
                await connection.execute("set local search_path to projection")
                await parking.park(connection, self._born.processor, parked)


async def _fill_occurrences(
    connection: Connection, schema: str, facts: Sequence[Fact], parked: list[Parked]
) -> None:
    by_id: dict[Any, list[Fact]] = {}
    for fact in facts:
        by_id.setdefault(fact.event.occurrence_id, []).append(fact)
    told = [cuts for one in by_id.values() if (cuts := _fold(one, parked))]
    for kind, model in fusion.MODELS.items():
        mine = (cuts for cuts in told if cuts[0].occurrence.kind == kind)
        rows = (past for cuts in mine for past in handlers.history_of(cuts))
        await store.copy(connection, schema, model, rows)
    evidence = (past for cuts in told for past in handlers.history_of_claims(cuts))
    await store.copy(connection, schema, claims.READ_MODEL, evidence)
    await _copy_states(connection, schema, [cuts[-1].occurrence for cuts in told])


async def _copy_states(connection: Connection, schema: str, states: Sequence[Occurrence]) -> None:
    into = SQL("copy {} (occurrence_id, kind, version, known, absorbed_into) from stdin")
    target = into.format(Identifier(schema, "occurrences"))
    async with connection.cursor() as cursor, cursor.copy(target) as stream:
        for s in states:
            await stream.write_row((s.occurrence_id, s.kind, s.version, s.known, s.absorbed_into))


def _readable(records: Sequence[Record], parked: list[Parked]) -> list[Fact]:
    """The facts of one key, up to a record that cannot be read: it and what follows are parked."""
    facts: list[Fact] = []
    for n, record in enumerate(records):
        try:
            envelope, event = codec.read(record.headers, record.value)
        except codec.Malformed as error:
            _park(records[n:], str(error), parked)
            break
        if isinstance(event, _HANDLED):
            facts.append(Fact(envelope, event, record))
    return facts


def _fold(facts: Sequence[Fact], parked: list[Parked]) -> Sequence[Cut]:
    """As far as the events follow each other; the rest is parked, as the processor does it."""
    told = [(fact.envelope.recorded, fact.event) for fact in facts]
    try:
        return fold(None, told)
    except Unfit:
        fit = 0
        while True:
            try:
                fold(None, told[: fit + 1])
            except Unfit as error:
                reason = f"Unfit: {error}"
                break
            fit += 1
        _park([fact.record for fact in facts[fit:]], reason, parked)
        return fold(None, told[:fit])


def _park(records: Sequence[Record], reason: str, parked: list[Parked]) -> None:
    parked.append(Parked(records[0], reason, follows=False))
    follows = "follows a parked record of its key"
    parked.extend(Parked(record, follows, follows=True) for record in records[1:])


_HANDLED: Final = tuple(handlers.handlers_for(0))


async def _spans(consumer: AIOKafkaConsumer, kafka: Kafka) -> dict[Place, tuple[int, int]]:
    """First and end offset of every partition."""
    wanted: list[TopicPartition] = []
    for topic in READS:
        wire = kafka.wire(topic)
        consumer._client.add_topic(wire)
        await consumer._client.force_metadata_update()
        wanted += [
            TopicPartition(wire, n) for n in sorted(consumer.partitions_for_topic(wire) or ())
        ]
    starts = await consumer.beginning_offsets(wanted)
    ends = await consumer.end_offsets(wanted)
    return {(kafka.contract(tp.topic), tp.partition): (starts[tp], ends[tp]) for tp in wanted}


class _Meter:
    """Counts records and tells how fast it goes and how long it will take."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = 0.0
        self._began = monotonic()

    def add(self, records: float) -> None:
        self._done += records
        seconds = monotonic() - self._began
        rate = self._done / seconds if seconds > 0 else 0.0
        left = self._total - self._done
        eta = left / rate if rate > 0 else None
        self._report(Progress("read", round(self._done), self._total, rate, eta))
