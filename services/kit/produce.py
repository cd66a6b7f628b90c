"""Sends many records at once: one batch per partition, all acknowledged before it returns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer

from services.kit.kafka import Kafka, partition_of
from services.kit.outbox import Outgoing

Place = tuple[str, int]
"""(topic of the contract, partition)"""


async def by_place(
    producer: AIOKafkaProducer, kafka: Kafka, records: Iterable[Outgoing]
) -> dict[Place, list[Outgoing]]:
    """The records by the partition that their keys put them on, order kept."""
    counts: dict[str, int] = {}
    places: dict[Place, list[Outgoing]] = defaultdict(list)
    for record in records:
        if record.topic not in counts:
            counts[record.topic] = len(await producer.partitions_for(kafka.wire(record.topic)))
        places[record.topic, partition_of(record.key, counts[record.topic])].append(record)
    return places


async def send(
    producer: AIOKafkaProducer, kafka: Kafka, places: Mapping[Place, Sequence[Outgoing]]
) -> dict[Place, int]:
    """The offset after the last record, per partition. Raises KafkaError if any is not acked."""
    waiting: list[tuple[Place, Any, int]] = []
    for place, records in places.items():
        topic, partition = kafka.wire(place[0]), place[1]
        batch = producer.create_batch()
        for record in records:
            fields = {"key": record.key, "value": record.value, "headers": record.headers}
            if batch.append(timestamp=None, **fields) is None:
                size = batch.record_count()
                ack = await producer.send_batch(batch, topic, partition=partition)
                waiting.append((place, ack, size))
                batch = producer.create_batch()
                batch.append(timestamp=None, **fields)
        size = batch.record_count()
        waiting.append((place, await producer.send_batch(batch, topic, partition=partition), size))
    ends: dict[Place, int] = {}
    for place, ack, size in waiting:
        ends[place] = max(ends.get(place, 0), (await ack).offset + size)
    return ends
