"""Partitions are read in step, and nothing is lost or read twice by it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from services.kit.evenly import EvenConsumer, Polled
from services.kit.kafka import Kafka
from tests.kit import toy

PARTITIONS = 3
MOST = 60


async def publish(kafka: Kafka, counts: Sequence[int]) -> None:
    """Record n of each partition at millisecond n of a made-up year, in ever new batches."""
    producer = kafka.producer()
    await producer.start()
    for partition, count in enumerate(counts):
        for start in range(0, count, 25):
            batch = producer.create_batch()
            for n in range(start, min(start + 25, count)):
                batch.append(key=None, value=str(n).encode(), timestamp=1_000_000 + n)
            acked = await producer.send_batch(batch, kafka.wire(toy.INPUT), partition=partition)
            await acked
    await producer.stop()


@asynccontextmanager
async def consumer_of(kafka: Kafka, **settings: object) -> AsyncIterator[EvenConsumer]:
    given: dict[str, Any] = {"enable_auto_commit": False, "auto_offset_reset": "earliest"}
    consumer = EvenConsumer(**kafka.client(), **(given | settings))
    await consumer.start()
    consumer.assign([TopicPartition(kafka.wire(toy.INPUT), n) for n in range(PARTITIONS)])
    try:
        yield consumer
    finally:
        await consumer.stop()


async def polls(consumer: EvenConsumer, wanted: int) -> list[Polled]:
    found: list[Polled] = []
    async with asyncio.timeout(30):
        while sum(len(records) for polled in found for records in polled.values()) < wanted:
            if polled := await consumer.getmany(timeout_ms=50, max_records=MOST):
                found.append(polled)
            await asyncio.sleep(0.05)  # as one who works: meanwhile more is fetched
    return found


def read(found: Sequence[Polled]) -> dict[int, list[int]]:
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for polled in found:
        for place, records in polled.items():
            numbers[place.partition] += [int(record.value or b"") for record in records]
    return dict(numbers)


async def test_every_record_once_and_in_order(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    counts = (500, 130, 7)
    await publish(kafka, counts)
    async with consumer_of(kafka) as consumer:
        found = await polls(consumer, sum(counts))
    assert read(found) == {n: list(range(count)) for n, count in enumerate(counts)}
    assert all(sum(map(len, polled.values())) <= MOST for polled in found)


async def test_a_backlog_is_read_in_step(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (400, 400, 400))
    async with consumer_of(kafka) as consumer:
        found = await polls(consumer, 1200)
    for polled in found[5:-1]:
        reached = [int(records[-1].value or b"") for records in polled.values()]
        assert len(reached) == PARTITIONS
        assert max(reached) - min(reached) < MOST


async def test_one_that_is_behind_catches_up(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (600, 600, 600))
    async with consumer_of(kafka) as consumer:
        consumer.seek(TopicPartition(kafka.wire(toy.INPUT), 1), 200)
        consumer.seek(TopicPartition(kafka.wire(toy.INPUT), 2), 200)
        found = await polls(consumer, 1400)
    numbers = read(found)
    assert numbers == {0: [*range(600)], 1: [*range(200, 600)], 2: [*range(200, 600)]}
    taken = read(found[1:4])
    assert len(taken[0]) > 2 * len(taken[1])  # the oldest first …
    assert len(taken[1]) >= 3 * 4  # … but nobody is left waiting


async def test_a_few_records_do_not_wait_for_thousands(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (3000, 0, 2))
    async with consumer_of(kafka) as consumer:
        found = await polls(consumer, 600)
    assert read(found[:4])[2] == [0, 1]


async def test_alone_a_partition_fills_the_batch(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (600, 0, 0))
    async with consumer_of(kafka) as consumer:
        found = await polls(consumer, 600)
    sizes = [sum(map(len, polled.values())) for polled in found]
    assert sizes[:3] == [20, 40, 60]
    assert set(sizes[2:-1]) == {MOST}


async def test_what_was_taken_is_not_lost_when_another_partition_fails(kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (100, 100, 5))
    failures = 0
    found: list[Polled] = []
    async with consumer_of(kafka, auto_offset_reset="none") as consumer:
        for n, offset in enumerate((0, 0, 5000)):
            consumer.seek(TopicPartition(kafka.wire(toy.INPUT), n), offset)
        async with asyncio.timeout(30):
            while len(read(found).get(0, ())) + len(read(found).get(1, ())) < 200 or not failures:
                try:
                    found.append(await consumer.getmany(timeout_ms=50, max_records=MOST))
                except OffsetOutOfRangeError:
                    failures += 1
    assert read(found) == {0: [*range(100)], 1: [*range(100)]}


@pytest.mark.parametrize("most", [1, 2])
async def test_the_smallest_batches_reach_everyone(kafka: Kafka, most: int):
    toy.create_topics(kafka, toy.INPUT)
    await publish(kafka, (30, 30, 30))
    seen: list[Polled] = []
    async with consumer_of(kafka) as consumer, asyncio.timeout(30):
        while sum(map(len, read(seen).values())) < 90:
            polled = await consumer.getmany(timeout_ms=50, max_records=most)
            assert sum(map(len, polled.values())) <= most
            seen.append(polled)
    assert read(seen) == {n: list(range(30)) for n in range(PARTITIONS)}
