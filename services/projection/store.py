"""Read models in Postgres: the only file of the fold that knows SQL. Set-based, never per row."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg.rows import dict_row
from psycopg.sql import SQL, Composed, Identifier

from services.kit.record import Tx, Unready
from services.projection.copy_text import renderer
from services.projection.domain import Link, Occurrence
from services.projection.read_model import Past, ReadModel
from services.projection.read_models import claims, reports
from services.projection.read_models.reports import Told

REMEMBERED: Final = 20_000
CHUNK: Final = 500


class NoSuchGeneration(Unready):
    """It was retired, or never built."""


class Memory:
    """Occurrences as last written, so that a busy one is not read back for every batch.

    An occurrence at a version is one and the same wherever it is read: it is used only if the
    database holds that version. So a rolled back batch or another owner does no harm.
    """

    def __init__(self, claims: int = REMEMBERED) -> None:
        self._limit = claims
        self._held = 0
        self._found: OrderedDict[UUID, Occurrence] = OrderedDict()

    def keep(self, occurrence: Occurrence) -> None:
        self._drop(occurrence.occurrence_id)
        self._found[occurrence.occurrence_id] = occurrence
        self._held += len(occurrence.links) + 1
        while self._held > self._limit:
            self._drop(next(iter(self._found)))

    def at(self, occurrence_id: UUID, version: int, known: datetime) -> Occurrence | None:
        found = self._found.get(occurrence_id)
        if found is None or (found.version, found.known) != (version, known):
            return None
        self._found.move_to_end(occurrence_id)
        return found

    def _drop(self, occurrence_id: UUID) -> None:
        old = self._found.pop(occurrence_id, None)
        if old is not None:
            self._held -= len(old.links) + 1


async def schema_of(tx: Tx, generation: int) -> str:
    """Where the generation lives. A promotion waits until this transaction has ended."""
    rows = await tx.execute(
        """
        select schema_name from projection.generation
        where generation = %s and state <> 'retired' for share
        """,
        (generation,),
    )
    row = await rows.fetchone()
    if row is None:
        raise NoSuchGeneration(f"generation {generation}")
    return str(row[0])


async def occurrences(
    tx: Tx, schema: str, ids: Sequence[UUID], memory: Memory
) -> dict[UUID, Occurrence]:
    """Those of `ids` that were opened before, with the claims they hold."""
    rows = await tx.execute(
        SQL(
            """
            select occurrence_id, kind, version, known, absorbed_into from {}
            where occurrence_id = any(%b)
            """
        ).format(Identifier(schema, "occurrences")),
        (list(ids),),
    )
    found: dict[UUID, Occurrence] = {}
    forgotten: list[tuple[Any, ...]] = []
    for row in await rows.fetchall():
        remembered = memory.at(row[0], row[2], row[3])
        if remembered is not None:
            found[row[0]] = remembered
        else:
            forgotten.append(row)
    if forgotten:
        held = await _links(tx, schema, [row[0] for row in forgotten])
        for key, kind, version, known, absorbed_into in forgotten:
            links = held.get(key, {})
            found[key] = Occurrence(key, kind, version, known, absorbed_into, links)
    return found


async def _links(tx: Tx, schema: str, ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Link]]:
    stored = (*claims.READ_MODEL.columns, *claims.READ_MODEL.kept)
    names = [Identifier(column.name) for column in stored]
    chosen = [
        SQL("{}::text as {}").format(name, name) if column.type == "jsonb" else name
        for name, column in zip(names, stored, strict=True)
    ]
    query = SQL(
        """
        select {} from {}
        where occurrence_id = any(%b) and upper_inf(known) and present
        order by claim_id
        """
    ).format(SQL(", ").join(chosen), Identifier(schema, claims.READ_MODEL.history))
    held: dict[UUID, dict[UUID, Link]] = {}
    async with tx.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(query, (list(ids),))
        for row in await cursor.fetchall():
            held.setdefault(row["occurrence_id"], {})[row["claim_id"]] = claims.link(row)
    return held


async def reported(tx: Tx, schema: str, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """What we know of these reports and rejections. Their rows are not needed to go on."""
    rows = await tx.execute(
        SQL(
            """
            select id, lower(known), coalesce(revision, 0), coalesce(format_version, 0) from {}
            where id = any(%b) and upper_inf(known)
            """
        ).format(Identifier(schema, reports.READ_MODEL.history)),
        (list(ids),),
    )
    return {
        row[0]: Told(row[1], (row[2], row[3]), {}) async for row in rows
    }  # a rejection has no edition: that it is there is all that matters


async def keep_states(tx: Tx, schema: str, states: Sequence[Occurrence]) -> None:
    """Each occurrence's place in its own history."""
    await tx.execute(
        SQL(
            """
            insert into {} as o (occurrence_id, kind, version, known, absorbed_into)
            select * from unnest(%b::uuid[], %b::text[], %b::int[], %b::timestamptz[], %b::uuid[])
            on conflict (occurrence_id) do update set
                version = excluded.version, known = excluded.known,
                absorbed_into = excluded.absorbed_into
            """
        ).format(Identifier(schema, "occurrences")),
        (
            [state.occurrence_id for state in states],
            [state.kind for state in states],
            [state.version for state in states],
            [state.known for state in states],
            [state.absorbed_into for state in states],
        ),
    )


async def append(
    tx: Tx, schema: str, model: ReadModel, pasts: Sequence[Past], standing: Iterable[Any] = ()
) -> None:
    """Add to a history. `pasts` of one key in order; `standing`: ids that may have an open row.

    An open row that began when the first new one begins is replaced, an older one is closed.
    """
    if not pasts:
        return
    old = set(standing)
    firsts: dict[tuple[Any, ...], datetime] = {}
    for past in pasts if old else ():
        if past.row[model.key[0]] in old:
            firsts.setdefault(tuple(past.row[name] for name in model.key), past.since)
    if firsts:
        keys = [list(column) for column in zip(*firsts, strict=True)]
        for statement in _closing(schema, model):
            await tx.execute(statement, (*keys, list(firsts.values())))
    await copy(tx, schema, model, pasts)


async def copy(tx: Tx, schema: str, model: ReadModel, pasts: Iterable[Past]) -> None:
    into = SQL("copy {} from stdin").format(Identifier(schema, model.history))
    render = renderer(model)
    async with tx.cursor() as cursor, cursor.copy(into) as stream:
        lines: list[str] = []
        for past in pasts:
            lines.append(render(past))
            if len(lines) == CHUNK:
                await stream.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            await stream.write("\n".join(lines) + "\n")


def _closing(schema: str, model: ReadModel) -> tuple[Composed, Composed]:
    names = [Identifier(name) for name in model.key]
    parts = {
        "history": Identifier(schema, model.history),
        "arrays": SQL(", ").join(SQL("%b::uuid[]") for _ in names),
        "names": SQL(", ").join(names),
        "same": SQL(" and ").join(SQL("h.{} = n.{}").format(name, name) for name in names),
    }
    replaced = SQL(
        "delete from {history} h using unnest({arrays}, %b::timestamptz[]) as n ({names}, since) "
        "where {same} and upper_inf(h.known) and lower(h.known) >= n.since"
    ).format(**parts)
    closed = SQL(
        "update {history} h set known = tstzrange(lower(h.known), n.since) "
        "from unnest({arrays}, %b::timestamptz[]) as n ({names}, since) "
        "where {same} and upper_inf(h.known)"
    ).format(**parts)
    return replaced, closed
