"""A rebuild from the real log is the live generation, row by row, and goes on from there."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from aiokafka import TopicPartition
from confluent_kafka.admin import NewTopic

from schemas import codec
from schemas.event import Envelope, derived_id, report_id
from schemas.events import ReportInterpreted, ReportRejected
from schemas.topics import LEDGER_CLAIMS, LEDGER_OCCURRENCES, LEDGER_REJECTIONS
from services.kit import produce
from services.kit.health import Health
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.outbox import Outgoing
from services.kit.record import Fact, Record
from services.kit.service import run_sessions
from services.kit.settings import Settings
from services.kit.wire import record_of
from services.projection import app
from services.projection.promotion import behind, promote
from services.projection.rebuild import READS, Progress, rebuild
from services.projection.verification import compare, compare_level
from tests.projection.builders import (
    MOSCOW,
    NOON,
    SEOUL,
    at,
    claim,
    deployment,
    exactly,
    meeting,
    person,
    story,
)
from tests.projection.conftest import House

PARTITIONS = 3


@pytest.fixture
def ledger(kafka: Kafka) -> Kafka:
    admin = kafka.admin()
    topics = [NewTopic(kafka.wire(topic), PARTITIONS, 1) for topic in READS]
    for future in admin.create_topics(topics).values():
        future.result()
    return kafka


async def publish(kafka: Kafka, told: Sequence[tuple[datetime, Any]], *odd: Outgoing) -> None:
    records = [_outgoing(recorded, event, n) for n, (recorded, event) in enumerate(told)]
    producer = kafka.producer()
    await producer.start()
    try:
        places = await produce.by_place(producer, kafka, [*records, *odd])
        await produce.send(producer, kafka, places)
    finally:
        await producer.stop()


def _outgoing(recorded: datetime, event: Any, n: int) -> Outgoing:
    if isinstance(event, ReportInterpreted):
        topic, key = LEDGER_CLAIMS, str(event.report_id)
    elif isinstance(event, ReportRejected):
        topic, key = LEDGER_REJECTIONS, event.partner
    else:
        topic, key = LEDGER_OCCURRENCES, str(event.occurrence_id)
    cause = derived_id(report_id("test", key), event.type, n)
    envelope = Envelope(cause, event.type, event.version, "/test", recorded)
    headers, value = codec.write(envelope, event)
    return Outgoing(topic, key.encode(), value, headers)


def ledger_of_many() -> list[tuple[datetime, Any]]:
    """Forty occurrences in all kinds, their reports, and a few rejections."""
    told: list[tuple[datetime, Any]] = []
    for n in range(40):
        body = deployment(personnel=exactly(n)) if n % 2 else meeting(person(f"Guest {n}", None))
        one = claim(f"a{n}", body, SEOUL)
        other = claim(f"b{n}", body, MOSCOW, stance="denies")
        occurrence = story(one, minutes=n).linked(n + n % 3, other)
        if n % 5 == 0:
            occurrence.unlinked(n + 9, one).unlinked(n + 9, other).retired(n + 9)
        told += occurrence.events
        told += [(at(n), _interpreted(c)) for c in (one, other)]
    return told + [(at(n), _rejected(n)) for n in range(3)]


def _interpreted(one: Any) -> ReportInterpreted:
    return ReportInterpreted(
        report_id=one.report_id, partner=one.partner, record_id=one.record_id, revision=1,
        first_recorded_at=NOON, format="attache.report", format_version=1, claims=(one,),
    )  # fmt: skip


def _rejected(n: int) -> ReportRejected:
    return ReportRejected(
        rejection_id=report_id("rejection", str(n)), partner="wire", record_id=None,
        code="bad_json", field="", message="no", topic="reports.wire", partition=0, offset=n,
    )  # fmt: skip


async def read_live(house: House, kafka: Kafka) -> None:
    """The live generation reads the log as the processor would, malformed records left out."""
    for topic in READS:
        for number in range(PARTITIONS):
            records = await _records(kafka, topic, number)
            facts = []
            for record in records:
                try:
                    facts.append(Fact(*codec.read(record.headers, record.value), record))
                except codec.Malformed:
                    continue
            await house.apply(facts, splits=range(0, len(facts), 11))
            end = records[-1].offset + 1 if records else 0
            await house.rows(
                "insert into kit_position (processor, topic, partition, next_offset) "
                "values ('projection.g1', %s, %s, %s) returning 1",
                topic, number, end,
            )  # fmt: skip


async def _records(kafka: Kafka, topic: str, number: int) -> list[Record]:
    consumer = kafka.consumer()
    await consumer.start()
    try:
        place = TopicPartition(kafka.wire(topic), number)
        consumer.assign([place])
        consumer.seek(place, 0)
        end = (await consumer.end_offsets([place]))[place]
        found: list[Record] = []
        while await consumer.position(place) < end:
            got = await consumer.getmany(place, timeout_ms=200)
            found += [record_of(raw, kafka) for raw in got.get(place, [])]
        return found
    finally:
        await consumer.stop()


@pytest.mark.parametrize("bucket", [7, 10_000])
async def test_it_is_the_live_generation_again(house: House, ledger: Kafka, bucket: int) -> None:
    told = ledger_of_many()
    await publish(ledger, told + told[:30])  # the log is at-least-once
    await read_live(house, ledger)
    heard: list[Progress] = []
    born = await rebuild(house.connection, ledger, report=heard.append, bucket=bucket)
    assert (born.generation, born.schema, born.state) == (2, "read_g2", "ready")
    found = await compare(house.connection, "read", born.schema)
    assert {name: d for name, d in found.items() if not d.same} == {}
    assert found["occurrences"].rows == 40
    assert found["reports"].rows == 83
    assert await behind(house.connection, 1, 2) == await behind(house.connection, 2, 1) == {}
    before = await house.dump()
    await promote(house.connection, 2, "tester")
    assert await house.dump() == before
    read = [progress for progress in heard if progress.phase == "read"]
    assert read[-1].done == read[-1].total == len(told) + 30


async def test_the_ordinary_processor_goes_on_where_it_ended(
    house: House, ledger: Kafka, settings: Settings
) -> None:
    told = ledger_of_many()
    late = story(claim("late", deployment(), SEOUL), minutes=99).events
    await publish(ledger, told)
    born = await rebuild(house.connection, ledger)
    await publish(ledger, late)
    await read_live(house, ledger)
    stop = asyncio.Event()
    metrics = Metrics("test")
    health = Health("test", metrics, settings)
    sessions = run_sessions(app.build(born.generation), settings, metrics, health, stop)
    reading = asyncio.create_task(sessions)
    found = await compare_level(house.connection, 1, born.generation, patience=30)
    stop.set()
    await reading
    assert {name: d for name, d in found.items() if not d.same} == {}
    assert found["occurrences"].rows == 41


async def test_what_cannot_be_read_is_parked_with_all_that_follows_it(
    house: House, ledger: Kafka
) -> None:
    one = story(claim("a", deployment(), SEOUL), claim("b", deployment(), MOSCOW))
    key = str(one.occurrence_id).encode()
    garbage = Outgoing(LEDGER_OCCURRENCES, key, b"{", [("ce_id", b"?")])
    gap = story(claim("c", deployment(), SEOUL), claim("d", deployment(), MOSCOW)).events
    await publish(ledger, [*one.events[:2], gap[0], gap[2]], garbage)
    await publish(ledger, one.events[2:])
    await rebuild(house.connection, ledger)
    rows = await house.rows(
        "select key, follows, reason from projection.kit_parked "
        "where processor = 'projection.g2' order by follows, reason"
    )
    assert [(bytes(k) == key, follows) for k, follows, _ in rows] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert "version 3 after version 1" in rows[0][2]
    assert await house.rows("select claims from read_g2.troop_deployments") == [(1,)]


async def test_a_rebuild_that_was_cut_short_leaves_nothing_behind(
    house: House, ledger: Kafka
) -> None:
    class Crash(Exception):
        pass

    def crash(_: Progress) -> None:
        raise Crash

    with pytest.raises(Crash):
        await rebuild(house.connection, ledger, report=crash)
    born = await rebuild(house.connection, ledger)
    assert born.generation == 3
    schemas = "select nspname from pg_namespace where nspname like 'read%%' order by 1"
    assert await house.rows(schemas) == [("read",), ("read_g3",)]
