"""Hostile records on the real stack: each is told what is wrong with it, and disturbs nobody.

The partner's format is none of the project's: a file and a line in a checkout of its own.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from confluent_kafka import Consumer, Message, Producer, TopicPartition

from schemas import codec
from schemas.codes import CODES
from schemas.event import report_id
from schemas.events import Receipt
from schemas.topics import RECEIPTS, REPORTS
from services.ingest.answers import rejection_id
from services.kit.record import Record
from services.operator.how_far import ends
from tests.end_to_end.checkout import with_toy_format
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import World, wait_for
from tests.ingest.builders import RECEIVED
from tests.ingest.hostile import HOSTILE, Hostile

PARTNER = "gatekeeper"
GOOD = 5  # for each hostile record
STATES = ("France", "Japan", "Brazil", "Kenya", "India", "Canada", "Egypt", "Norway", "Chile")

Place = tuple[int, int]
"""(partition, offset) on the partner's topic."""


class Entry(NamedTuple):
    """What is published: a hostile record, or a sound one (`hostile` None)."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    at: datetime
    hostile: Hostile | None = None


def good(count: int) -> list[Entry]:
    """Visits, all different; a millisecond apart, up to the moment that the corpus is made for."""
    entries = []
    for number in range(count):
        guest, host = STATES[number % 9], STATES[(number + 1 + number // 9 % 8) % 9]
        day = (datetime(2024, 1, 1) + timedelta(days=number)).date()  # noqa: DTZ001
        text = {"id": f"entry-{number}", "guest": guest, "host": host, "day": day.isoformat()}
        at = RECEIVED - timedelta(milliseconds=count - number)
        entries.append(Entry(text["id"].encode(), json.dumps(text).encode(), (), at))
    return entries


def hostile() -> list[Entry]:
    return [Entry(h.key, h.value, h.headers, RECEIVED, h) for h in HOSTILE]


def mixed(sound: Sequence[Entry]) -> Iterator[Entry]:
    """A hostile record after each few sound ones."""
    for number, bad in enumerate(hostile()):
        yield from sound[number * GOOD : (number + 1) * GOOD]
        yield bad
    yield from sound[len(HOSTILE) * GOOD :]


class Desk:
    """The partner's side: publishes, and reads its receipts."""

    def __init__(self, world: World) -> None:
        client = {"bootstrap.servers": world.settings.kafka, "log_level": 2}
        self._producer = Producer(
            client | {"message.max.bytes": 8_000_000, "partitioner": "murmur2_random"}
        )
        self._reports = world.kafka.wire(REPORTS + PARTNER)
        self._consumer = Consumer(client | {"group.id": "none", "fetch.wait.max.ms": 50})
        receipts = ends(world.kafka.admin(), world.kafka, [RECEIPTS + PARTNER])
        topic = world.kafka.wire(RECEIPTS + PARTNER)
        self._consumer.assign([TopicPartition(topic, n, 0) for _, n in receipts])
        self.receipts: list[tuple[int, Receipt]] = []  # with the partition that it lies on

    def publish(self, entries: Iterable[Entry]) -> dict[Place, Entry]:
        placed: dict[Place, Entry] = {}

        def took(entry: Entry, message: Message) -> None:
            partition, offset = message.partition(), message.offset()
            assert partition is not None
            assert offset is not None
            placed[partition, offset] = entry

        for entry in entries:

            def acknowledged(error: object, message: Message, entry: Entry = entry) -> None:
                assert error is None, error
                took(entry, message)

            self._producer.produce(
                self._reports,
                key=entry.key,
                value=entry.value,
                headers=list(entry.headers),
                timestamp=int(entry.at.timestamp() * 1000),
                on_delivery=acknowledged,
            )
            self._producer.poll(0)
        self._producer.flush(60)
        return placed

    def hear(self, places: Mapping[Place, Entry], seconds: float = 120) -> dict[Place, Receipt]:
        """The answers of ingest to these records: exactly one for each."""
        found: dict[Place, Receipt] = {}
        deadline = time.monotonic() + seconds
        while found.keys() != places.keys():
            assert time.monotonic() < deadline, f"{len(places) - len(found)} without a receipt"
            for message in self._consumer.consume(500, timeout=0.05):
                assert message.error() is None
                _, event = codec.read(message.headers() or [], message.value())
                assert isinstance(event, Receipt)
                self.receipts.append((message.partition() or 0, event))
                place = (event.partition, event.offset)
                if event.stage == "ingest" and place in places:
                    assert place not in found, f"two receipts for {place}"
                    found[place] = event  # type: ignore[index]
        return found

    def close(self) -> None:
        self._consumer.close()


@pytest.fixture
def world(worlds: Worlds, tmp_path: Path) -> Iterator[World]:
    world = worlds()
    world.code = with_toy_format(tmp_path / "code")
    declared = world.code / "deploy" / "partners.yaml"
    world.settings = world.settings.model_copy(update={"partners": declared})
    world.create_topics()
    world.start()
    yield world
    world.stop()


