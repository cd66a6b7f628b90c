"""The stateless hop: consume, transform, produce with acks=all, then commit what was covered."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from schemas import codec
from services.kit import topics
from services.kit.health import Health
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.outbox import outgoing
from services.kit.produce import by_place, send
from services.kit.record import Emit, Fact, Record
from services.kit.settings import Settings
from services.kit.shell import Shell
from services.kit.wire import record_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hop:
    """`transform` never raises for a fact's fault; `refuse` answers a record nobody can read."""

    name: str
    service: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    transform: Callable[[Sequence[Fact]], Sequence[Emit]]
    refuse: Callable[[Record, str], Sequence[Emit]]


class HopReader(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, hop: Hop, settings: Settings, kafka: Kafka, metrics: Metrics) -> None:
        self._hop = hop
        self._kafka = kafka
        self._metrics = metrics
        self._producer: AIOKafkaProducer | None = None
        self._halted: set[TopicPartition] = set()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._shell = Shell(
            kafka,
            settings,
            group=hop.name,
            topics=hop.reads,
            listener=self,
            consume=self._consume,
        )

    async def start(self) -> None:
        self._producer = self._kafka.producer()
        await self._producer.start()
        await self._shell.start()

    async def stop(self) -> None:
        await self._shell.stop()
        if self._producer is not None:
            await self._producer.stop()

    async def on_partitions_revoked(self, revoked: Any) -> None:
        self._halted.clear()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """Kafka's committed offset is this hop's position: nothing to claim."""

    async def _consume(self, raw: Any) -> None:
        started = time.monotonic()
        consumer = self._shell.consumer
        by_partition: dict[TopicPartition, list[Record]] = defaultdict(list)
        for one in raw:
            by_partition[TopicPartition(one.topic, one.partition)].append(
                record_of(one, self._kafka)
            )
        try:
            emits: list[Emit] = []
            offsets: dict[TopicPartition, int] = {}
            for tp, records in by_partition.items():
                if tp in self._halted:
                    continue
                made, halted_at = self._transform(records)
                emits += made
                offsets[tp] = await consumer.position(tp) if halted_at is None else halted_at
                if halted_at is not None:
                    self._halted.add(tp)
                    consumer.pause(tp)
            await self._send(emits)
            if offsets:
                await consumer.commit(offsets)
            self._metrics.count("handled", sum(map(len, by_partition.values())))
            self._metrics.batch(time.monotonic() - started)
        except IllegalStateError:
            log.info("%s: lost a partition; whoever has it reads it again", self._hop.name)
        except Exception as error:
            # Nothing was committed: the next session starts where the last commit stands.
            if not self.failed.done():
                self.failed.set_exception(error)

    def _transform(self, records: Sequence[Record]) -> tuple[list[Emit], int | None]:
        """What a partition's records lead to, and where an event too new for us stopped it."""
        emits: list[Emit] = []
        facts: list[Fact] = []
        for record in records:
            try:
                facts.append(Fact(*codec.read(record.headers, record.value), record))
            except codec.UnknownVersion as error:
                log.error(
                    "%s: %s/%d@%d is %s, newer than this code: halted until deployed",
                    self._hop.name, record.topic, record.partition, record.offset, error,
                )  # fmt: skip
                return emits + list(self._hop.transform(facts)), record.offset
            except codec.Malformed as error:
                emits += self._hop.refuse(record, str(error))
        return emits + list(self._hop.transform(facts)), None

    async def _send(self, emits: Sequence[Emit]) -> None:
        assert self._producer is not None
        source = f"/attache/{self._hop.service}"
        records = [outgoing(emit, source) for emit in emits]
        places = await by_place(self._producer, self._kafka, records)
        await send(self._producer, self._kafka, places)

    def watch(self) -> None:
        if not self._shell.running:
            return
        consumer = self._shell.consumer
        behind = 0
        for tp in consumer.assignment():
            try:
                highwater = consumer.highwater(tp)
                position = consumer._subscription.subscription.assignment.state_value(tp)._position
            except (KafkaError, AssertionError, KeyError, AttributeError):
                continue
            lag = max(0, (highwater or 0) - (position or 0))
            behind += lag
            age = self._metrics.progress_age() if lag else 0
            self._metrics.lag(self._kafka.contract(tp.topic), tp.partition, lag, age)
        self._metrics.lagging(behind > 0)


async def run_hop(
    hop: Hop, settings: Settings, metrics: Metrics, health: Health, stop: asyncio.Event
) -> None:
    """One session of a stateless service."""
    kafka = Kafka.of(settings, hop.service)
    await topics.wait_for(kafka, (*hop.reads, *hop.writes))
    reader = HopReader(hop, settings, kafka, metrics)
    stopping = asyncio.create_task(stop.wait())
    try:
        await reader.start()
        health.ready()
        log.info("%s: reading %s", hop.name, ", ".join(hop.reads))
        while True:
            waiting: set[asyncio.Future[Any]] = {stopping, reader.failed}
            done, _ = await asyncio.wait(waiting, timeout=1, return_when=asyncio.FIRST_COMPLETED)
            if done:
                for task in done:
                    task.result()
                return
            reader.watch()
    finally:
        stopping.cancel()
        await reader.stop()
        if not reader.failed.done():
            reader.failed.cancel()
