"""Occurrences as far as they are told: how many events, open or not, how many claims."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from schemas.claims import KINDS, Kind
from services.dedupe.domain import Known
from services.dedupe.store.arrays import columns, ints, uuids
from services.kit.record import Tx


class Loose(NamedTuple):
    """What a half published batch left behind: claims, open occurrences without any, and others
    that it may have left unfinished."""

    claims: set[UUID]
    occurrences: set[UUID]
    doubted: set[UUID]

    def __bool__(self) -> bool:
        return bool(self.claims or self.occurrences or self.doubted)


async def lock(kinds: Iterable[Kind], tx: Tx) -> None:
    """One decision at a time per kind, in a fixed order; and plans that never scan a table."""
    wanted = sorted(KINDS.index(kind) for kind in set(kinds))
    await tx.execute(
        """
        select pg_advisory_xact_lock(hashtext('attache.dedupe.' || current_schema()), n)
        from unnest(%b::int[]) n
        """,
        (wanted,),
    )
    await tx.execute(
        """
        select set_config(name, 'off', true)
        from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) name
        """
    )


async def told(ids: Collection[UUID], tx: Tx) -> dict[UUID, Known]:
    found = await tx.execute(
        """
        select occurrence_id, kind, version, open, size
        from occurrence where occurrence_id = any(%b)
        """,
        (uuids(ids),),
        binary=True,
    )
    return {row[0]: Known(*row[1:]) for row in await found.fetchall()}


async def save(told: Mapping[UUID, Known], tx: Tx) -> None:
    if told:
        kinds, versions, still_open, sizes = columns(told.values(), 4)
        await tx.execute(
            """
            insert into occurrence (occurrence_id, kind, version, open, size)
            select * from unnest(
                %b::uuid[], %b::text[], %b::bigint[], %b::boolean[], %b::bigint[])
            on conflict (occurrence_id) do update set
                kind = excluded.kind, version = excluded.version,
                open = excluded.open, size = excluded.size
            """,
            (uuids(told), kinds, ints(versions), still_open, ints(sizes)),
        )


async def unsettled(tx: Tx) -> Loose:
    found = await tx.execute(
        """
        select 0, claim_id from claim where state <> 0
        union all select 1, occurrence_id from occurrence where open and size = 0
        union all select distinct 2, occurrence_id from doubt
        """
    )
    rows = await found.fetchall()
    loose = Loose(set(), set(), set())
    for which, one in rows:
        loose[which].add(one)
    return loose
