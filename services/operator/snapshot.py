"""A register published whole: what is new, changed and gone against what the ledger holds of it.

The ledger is read, not a file of ours, so that any machine comes to the same difference. Two
passes over the files: the first to know, the second to publish; in memory is one digest a record.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import codec
from schemas.events import ReportAccepted, ReportRevised, ReportWithdrawn
from schemas.topics import LEDGER_REPORTS
from services.kit.kafka import Kafka
from services.operator.outbound import Origin, Outbound, withdrawal

Published = ReportAccepted | ReportRevised | ReportWithdrawn
KINDS: Final = frozenset({b"report_accepted", b"report_revised", b"report_withdrawn"})


class Held(NamedTuple):
    """What the ledger has of one report."""

    digest: bytes
    revision: int
    withdrawn: bool


class Row(NamedTuple):
    """A record of the register as it is now."""

    digest: bytes
    revision: int | None
    withdrawn: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Difference:
    new: frozenset[Origin]
    changed: frozenset[Origin]
    gone: tuple[str, ...]
    same: int

    @property
    def publishes(self) -> int:
        return len(self.new) + len(self.changed) + len(self.gone)

    def without_withdrawals(self) -> "Difference":
        return Difference(self.new, self.changed, (), self.same)


@dataclass
class Register:
    """The given files, each record once. A repeated id: the newer revision, else the later row."""

    rows: dict[str, Row] = field(default_factory=dict)
    unnamed: set[Origin] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)  # ids that stand for different contents

    def add(self, record: Outbound) -> None:
        if record.record_id is None:
            self.unnamed.add(record.origin)
            return
        row = Row(digest(record.value), record.revision, record.withdrawn, record.origin)
        before = self.rows.get(record.record_id)
        if before is not None and before.digest != row.digest:
            self.repeated.append(record.record_id)
            if (before.revision or 0) > (row.revision or 0):
                return
        elif before is not None:
            return
        self.rows[record.record_id] = row


def digest(value: bytes | None) -> bytes:
    """As the door takes it: of the bytes as they are sent."""
    return hashlib.sha256(value or b"").digest()


def hold(held: dict[str, Held], fact: Published) -> None:
    """Fold one fact of the ledger; an older one, or a repeat, changes nothing."""
    withdrawn = isinstance(fact, ReportWithdrawn)
    told = Held(bytes.fromhex(fact.sha256), fact.revision, withdrawn)
    before = held.get(fact.record_id)
    if before is None or _order(told) > _order(before):
        held[fact.record_id] = told


def _order(held: Held) -> tuple[int, bool]:
    """Of one revision, the publication followed the withdrawal."""
    return held.revision, not held.withdrawn


def compare(held: Mapping[str, Held], register: Register) -> Difference:
    new, changed, same = set[Origin](), set[Origin](), 0
    for record_id, row in register.rows.items():
        before = held.get(record_id)
        there = before is not None and not before.withdrawn
        if row.withdrawn:
            if there:
                changed.add(row.origin)
            else:
                same += 1
        elif before is None or before.withdrawn:
            new.add(row.origin)
        elif before.digest == row.digest:
            same += 1
        else:
            changed.add(row.origin)
    gone = sorted(
        record_id
        for record_id, before in held.items()
        if not before.withdrawn and record_id not in register.rows
    )
    return Difference(frozenset(new), frozenset(changed), tuple(gone), same)


def selected(
    records: Iterable[Outbound], register: Register, difference: Difference, files: int
) -> Iterator[Outbound]:
    """Of all records those that make the difference, and the unnamed ones for the door to answer.

    Withdrawals come last, numbered as if they stood in one more file.
    """
    wanted = difference.new | difference.changed | register.unnamed
    for record in records:
        if record.origin in wanted:
            yield record
    for number, record_id in enumerate(difference.gone, start=1):
        yield withdrawal(Origin(files, number), record_id)


async def held_of(kafka: Kafka, partner: str) -> dict[str, Held]:
    """What the ledger holds of this partner, from its first event to its end as of now."""
    found: dict[str, Held] = {}
    consumer = kafka.consumer(fetch_max_bytes=20_000_000)
    try:
        await consumer.start()
        topic = kafka.wire(LEDGER_REPORTS)
        await consumer._client._wait_on_metadata(topic)
        parts = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(parts)
        await consumer.seek_to_beginning(*parts)
        await _read(consumer, await consumer.end_offsets(parts), partner, found)
    finally:
        await consumer.stop()
    return found


async def _read(
    consumer: AIOKafkaConsumer,
    ends: Mapping[TopicPartition, int],
    partner: str,
    found: dict[str, Held],
) -> None:
    left = dict(ends)
    while left:
        for records in (await consumer.getmany(*left, timeout_ms=500, max_records=5000)).values():
            for record in records:
                if _concerns(partner, record):
                    _, fact = codec.read(record.headers, record.value)
                    assert isinstance(fact, ReportAccepted | ReportRevised | ReportWithdrawn)
                    hold(found, fact)
        for part in [p for p, end in left.items()]:
            if await consumer.position(part) >= left[part]:
                del left[part]
                consumer.pause(part)


def _concerns(partner: str, record: Any) -> bool:
    """Cheaply, since most of a ledger may be other partners'."""
    if dict(record.headers).get("ce_type") not in KINDS or record.value is None:
        return False
    return bool(orjson.loads(record.value).get("partner") == partner)
