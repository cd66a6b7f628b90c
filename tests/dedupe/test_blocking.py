"""Blocks are a set: what a designation repeats is one block, or the store refuses the claim."""

from schemas.values import Weapon
from services.dedupe.blocking import blocks
from tests.dedupe.build import a_claim as claim
from tests.dedupe.build import a_fact, a_member, a_set, arms, year
from tests.dedupe.world import dedupes

MISSILES = arms(
    Weapon(raw="short-range ballistic missiles", description="surface-to-surface missile"),
    delivered=year(2024),
)


def test_words_that_begin_alike_are_one_block():
    found = blocks(a_member(MISSILES))

    assert found
    assert len(set(found)) == len(found)


async def test_such_a_claim_is_taken_by_the_store(database):
    async with dedupes(database, "one") as [one]:
        await one.read([a_fact(a_set(claim(MISSILES)), 0)])

        assert [emit.event.type for emit in one.said] == ["occurrence_opened", "claim_linked"]
