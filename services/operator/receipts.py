"""receipts.<partner>, read from where it ended before anything was published."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas import codec
from schemas.events import Receipt
from schemas.topics import RECEIPTS, REPORTS
from services.kit.kafka import Kafka, topic_ids
from services.kit.topics import MissingTopics

log = logging.getLogger(__name__)
LOOKS: Final = 4


async def partitions(kafka: Kafka, partner: str) -> tuple[int, int]:
    """Of the partner's two topics; raises MissingTopics when it has none."""
    names = [REPORTS + partner, RECEIPTS + partner]
    admin = await asyncio.to_thread(kafka.admin)
    for _ in range(LOOKS):
        found = await asyncio.to_thread(topic_ids, admin, [kafka.wire(name) for name in names])
        missing = [name for name in names if kafka.wire(name) not in found]
        if not missing:
            break
        await asyncio.sleep(0.3)  # a topic just made is not known everywhere at once
    else:
        raise MissingTopics(f"no topic {', '.join(missing)}: run `attache partners apply`")
    reports, receipts = (found[kafka.wire(name)][1] for name in names)
    return reports, receipts


@dataclass
class Following:
    """Opened at the end of the topic; hands out what comes after."""

    consumer: AIOKafkaConsumer

    @classmethod
    async def open(cls, kafka: Kafka, partner: str, count: int) -> "Following":
        consumer = kafka.consumer(fetch_max_wait_ms=200)
        try:
            await consumer.start()
            topic = kafka.wire(RECEIPTS + partner)
            parts = [TopicPartition(topic, n) for n in range(count)]
            consumer.assign(parts)
            for part, end in (await consumer.end_offsets(parts)).items():
                consumer.seek(part, end)
        except BaseException:
            await consumer.stop()
            raise
        return cls(consumer)

    async def next(self, wait_ms: int = 200) -> list[Receipt]:
        """Those that have come; [] after a while without any."""
        found = []
        got = await self.consumer.getmany(timeout_ms=wait_ms, max_records=2000)
        for records in got.values():
            for record in records:
                try:
                    _, event = codec.read(record.headers, record.value)
                except (codec.Malformed, codec.UnknownVersion) as error:
                    log.warning("receipt at %d/%d: %s", record.partition, record.offset, error)
                    continue
                if isinstance(event, Receipt):
                    found.append(event)
        return found

    async def close(self) -> None:
        await self.consumer.stop()
