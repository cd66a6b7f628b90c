"""Are two generations the same? Compared row by row, by Postgres, table by table."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

from psycopg.sql import SQL, Composable, Composed, Identifier

from services.projection.generation import Connection, generations
from services.projection.promotion import behind
from services.projection.read_models import READ_MODELS

SAMPLE: Final = 5


class Difference(NamedTuple):
    """`missing`: only in the first; `extra`: only in the second. `sample`: (key, first, second).

    `columns` that only one of the two has, as "schema.column": they are not compared.
    """

    rows: int = 0
    missing: int = 0
    extra: int = 0
    different: int = 0
    sample: tuple[tuple[str, str | None, str | None], ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return not (self.missing or self.extra or self.different)


class NeverLevel(Exception):
    """The two generations were at no moment seen to have read equally far."""


async def compare(connection: Connection, first: str, second: str) -> dict[str, Difference]:
    """Every table of two schemas, in one snapshot."""
    async with _snapshot(connection):
        return await _tables(connection, first, second)


async def compare_level(
    connection: Connection, first: int, second: int, *, patience: float = 60.0
) -> dict[str, Difference]:
    """The same of two generations that both go on reading, exact to the row.

    Positions move with the rows they lead to, so a snapshot in which both stand at the same
    positions shows them in the same state. Waits for such a moment; nobody waits for us.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    while True:
        async with _snapshot(connection):
            if not (
                await behind(connection, first, second) or await behind(connection, second, first)
            ):
                schemas = {g.generation: g.schema for g in await generations(connection)}
                return await _tables(connection, schemas[first], schemas[second])
        if loop.time() > deadline:
            raise NeverLevel(f"generations {first} and {second} were not level in {patience:g} s")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def _snapshot(connection: Connection) -> AsyncIterator[None]:
    async with connection.transaction():
        await connection.execute("set transaction isolation level repeatable read, read only")
        yield


async def _tables(connection: Connection, first: str, second: str) -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    for model in READ_MODELS:
        key = [Identifier(name) for name in model.key]
        since: list[Composable] = [*key, SQL("lower(known)")]
        found[model.name] = await _compare(connection, first, second, model.name, key)
        found[model.history] = await _compare(connection, first, second, model.history, since)
    found["occurrences"] = await _compare(
        connection, first, second, "occurrences", [Identifier("occurrence_id")]
    )
    return found


async def _compare(
    connection: Connection, first: str, second: str, table: str, key: Sequence[Composable]
) -> Difference:
    columns, alone = await _columns(connection, first, second, table)
    if not columns:
        return Difference(columns=alone)
    left, right = (_lines(schema, table, key, columns) for schema in (first, second))
    rows = await connection.execute(
        SQL(
            """
            with pair as (
                select key, a.line as a, b.line as b from ({}) a full join ({}) b using (key)
            ), odd as (
                select * from pair where a is distinct from b
            )
            select (select count(*) from pair),
                   count(*) filter (where b is null), count(*) filter (where a is null),
                   count(*) filter (where a is not null and b is not null),
                   (select array_agg(array[key, a, b]) from (select * from odd limit {}) s)
            from odd
            """
        ).format(left, right, SQL(str(SAMPLE)))
    )
    row = await rows.fetchone()
    assert row is not None
    total, missing, extra, different, sample = row
    return Difference(total, missing, extra, different, tuple(map(tuple, sample or ())), alone)


def _lines(
    schema: str, table: str, key: Sequence[Composable], columns: Sequence[Composable]
) -> Composed:
    return SQL("select concat_ws(' ', {}) as key, row({})::text as line from {}").format(
        SQL(", ").join(key), SQL(", ").join(columns), Identifier(schema, table)
    )


async def _columns(
    connection: Connection, first: str, second: str, table: str
) -> tuple[list[Composable], tuple[str, ...]]:
    """Those that both have, and "schema.column" of those that only one has."""
    rows = await connection.execute(
        """
        select column_name, count(*) = 2, min(table_schema) from information_schema.columns
        where table_name = %s and table_schema in (%s, %s)
        group by column_name order by column_name
        """,
        (table, first, second),
    )
    found = await rows.fetchall()
    shared: list[Composable] = [Identifier(name) for name, both, _ in found if both]
    return shared, tuple(f"{schema}.{name}" for name, both, schema in found if not both)
