"""Which generation readers see: promote another, or go back. Two schemas change their names.

Readers notice nothing: the renames are one short transaction, and names resolve anew after it.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from psycopg import errors
from psycopg.sql import SQL, Identifier, Literal

from services.projection.generation import (
    LIVE,
    Connection,
    Generation,
    admit_readers,
    dismiss_readers,
    generations,
    processor_of,
)

LOCK_TIMEOUT: Final = "1s"
FREEZE: Final = 2.0
"""Seconds for which the live generation may wait for the new one to draw level."""


class NotReady(Exception):
    """This generation cannot be promoted: it is being built, is live already, or is no more."""


class Behind(Exception):
    """The generation has not read as far as the live one: (topic, partition) -> records missing."""

    def __init__(self, generation: int, lag: Mapping[tuple[str, int], int]) -> None:
        self.lag = dict(lag)
        told = ", ".join(f"{topic}/{n}: {left}" for (topic, n), left in sorted(lag.items()))
        super().__init__(f"generation {generation} is behind the live one: {told}")


async def promote(
    connection: Connection, generation: int, actor: str, *, patience: float = 30.0
) -> Generation:
    """Serve `generation`. The old one keeps applying, so that going back loses nothing.

    Needs it to have read as far as the live one on every partition. Retries for `patience`
    seconds when it has not, or when somebody holds the locks.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience
    pause = 0.05
    while True:
        try:
            return await _swap(connection, generation, actor, min(FREEZE, patience))
        except (errors.LockNotAvailable, errors.DeadlockDetected, Behind):
            if loop.time() + pause > deadline:
                raise
            await asyncio.sleep(pause)
            pause = min(pause * 2, 1.0)


async def rollback(connection: Connection, actor: str, *, patience: float = 30.0) -> Generation:
    """Serve again what was served before."""
    rows = await connection.execute(
        """
        select generation from projection.generation
        where state = 'former' order by promoted desc limit 1
        """
    )
    row = await rows.fetchone()
    if row is None:
        raise NotReady("no generation was served before this one")
    return await promote(connection, row[0], actor, patience=patience)


async def _swap(connection: Connection, generation: int, actor: str, freeze: float) -> Generation:
    async with connection.transaction():
        await connection.execute(SQL("set local lock_timeout = {}").format(Literal(LOCK_TIMEOUT)))
        known = {g.generation: g for g in await generations(connection)}
        new = known.get(generation)
        if new is None or new.state not in ("ready", "former"):
            raise NotReady(f"generation {generation} is {new.state if new else 'not there'}")
        old = next((g for g in known.values() if g.state == "live"), None)
        if old is not None:
            await _lock(connection, old)  # it applies nothing more until this has ended
            await _drawn_level(connection, old, new, freeze)
        await _lock(connection, new)
        if old is not None:
            away = f"read_g{old.generation}"
            await _move(connection, old, away, "former", actor)
            await dismiss_readers(connection, away)
        await _move(connection, new, LIVE, "live", actor)
        await admit_readers(connection, LIVE)
    return Generation(generation, LIVE, "live")


async def _drawn_level(
    connection: Connection, old: Generation, new: Generation, freeze: float
) -> None:
    """Wait, but not for long, until the new one has all that the old one has."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + freeze
    while lag := await behind(connection, old.generation, new.generation):
        if loop.time() > deadline:
            raise Behind(new.generation, lag)
        await asyncio.sleep(0.02)


async def behind(connection: Connection, old: int, new: int) -> dict[tuple[str, int], int]:
    """Per partition, how much of what `old` has read `new` has not."""
    rows = await connection.execute(
        """
        select o.topic, o.partition, o.next_offset - coalesce(n.next_offset, 0)
        from projection.kit_position o
        left join projection.kit_position n
            on n.processor = %s and n.topic = o.topic and n.partition = o.partition
        where o.processor = %s and o.next_offset > coalesce(n.next_offset, 0)
        """,
        (processor_of(new), processor_of(old)),
    )
    return {(topic, partition): left for topic, partition, left in await rows.fetchall()}


async def _lock(connection: Connection, generation: Generation) -> None:
    await connection.execute(
        "select 1 from projection.generation where generation = %s for update",
        (generation.generation,),
    )


async def _move(
    connection: Connection, generation: Generation, to: str, state: str, actor: str
) -> None:
    await connection.execute(
        SQL("alter schema {} rename to {}").format(Identifier(generation.schema), Identifier(to))
    )
    await connection.execute(
        """
        update projection.generation set schema_name = %s, state = %s,
            promoted = case when %s = 'live' then now() else promoted end,
            promoted_by = case when %s = 'live' then %s else promoted_by end
        where generation = %s
        """,
        (to, state, state, state, actor, generation.generation),
    )
