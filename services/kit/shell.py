"""FastStream as the shell: a batch subscriber that hands over raw aiokafka records, untouched.

Its parser is total, it acknowledges nothing by itself, never replies and creates no topic.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Literal

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import KafkaAckableMessage

from services.kit.evenly import read_evenly
from services.kit.kafka import Kafka
from services.kit.settings import Settings


class Shell:
    """One subscriber in one consumer group. `consume` gets the raw records of a poll."""

    def __init__(
        self,
        kafka: Kafka,
        settings: Settings,
        *,
        group: str,
        topics: Iterable[str],
        listener: ConsumerRebalanceListener,
        consume: Callable[[Any], Awaitable[None]],
        reset: Literal["earliest", "none"] = "earliest",
    ) -> None:
        self._broker = KafkaBroker(
            kafka.bootstrap,
            security=kafka.security(),
            allow_auto_create_topics=False,
            consumer_only=True,
            logger=_quiet(),
            apply_types=False,
        )
        self._subscriber = self._broker.subscriber(
            *(kafka.wire(topic) for topic in topics),
            batch=True,
            group_id=kafka.wire(group),
            auto_offset_reset=reset,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            max_records=settings.batch_records,
            batch_timeout_ms=settings.batch_wait_ms,
            fetch_max_wait_ms=200,
            max_partition_fetch_bytes=4_000_000,
            partition_assignment_strategy=(StickyPartitionAssignor,),
            isolation_level="read_committed",
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=max(200, settings.session_timeout_ms // 4),
            listener=listener,
            parser=self._parse,
            decoder=self._decode,
            include_in_schema=False,
        )

        self._subscriber(consume)  # without type application a handler gets what _decode returns

    async def start(self) -> None:
        await self._broker.connect()
        read_evenly(self._broker)
        await self._broker.start()

    async def stop(self) -> None:
        """Drains the batch in hand and leaves the group."""
        await self._broker.stop()

    @property
    def running(self) -> bool:
        return self._subscriber.consumer is not None

    @property
    def consumer(self) -> AIOKafkaConsumer:
        consumer = self._subscriber.consumer
        assert consumer is not None, "the shell has been started"
        return consumer

    async def _parse(self, message: Any, original: Any) -> KafkaMessage:
        return KafkaAckableMessage(
            body=b"", raw_message=message, headers={}, reply_to="", consumer=self.consumer
        )

    async def _decode(self, message: KafkaMessage, original: Any) -> Any:
        return message.raw_message


def _quiet() -> logging.Logger:
    """FastStream logs every message at INFO (100 µs each); without a logger it hides errors."""
    logger = logging.getLogger("attache.faststream")
    logger.setLevel(logging.ERROR)
    return logger
