"""Records onto the partner's topic: a batch per partition, and where each one came to lie."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaProducer

from services.kit.kafka import partition_of
from services.operator.outbound import Outbound

LARGEST: Final = 8_000_000  # bytes; the broker takes 8 MiB, and a refusal breaks idempotence


class Sent(NamedTuple):
    record: Outbound
    partition: int
    offset: int


def sendable(record: Outbound) -> bool:
    return record.size <= LARGEST


def partition_for(record: Outbound, partitions: int) -> int:
    """By its key; a record without one, by its content, so that a repeat lies where it lay."""
    given = record.key
    if given is None:
        given = hashlib.sha256(record.value or b"").digest()
    return partition_of(given, partitions)


async def send(
    producer: AIOKafkaProducer, topic: str, partitions: int, records: Sequence[Outbound]
) -> list[Sent]:
    """All of them acknowledged by all in-sync replicas; raises KafkaError if any is not."""
    by_partition: dict[int, list[Outbound]] = defaultdict(list)
    for record in records:
        by_partition[partition_for(record, partitions)].append(record)
    waiting: list[tuple[int, list[Outbound], Any]] = []
    for partition, given in by_partition.items():
        batch, inside = producer.create_batch(), list[Outbound]()
        for record in given:
            if not _append(batch, record):
                ack = await producer.send_batch(batch, topic, partition=partition)
                waiting.append((partition, inside, ack))
                batch, inside = producer.create_batch(), []
                _append(batch, record)
            inside.append(record)
        waiting.append(
            (partition, inside, await producer.send_batch(batch, topic, partition=partition))
        )
    sent = []
    for partition, inside, ack in waiting:
        first = (await ack).offset
        sent += [Sent(record, partition, first + n) for n, record in enumerate(inside)]
    return sent


def _append(batch: Any, record: Outbound) -> bool:
    """False when the batch is full; an empty one takes a record of any size."""
    added = batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers)
    return added is not None
