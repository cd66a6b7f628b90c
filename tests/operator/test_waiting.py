"""Waiting until all is applied, where it would be in vain or is not the whole truth."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from confluent_kafka import Consumer, Producer

from schemas import codec
from schemas.event import Envelope, derived_id, report_id
from schemas.events import InterpretationWithdrawn
from schemas.topics import LEDGER_CLAIMS, REPORTS
from services.dedupe import app as dedupe
from services.ingest import app as ingest
from services.kit.kafka import Kafka
from services.kit.migrate import migrate
from services.kit.settings import Settings
from services.operator import waiting
from services.operator.waiting import Halted, NotApplied, Parked, wait_until_applied
from tests.operator.world import PARTNER, create_topics
from tests.retention import expire

DAY = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture
def world(settings: Settings, kafka: Kafka, tmp_path: Path) -> Settings:
    """Topics of one partner, and the tables of ingest and dedupe, which do not run."""
    declared = tmp_path / "partners.yaml"
    declared.write_text(
        f"partners: [{{name: {PARTNER}, format: attache.report, contact: a@b, title: Desk}}]"
    )
    create_topics(kafka)
    for one in (ingest.build({}), dedupe.build()):
        migrate(str(settings.database_url), one.schema, one.migrations)
    return settings.model_copy(update={"partners": declared})


def standing(world: Settings, service: str, topic: str, next_offset: int) -> None:
    with psycopg.connect(str(world.database_url)) as connection:
        connection.execute(
            f"insert into {service}.kit_position (processor, topic, partition, next_offset) "
            "values (%s, %s, 0, %s)",
            (service, topic, next_offset),
        )


def publish(kafka: Kafka, topic: str, count: int, *headers: tuple[str, bytes], value: bytes = b"x"):
    producer = Producer({"bootstrap.servers": kafka.bootstrap})
    for _ in range(count):
        producer.produce(kafka.wire(topic), value, partition=0, headers=list(headers))
    producer.flush()


@contextmanager
def member(kafka: Kafka, group: str, topic: str) -> Iterator[None]:
    """Somebody who is in the group, as the service is when it has healed and reads."""
    settings = {"bootstrap.servers": kafka.bootstrap, "group.id": kafka.wire(group)}
    consumer = Consumer(settings | {"enable.auto.commit": False, "log_level": 2})
    consumer.subscribe([kafka.wire(topic)])
    done = threading.Event()

    def poll() -> None:
        while not done.is_set():
            consumer.poll(0.1)
        consumer.close()

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def expired(world: Settings, kafka: Kafka) -> None:
    """ingest has read two of nine records, and the first seven are gone."""
    publish(kafka, REPORTS + PARTNER, 9)
    expire(kafka, {(REPORTS + PARTNER, 0): 7})
    standing(world, "ingest", REPORTS + PARTNER, 2)


def test_records_that_expired_unread_are_told_instead_of_waited_for(
    world: Settings, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(waiting, "STANDSTILL", 0.3)
    expired(world, kafka)
    with member(kafka, "ingest", REPORTS + PARTNER), pytest.raises(Halted) as told:
        wait_until_applied(world)
    assert str(told.value) == (
        f"ingest stands at reports.{PARTNER}/0: its records 2-6 expired before they were read"
    )


def test_an_event_newer_than_the_code_is_told_instead_of_waited_for(
    world: Settings, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(waiting, "STANDSTILL", 0.3)
    event = InterpretationWithdrawn(
        report_id=report_id("p", "a"), partner="p", record_id="a", revision=1, format="toy",
        format_version=1, first_recorded_at=DAY,
    )  # fmt: skip
    cause = derived_id(event.report_id, "test")
    headers, value = codec.write(Envelope(cause, event.type, 1, "/t", DAY), event)
    newer = [(name, b"9" if name == "ce_eventversion" else given) for name, given in headers]
    publish(kafka, LEDGER_CLAIMS, 1, *newer, value=value)
    standing(world, "dedupe", LEDGER_CLAIMS, 0)
    with member(kafka, "dedupe", LEDGER_CLAIMS), pytest.raises(Halted) as told:
        wait_until_applied(world)
    assert str(told.value) == (
        "dedupe stands at ledger.claims/0@0: interpretation_withdrawn version 9, "
        "newer than this code"
    )


def test_a_service_that_does_not_read_yet_may_be_healing(
    world: Settings, kafka: Kafka, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(waiting, "STANDSTILL", 0.1)
    expired(world, kafka)
    with pytest.raises(NotApplied, match="is it running") as told:
        wait_until_applied(world, 1)
    assert not isinstance(told.value, Halted)


def test_a_service_that_does_not_run_is_named_at_the_deadline(world: Settings, kafka: Kafka):
    publish(kafka, REPORTS + PARTNER, 3)
    with pytest.raises(NotApplied, match=r"^ingest still has 3 records to read: is it running\?$"):
        wait_until_applied(world, 0.2)


def test_what_is_parked_is_told_for_it_is_read_and_not_applied(world: Settings):
    with psycopg.connect(str(world.database_url)) as connection:
        for offset, follows in ((4, False), (5, True)):
            connection.execute(
                """
                insert into dedupe.kit_parked
                values ('dedupe', %s, 0, %s, 'k', %s, '[]', 'v', %s, %s)
                """,
                (LEDGER_CLAIMS, offset, DAY, follows, "follows" if follows else "unreadable"),
            )
    told = wait_until_applied(world)
    assert told == [Parked("dedupe", 2, "unreadable")]
    assert str(told[0]) == "dedupe has parked 2 records: unreadable"
