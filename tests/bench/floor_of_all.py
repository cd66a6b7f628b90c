"""Floor B, all that was written: just what the pipeline wrote, over the same hops, bare.

Four processes, as there are four services, with aiokafka and COPY and nothing else. Each reads the
topics that its service reads, decodes nothing, sends the very records that its service sent
(topic, partition, key, value, headers) in step with what it has read, and copies the rows that its
service wrote into tables of the same columns without indexes.
"""

import asyncio
import gc
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import psycopg
from aiokafka import AIOKafkaProducer, TopicPartition
from psycopg import sql

from services.kit.kafka import Kafka, topic_ids
from services.kit.settings import Settings
from tests.bench import cpu
from tests.bench.scratch import create_topics
from tests.bench.written import Hop, Sent, Written

BATCH: Final = 1000
READY: Final = 120.0  # seconds
DONE: Final = 600.0


class Measured(NamedTuple):
    seconds: float
    cpu: cpu.Seconds


def measure(settings: Settings, written: Written) -> Measured:
    """From the first record sent to the last row committed, in the pipeline's own database."""
    apart = settings.model_copy(update={"topic_prefix": settings.topic_prefix + "floor."})
    kafka, database = Kafka.of(apart, "operator"), str(apart.database_url)
    create_topics(apart)
    _create_tables(database, written)
    context = multiprocessing.get_context("spawn")
    step = context.Barrier(len(written.hops) + 1)
    processes = {
        hop.service: context.Process(target=_run, args=(kafka, database, hop, step), daemon=True)
        for hop in written.hops
    }
    for process in processes.values():
        process.start()
    try:
        return _measured(settings, kafka, written, processes, step)
    finally:
        for process in processes.values():
            process.terminate()
            process.join()


def _measured(
    settings: Settings, kafka: Kafka, written: Written, processes: Mapping[str, Any], step: Any
) -> Measured:
    step.wait(READY)
    pids = {name: process.pid or 0 for name, process in processes.items()}
    pids |= cpu.servers(settings.kafka, str(settings.database_url))
    before, started = cpu.used(pids), time.perf_counter()
    asyncio.run(_publish(kafka, written.published))
    step.wait(DONE)
    took = time.perf_counter() - started
    return Measured(took, cpu.between(before, cpu.used(pids)))


def _create_tables(database: str, written: Written) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create schema floor")
        for hop in written.hops:
            for name in hop.rows:
                like = sql.SQL("create table {} (like {})")  # its columns, and no index
                source = sql.Identifier(*name.split("."))
                connection.execute(like.format(sql.Identifier("floor", name), source))


async def _publish(kafka: Kafka, records: Sequence[Sent]) -> None:
    producer = kafka.producer()
    await producer.start()
    for start in range(0, len(records), BATCH):
        await _send(producer, kafka, records[start : start + BATCH])
    await producer.stop()


async def _send(producer: AIOKafkaProducer, kafka: Kafka, records: Sequence[Sent]) -> None:
    """Each where it was; all acknowledged before it returns."""
    places: dict[tuple[str, int], list[Sent]] = defaultdict(list)
    for record in records:
        places[record.topic, record.partition].append(record)
    acks = []
    for (topic, partition), given in places.items():
        batch = producer.create_batch()
        for one in given:
            fields = {"key": one.key, "value": one.value, "headers": list(one.headers)}
            if batch.append(timestamp=None, **fields) is None:
                sent = await producer.send_batch(batch, kafka.wire(topic), partition=partition)
                acks.append(sent)
                batch = producer.create_batch()
                batch.append(timestamp=None, **fields)
        acks.append(await producer.send_batch(batch, kafka.wire(topic), partition=partition))
    for ack in acks:
        await ack


def _run(kafka: Kafka, database: str, hop: Hop, step: Any) -> None:
    gc.freeze()
    try:
        asyncio.run(_move(kafka, database, hop, step))
    except BaseException:
        step.abort()  # nobody must wait for us
        raise


async def _move(kafka: Kafka, database: str, hop: Hop, step: Any) -> None:
    consumer = kafka.consumer(auto_offset_reset="earliest", fetch_max_wait_ms=50)
    await consumer.start()
    found = topic_ids(kafka.admin(), [kafka.wire(topic) for topic in hop.reads])
    consumer.assign([TopicPartition(t, n) for t, (_, count) in found.items() for n in range(count)])
    producer = kafka.producer()
    await producer.start()
    connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
    step.wait()  # ready
    done = 0
    while done < hop.expects:
        got = await consumer.getmany(timeout_ms=100, max_records=BATCH)
        before, done = done, done + sum(map(len, got.values()))
        if done > before:
            await _send(producer, kafka, _part(hop.sent, before, done, hop.expects))
            async with connection.transaction():
                for name, rows in hop.rows.items():
                    await _copy(connection, name, _part(rows, before, done, hop.expects))
    step.wait()  # all of it is moved
    await asyncio.Event().wait()  # until our CPU time is read, and we are ended


def _part(whole: Sequence[Any], before: int, done: int, of: int) -> Sequence[Any]:
    """What goes with the records read between `before` and `done` of so many."""
    return whole[len(whole) * before // of : len(whole) * done // of]


async def _copy(connection: psycopg.AsyncConnection[Any], name: str, rows: Sequence[bytes]) -> None:
    if not rows:
        return
    statement = sql.SQL("copy {} from stdin").format(sql.Identifier("floor", name))
    async with connection.cursor().copy(statement) as copy:
        await copy.write(b"".join(rows))
