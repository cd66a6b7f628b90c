"""Reads a processor's topics and applies what it reads; long: gate, batches, watch: one state.

The claim gate: a partition is read only after its position was claimed in Postgres. Trouble
pauses and backs off; polling never stops.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError
from psycopg import AsyncConnection

from services.kit import database, positions
from services.kit.database import WEATHER
from services.kit.expiry import expired
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.positions import Claim, Fenced, Partition, Slice
from services.kit.processor import Batch, Processor, Systemic, Work, read
from services.kit.record import Record, Unready
from services.kit.settings import Settings
from services.kit.shell import Shell
from services.kit.wire import record_of

log = logging.getLogger(__name__)


class DatabaseWentBack(Exception):
    """Postgres knows less than we do: restored or wiped. The session heals and starts anew."""


class Reader(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(
        self, processor: Processor, settings: Settings, kafka: Kafka, metrics: Metrics
    ) -> None:
        self._processor = processor
        self._settings = settings
        self._kafka = kafka
        self._metrics = metrics
        self._url = settings.database_of(processor.service)
        self._connection: AsyncConnection[Any] | None = None
        self._gate: AsyncConnection[Any] | None = None
        self._claims: dict[Partition, Claim] = {}
        self._halted: set[Partition] = set()
        self._lost: dict[Partition, Claim] = {}  # halted, for their next records expired
        self._healed: frozenset[Partition] = frozenset()
        self._looked: dict[Partition, int] = {}
        self._in_hand = False
        self._backoff = 0.0
        self._committed = 0.0
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()
        self._shell = Shell(
            kafka,
            settings,
            group=processor.name,
            topics=processor.reads,
            listener=self,
            consume=self._consume,
            reset="none",  # a record that is gone halts its partition; it is never jumped over
        )

    async def start(self) -> None:
        self._connection = await database.connect(self._url, self._processor.schema)
        self._gate = await database.connect(self._url, self._processor.schema)
        if self._processor.prepare is not None:
            await self._processor.prepare(self._connection)
        await self._shell.start()

    async def stop(self) -> None:
        """Drains the batch in hand, leaves the group, then closes the database."""
        for task in self._tasks:
            task.cancel()
        try:
            await self._shell.stop()
        finally:
            for connection in (self._connection, self._gate):
                if connection is not None:
                    await connection.close()

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        return self._shell.consumer

    def _on_wire(self, place: Partition) -> TopicPartition:
        return TopicPartition(self._kafka.wire(place[0]), place[1])

    # -- the claim gate ------------------------------------------------------------------------

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self._claims.clear()
        for place in self._lost:  # whoever claims them next finds out for himself
            self._halted.discard(place)
            self._metrics.halted(*place, yes=False)
        self._lost.clear()

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        consumer = self._consumer
        consumer.pause(*assigned)  # first: aiokafka delivers while this listener awaits
        for tp in assigned:  # at once, lest aiokafka ask for committed offsets one by one
            consumer.seek(tp, 0)
        self._claims.clear()
        try:
            await self._claim(list(assigned))
        except Exception as error:  # aiokafka swallows what a listener raises
            self._fail(error)

    async def _claim(self, assigned: list[TopicPartition]) -> None:
        if not assigned:
            return
        assert self._gate is not None
        wanted = {(self._kafka.contract(tp.topic), tp.partition): tp for tp in assigned}
        claims = await positions.claim(self._gate, self._processor.name, wanted)
        beginnings = await self._consumer.beginning_offsets(assigned)
        for partition, claim in claims.items():
            tp = wanted[partition]
            self._metrics.epoch(*partition, claim.epoch)
            held: Claim | None = claim
            if beginnings[tp] > claim.next_offset:
                held = await self._skip_expired(partition, claim, beginnings[tp])
            if held is None:
                continue
            self._claims[partition] = held
            self._consumer.seek(tp, held.next_offset)
            self._consumer.resume(tp)

    async def _skip_expired(self, partition: Partition, claim: Claim, first: int) -> Claim | None:
        """A fresh position starts where the log starts; any other has lost records: halt.

        After healing, the proof of coverage may end before records that are long expired: they
        are gone whatever we do, so go on, and say so.
        """
        assert self._gate is not None
        fresh = claim.next_offset == 0
        if not fresh and partition not in self._healed:
            self._halt_expired(partition, claim, first)
            return None
        log.warning(
            "%s: %s/%d starts at %d; records %d-%d are no longer there",
            self._processor.name, *partition, first, claim.next_offset, first - 1,
        )  # fmt: skip
        step = Slice(*partition, claim.next_offset, first, claim.epoch)
        await positions.advance(self._gate, self._processor.name, [step])
        return claim._replace(next_offset=first)

    def healed(self, partitions: Iterable[Partition]) -> None:
        """These positions were moved by healing in this session."""
        self._healed = frozenset(partitions)

    def _halt_expired(self, partition: Partition, claim: Claim, first: int) -> None:
        log.error(
            "%s: records %d-%d of %s/%d expired unread; halted",
            self._processor.name, claim.next_offset, first - 1, *partition,
        )  # fmt: skip
        self._halt(partition)
        self._lost[partition] = claim
        tp = self._on_wire(partition)
        self._consumer.seek(tp, claim.next_offset)  # forgets the error that waits there

    def _halt(self, partition: Partition) -> None:
        self._halted.add(partition)
        self._metrics.halted(*partition, yes=True)
        self._consumer.pause(self._on_wire(partition))

    # -- batches -------------------------------------------------------------------------------

    async def _consume(self, raw: Any) -> None:
        self._in_hand = True
        try:
            await self._batch(raw)
            self._backoff = 0.0
        except Fenced as error:
            await self._fenced(error)
        except (*WEATHER, Systemic, KafkaError) as error:
            log.warning("%s: %s: %s", self._processor.name, type(error).__name__, error)
            gone = self._connection is None or self._connection.closed
            if gone or isinstance(error, Unready) or self._lost_tables(error):
                self._fail(error)
            self._rewind_and_pause()
        except Exception as error:
            log.exception("%s: a bug in the kit", self._processor.name)
            self._fail(error)
        finally:
            self._in_hand = False

    @staticmethod
    def _lost_tables(error: BaseException) -> bool:
        sqlstate = getattr(error, "sqlstate", None) or ""
        return sqlstate in {"42P01", "3F000", "42703", "42501"}

    async def _batch(self, raw: Any) -> None:
        started = time.monotonic()
        by_partition: dict[Partition, list[Record]] = defaultdict(list)
        for one in raw:
            record = record_of(one, self._kafka)
            by_partition[record.topic, record.partition].append(record)
        found = [await self._work(*given) for given in by_partition.items()]
        works = [work for work in found if work is not None]
        if works:
            assert self._connection is not None
            parked = await Batch(self._processor, self._connection).apply(works)
            read_in_all = sum(len(work.items) + len(work.parked) for work in works)
            self._metrics.count("handled", read_in_all - parked)
            self._metrics.count("parked", parked)
        for work in works:
            partition = (work.slice.topic, work.slice.partition)
            held = self._claims.get(partition)
            if held is not None and held.epoch == work.slice.epoch:
                self._claims[partition] = held._replace(next_offset=work.slice.end)
            if work.newer is not None:
                log.error(
                    "%s: %s/%d@%d is %s, newer than this code: halted until deployed",
                    self._processor.name, *partition, work.slice.end, work.newer,
                )  # fmt: skip
                self._halt(partition)
        self._metrics.batch(time.monotonic() - started)
        await self._hint()

    async def _work(self, partition: Partition, records: list[Record]) -> Work | None:
        claim = self._claims.get(partition)
        if claim is None or partition in self._halted:
            return None  # delivered before its claim, or after its revocation: not ours to read
        tp = self._on_wire(partition)
        try:
            end = await self._consumer.position(tp)  # not last offset + 1: the log has holes
        except IllegalStateError:
            return None  # revoked meanwhile
        records = [record for record in records if record.offset >= claim.next_offset]
        if end <= claim.next_offset:
            return None
        given_slice = Slice(*partition, claim.next_offset, end, claim.epoch)
        return read(self._processor, given_slice, records)

    async def _fenced(self, error: Fenced) -> None:
        assert self._gate is not None
        held = {p: self._claims[p] for p in error.lost if p in self._claims}
        try:
            if await positions.went_back(self._gate, self._processor.name, held):
                raise DatabaseWentBack(str(error))
        except Exception as trouble:
            self._fail(trouble)
            return
        log.warning("%s: %s; another worker owns them", self._processor.name, error)
        for partition in error.lost:
            self._claims.pop(partition, None)
        self._rewind_and_pause()

    def _rewind_and_pause(self) -> None:
        """Nothing of the batch happened: read it again, after a pause that grows."""
        self._backoff = min(max(self._settings.backoff_seconds, self._backoff * 2), 30)
        for partition, claim in self._claims.items():
            tp = self._on_wire(partition)
            if tp in self._consumer.assignment():
                self._consumer.pause(tp)
                self._consumer.seek(tp, claim.next_offset)
        task = asyncio.create_task(self._resume_later(self._backoff))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _resume_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        for partition in self._claims.keys() - self._halted:
            tp = self._on_wire(partition)
            if tp in self._consumer.assignment():
                self._consumer.resume(tp)

    def _fail(self, error: BaseException) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)

    # -- what the outside may know -------------------------------------------------------------

    async def _hint(self) -> None:
        """Kafka's committed offset follows, about once a second. It decides nothing."""
        now = time.monotonic()
        if now - self._committed < 1 or not self._claims:
            return
        self._committed = now
        offsets = {self._on_wire(place): claim.next_offset for place, claim in self._claims.items()}
        try:
            await self._consumer.commit(offsets)
        except KafkaError as error:
            log.info("%s: commit hint: %r", self._processor.name, error)

    async def watch(self) -> None:
        """Refresh the lag gauges; notice a database lost while there was nothing to read."""
        if not self._shell.running:
            return
        assert self._gate is not None
        if await positions.went_back(self._gate, self._processor.name, dict(self._claims)):
            raise DatabaseWentBack("positions are behind what was read")
        await self._watch_expiry()
        if self._lost:
            await self._go_on()
        behind = 0
        for (topic, partition), claim in list(self._claims.items()):
            highwater = self._highwater((topic, partition))
            lag = max(0, (highwater or claim.next_offset) - claim.next_offset)
            behind += lag
            self._metrics.lag(topic, partition, lag, self._metrics.progress_age() if lag else 0)
        self._metrics.lagging(behind > 0)

    async def _watch_expiry(self) -> None:
        """Where nothing moved since the last look, though more may be there: is it there still?"""
        looked = self._looked
        self._looked = {
            place: claim.next_offset
            for place, claim in self._claims.items()
            if place not in self._halted and self._highwater(place) != claim.next_offset
        }
        if self._in_hand:
            return
        still = dict(looked.items() & self._looked.items())
        for place, first in (await expired(self._consumer, self._kafka, still)).items():
            claim = self._claims.get(place)
            if claim is not None and claim.next_offset == still[place]:
                self._halt_expired(place, claim, first)

    async def _go_on(self) -> None:
        """Where an operator has taken the loss, and moved the position on, is read again."""
        assert self._gate is not None
        lost = dict(self._lost)
        moved = await positions.moved_on(self._gate, self._processor.name, lost)
        for place, claim in moved.items():
            if self._lost.get(place) is not lost[place]:
                continue  # assigned anew meanwhile
            log.warning("%s: %s/%d goes on at %d", self._processor.name, *place, claim.next_offset)
            del self._lost[place]
            self._halted.discard(place)
            self._metrics.halted(*place, yes=False)
            self._claims[place] = claim
            self._consumer.seek(self._on_wire(place), claim.next_offset)
            self._consumer.resume(self._on_wire(place))

    def _highwater(self, place: Partition) -> int | None:
        """The end of a partition as its last fetch told it; None if none has succeeded."""
        tp = self._on_wire(place)
        try:
            highwater: int | None = self._consumer.highwater(tp)
            return highwater
        except (KafkaError, AssertionError, AttributeError):
            return None  # revoked meanwhile
