"""A generation: one full build of the read side in a Postgres schema of its own.

The live one is the schema `read`. Its current rows are views on the open rows of the histories,
so what is and what was known cannot disagree, and each change is written once.
"""

import re
from typing import Any, Final, NamedTuple

from psycopg import AsyncConnection
from psycopg.sql import SQL, Composed, Identifier, Literal

from services.projection.read_model import Column, ReadModel
from services.projection.read_models import READ_MODELS

LIVE: Final = "read"
READER: Final = "attache_reader"
_IS_SCHEMA: Final = re.compile(r"read(_g\d+)?")

Connection = AsyncConnection[Any]


class Generation(NamedTuple):
    """`state`: building, ready (filled, not served), live, former (served before), retired."""

    generation: int
    schema: str
    state: str

    @property
    def processor(self) -> str:
        return processor_of(self.generation)


def processor_of(generation: int) -> str:
    """The name under which the kit keeps its positions."""
    return f"projection.g{generation}"


async def generations(connection: Connection) -> list[Generation]:
    """All but the retired, oldest first."""
    rows = await connection.execute(
        """
        select generation, schema_name, state from projection.generation
        where state <> 'retired' order by generation
        """
    )
    return [Generation(*row) for row in await rows.fetchall()]


async def live(connection: Connection) -> Generation | None:
    found = [g for g in await generations(connection) if g.state == "live"]
    return found[0] if found else None


async def ensure_first(connection: Connection) -> None:
    """Generation 1 is born as the schema `read`. Concurrent callers wait for one another."""
    async with connection.transaction():
        await _alone(connection)
        rows = await connection.execute("select 1 from projection.generation limit 1")
        if await rows.fetchone() is not None:
            return
        await connection.execute(
            """
            insert into projection.generation (generation, schema_name, state, promoted)
            values (1, 'read', 'live', now())
            """
        )
        await create_tables(connection, LIVE)
        await create_indexes(connection, LIVE)
        await admit_readers(connection, LIVE)


async def create_next(connection: Connection) -> Generation:
    """The next number, registered as building, with its tables but no indexes yet."""
    async with connection.transaction():
        await _alone(connection)
        rows = await connection.execute(
            """
            insert into projection.generation (generation, schema_name, state)
            select n, 'read_g' || n, 'building'
            from (select coalesce(max(generation), 0) + 1 as n from projection.generation) as next
            returning generation, schema_name, state
            """
        )
        row = await rows.fetchone()
        assert row is not None
        born = Generation(*row)
        await create_tables(connection, born.schema)
    return born


async def finish(connection: Connection, born: Generation) -> None:
    """Filled and indexed: the ordinary processor takes it from here."""
    async with connection.transaction():
        await create_indexes(connection, born.schema)
        await connection.execute(
            "update projection.generation set state = 'ready' where generation = %s",
            (born.generation,),
        )
    await connection.execute(SQL("analyze {}").format(_analyzed(born.schema)))


async def retire(connection: Connection, generation: int) -> None:
    """Drop its schema and forget its positions. The live one stays."""
    async with connection.transaction():
        rows = await connection.execute(
            """
            update projection.generation set state = 'retired', retired = now()
            where generation = %s and state <> 'live' and state <> 'retired' returning schema_name
            """,
            (generation,),
        )
        row = await rows.fetchone()
        if row is None:
            raise ValueError(f"generation {generation} is live, or there is none")
        await connection.execute(SQL("drop schema {} cascade").format(Identifier(row[0])))
        for table in ("kit_position", "kit_parked"):
            await connection.execute(
                SQL("delete from projection.{} where processor = %s").format(Identifier(table)),
                (processor_of(generation),),
            )


async def create_tables(connection: Connection, schema: str) -> None:
    """Empty tables, current views, as_of functions and `resolve`, without indexes."""
    assert _IS_SCHEMA.fullmatch(schema), schema
    await connection.execute(SQL("create schema {}").format(Identifier(schema)))
    for model in READ_MODELS:
        for statement in _tables(schema, model):
            await connection.execute(statement)
    await connection.execute(_in_schema(schema, OCCURRENCES))
    await connection.execute(_in_schema(schema, RESOLVE))
    await connection.execute(_in_schema(schema, LINKS))


async def create_indexes(connection: Connection, schema: str) -> None:
    for model in READ_MODELS:
        for statement in _indexes(schema, model):
            await connection.execute(statement)
    await connection.execute(
        _in_schema(schema, "alter table {schema}.occurrences add primary key (occurrence_id)")
    )
    if await _has_reader(connection):
        for what in ("select on all tables", "execute on all functions"):
            await connection.execute(
                SQL(f"grant {what} in schema {{}} to {{}}").format(
                    Identifier(schema), Identifier(READER)
                )
            )


