"""From aiokafka's record to ours."""

from datetime import UTC, datetime
from typing import Any

from aiokafka import ConsumerRecord

from services.kit.kafka import Kafka
from services.kit.record import Record


def record_of(raw: "ConsumerRecord[Any, Any]", kafka: Kafka) -> Record:
    return Record(
        kafka.contract(raw.topic),
        raw.partition,
        raw.offset,
        raw.key,
        raw.value,
        raw.headers,
        datetime.fromtimestamp(raw.timestamp / 1000, UTC),
    )