def test_every_hostile_record_is_told_why_and_every_good_one_is_applied(world: World):
    desk = Desk(world)
    started = {name: [p.pid for p in running] for name, running in world.processes.items()}
    warm, *batches = in_parts(good(2 * GOOD * len(HOSTILE) + 50), 50)
    desk.hear(desk.publish(warm))
    world.wait()

    pure, took_pure = timed(desk, world, batches[0])
    both, took_both = timed(desk, world, list(mixed(batches[1])))
    one_by_one: dict[Place, tuple[Entry, Receipt]] = {}
    for bad in hostile():
        sent = desk.publish([bad])
        one_by_one |= {place: (bad, told) for place, told in desk.hear(sent).items()}
    world.wait()
    desk.close()

    share = len(batches[0]) / took_pure, (len(batches[1]) + len(HOSTILE)) / took_both
    megabytes = sum(len(bad.value or b"") for bad in HOSTILE) / 1e6
    print(
        f"\n{len(batches[0])} good in {took_pure:.2f} s ({share[0]:,.0f}/s); "
        f"{len(batches[1])} good and {len(HOSTILE)} hostile of {megabytes:.0f} MB "
        f"in {took_both:.2f} s ({share[1]:,.0f}/s): {took_both / took_pure:.2f} times as long"
    )
    for answered in (both, one_by_one):
        assert told(answered) == expected()
        assert told_in_the_read_model(world, answered) == expected()
    assert {receipt.status for _, receipt in pure.values()} == {"accepted"}
    assert_applied(world, [*warm, *batches[0], *batches[1]])
    assert_in_order(desk.receipts)
    assert_undisturbed(world, started)


def in_parts(entries: Sequence[Entry], first: int) -> list[Sequence[Entry]]:
    """The first few, and two halves of the others."""
    half = first + (len(entries) - first) // 2
    return [entries[:first], entries[first:half], entries[half:]]


def timed(
    desk: Desk, world: World, entries: Sequence[Entry]
) -> tuple[dict[Place, tuple[Entry, Receipt]], float]:
    """Each with its receipt, and how long until all was applied."""
    began = time.monotonic()
    sent = desk.publish(entries)
    answers = desk.hear(sent)
    world.wait()
    took = time.monotonic() - began
    return {place: (sent[place], receipt) for place, receipt in answers.items()}, took


def expected() -> dict[str, tuple[str, str]]:
    return {bad.name: (bad.code, bad.field) for bad in HOSTILE}


def told(
    answered: Mapping[Place, tuple[Entry, Receipt]],
) -> dict[str, tuple[str | None, str | None]]:
    """Code and field of each hostile record, by its name; every other record was accepted."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for entry, receipt in answered.values():
        if entry.hostile is None:
            assert receipt.status == "accepted", receipt
            continue
        assert receipt.status == "rejected", receipt
        assert receipt.message, receipt
        assert receipt.code in CODES
        found[entry.hostile.name] = (receipt.code, receipt.field)
    return found


def told_in_the_read_model(
    world: World, answered: Mapping[Place, tuple[Entry, Receipt]]
) -> dict[str, tuple[str, str]]:
    """The same, from `read.reports`: a rejection's id follows from what was refused, and why."""
    names: dict[UUID, str] = {}
    for (partition, offset), ((key, value, headers, at, bad), _) in answered.items():
        if bad is not None:
            record = Record(REPORTS + PARTNER, partition, offset, key, value, headers, at)
            names[rejection_id(PARTNER, record, None, bad.code, bad.field)] = bad.name
    rows = world.query(
        "select id, code, field from read.reports where state = 'rejected' and id = any(%s)",
        list(names),
    )
    return {names[rejection]: (code, field) for rejection, code, field in rows}


def assert_applied(world: World, entries: Sequence[Entry]) -> None:
    """Every one of them, and nothing else."""
    ids = {report_id(PARTNER, (entry.key or b"").decode()) for entry in entries}
    wait_for(lambda: len(ids) == world.query("select count(*) from read.claims")[0][0], "claims")
    assert {row[0] for row in world.query("select report_id from read.claims")} == ids
    reports = world.query("select report_id from read.reports where state = 'interpreted'")
    assert {row[0] for row in reports} == ids
    states = world.query("select distinct state from read.reports order by 1")
    assert states == [("interpreted",), ("rejected",)]


def assert_in_order(receipts: Sequence[tuple[int, Receipt]]) -> None:
    """On each partition of the receipts, those to one partition of records in the order sent."""
    last: dict[tuple[int, int | None], int] = {}
    for lies_on, receipt in receipts:
        if receipt.stage == "ingest":
            stretch = (lies_on, receipt.partition)
            assert receipt.offset is not None
            assert receipt.offset > last.get(stretch, -1)
            last[stretch] = receipt.offset


def assert_undisturbed(world: World, started: Mapping[str, Sequence[int]]) -> None:
    """The same processes, no session broken off, nothing parked."""
    running = {
        name: [p.pid for p in processes if p.poll() is None]
        for name, processes in world.processes.items()
    }
    assert running == started
    log = world.log.read_text(encoding="utf-8")
    assert "session ended" not in log
    assert "Traceback" not in log
    for schema in ("ingest", "dedupe", "projection"):
        assert world.query(f"select count(*) from {schema}.kit_parked") == [(0,)]
