"""Floor A, report bytes alone: each report's bytes over four hops by bare aiokafka, and bare COPY.

Four processes, as there are four services: three pass every record on, undecoded, the last one
copies it into a table of two columns. It is less than what the services have to write: floor B
(floor_of_all.py) is that.
"""

import asyncio
import multiprocessing
import time
from typing import Any

import psycopg
from aiokafka import TopicPartition
from confluent_kafka.admin import NewTopic

from services.kit.kafka import Kafka

HOPS = 4
PARTITIONS = 6
READY = 60.0  # seconds
DONE = 600.0


def measure(kafka: Kafka, database: str, values: list[bytes]) -> float:
    """Seconds from the first record sent to the last row committed."""
    topics = [f"floor{n}" for n in range(HOPS)]
    admin = kafka.admin()
    new = [
        NewTopic(kafka.wire(t), PARTITIONS, 1, config={"compression.type": "zstd"}) for t in topics
    ]
    for future in admin.create_topics(new).values():
        future.result()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table floor (key text, value text)")
    context = multiprocessing.get_context("spawn")
    step = context.Barrier(HOPS + 1)
    hops = [
        context.Process(
            target=_hop,
            args=(kafka, topics[n], topics[n + 1] if n + 1 < HOPS else None, database,
                  len(values), step),
            daemon=True,
        )
        for n in range(HOPS)
    ]  # fmt: skip
    for hop in hops:
        hop.start()
    step.wait(READY)
    started = time.perf_counter()
    asyncio.run(_publish(kafka, topics[0], values))
    step.wait(DONE)  # how long processes take to end is no part of it
    took = time.perf_counter() - started
    for hop in hops:
        hop.join()
    return took


async def _publish(kafka: Kafka, topic: str, values: list[bytes]) -> None:
    producer = kafka.producer()
    await producer.start()
    for start in range(0, len(values), 1000):
        await _send(producer, kafka.wire(topic), start // 1000 % PARTITIONS, values[start:][:1000])
    await producer.stop()


async def _send(producer: object, topic: str, partition: int, values: list[bytes]) -> None:
    acks = []
    batch = producer.create_batch()  # type: ignore[attr-defined]
    for value in values:
        if batch.append(key=b"k", value=value, timestamp=None) is None:
            acks.append(await producer.send_batch(batch, topic, partition=partition))  # type: ignore[attr-defined]
            batch = producer.create_batch()  # type: ignore[attr-defined]
            batch.append(key=b"k", value=value, timestamp=None)
    acks.append(await producer.send_batch(batch, topic, partition=partition))  # type: ignore[attr-defined]
    for ack in acks:
        await ack


def _hop(
    kafka: Kafka, source: str, target: str | None, database: str, count: int, step: Any
) -> None:
    try:
        asyncio.run(_pass_on(kafka, source, target, database, count, step))
    except BaseException:
        step.abort()  # nobody must wait for us
        raise


async def _pass_on(
    kafka: Kafka, source: str, target: str | None, database: str, count: int, step: Any
) -> None:
    consumer = kafka.consumer(auto_offset_reset="earliest", fetch_max_wait_ms=50)
    await consumer.start()
    consumer.assign([TopicPartition(kafka.wire(source), n) for n in range(PARTITIONS)])
    producer = kafka.producer()
    await producer.start()
    connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
    step.wait()
    left = count
    while left:
        got = await consumer.getmany(timeout_ms=100, max_records=1000)
        values = [record.value for records in got.values() for record in records]
        left -= len(values)
        if target is not None and values:
            await _send(producer, kafka.wire(target), left % PARTITIONS, values)
        elif values:
            async with connection.cursor().copy("copy floor from stdin") as copy:
                for value in values:
                    await copy.write_row(("k", value.decode()))
    step.wait()
    await consumer.stop()
    await producer.stop()
    await connection.close()
