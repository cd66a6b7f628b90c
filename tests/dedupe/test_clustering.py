"""Constraints on clusters: rulings, what a report says itself, and the bound on size."""

from services.dedupe import clustering
from services.dedupe.clustering import cluster
from services.dedupe.domain import alike_pairs, occurrences
from services.dedupe.rulings import Ruling, in_force, pair
from tests.dedupe.build import PRK, RUS, a_member, at, guest, meeting, month, troops, when

DAY = when("2025-03-21")
BODY = meeting(guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK), occurred=DAY)
OTHER = meeting(guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK), occurred=when("2019-01-01"))


def sizes(members, rulings=()):
    return sorted(len(one.members) for one in occurrences(members, rulings).clusters)


def ruling(a, b, same, recorded=0):
    return Ruling(a.report_id, pair(a.claim_id, b.claim_id), same, recorded)


def test_an_occurrence_is_named_after_the_claim_recorded_first():
    late = a_member(BODY, "late", first_recorded_at=at(2))
    early = a_member(BODY, "early", first_recorded_at=at(1))

    [found] = occurrences([late, early]).clusters

    assert found.occurrence_id == early.claim_id
    assert found.members == (early, late)


def test_a_ruling_brings_together_what_is_not_alike():
    a, b = a_member(BODY, "a"), a_member(OTHER, "b")

    assert sizes([a, b]) == [1, 1]
    assert sizes([a, b], [ruling(a, b, same=True)]) == [2]


def test_a_ruling_parts_what_is_alike_and_whole_groups_with_it():
    a, b, c = (a_member(BODY, record) for record in "abc")

    assert sizes([a, b, c]) == [3]
    assert sizes([a, b, c], [ruling(a, b, same=False)]) == [1, 2]


def test_the_latest_ruling_on_a_pair_holds():
    a, b = a_member(BODY, "a"), a_member(BODY, "b")
    first, second = ruling(a, b, same=False, recorded=1), ruling(a, b, same=True, recorded=2)

    assert in_force([second, first]) == (second,)
    assert sizes([a, b], [second, first]) == [2]


def test_different_wins_over_same_where_both_cannot_be_and_it_is_told():
    a, b, c = (a_member(OTHER, record) for record in "abc")
    same = [ruling(a, b, same=True), ruling(b, c, same=True)]

    found = occurrences([a, b, c], [*same, ruling(a, c, same=False)])

    assert sorted(len(one.members) for one in found.clusters) == [1, 2]
    assert len(found.overruled) == 1


def test_what_one_report_lists_as_two_things_stays_two():
    a, b = (a_member(BODY, "report", name=name) for name in "ab")

    assert sizes([a, b]) == [1, 1]
    assert sizes([a, b, a_member(BODY, "another")]) == [1, 2]


def test_a_report_may_say_that_its_claims_are_about_the_same():
    """Even where their bodies would never match, and through a claim that is no longer there."""
    a = a_member(BODY, "report", name="a", same_as="gone")
    b = a_member(OTHER, "report", name="b", same_as="gone")

    assert sizes([a, b]) == [2]


def test_a_denial_beside_an_assertion_in_one_report_is_about_the_same():
    a = a_member(BODY, "report", name="a")
    b = a_member(BODY, "report", name="b", stance="denies")

    assert sizes([a, b]) == [2]


def test_a_ruling_wins_over_what_a_report_says():
    a = a_member(BODY, "report", name="a", same_as="b")
    b = a_member(BODY, "report", name="b")

    assert sizes([a, b], [ruling(a, b, same=False)]) == [1, 1]


def test_claims_of_two_kinds_are_never_one_occurrence():
    a, b = a_member(BODY, "a"), a_member(troops(occurred=month("2025-03")), "b")

    assert sizes([a, b], [ruling(a, b, same=True)]) == [1, 1]


def test_a_chain_of_small_steps_does_not_become_one_occurrence():
    """Each day is alike the next; the first and the last contradict each other."""
    who = (guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK))
    members = [
        a_member(meeting(*who, occurred=when(f"2025-03-{day:02}")), f"r{day}", partner=f"p{day}")
        for day in range(1, 21)
    ]

    for one in occurrences(members).clusters:
        days = [member.features.when.first for member in one.members]
        assert max(days) - min(days) <= 6


def test_a_component_that_is_too_large_is_cut_by_a_higher_threshold(monkeypatch):
    near = [a_member(BODY, f"n{n}", partner=f"p{n}") for n in range(4)]
    off = meeting(guest("Sergei Shoigu", RUS), PRK, occurred=when("2025-03-23"))
    far = [a_member(off, f"f{n}", partner=f"q{n}") for n in range(4)]
    members = near + far
    alike = alike_pairs(members)
    assert sorted(len(one.members) for one in cluster(members, alike).clusters) == [8]

    monkeypatch.setattr(clustering, "BOUND", 5)

    assert sorted(len(one.members) for one in cluster(members, alike).clusters) == [4, 4]
