"""projection reads the ledger into every generation of the read models that is not retired."""

import asyncio
import logging
from pathlib import Path

import psycopg

from schemas.topics import LEDGER_CLAIMS, LEDGER_OCCURRENCES, LEDGER_REJECTIONS
from services.kit import database
from services.kit.migrate import migrate
from services.kit.processor import Processor
from services.kit.service import Host, host, run_sessions
from services.kit.settings import Settings
from services.projection import generation
from services.projection.generation import Connection
from services.projection.handlers import handlers_for

log = logging.getLogger(__name__)
SCHEMA = "projection"
READS = (LEDGER_OCCURRENCES, LEDGER_CLAIMS, LEDGER_REJECTIONS)
MIGRATIONS = Path(__file__).parent / "migrations"


def build(number: int) -> Processor:
    """The processor of one generation."""
    return Processor(
        name=generation.processor_of(number),
        service="projection",
        schema=SCHEMA,
        reads=READS,
        migrations=MIGRATIONS,
        handlers=handlers_for(number),
    )


async def serve(settings: Settings) -> None:
    """One reader per generation, as they come and go, until SIGTERM."""
    async with host("projection", settings) as hosted:
        running: dict[int, tuple[asyncio.Event, asyncio.Task[None]]] = {}
        roll = Roll(settings)
        try:
            while not hosted.stop.is_set():
                try:
                    await _follow(running, await roll.wanted(), settings, hosted)
                except (psycopg.Error, OSError) as error:
                    log.warning("projection: %s: %s", type(error).__name__, error)
                    hosted.health.not_ready(str(error))
                await _pause(hosted.stop, 1.0)
        finally:
            await roll.close()
            await _follow(running, frozenset(), settings, hosted)


class Roll:
    """The generations to be kept up to date, asked again and again over one connection."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.database_of("projection")
        self._connection: Connection | None = None

    async def wanted(self) -> frozenset[int]:
        """The first is made if there is none."""
        if self._connection is not None:
            try:
                return await self._ask(self._connection)
            except (psycopg.Error, OSError):
                await self.close()  # perhaps it alone is lost: nobody hears of that
        self._connection = await database.connect(self._url, SCHEMA)
        try:
            return await self._ask(self._connection)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        kept, self._connection = self._connection, None
        if kept is not None:
            await kept.close()

    async def _ask(self, connection: Connection) -> frozenset[int]:
        try:
            found = await generation.generations(connection)
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            # a new database, or a wiped one
            await asyncio.to_thread(migrate, self._url, SCHEMA, MIGRATIONS)
            found = []
        if not found:
            await generation.ensure_first(connection)
            found = await generation.generations(connection)
        return frozenset(g.generation for g in found if g.state != "building")


async def wanted(settings: Settings) -> frozenset[int]:
    """The generations there are, once; with the first made if there was none."""
    roll = Roll(settings)
    try:
        return await roll.wanted()
    finally:
        await roll.close()


async def _follow(
    running: dict[int, tuple[asyncio.Event, asyncio.Task[None]]],
    numbers: frozenset[int],
    settings: Settings,
    hosted: Host,
) -> None:
    for number in numbers - running.keys():
        stop = asyncio.Event()
        sessions = run_sessions(build(number), settings, hosted.metrics, hosted.health, stop)
        running[number] = (stop, asyncio.create_task(sessions))
    going = [running.pop(number) for number in running.keys() - numbers]
    for stop, _ in going:
        stop.set()
    await asyncio.gather(*(task for _, task in going))


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()
