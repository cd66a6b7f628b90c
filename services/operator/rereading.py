"""The ledger read again with today's formats: first to plan, then to publish what differs.

ledger.reports three times and ledger.claims once, as streams; in memory are one digest per claim
of the chosen reports and one small row per report.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from schemas import codec
from schemas.events import (
    InterpretationWithdrawn,
    ReportAccepted,
    ReportInterpreted,
    ReportRejected,
    ReportRevised,
    ReportWithdrawn,
)
from schemas.topics import LEDGER_CLAIMS, LEDGER_REPORTS
from services.kit.kafka import Kafka
from services.kit.outbox import outgoing
from services.kit.produce import by_place, send
from services.kit.record import Emit, Fact, Record
from services.operator import ledger
from services.operator.appending import Appended
from services.operator.differences import differences
from services.operator.ledger import Place
from services.operator.reinterpretation import Held, Plan, held_of
from services.operator.selection import Selection

Transform = Callable[[Sequence[Fact]], Sequence[Emit]]
Told = Callable[[str, int, int], None]
Published = ReportAccepted | ReportRevised | ReportWithdrawn
CHUNK: Final = 500
SOURCE: Final = "/attache/normalize"  # whose facts these are, whoever has it say them


class Newest(NamedTuple):
    """A report's current revision: where it lies, and whether it was chosen."""

    revision: int
    stands: bool  # not withdrawn; of one revision, the publication followed the withdrawal
    partition: int
    offset: int
    chosen: bool


class Sample(NamedTuple):
    """A report that would be read differently, for instance."""

    partner: str
    record_id: str
    lines: tuple[str, ...]


@dataclass
class Planned:
    plan: Plan = field(default_factory=Plan)
    places: set[Place] = field(default_factory=set)  # on ledger.reports: what is to be said anew
    samples: list[Sample] = field(default_factory=list)


@dataclass(frozen=True)
class Rereading:
    kafka: Kafka
    selection: Selection
    transform: Transform
    told: Told = lambda phase, done, total: None

    async def plan(self, samples: int) -> Planned:
        newest = await self._newest()
        held = await self._held({report for report, one in newest.items() if one.chosen})
        planned = Planned()
        shown: list[tuple[Held | None, ReportInterpreted]] = []
        current = {(n.partition, n.offset) for n in newest.values() if n.chosen and n.stands}
        planned.plan.withdrawn = sum(n.chosen and not n.stands for n in newest.values())
        async with aclosing(self._facts("comparing", current)) as facts:
            async for fact in facts:
                said = self._said(fact, planned.plan)
                if said is None:
                    continue
                event = said.event
                assert isinstance(event, ReportInterpreted)
                before = held.get(event.report_id.bytes)
                found = planned.plan.note(event.format, before, held_of(event))
                if found in ("changed", "new"):
                    planned.places.add((fact.record.partition, fact.record.offset))
                if found in ("changed", "new", "stuck") and len(shown) < samples:
                    shown.append((before, event))
        planned.samples = await self._samples(shown)
        return planned

    async def publish(self, planned: Planned, operation: Appended) -> int:
        """As normalize says it; recorded when the operation was: before, it was not known."""
        producer = self.kafka.producer()
        published = 0
        try:
            await producer.start()
            waiting: list[Emit] = []
            async with aclosing(self._facts("publishing", planned.places)) as facts:
                async for fact in facts:
                    said = self._said(fact, Plan())
                    assert said is not None  # a pure function said it before
                    waiting.append(said)
                    if len(waiting) >= CHUNK:
                        published += await self._send(producer, waiting, operation)
                        waiting = []
            published += await self._send(producer, waiting, operation)
        finally:
            await producer.stop()
        return published

    async def _send(self, producer: object, emits: Sequence[Emit], operation: Appended) -> int:
        records = [
            outgoing(
                Emit(
                    emit.topic,
                    emit.key,
                    emit.event,
                    emit.event_id,
                    operation.recorded,
                    operation.event_id,
                    emit.traceparent,
                ),
                SOURCE,
            )
            for emit in emits
        ]
        await send(producer, self.kafka, await by_place(producer, self.kafka, records))
        return len(records)

    async def _newest(self) -> dict[bytes, Newest]:
        found: dict[bytes, Newest] = {}
        async with aclosing(self._records(LEDGER_REPORTS, "reading reports")) as records:
            async for record in records:
                fact = _fact(record)
                if fact is None or not isinstance(event := fact.event, Published):
                    continue
                if not self.selection.is_of(event.partner, event.record_id):
                    continue
                now = Newest(
                    event.revision,
                    not isinstance(event, ReportWithdrawn),
                    record.partition,
                    record.offset,
                    self.selection.takes(event.format, fact.envelope.recorded),
                )
                before = found.get(event.report_id.bytes)
                if before is None or now[:2] > before[:2]:
                    found[event.report_id.bytes] = now
        return found

    async def _held(self, reports: set[bytes]) -> dict[bytes, Held]:
        found: dict[bytes, Held] = {}
        async with aclosing(self._records(LEDGER_CLAIMS, "reading claims")) as records:
            async for record in records:
                if _report(record) not in reports or (fact := _fact(record)) is None:
                    continue
                event = fact.event
                if isinstance(event, ReportInterpreted | InterpretationWithdrawn):
                    now = held_of(event, record.partition, record.offset)
                    before = found.get(event.report_id.bytes)
                    if before is None or now.order >= before.order:
                        found[event.report_id.bytes] = now
        return found

    def _said(self, fact: Fact, plan: Plan) -> Emit | None:
        """Its interpretation; None, and why, where today's code has none."""
        try:
            emits = self.transform([fact])
        except codec.UnknownVersion:
            plan.unknown[fact.event.format] += 1
            return None
        for emit in emits:
            match emit.event:
                case ReportInterpreted():
                    return emit
                case ReportRejected(code=code):
                    plan.refused[code] += 1
                case _:
                    pass
        return None

    async def _samples(
        self, shown: Sequence[tuple[Held | None, ReportInterpreted]]
    ) -> list[Sample]:
        places = [(before.partition, before.offset) for before, _ in shown if before is not None]
        old = iter(await ledger.fetch(self.kafka, LEDGER_CLAIMS, places) if places else ())
        found = []
        for before, now in shown:
            fact = _fact(next(old)) if before is not None else None
            event = fact.event if fact is not None else None
            said = event if isinstance(event, ReportInterpreted) else None
            found.append(Sample(now.partner, now.record_id, tuple(differences(said, now))))
        return found

    async def _facts(self, phase: str, places: set[Place]) -> AsyncGenerator[Fact, None]:
        if not places:
            return
        async with aclosing(self._records(LEDGER_REPORTS, phase)) as records:
            async for record in records:
                if (record.partition, record.offset) in places:
                    fact = _fact(record)
                    assert fact is not None
                    yield fact

    async def _records(self, topic: str, phase: str) -> AsyncGenerator[Record, None]:
        def told(done: int, total: int) -> None:
            self.told(phase, done, total)

        async with aclosing(ledger.read(self.kafka, topic, told)) as records:
            async for record in records:
                yield record


def _fact(record: Record) -> Fact | None:
    """None for what was never a fact: normalize has refused it."""
    try:
        return Fact(*codec.read(record.headers, record.value), record)
    except codec.Malformed:
        return None


def _report(record: Record) -> bytes:
    """By its key: cheaper than the body, and most may be of other reports."""
    try:
        return UUID((record.key or b"").decode()).bytes
    except ValueError:
        return b""
