"""Any id that was ever handed out leads to the occurrence that holds the claim now."""

from uuid import UUID

from tests.projection.builders import (
    MOSCOW,
    PYONGYANG,
    SEOUL,
    Told,
    claim,
    deployment,
    facts,
    story,
)
from tests.projection.conftest import House

A = claim("a", deployment(), SEOUL)
B = claim("b", deployment(), MOSCOW)
C = claim("c", deployment(), PYONGYANG)


async def resolved(house: House, *ids: UUID) -> list[UUID | None]:
    return [(await house.rows("select read.resolve(%s)", one))[0][0] for one in ids]


async def test_a_claim_and_its_occurrence_resolve_to_where_it_is(house: House) -> None:
    await house.apply(facts(story(A, B).events))
    assert await resolved(house, A.claim_id, B.claim_id) == [A.claim_id, A.claim_id]
    assert await resolved(house, C.claim_id) == [None]


async def test_through_a_chain_of_mergers(house: House) -> None:
    lone = story(C, minutes=1)
    pair = story(B, minutes=2)
    lone.unlinked(3, C, B.claim_id).absorbed(3, B.claim_id)
    pair.linked(3, C)
    pair.unlinked(4, B, A.claim_id).unlinked(4, C, A.claim_id).absorbed(4, A.claim_id)
    whole = story(A, minutes=4).linked(4, B, C)
    await house.apply(facts(lone.events + pair.events + whole.events))
    assert await resolved(house, A.claim_id, B.claim_id, C.claim_id) == [A.claim_id] * 3


async def test_a_split_gives_the_claim_its_own_name_back(house: House) -> None:
    merged = story(A, B).unlinked(5, B, B.claim_id)
    alone = story(B, minutes=5)
    await house.apply(facts(merged.events + alone.events))
    assert await resolved(house, A.claim_id, B.claim_id) == [A.claim_id, B.claim_id]


async def test_a_withdrawn_founder_leads_to_those_it_was_with(house: House) -> None:
    first = story(A, B).unlinked(5, A).unlinked(5, B, B.claim_id).absorbed(5, B.claim_id)
    rest = story(B, minutes=5)
    await house.apply(facts(first.events + rest.events))
    assert await resolved(house, A.claim_id, B.claim_id) == [B.claim_id, B.claim_id]


async def test_when_nothing_is_left_the_last_that_held_it(house: House) -> None:
    await house.apply(facts(story(A).unlinked(5, A).retired(5).events))
    assert await resolved(house, A.claim_id) == [A.claim_id]


async def test_a_move_is_followed_before_its_arrival_is_known(house: House) -> None:
    await house.apply(facts(story(A, B).unlinked(5, B, C.claim_id).events))
    assert await resolved(house, B.claim_id) == [C.claim_id]


async def test_an_occurrence_that_opens_again_is_itself_again(house: House) -> None:
    back = story(A).unlinked(2, A, B.claim_id).absorbed(2, B.claim_id)
    back.opened(6).linked(6, A)
    other = story(B, minutes=2).linked(2, A).unlinked(6, A, A.claim_id)
    await house.apply(facts(back.events + other.events))
    assert await resolved(house, A.claim_id, B.claim_id) == [A.claim_id, B.claim_id]


async def test_mergers_that_cross_on_the_way_do_not_turn_in_circles(house: House) -> None:
    one: Told = story(A).absorbed(2, B.claim_id)
    other: Told = story(B).absorbed(2, A.claim_id)
    await house.apply(facts(one.events + other.events))
    assert (await resolved(house, A.claim_id))[0] in (A.claim_id, B.claim_id)
