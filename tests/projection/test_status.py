"""Who says it, and what that makes of an occurrence."""

from itertools import permutations
from typing import Any

from schemas.claims import Claim
from schemas.values import Party, Source, Speaker
from services.projection.fusion import fuse
from tests.projection.builders import (
    AMERICA,
    KOREA,
    KYIV,
    MOSCOW,
    PYONGYANG,
    RUSSIA,
    SEOUL,
    UKRAINE,
    claim,
    deployment,
    meeting,
    person,
)

HEARD = ("status", "independent_sources", "says", "confirmed_by", "denied_by", "disputed_by")


def heard(*claims: Claim) -> dict[str, Any]:
    """Who says it, the same in every order."""
    rows = [fuse(claims[0].body.kind, claims[0].claim_id, order) for order in permutations(claims)]
    assert all(row == rows[0] for row in rows)
    return {name: rows[0][name] for name in HEARD}


SENT = deployment(in_support_of=RUSSIA, against=UKRAINE)


def test_one_source_claims() -> None:
    assert heard(claim("a", SENT, SEOUL)) == {
        "status": "claimed",
        "independent_sources": 1,
        "says": ["Joint Chiefs of Staff"],
        "confirmed_by": [],
        "denied_by": [],
        "disputed_by": [],
    }


def test_ten_papers_that_cite_one_ministry_are_one_source() -> None:
    papers = [claim(f"p{n}", SENT, SEOUL, partner=f"paper {n}") for n in range(3)]
    assert heard(*papers)["status"] == "claimed"
    assert heard(*papers)["independent_sources"] == 1


def test_two_organs_of_one_state_are_one_source() -> None:
    spies = Party(id="nis", name="National Intelligence Service", country="KOR", sector="SPY")
    both = heard(claim("a", SENT, SEOUL), claim("b", SENT, Speaker(name="NIS", party=spies)))
    assert (both["status"], both["independent_sources"]) == ("claimed", 1)
    assert both["says"] == ["Joint Chiefs of Staff", "NIS"]


def test_without_attribution_the_publisher_is_the_source() -> None:
    first = claim("a", SENT, source=Source(publisher="Yonhap"), partner="seoul")
    again = claim("b", SENT, source=Source(publisher="YONHAP"), partner="wire")
    other = claim("c", SENT, source=Source(), partner="osint")
    assert heard(first, again)["status"] == "claimed"
    assert heard(first, again, other) == {
        "status": "corroborated",
        "independent_sources": 2,
        "says": ["YONHAP", "osint"],
        "confirmed_by": [],
        "denied_by": [],
        "disputed_by": [],
    }


def test_denied_by_moscow_and_then_admitted_is_confirmed_whatever_came_first() -> None:
    assert heard(
        claim("a", SENT, SEOUL),
        claim("b", SENT, MOSCOW, stance="denies"),
        claim("c", SENT, PYONGYANG, stance="denies"),
        claim("d", SENT, PYONGYANG, stance="confirms"),
    ) == {
        "status": "confirmed_by_party",
        "independent_sources": 2,
        "says": ["Central Military Commission", "Joint Chiefs of Staff"],
        "confirmed_by": ["Central Military Commission"],
        "denied_by": ["Central Military Commission", "Kremlin"],
        "disputed_by": [],
    }


def test_what_the_enemy_says_confirms_nothing_even_on_its_own_ground() -> None:
    inside = deployment(deploying=RUSSIA, host=UKRAINE, against=UKRAINE)
    assert heard(claim("a", inside, KYIV))["status"] == "claimed"
    assert heard(claim("a", inside, MOSCOW))["status"] == "confirmed_by_party"


def test_affirmed_and_denied_is_disputed() -> None:
    assert heard(claim("a", SENT, SEOUL), claim("b", SENT, MOSCOW, stance="denies")) == {
        "status": "disputed",
        "independent_sources": 1,
        "says": ["Joint Chiefs of Staff"],
        "confirmed_by": [],
        "denied_by": ["Kremlin"],
        "disputed_by": [],
    }


def test_a_disputed_number_is_disputed_and_is_no_source() -> None:
    found = heard(claim("a", SENT, SEOUL), claim("b", SENT, KYIV, stance="disputes_quantity"))
    assert (found["status"], found["independent_sources"]) == ("disputed", 1)
    assert found["disputed_by"] == ["Ukrainian officials"]


def test_only_denials_is_denied() -> None:
    found = heard(
        claim("a", SENT, MOSCOW, stance="denies"), claim("b", SENT, PYONGYANG, stance="denies")
    )
    assert (found["status"], found["says"], found["independent_sources"]) == ("denied", [], 2)


def test_a_plan_does_not_corroborate_a_fact() -> None:
    fact = claim("a", SENT, SEOUL)
    plan = claim("b", SENT, PYONGYANG, modality="planned")
    assert heard(fact, plan)["status"] == "claimed"
    assert heard(plan)["status"] == "confirmed_by_party"
    assert fuse("deployment", plan.claim_id, [plan])["modality"] == "planned"
    assert fuse("deployment", plan.claim_id, [plan, fact])["modality"] == "asserted"


def test_whoever_took_part_may_confirm_a_meeting_under_his_own_name() -> None:
    talks = meeting(person("Sergei Shoigu", RUSSIA), person("Kim Jong-un", KOREA))
    assert heard(claim("a", talks, Speaker(name="SHOIGU, Sergei")))["status"] == "claimed"
    assert heard(claim("a", talks, Speaker(name="Kim Jong Un")))["status"] == "confirmed_by_party"
    assert heard(claim("a", talks, Speaker(name="x", party=AMERICA)))["status"] == "claimed"
