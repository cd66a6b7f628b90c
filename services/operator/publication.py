"""One publication: reads, sends and hears the answers at the same time, in bounded memory."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from schemas.topics import REPORTS
from services.kit.kafka import Kafka
from services.operator.answers import Answers
from services.operator.checkpoint import Checkpoint
from services.operator.outbound import FIRST, Origin, Outbound
from services.operator.receipts import Following, partitions
from services.operator.sending import LARGEST, send, sendable
from services.operator.tally import Refusal, Tally

WINDOW: Final = 5_000  # records without all their answers: more than that, and reading waits
CHUNK: Final = 1_000
CHUNK_BYTES: Final = 4_000_000
SAVE_SECONDS: Final = 0.5


@dataclass
class Publication:
    """`told` is called whenever something has moved, for those who watch."""

    kafka: Kafka
    partner: str
    records: Iterator[Outbound]
    where: Callable[[Origin], str]
    checkpoint: Checkpoint | None = None
    follow: bool = True
    patience: float = 120.0
    told: Callable[[Tally, int], None] = lambda tally, answered: None
    tally: Tally = field(default_factory=Tally)
    _saved: float = 0.0
    _room: asyncio.Event = field(default_factory=asyncio.Event)
    _next: Origin = FIRST

    async def run(self) -> Tally:
        """Until every record has its answers, or none has come for as long as patience lasts."""
        count, receipts = await partitions(self.kafka, self.partner)
        self._answers = Answers(self.partner, self.tally, self.where)
        following = (
            await Following.open(self.kafka, self.partner, receipts) if self.follow else None
        )
        self._room.set()
        sending = asyncio.create_task(self._send(count))
        try:
            if following is None or await self._heard_all(following, sending):
                await sending
            else:
                self.tally.given_up = True
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            if following is not None:
                await following.close()
            self._save(force=True)
        self.tally.unanswered, self.tally.uninterpreted = self._answers.awaited
        return self.tally

    async def _send(self, count: int) -> None:
        producer = self.kafka.producer()
        topic = self.kafka.wire(REPORTS + self.partner)
        try:
            await producer.start()
            while records := await asyncio.to_thread(self._chunk):
                await self._room.wait()
                fit = [record for record in records if sendable(record)]
                if self.follow:
                    self._answers.sending(fit)
                for one in await send(producer, topic, count, fit):
                    if self.follow:
                        self._answers.sent(*one)
                    else:
                        self.tally.sent += 1
                for record in records:
                    if not sendable(record):
                        self._too_large(record)
                last = records[-1].origin
                self._next = Origin(last.file, last.number + 1)
                self._progress()
        finally:
            await producer.stop()

    def _chunk(self) -> list[Outbound]:
        """The next records: not too many, and not too many bytes."""
        found: list[Outbound] = []
        size = 0
        for record in itertools.islice(self.records, CHUNK):
            found.append(record)
            size += record.size
            if size > CHUNK_BYTES:
                break
        return found

    def _too_large(self, record: Outbound) -> None:
        message = f"{record.size} bytes; the broker takes {LARGEST}"
        self.tally.refuse(
            Refusal("record_too_large", "", message, record.record_id, self.where(record.origin))
        )

    async def _heard_all(self, following: Following, sending: "asyncio.Task[None]") -> bool:
        """False when patience ran out first."""
        moved = time.monotonic()
        before: tuple[int, ...] = ()
        while not sending.done() or self._answers.outstanding:
            if sending.done():
                sending.result()  # what broke it ends us, too
            for receipt in await following.next():
                self._answers.receipt(receipt)
            self._progress()
            now = (self.tally.sent, *self._answers.awaited)
            if now != before or not self._answers.outstanding:
                before, moved = now, time.monotonic()
            elif time.monotonic() - moved > self.patience:
                return False
        return True

    def _progress(self) -> None:
        if self._answers.outstanding < WINDOW:
            self._room.set()
        else:
            self._room.clear()
        self.told(self.tally, self.tally.sent - sum(self._answers.awaited))
        self._save()

    def _save(self, force: bool = False) -> None:
        if self.checkpoint is None or not (force or self._due()):
            return
        self._saved = time.monotonic()
        self.checkpoint.save(self._answers.oldest or self._next)

    def _due(self) -> bool:
        return time.monotonic() - self._saved > SAVE_SECONDS
