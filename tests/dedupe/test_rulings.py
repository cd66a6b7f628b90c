"""What a person may expect of a ruling: two occurrences become one or stay two, whole."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.event import NAMESPACE, derived_id
from services.dedupe.clustering import cluster
from services.dedupe.domain import alike_pairs, occurrences
from services.dedupe.matching import match_of
from services.dedupe.rulings import Ruling, pair
from tests.dedupe import strategies
from tests.dedupe.build import (
    PRK,
    RUS,
    a_claim,
    a_fact,
    a_member,
    a_set,
    guest,
    meeting,
    ruled,
    troops,
    unruled,
    when,
)
from tests.dedupe.strategies import current_claims, rulings_in, truth
from tests.dedupe.world import dedupes

WHO = (guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK))
SPRING = meeting(*WHO, occurred=when("2025-03-21"))
WINTER = meeting(*WHO, occurred=when("2019-01-01"))
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def told(*records, body=SPRING, **more):
    return [a_member(body, record, partner=f"p {record}", **more) for record in records]


def ruling(a, b, same=True, recorded=0, name=""):
    id_ = derived_id(NAMESPACE, f"{name}{same}{a.claim_id}{b.claim_id}")
    return Ruling(id_, pair(a.claim_id, b.claim_id), same, recorded)


def wholes(members, rulings=()):
    """Occurrences as sets of the names of their records."""
    partners = {member.claim_id: member.partner.removeprefix("p ") for member in members}
    found = occurrences(members, rulings)
    return {frozenset(partners[m.claim_id] for m in one.members) for one in found.clusters}


def overruled(members, rulings):
    return [(one.ruling, one.because) for one in occurrences(members, rulings).overruled]


def test_two_occurrences_become_one_and_nobody_is_torn_off():
    """Even though each of the companions contradicts the other side."""
    members = told("a", "a2", "a3") + told("b", "b2", body=WINTER)
    a, b = members[0], members[3]

    assert wholes(members) == {frozenset({"a", "a2", "a3"}), frozenset({"b", "b2"})}
    assert wholes(members, [ruling(a, b)]) == {frozenset({"a", "a2", "a3", "b", "b2"})}


def test_a_companion_that_comes_later_joins_as_it_would_have_without_the_ruling():
    members = told("a") + told("b", body=WINTER)
    same = ruling(*members)

    assert wholes([*members, *told("a2"), *told("b2", body=WINTER)], [same]) == {
        frozenset({"a", "a2", "b", "b2"})
    }


def test_a_claim_is_told_to_be_there_by_the_ruling_where_likeness_would_not_do():
    members = told("a", "a2") + told("b", body=WINTER)
    same = ruling(members[1], members[2])
    alike = alike_pairs(members)
    [whole] = cluster(members, alike, [same]).clusters

    found = {
        m.partner: [r.feature for r in match_of(m, whole, alike, [same]).reasons]
        for m in whole.members[1:]
    }

    assert found.pop("p b", ["ruling"]) == ["ruling"]
    assert all(told in (["ruling"], ["parties", "persons", "time"]) for told in found.values())


def test_who_is_ruled_to_be_one_with_a_is_not_with_whom_a_is_ruled_to_be_apart_from():
    members = told("a", body=WINTER) + told("b", "c")
    a, b, c = members

    rulings = [ruling(a, c, same=False), ruling(a, b)]

    assert wholes(members) == {frozenset("a"), frozenset("bc")}
    assert wholes(members, rulings) == {frozenset("ab"), frozenset("c")}
    assert overruled(members, rulings) == []


def test_a_ruling_that_would_join_others_who_are_ruled_apart_is_told_and_changes_nothing():
    members = told("a", "a2") + told("b", "b2", body=WINTER)
    a, a2, b, b2 = members
    rulings = [ruling(a2, b2, same=False), ruling(a, b)]

    assert wholes(members, rulings) == wholes(members)
    assert overruled(members, rulings) == [
        (rulings[1], "another ruling keeps claims beside them apart")
    ]


def test_a_ruling_wins_over_reports_that_tell_of_two_things():
    """Every report lists the two; who rules on one pair of claims means the things."""
    members = [
        a_member(body, record, name=name, partner=f"p {record}")
        for record in ("r", "s", "t")
        for name, body in (("x", SPRING), ("y", WINTER))
    ]
    same = ruling(members[0], members[1])

    assert [len(one.members) for one in occurrences(members).clusters] == [3, 3]
    assert [len(one.members) for one in occurrences(members, [same]).clusters] == [6]
    assert overruled(members, [same]) == []


def test_of_rulings_that_cannot_all_be_the_earlier_ones_hold():
    a, b, c = told("a", "b", "c", body=WINTER)
    first, second = ruling(b, c, recorded=1), ruling(a, b, recorded=2)
    apart = ruling(a, c, same=False, recorded=3)

    assert wholes([a, b, c], [apart, second, first]) == {frozenset("a"), frozenset("bc")}
    assert overruled([a, b, c], [apart, second, first]) == [
        (second, "other rulings keep its claims apart")
    ]


def test_claims_of_two_kinds_are_never_one_and_it_is_told():
    a, b = told("a") + told("b", body=troops(occurred=when("2025-03-21")))

    assert len(occurrences([a, b], [ruling(a, b)]).clusters) == 2
    assert overruled([a, b], [ruling(a, b)]) == [(ruling(a, b), "they are of two kinds")]


def test_a_ruling_waits_for_a_claim_that_is_not_there():
    a, b = told("a") + told("b", body=WINTER)

    assert wholes([a], [ruling(a, b)]) == {frozenset("a")}
    assert overruled([a], [ruling(a, b)]) == []


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_new_ruling_of_same_makes_one_of_two_whole_occurrences_or_is_told(data):
    history = data.draw(st.one_of(strategies.histories(), strategies.crowds()))
    claims = current_claims(history)
    members = [a_member(c.body, c.record_id, name=c.partner_claim_id) for c in claims]
    if len(members) < 2:
        return
    same = [r for r in rulings_in(history) if r.same]
    a, b = data.draw(st.lists(st.sampled_from(members), min_size=2, max_size=2, unique=True))
    new = Ruling(derived_id(NAMESPACE, "new"), pair(a.claim_id, b.claim_id), True, 10**9)

    before, after = occurrences(members, same), occurrences(members, [*same, new])

    was = {frozenset(m.claim_id for m in one.members) for one in before.clusters}
    now = {frozenset(m.claim_id for m in one.members) for one in after.clusters}
    [of_a], [of_b] = ([one for one in was if m.claim_id in one] for m in (a, b))
    if any(one.ruling == new for one in after.overruled):
        assert now == was
    else:
        assert now == was - {of_a, of_b} | {of_a | of_b}


@given(data=st.data())
@FEW
async def test_through_postgres_rulings_take_whole_occurrences_along(database, data):
    """Only what hangs on a ruling is loaded; it must be enough."""
    history = data.draw(strategies.crowds())

    async with dedupes(database, "dedupe") as [dedupe]:
        await dedupe.read(*data.draw(strategies.tellings(history)))

        assert await dedupe.occurrences() == truth(history)


async def test_a_withdrawn_ruling_leaves_everything_as_it_was(database):
    bodies = {"a": SPRING, "a2": SPRING, "b": WINTER, "b2": WINTER}
    claims = {record: a_claim(body, record, partner=record) for record, body in bodies.items()}
    a, b = claims["a2"].claim_id, claims["b2"].claim_id

    async with dedupes(database, "dedupe") as [dedupe]:
        for number, (record, claim) in enumerate(claims.items()):
            await dedupe.read([a_fact(a_set(claim, record=record, partner=record), number)])
        before = await dedupe.occurrences()
        await dedupe.read([a_fact(ruled(True, a, b), 10)])
        joined = await dedupe.occurrences()
        await dedupe.read([a_fact(unruled(a, b), 11)])

        assert len(set(before.values())) == 2
        assert len(set(joined.values())) == 1
        assert await dedupe.occurrences() == before
