"""A migrated scratch database with its first generation, and a way to apply facts to it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from services import projection
from services.kit import database as kit
from services.kit.migrate import migrate
from services.kit.record import Fact
from services.projection import generation
from services.projection.handlers import handlers_for

MIGRATIONS = Path(projection.__file__).parent / "migrations"


class House:
    """The projection's database, as one worker sees it."""

    def __init__(self, url: str, connection: AsyncConnection[Any]) -> None:
        self.url = url
        self.connection = connection
        self._handlers: dict[int, Mapping[Any, Any]] = {}

    async def connect(self) -> AsyncConnection[Any]:
        return await kit.connect(self.url, "projection")

    async def apply(
        self,
        facts: Sequence[Fact],
        *,
        to: int = 1,
        splits: Sequence[int] = (),
        forgetful: bool = False,
    ) -> None:
        """In batches that begin at `splits`, each in a transaction of its own."""
        cuts = [0, *sorted(splits), len(facts)]
        for start, end in pairwise(cuts):
            if forgetful:
                self.forget()
            if start < end:
                await self.batch(facts[start:end], to)

    async def batch(self, facts: Sequence[Fact], to: int = 1) -> None:
        handlers = self._handlers.setdefault(to, handlers_for(to))
        async with self.connection.transaction():
            runs: list[list[Fact]] = []
            for fact in facts:
                handler = handlers[type(fact.event)]
                if not runs or handlers[type(runs[-1][0].event)] is not handler:
                    runs.append([])
                runs[-1].append(fact)
            for run in runs:
                assert await handlers[type(run[0].event)](run, self.connection) == ()

    def forget(self) -> None:
        """As after a restart: nothing is remembered."""
        self._handlers.clear()

    async def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        found = await self.connection.execute(query.encode(), values)
        return await found.fetchall()

    async def dump(self, schema: str = "read") -> dict[str, list[str]]:
        """Every row of every table and view, as text, sorted."""
        names = await self.rows(
            "select table_name from information_schema.tables where table_schema = %s", schema
        )
        found: dict[str, list[str]] = {}
        for (name,) in names:
            rows = await self.connection.execute(
                SQL("select t::text from {} t order by 1").format(Identifier(schema, name))
            )
            found[name] = [line for (line,) in await rows.fetchall()]
        return found


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    migrate(database, "projection", MIGRATIONS)
    connection = await kit.connect(database, "projection")
    try:
        await generation.ensure_first(connection)
        yield House(database, connection)
    finally:
        await connection.close()
