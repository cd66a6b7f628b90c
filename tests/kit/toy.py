"""A toy service: counts withdrawn reports per partner, and says so. Its ledger is ledger.claims."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from confluent_kafka.admin import NewTopic

from schemas import codec
from schemas.event import Envelope, Event, derived_id, report_id
from schemas.events import InterpretationWithdrawn, ReportWithdrawn
from services.kit.health import Health
from services.kit.kafka import Kafka, partition_of
from services.kit.metrics import Metrics
from services.kit.outbox import Outgoing
from services.kit.processor import Processor
from services.kit.produce import by_place, send
from services.kit.record import Emit, Fact, Tx, Unfit
from services.kit.service import run_sessions
from services.kit.settings import Settings

DAY = datetime(2025, 3, 1, tzinfo=UTC)
INPUT, OUTPUT = "ledger.reports", "ledger.claims"


async def on_withdrawn(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
    for fact in facts:
        if fact.event.reason == "poison":
            raise Unfit("poison")
    seen = await known(tx, [fact.event.report_id for fact in facts])
    emits = []
    for fact in facts:
        event = fact.event
        if event.report_id in seen:
            continue
        seen.add(event.report_id)
        said = InterpretationWithdrawn(
            **{k: v for k, v in event.fields().items() if k not in ("sha256", "reason")},
            format_version=1,
        )
        await tx.execute("insert into seen values (%s, %s)", (event.report_id, event.partner))
        emits.append(
            Emit(
                OUTPUT,
                str(event.report_id),
                said,
                derived_id(event.report_id, said.type, event.revision),
                fact.envelope.recorded,
                fact.envelope.event_id,
            )
        )
    return emits


async def known(tx: Tx, ids: Sequence[object]) -> set[object]:
    rows = await tx.execute("select report_id from seen where report_id = any(%s)", (list(ids),))
    return {row[0] for row in await rows.fetchall()}


async def fold(facts: Sequence[Fact], tx: Tx) -> None:
    for fact in facts:
        await tx.execute(
            "insert into seen values (%s, %s) on conflict do nothing",
            (fact.event.report_id, fact.event.partner),
        )


PROCESSOR = Processor(
    name="toy",
    service="toy",
    schema="toy",
    reads=(INPUT,),
    migrations=Path(__file__).parent / "migrations",
    handlers={ReportWithdrawn: on_withdrawn},
    ledger=(OUTPUT,),
    fold=fold,
)


def withdrawn(number: int, reason: str | None = None, key: int | None = None) -> Outgoing:
    report = report_id("p", str(number))
    event = ReportWithdrawn(
        report_id=report,
        partner="p",
        record_id=str(number),
        revision=1,
        format="toy",
        sha256="0" * 64,
        first_recorded_at=DAY,
        reason=reason,
    )
    return outgoing(event, str(number if key is None else key))


def outgoing(event: Event, key: str) -> Outgoing:
    envelope = Envelope(derived_id(report_id("p", key), "t"), event.type, event.version, "/t", DAY)
    headers, value = codec.write(envelope, event)
    return Outgoing(INPUT, key.encode(), value, headers)


def create_topics(kafka: Kafka, *names: str, partitions: int = 3) -> None:
    new = [NewTopic(kafka.wire(name), partitions, 1) for name in names]
    admin = kafka.admin()  # held: its futures die with it
    for future in admin.create_topics(new).values():
        future.result()


async def publish(kafka: Kafka, records: Sequence[Outgoing]) -> None:
    producer = kafka.producer()
    await producer.start()
    try:
        await send(producer, kafka, await by_place(producer, kafka, records))
    finally:
        await producer.stop()


@asynccontextmanager
async def running(settings: Settings, processor: Processor = PROCESSOR) -> AsyncIterator[Metrics]:
    """The service in this process, stopped and drained afterwards."""
    stop = asyncio.Event()
    metrics = Metrics(processor.name)
    health = Health(processor.name, metrics, settings)
    task = asyncio.create_task(run_sessions(processor, settings, metrics, health, stop))
    try:
        yield metrics
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


def partition(kafka: Kafka, record: Outgoing) -> int:
    return partition_of(record.key, 3)
