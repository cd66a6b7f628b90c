"""A ledger topic as it is now: every record from the first to the end, in order per partition."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.kit.kafka import Kafka, topic_ids
from services.kit.record import Record
from services.kit.topics import MissingTopics
from services.kit.wire import record_of

Place = tuple[int, int]
"""(partition, offset)"""


async def read(
    kafka: Kafka, topic: str, told: Callable[[int, int], None] = lambda done, total: None
) -> AsyncGenerator[Record, None]:
    """`told` hears how many offsets of how many are behind us. Raises MissingTopics."""
    async with _consumer(kafka, topic) as (consumer, parts):
        consumer.assign(parts)
        begin = await consumer.beginning_offsets(parts)
        left = await consumer.end_offsets(parts)
        for part in parts:  # not seek_to_beginning: a reset to the end may be on its way
            consumer.seek(part, begin[part])
        total = sum(left[part] - begin[part] for part in parts)
        ends = dict(left)
        while left:
            got = await consumer.getmany(*left, timeout_ms=500, max_records=2000)
            for part, found in got.items():
                for raw in found:
                    if raw.offset < ends[part]:
                        yield record_of(raw, kafka)
            for part in list(left):
                if await consumer.position(part) >= left[part]:
                    del left[part]
                    consumer.pause(part)
            done = total - sum([end - await consumer.position(p) for p, end in left.items()])
            told(done, total)


async def fetch(kafka: Kafka, topic: str, places: Iterable[Place]) -> list[Record]:
    """These records, each asked for by itself: for a few."""
    found = []
    async with _consumer(kafka, topic) as (consumer, _):
        for partition, offset in places:
            part = TopicPartition(kafka.wire(topic), partition)
            consumer.assign([part])
            consumer.seek(part, offset)
            found.append(record_of(await consumer.getone(part), kafka))
    return found


@asynccontextmanager
async def _consumer(
    kafka: Kafka, topic: str
) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    wire = kafka.wire(topic)
    admin = await asyncio.to_thread(kafka.admin)
    known = await asyncio.to_thread(topic_ids, admin, [wire])
    if wire not in known:
        raise MissingTopics(f"no topic {topic}: run `attache topics apply`")
    consumer = kafka.consumer(fetch_max_bytes=20_000_000)
    try:
        await consumer.start()
        yield consumer, [TopicPartition(wire, n) for n in range(known[wire][1])]
    finally:
        await consumer.stop()
