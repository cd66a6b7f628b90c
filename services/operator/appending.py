"""An operator's facts onto the ledger, one by one, and when the log took each."""

import time
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from schemas import codec
from schemas.event import NAMESPACE, Envelope, Event, derived_id
from schemas.events import OperationRecorded
from schemas.topics import LEDGER_OPERATIONS
from services.kit.kafka import Kafka

SOURCE = "/attache/operator"


class Appended(NamedTuple):
    """`recorded`: the log's own time, where the topic has LogAppendTime."""

    event_id: UUID
    recorded: datetime


async def append(kafka: Kafka, topic: str, key: str, event: Event, event_id: UUID) -> Appended:
    now = datetime.now(UTC)  # noqa: TID251 - a person acts now; the log's own time counts
    envelope = Envelope(event_id, event.type, event.version, SOURCE, now)
    headers, value = codec.write(envelope, event)
    producer = kafka.producer()
    try:
        await producer.start()
        told = await producer.send_and_wait(
            kafka.wire(topic), value, key=key.encode(), headers=headers
        )
    finally:
        await producer.stop()
    return Appended(event_id, datetime.fromtimestamp(told.timestamp / 1000, UTC))


async def record_operation(
    kafka: Kafka, actor: str, action: str, target: str, reason: str | None
) -> Appended:
    """Who does what, to what, and why: for ever on ledger.operations."""
    operation = act_id("operation", actor, action, target)
    event = OperationRecorded(
        operation_id=operation, actor=actor, action=action, target=target, reason=reason
    )
    return await append(kafka, LEDGER_OPERATIONS, actor, event, derived_id(operation, event.type))


def act_id(*what: str) -> UUID:
    """The id of what a person does: the same done twice is two acts."""
    return derived_id(NAMESPACE, "\n".join(what), time.time_ns())