async def admit_readers(connection: Connection, schema: str) -> None:
    """Readers see a generation by the usage of its schema alone; the rest is granted before."""
    if await _has_reader(connection):
        await connection.execute(
            SQL("grant usage on schema {} to {}").format(Identifier(schema), Identifier(READER))
        )


async def dismiss_readers(connection: Connection, schema: str) -> None:
    if await _has_reader(connection):
        await connection.execute(
            SQL("revoke usage on schema {} from {}").format(Identifier(schema), Identifier(READER))
        )


async def _has_reader(connection: Connection) -> bool:
    rows = await connection.execute("select 1 from pg_roles where rolname = %s", (READER,))
    return await rows.fetchone() is not None


async def _alone(connection: Connection) -> None:
    await connection.execute("select pg_advisory_xact_lock(hashtext('attache.generation'))")


def _tables(schema: str, model: ReadModel) -> list[Composed]:
    names = {
        "history": Identifier(schema, model.history),
        "current": Identifier(schema, model.name),
        "as_of": Identifier(schema, f"{model.name}_as_of"),
        "columns": SQL(", ").join(Identifier(column.name) for column in model.columns),
        "definitions": SQL(", ").join(
            _definition(column, model.key) for column in (*model.columns, *model.kept)
        ),
        "comment": Literal(model.comment),
    }
    return [
        SQL(statement).format(**names)
        for statement in (
            """
            create table {history} (
                {definitions}, present boolean not null, known tstzrange not null
            )
            """,
            "comment on table {history} is {comment}",
            """
            create view {current} as
            select {columns} from {history} where upper_inf(known) and present
            """,
            "comment on view {current} is {comment}",
            """
            create function {as_of}(known_at timestamptz) returns setof {current}
            language sql stable parallel safe
            begin atomic
                select {columns} from {history} where known @> known_at and present;
            end
            """,
        )
    ]


def _definition(column: Column, key: tuple[str, ...]) -> Composed:
    kind = SQL(column.type)
    required = SQL(" not null") if column.name in key else SQL("")
    return SQL("{} {}{}").format(Identifier(column.name), kind, required)


def _indexes(schema: str, model: ReadModel) -> list[Composed]:
    history = Identifier(schema, model.history)
    key = SQL(", ").join(Identifier(name) for name in model.key)
    current = SQL("create unique index {} on {} ({}) where upper_inf(known)").format(
        Identifier(f"{model.name}_current"), history, key
    )
    timeline = SQL("create index {} on {} ({}, lower(known))").format(
        Identifier(f"{model.name}_timeline"), history, key
    )
    return [current, timeline] + [
        SQL("create index on {} ({}) where upper_inf(known)").format(history, SQL(columns))
        for columns in model.indexes
    ]


def _analyzed(schema: str) -> Composed:
    tables = [model.history for model in READ_MODELS] + ["occurrences"]
    return SQL(", ").join(Identifier(schema, table) for table in tables)


def _in_schema(schema: str, statement: str) -> Composed:
    return SQL(statement).format(schema=Identifier(schema))


OCCURRENCES: Final = """
create table {schema}.occurrences (
    occurrence_id uuid not null,
    kind          text not null,
    version       int not null,
    known         timestamptz not null,
    absorbed_into uuid
)
"""

LINKS: Final = """
create view {schema}.claim_links as
select occurrence_id, claim_id, score, matched, reasons, rules, lower(known) as known_since
from {schema}.claims_history where upper_inf(known) and present
"""
"""Why each claim is where it is, as decided when it came: the one thing here that may depend on
the order of arrival, and therefore no column of `claims`."""

RESOLVE: Final = """
create function {schema}.resolve(id uuid) returns uuid
language sql stable parallel safe
begin atomic
    with recursive held as (
        select case when h.present then h.occurrence_id
                    else coalesce(h.moved_to, h.occurrence_id) end as at
        from {schema}.claims_history h
        where h.claim_id = id and upper_inf(h.known)
        order by h.present desc, lower(h.known) desc, h.moved_to nulls last, h.occurrence_id
        limit 1
    ), chain (at, step) as (
        select at, 0 from held
        union all
        select o.absorbed_into, chain.step + 1
        from chain join {schema}.occurrences o on o.occurrence_id = chain.at
        where o.absorbed_into is not null and chain.step < 1000
    )
    select at from chain order by step desc limit 1;
end
"""
"""The occurrence that holds this claim now, or held it last. An occurrence's id is a claim's."""
