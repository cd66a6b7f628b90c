"""The ledger is the truth for the services too: fold what the database does not know of it.

A restored dump or an empty database is behind its own output topics. Before it reads any input,
a service folds the missing events into its tables and moves its positions to where the ledger
proves that all input was handled. Reading some of it twice changes nothing.
"""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from psycopg import AsyncConnection

from schemas import codec
from services.kit import outbox, parking, positions
from services.kit.kafka import Kafka
from services.kit.outbox import Place
from services.kit.parking import Parked
from services.kit.positions import Partition
from services.kit.record import Fact, Record, Tx
from services.kit.wire import record_of

log = logging.getLogger(__name__)
Fold = Callable[[Sequence[Fact], Tx], Awaitable[None]]
CHUNK = 2000


class Covered:
    """Which input the complete batches of a ledger cover."""

    def __init__(self) -> None:
        self._ids: dict[bytes, set[bytes]] = defaultdict(set)
        self._slices: dict[bytes, str] = {}

    def see(self, record: Record) -> None:
        headers = dict(record.headers)
        batch = headers.get(outbox.BATCH)
        if batch is None:
            return
        self._ids[batch].add(headers.get("ce_id", b""))
        if outbox.SLICES in headers:
            self._slices[batch] = headers[outbox.SLICES].decode()

    def positions(self) -> dict[Partition, int]:
        """Per input partition, up to the first batch that is not complete."""
        spans: dict[Partition, list[tuple[int, bool]]] = defaultdict(list)
        for batch, ids in self._ids.items():
            slices = self._slices.get(batch)
            if slices is None:
                continue
            complete = len(ids) >= int(batch.rpartition(b"/")[2])
            for partition, _, end in outbox.read_slices(slices):
                spans[partition].append((end, complete))
        covered = {}
        for partition, ends in spans.items():
            for end, complete in sorted(ends):
                if not complete:
                    break
                covered[partition] = end
        return covered

    def parked(self) -> set[Place]:
        """What stood parked, but what was handled after all: a stretch of its own tells that."""
        found: set[Place] = set()
        handled: set[Place] = set()
        for slices in self._slices.values():
            standing = outbox.read_parked(slices)
            found |= standing
            alone = {
                (*p, start) for p, start, end in outbox.read_slices(slices) if end - start == 1
            }
            handled |= alone - standing
        return found - handled


async def heal(
    connection: AsyncConnection[Any],
    kafka: Kafka,
    *,
    schema: str,
    processor: str,
    ledger: Sequence[str],
    recalls: Sequence[str],
    fold: Fold,
) -> int:
    """Fold what is missing, in one transaction; how many facts. Others of the service wait.

    `ledger`: the topics this service writes and folds. `recalls`: inputs that never expire and
    whose facts are state too (rulings): they are folded up to the covered position.
    """
    async with connection.transaction():
        await connection.execute(
            "select pg_advisory_xact_lock(hashtext(%s))", (f"attache.heal.{schema}",)
        )
        consumer = kafka.consumer(fetch_max_bytes=20_000_000)
        await consumer.start()
        try:
            return await _heal(connection, consumer, kafka, processor, ledger, recalls, fold)
        finally:
            await consumer.stop()


async def _heal(
    connection: AsyncConnection[Any],
    consumer: AIOKafkaConsumer,
    kafka: Kafka,
    processor: str,
    ledger: Sequence[str],
    recalls: Sequence[str],
    fold: Fold,
) -> int:
    rows = await connection.execute("select topic, partition, next_offset from kit_published")
    known: dict[Partition, int] = {(t, n): o for t, n, o in await rows.fetchall()}
    ends = await _ends(consumer, kafka, ledger)
    behind = {place: end for place, end in ends.items() if known.get(place, 0) < end}
    if not behind:
        return 0
    covered = Covered()
    folded = 0
    async for facts in _read(consumer, kafka, known, behind):
        for fact in facts:
            covered.see(fact.record)
        await fold(facts, connection)
        folded += len(facts)
    proven = covered.positions()
    for topic in recalls:
        upto = {place: end for place, end in proven.items() if place[0] == topic}
        async for facts in _read(consumer, kafka, {}, upto):
            await fold(facts, connection)
            folded += len(facts)
    await positions.cover(connection, processor, proven)
    lost = {place for place in covered.parked() if place[2] < proven.get(place[:2], 0)}
    await _park_again(connection, consumer, kafka, processor, lost)
    await outbox.published(connection, behind)
    log.info("healed %s: folded %d facts, covered %s", processor, folded, proven)
    return folded


