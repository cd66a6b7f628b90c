"""Why two claims are, or are not, one occurrence: the words must be true of dedupe's own rules."""

from uuid import UUID

from services.dedupe.domain import occurrences
from services.dedupe.likeness.extract import member_of
from services.dedupe.rulings import Ruling as DedupeRuling
from services.dedupe.rulings import pair
from services.operator.comparison import Comparison, compare
from services.operator.rulings import Ruling, Verdict
from tests.dedupe.build import FRA, PRK, RUS, a_claim, arms, at, guest, meeting, place, when


def ruling(verdict: Verdict, a: UUID, b: UUID, number: int = 9) -> Ruling:
    return Ruling(UUID(int=number), verdict, pair(a, b), "ann", "so", at(0))


def compared(a, b, *others, rulings=()) -> Comparison:
    """As dedupe's own clustering has them."""
    claims = {claim.claim_id: claim for claim in (a, b, *others)}
    known = [DedupeRuling(r.ruling_id, r.pair, r.verdict == "same", 1) for r in rulings]
    found = occurrences([member_of(claim) for claim in claims.values()], known)
    wholes = [
        [member.claim_id for member in cluster.members]
        for one in (a, b)
        for cluster in found.clusters
        if one.claim_id in {member.claim_id for member in cluster.members}
    ]
    return compare(a.claim_id, b.claim_id, claims, (wholes[0], wholes[1]), rulings)


def talks(record: str, day: str, partner: str = "wire", **more):
    who = (guest("Kim Jong Un", PRK), guest("Sergei Shoigu", RUS))
    return a_claim(meeting(*who, occurred=when(day), **more), record, partner=partner)


def test_alike_claims_are_one_by_their_score():
    found = compared(talks("r1", "2025-03-21"), talks("r2", "2025-03-21", "desk"))
    assert found.together
    assert found.likeness.score >= found.threshold
    assert found.why[0].startswith("alike: ")


def test_claims_that_are_too_little_alike_are_two_by_their_score():
    found = compared(talks("r1", "2025-03-21"), talks("r2", "2025-08-01", "desk"))
    assert not found.together
    assert found.why[0].startswith(("not alike enough", "they contradict each other"))


def test_of_different_kinds_no_two_claims_are_one():
    found = compared(talks("r1", "2025-03-21"), a_claim(arms("KN-23"), "r2"))
    assert (found.together, found.why) == (False, ("a meeting is no transfer",))


def test_a_ruling_comes_first_among_the_reasons():
    a, b = talks("r1", "2025-03-21"), talks("r2", "2025-03-21", "desk")
    apart = compared(a, b, rulings=[ruling("different", a.claim_id, b.claim_id)])
    assert (apart.together, apart.why[0]) == (False, "ruled different by ann: so")
    far = a_claim(meeting(FRA, RUS, occurred=when("2020-01-01")), "r3")
    joined = compared(a, far, rulings=[ruling("same", a.claim_id, far.claim_id)])
    assert (joined.together, joined.why) == (True, ("ruled the same by ann: so",))


def test_claims_joined_through_another_show_the_way():
    a = talks("r1", "2025-03-21")
    b = a_claim(meeting(FRA, RUS, occurred=when("2020-01-01")), "r2")
    c = a_claim(meeting(FRA, PRK, occurred=when("2010-01-01")), "r3")
    ab, bc = ((x.claim_id, y.claim_id) for x, y in ((a, b), (b, c)))
    found = compared(a, c, b, rulings=[ruling("same", *ab, 7), ruling("same", *bc, 8)])
    assert (found.together, found.why) == (
        True,
        (
            "not alike enough by themselves, but through other claims:",
            f"{a.claim_id} (ruled the same by ann: so) {b.claim_id}",
            f"{b.claim_id} (ruled the same by ann: so) {c.claim_id}",
        ),
    )


def test_two_wholes_that_are_not_alike_stay_two_however_alike_two_of_their_claims():
    who, there = (guest("Kim Jong Un", PRK), guest("Sergei Shoigu", RUS)), place("Pyongyang", "PRK")
    week = meeting(*who, occurred=when("2025-03-15", "2025-03-22"), place=there)
    a, b = talks("r1", "2025-03-15"), a_claim(week, "r2", partner="desk")
    found = compared(a, b, talks("r3", "2025-03-22", "agency", place=there))
    assert not found.together
    assert found.likeness.score >= found.threshold
    assert len(found.why) == 1
    assert found.why[0].startswith("the claims with them contradict each other (")


def test_what_one_report_lists_as_two_is_two():
    a = talks("r1", "2025-03-21")
    b = a_claim(a.body, "r1", name="d")
    found = compared(a, b)
    assert not found.together
    assert found.why[-1].startswith("one report lists ")
