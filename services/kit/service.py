"""Runs a processor as a service: sessions one after the other, for as long as it is wanted.

A session migrates, heals, claims, reads and relays. Whatever breaks it (a database restored, a
broker gone) ends the session; the next one begins after a pause. SIGTERM drains the batch in hand.
"""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from services.kit import database, heal, topics
from services.kit.health import Health
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.migrate import migrate
from services.kit.processor import Processor
from services.kit.reader import Reader
from services.kit.relay import Relay
from services.kit.settings import Settings
from services.kit.stateless import Hop, run_hop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Host:
    """What the sessions of a process share: its metrics, its health and the wish to stop."""

    metrics: Metrics
    health: Health
    stop: asyncio.Event


@asynccontextmanager
async def host(name: str, settings: Settings) -> AsyncIterator[Host]:
    """A process that serves its health until SIGTERM or SIGINT sets `stop`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    gc.freeze()  # batches of models that stay alive make the default collector pause for long
    gc.set_threshold(50_000, 20, 100)
    metrics = Metrics(name)
    health = Health(name, metrics, settings)
    await health.start()
    try:
        yield Host(metrics, health, stop)
    finally:
        await health.stop()


async def run(processor: Processor | Hop, settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    async with host(processor.name, settings) as hosted:
        await run_sessions(processor, settings, hosted.metrics, hosted.health, hosted.stop)


async def run_sessions(
    processor: Processor | Hop,
    settings: Settings,
    metrics: Metrics,
    health: Health,
    stop: asyncio.Event,
) -> None:
    pause = settings.backoff_seconds
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        try:
            if isinstance(processor, Hop):
                await run_hop(processor, settings, metrics, health, stop)
            else:
                await _session(processor, settings, metrics, health, stop)
        except Exception as error:
            health.not_ready(f"{type(error).__name__}: {error}")
            log.warning("%s: session ended: %s: %s", processor.name, type(error).__name__, error)
            lived = asyncio.get_running_loop().time() - began
            pause = settings.backoff_seconds if lived > 30 else min(pause * 2, 15)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=pause)


async def _session(
    processor: Processor,
    settings: Settings,
    metrics: Metrics,
    health: Health,
    stop: asyncio.Event,
) -> None:
    kafka = Kafka.of(settings, processor.service)
    url = settings.database_of(processor.service)
    ids = await topics.wait_for(kafka, (*processor.reads, *processor.ledger))
    await asyncio.to_thread(migrate, url, processor.schema, processor.migrations)
    reader = Reader(processor, settings, kafka, metrics)
    connection = await database.connect(url, processor.schema)
    try:
        reads = {topic: ids[topic] for topic in (*processor.reads, *processor.ledger)}
        await topics.same_as_before(connection, reads)
        if processor.fold is not None:
            folded = await heal.heal(
                connection,
                kafka,
                schema=processor.schema,
                processor=processor.name,
                ledger=processor.ledger,
                recalls=processor.recalls,
                fold=processor.fold,
            )
            if folded:
                rows = await connection.execute(
                    "select topic, partition from kit_position where processor = %s",
                    (processor.name,),
                )
                reader.healed([(t, n) for t, n in await rows.fetchall()])
    finally:
        await connection.close()
    relay = Relay(url, processor.schema, kafka, frozenset(processor.ledger), metrics)
    relaying: asyncio.Task[Any] = asyncio.create_task(
        relay.run() if processor.ledger else stop.wait()
    )
    stopping = asyncio.create_task(stop.wait())
    watching = asyncio.create_task(_watch(reader))
    try:
        await reader.start()
        health.ready()
        log.info("%s: reading %s", processor.name, ", ".join(processor.reads))
        waiting: set[asyncio.Future[Any]] = {relaying, stopping, reader.failed, watching}
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        await reader.stop()
        for task in (relaying, stopping, watching):
            task.cancel()
        await asyncio.gather(relaying, stopping, watching, return_exceptions=True)
        if not reader.failed.done():
            reader.failed.cancel()


async def _watch(reader: Reader) -> None:
    while True:
        await asyncio.sleep(1)
        await reader.watch()
