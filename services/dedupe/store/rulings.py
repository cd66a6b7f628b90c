"""Rulings: a set, in which each is known as given, as withdrawn, or as both."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from services.dedupe.rulings import Ruling, pair
from services.dedupe.store.arrays import columns, uuids
from services.kit.record import Tx


class Given(NamedTuple):
    """What one fact says of a ruling. `same` and `recorded` are None in a withdrawal."""

    ruling_id: UUID
    claim_a: UUID
    claim_b: UUID
    same: bool | None
    recorded: int | None
    withdrawn: bool


async def on(claims: Collection[UUID], tx: Tx) -> list[Ruling]:
    """Those that hold."""
    found = await tx.execute(
        """
        select ruling_id, claim_a, claim_b, same, recorded from ruling
        where not withdrawn and same is not null
          and (claim_a = any(%(ids)b) or claim_b = any(%(ids)b))
        """,
        {"ids": uuids(claims)},
        binary=True,
    )
    return [Ruling(id_, pair(a, b), same, at) for id_, a, b, same, at in await found.fetchall()]


async def add(given: Iterable[Given], tx: Tx) -> None:
    """In any order, any number of times; the withdrawal may come first."""
    merged: dict[UUID, Given] = {}
    for one in given:
        held = merged.setdefault(one.ruling_id, one)
        merged[one.ruling_id] = held._replace(
            same=held.same if held.same is not None else one.same,
            recorded=held.recorded if held.recorded is not None else one.recorded,
            withdrawn=held.withdrawn or one.withdrawn,
        )
    await tx.execute(
        """
        insert into ruling as r (ruling_id, claim_a, claim_b, same, recorded, withdrawn)
        select * from unnest(
            %b::uuid[], %b::uuid[], %b::uuid[], %b::boolean[], %b::bigint[], %b::boolean[])
        on conflict (ruling_id) do update set
            same = coalesce(r.same, excluded.same),
            recorded = coalesce(r.recorded, excluded.recorded),
            withdrawn = r.withdrawn or excluded.withdrawn
        """,
        columns(merged.values(), 6),
    )