async def _park_again(
    connection: AsyncConnection[Any],
    consumer: AIOKafkaConsumer,
    kafka: Kafka,
    processor: str,
    places: Collection[Place],
) -> None:
    """Covered input is not read again: what was parked of it would be lost with the database."""
    again: list[Parked] = []
    keys: set[tuple[str, bytes | None]] = set()
    for topic, partition, offset in sorted(places):
        span = {(topic, partition): offset}, {(topic, partition): offset + 1}
        found = [one async for run in _records(consumer, kafka, *span) for one in run]
        if [record.offset for record in found] != [offset]:
            log.error("healing: %s/%d@%d was parked, and has expired", topic, partition, offset)
            continue
        record = found[0]
        follows = record.key is not None and (topic, record.key) in keys
        keys.add((topic, record.key))
        again.append(Parked(record, "it was parked before the database was lost", follows))
    if again:
        await parking.park(connection, processor, again)
        log.warning("healing: %d records of %s are parked again", len(again), processor)


async def _ends(
    consumer: AIOKafkaConsumer, kafka: Kafka, topics: Sequence[str]
) -> dict[Partition, int]:
    found: list[TopicPartition] = []
    for topic in topics:
        wire = kafka.wire(topic)
        count = consumer.partitions_for_topic(wire)
        if count is None:
            consumer._client.add_topic(wire)
            await consumer._client.force_metadata_update()
            count = consumer.partitions_for_topic(wire) or set()
        found += [TopicPartition(wire, n) for n in sorted(count)]
    ends = await consumer.end_offsets(found)
    return {(kafka.contract(tp.topic), tp.partition): end for tp, end in ends.items()}


async def _read(
    consumer: AIOKafkaConsumer,
    kafka: Kafka,
    starts: Mapping[Partition, int],
    ends: Mapping[Partition, int],
) -> Any:
    """Runs of facts from `starts` (or the beginning) up to `ends`."""
    async for records in _records(consumer, kafka, starts, ends):
        facts = []
        for record in records:
            try:
                facts.append(Fact(*codec.read(record.headers, record.value), record))
            except codec.Malformed as error:
                place = f"{record.topic}/{record.partition}@{record.offset}"
                log.error("healing: %s: %s", place, error)
        if facts:
            yield facts


async def _records(
    consumer: AIOKafkaConsumer,
    kafka: Kafka,
    starts: Mapping[Partition, int],
    ends: Mapping[Partition, int],
) -> AsyncIterator[list[Record]]:
    """Runs of records likewise; positions may have holes."""
    left = {TopicPartition(kafka.wire(t), n): end for (t, n), end in ends.items()}
    if not left:
        return
    consumer.assign(list(left))
    beginnings = await consumer.beginning_offsets(list(left))
    for tp in left:
        start = starts.get((kafka.contract(tp.topic), tp.partition), 0)
        consumer.seek(tp, max(start, beginnings[tp]))
    while left:
        got = await consumer.getmany(*left, timeout_ms=500, max_records=CHUNK)
        records = [
            record_of(raw, kafka) for tp, its in got.items() for raw in its if raw.offset < left[tp]
        ]
        if records:
            yield records
        for tp in list(left):
            if await consumer.position(tp) >= left[tp]:
                del left[tp]
                consumer.pause(tp)
    consumer.unsubscribe()
