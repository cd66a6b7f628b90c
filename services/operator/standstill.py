"""Why a service does not read on: its next record expired unread, or is newer than its code."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from aiokafka.errors import KafkaError
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from schemas import codec
from services.kit.kafka import Kafka
from services.kit.topics import MissingTopics
from services.operator import ledger
from services.operator.expired import gone
from services.operator.how_far import Place, Position

LOOKED_AT: Final = 5  # partitions whose next record is read
PATIENCE: Final = 10.0  # seconds for each


def reasons(
    admin: AdminClient, kafka: Kafka, service: str, next_offsets: Mapping[Place, int]
) -> list[str]:
    """`next_offsets`: of the partitions that a service has begun and not read to the end."""
    try:
        standing = [Position(service, *place, offset) for place, offset in next_offsets.items()]
        found = [str(one) for one in gone(admin, kafka, standing)]
        return found or list(_newer(kafka, service, next_offsets))
    except (KafkaError, KafkaException, MissingTopics, TimeoutError):
        return []  # Kafka itself is the trouble, and is told of elsewhere


def _newer(kafka: Kafka, service: str, next_offsets: Mapping[Place, int]) -> Iterator[str]:
    facts = [one for one in next_offsets.items() if one[0][0].startswith("ledger.")]
    for (topic, n), next_offset in facts[:LOOKED_AT]:
        told = _in_a_thread(kafka, topic, [(n, next_offset)])
        if told is not None:
            yield f"{service} stands at {topic}/{n}@{next_offset}: {told}, newer than this code"


def _in_a_thread(kafka: Kafka, topic: str, places: Sequence[ledger.Place]) -> str | None:
    """Whoever waits may have an event loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _unknown(kafka, topic, places)).result()


async def _unknown(kafka: Kafka, topic: str, places: Sequence[ledger.Place]) -> str | None:
    """What the first of these records is, if this code does not know it."""
    async with asyncio.timeout(PATIENCE):
        [record] = await ledger.fetch(kafka, topic, places)
    try:
        codec.read(record.headers, record.value)
    except codec.UnknownVersion as error:
        return str(error)
    except codec.Malformed:
        pass
    return None
