"""The kit's guarantee, on the real Kafka and Postgres, with a toy service."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import psycopg

from services.kit.heal import Covered
from services.kit.kafka import Kafka
from services.kit.outbox import BATCH, SLICES, Outgoing
from services.kit.record import Record
from services.kit.settings import Settings
from tests.kit import toy

Rows = list[tuple[Any, ...]]


async def until(question: Callable[[], Awaitable[bool]], what: str, seconds: float = 30) -> None:
    """Wait for a fact, never for a time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not await question():
        assert asyncio.get_running_loop().time() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(0.05)


async def query(database: str, text: str) -> Rows:
    async with await psycopg.AsyncConnection.connect(database) as connection:
        try:
            return await (await connection.execute(text)).fetchall()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            return []


async def wipe(database: str) -> None:
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("drop schema toy cascade")


async def read_all(kafka: Kafka, topic: str) -> list[Any]:
    consumer = kafka.consumer(auto_offset_reset="earliest")
    await consumer.start()
    try:
        from aiokafka import TopicPartition

        wire = kafka.wire(topic)
        places = [TopicPartition(wire, n) for n in range(3)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        found: list[Any] = []
        while any([await consumer.position(p) < ends[p] for p in places]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
        return found
    finally:
        await consumer.stop()


async def applied(settings: Settings, kafka: Kafka, count: int) -> None:
    async def enough() -> bool:
        rows = await query(str(settings.database_url), "select count(*) from toy.seen")
        waiting = await query(str(settings.database_url), "select count(*) from toy.kit_outbox")
        return rows == [(count,)] and waiting == [(0,)]

    await until(enough, f"{count} applied")


async def test_each_record_is_applied_once_and_said_once(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    records = [toy.withdrawn(n) for n in range(500)]
    async with toy.running(settings):
        await toy.publish(kafka, records)
        await toy.publish(kafka, records[:100])  # repeats
        await applied(settings, kafka, 500)
    said = await read_all(kafka, toy.OUTPUT)
    assert len({dict(r.headers)["ce_id"] for r in said}) == len(said) == 500


async def test_a_wiped_database_comes_back_from_the_ledger_alone(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    await toy.publish(kafka, [toy.withdrawn(n) for n in range(300)])
    async with toy.running(settings):
        await applied(settings, kafka, 300)
        before = await query(str(settings.database_url), "select * from toy.seen order by 1")
        # under the running service's feet:
        await wipe(str(settings.database_url))
        await toy.publish(kafka, [toy.withdrawn(n) for n in range(300, 310)])
        await applied(settings, kafka, 310)
        after = await query(str(settings.database_url), "select * from toy.seen order by 1")
    assert set(before) < set(after)
    said = await read_all(kafka, toy.OUTPUT)
    assert len({dict(r.headers)["ce_id"] for r in said}) == len(said) == 310


async def test_poison_is_parked_with_all_that_follows_of_its_key(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    records = [toy.withdrawn(n) for n in range(50)]
    records[20] = toy.withdrawn(20, reason="poison", key=7)
    records.append(toy.withdrawn(99, key=7))
    records.append(Outgoing(toy.INPUT, b"broken", b"{", records[0].headers))
    async with toy.running(settings):
        await toy.publish(kafka, records)
        await applied(settings, kafka, 49)
    parked = await query(
        str(settings.database_url), "select key, follows from toy.kit_parked order by 1, 2"
    )
    assert parked == [(b"7", False), (b"7", True), (b"broken", False)]


async def test_what_was_parked_comes_back_with_the_ledger(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    database = str(settings.database_url)
    what = "select partition, key, follows from toy.kit_parked order by 1, 2, 3"
    poison = [toy.withdrawn(1, reason="poison", key=1), toy.withdrawn(2, key=1)]
    async with toy.running(settings):
        await toy.publish(kafka, [*poison, *(toy.withdrawn(n) for n in range(10, 40))])
        await applied(settings, kafka, 30)
        await toy.publish(kafka, [toy.withdrawn(n) for n in range(40, 90)])  # all is covered now
        await applied(settings, kafka, 80)
        before = await query(database, what)
        assert [follows for _, _, follows in before] == [False, True]
        await wipe(database)
        await applied(settings, kafka, 80)
        assert await query(database, what) == before


def test_a_record_that_was_handled_after_all_is_not_parked_again():
    covered = Covered()
    for number, slices in enumerate(("t/0:0-9!t/0:3,t/0:5", "t/0:3-4!t/0:5")):
        name = f"{number}/1".encode()
        headers = [("ce_id", b"x"), (BATCH, name), (SLICES, slices.encode())]
        covered.see(Record("out", 0, number, b"k", b"", headers, toy.DAY))

    assert covered.parked() == {("t", 0, 5)}
    assert covered.positions() == {("t", 0): 9}


async def test_a_newer_event_halts_its_partition_and_nothing_else(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    newer = toy.withdrawn(1)
    headers = [(n, b"9" if n == "ce_eventversion" else v) for n, v in newer.headers]
    await toy.publish(kafka, [msgspec.structs.replace(newer, headers=headers)])
    later = [toy.withdrawn(n) for n in range(100, 160)]
    async with toy.running(settings) as metrics:
        await toy.publish(kafka, later)
        places = {toy.partition(kafka, record) for record in later}
        blocked = toy.partition(kafka, newer)
        expected = sum(toy.partition(kafka, record) != blocked for record in later)
        assert len(places) > 1
        await applied(settings, kafka, expected)
        assert b"attache_halted{" in metrics.render()


async def test_two_workers_share_the_work_and_one_may_leave(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    async with toy.running(settings):
        await toy.publish(kafka, [toy.withdrawn(n) for n in range(400)])
        async with toy.running(settings):
            await toy.publish(kafka, [toy.withdrawn(n) for n in range(400, 800)])
            await asyncio.sleep(1)
        await toy.publish(kafka, [toy.withdrawn(n) for n in range(800, 1000)])
        await applied(settings, kafka, 1000)
    said = await read_all(kafka, toy.OUTPUT)
    assert len({dict(r.headers)["ce_id"] for r in said}) == 1000
