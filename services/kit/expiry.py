"""Records that a topic's retention took before they were read: found out, never skipped."""

import asyncio
from collections.abc import Mapping
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from services.kit.kafka import Kafka
from services.kit.positions import Partition

PATIENCE: Final = 5.0
"""Seconds to wait for an answer; a broker that is away is asked again at the next look."""


async def expired(
    consumer: AIOKafkaConsumer, kafka: Kafka, waiting: Mapping[Partition, int]
) -> dict[Partition, int]:
    """Those partitions whose next record is gone, with the first offset that is still there."""
    if not waiting:
        return {}
    places = {TopicPartition(kafka.wire(topic), n): (topic, n) for topic, n in waiting}
    try:
        async with asyncio.timeout(PATIENCE):
            beginnings = await consumer.beginning_offsets(list(places))
    except (KafkaError, TimeoutError):
        return {}
    return {
        place: first
        for tp, first in beginnings.items()
        if (place := places[tp]) and first > waiting[place]
    }
