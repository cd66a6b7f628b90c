"""From aiokafka's record to ours."""

from datetime import UTC, datetime
from functools import lru_cache
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
        _moment(raw.timestamp),
    )


@lru_cache(1024)
def _moment(milliseconds: int) -> datetime:
    """A broker gives all records of a batch the same."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
