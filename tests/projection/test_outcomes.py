"""What a meeting came to, by whose word, and what a party's refusal makes of the row."""

import json
from itertools import permutations
from typing import Any

import pytest

from schemas.claims import Claim
from schemas.values import Outcome, Participant, Party, PartyStance, Speaker
from services.projection.fusion import fuse
from tests.projection.builders import (
    AMERICA,
    KYIV,
    MOSCOW,
    RUSSIA,
    SOUTH,
    UKRAINE,
    WASHINGTON,
    claim,
    day,
    meeting,
    person,
)

TALKS = (person(None, AMERICA, role="mediator"), person(None, RUSSIA), person(None, UKRAINE))
FRANCE = Party(id="FRA", name="France", country="FRA")
PARIS = Speaker(name="Élysée", party=FRANCE)
BLACK_SEA = "Black Sea ceasefire"


def stance(party: Party, taken: Any, note: str | None = None) -> PartyStance:
    return PartyStance(party=party, stance=taken, note=note)


def ceasefire(*stances: PartyStance, title: str | None = BLACK_SEA) -> Outcome:
    return Outcome(kind="ceasefire", title=title, stances=stances)


def talks(
    name: str, *said_by: Speaker, came: tuple[Outcome, ...] = (),
    who: tuple[Participant, ...] = TALKS, on: str | None = None, **more: Any,
) -> Claim:  # fmt: skip
    more |= {"announced": day(on)} if on else {}
    return claim(name, meeting(*who, outcomes=came), *said_by, **more)


def read(*claims: Claim) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Status and who disputes; and the outcomes; the same in every order."""
    rows = [fuse("meeting", claims[0].claim_id, order) for order in permutations(claims)]
    assert all(row == rows[0] for row in rows)
    heard = {name: rows[0][name] for name in ("status", "denied_by", "disputed_by")}
    told = json.loads(rows[0]["outcomes"])
    assert rows[0]["outcomes_disputed"] == any(one["status"] == "disputed" for one in told)
    return heard, told


def statuses(told: list[dict[str, Any]]) -> list[tuple[str | None, str]]:
    return [(one["title"], one["status"]) for one in told]


def stood(outcome: dict[str, Any]) -> list[tuple[str, str, bool, bool]]:
    """(party, stance, took part, stands)."""
    return [(s["party"], s["stance"], s["took_part"], s["stands"]) for s in outcome["stances"]]


CONFIRMED = {"status": "confirmed_by_party", "denied_by": [], "disputed_by": []}


def by(*parties: str) -> dict[str, Any]:
    return {"status": "disputed", "denied_by": [], "disputed_by": [*parties]}


def test_an_outcome_that_all_confirm_leaves_the_meeting_confirmed() -> None:
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(stance(AMERICA, "asserts")),)),
        talks("ru", MOSCOW, came=(ceasefire(stance(RUSSIA, "confirms")),)),
        talks("ua", KYIV, came=(ceasefire(stance(UKRAINE, "confirms")),)),
    )
    assert heard == CONFIRMED
    assert statuses(told) == [(BLACK_SEA, "confirmed_by_party")]


@pytest.mark.parametrize("refusal", ["denies", "disputes_date", "disputes_quantity"])
def test_one_party_refuses_what_another_asserts(refusal: str) -> None:
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(stance(AMERICA, "asserts")),)),
        talks("ua", KYIV, came=(ceasefire(stance(UKRAINE, refusal)),)),
    )
    assert heard == by("Ukraine")
    assert stood(told[0]) == [("UKR", refusal, True, True), ("USA", "asserts", True, True)]


def test_a_meeting_that_no_party_has_confirmed_is_disputed_over_its_outcome_too() -> None:
    heard, _ = read(
        talks("w", came=(ceasefire(stance(RUSSIA, "asserts"), stance(UKRAINE, "denies")),))
    )
    assert heard == by("Ukraine")


def test_a_third_party_comments_and_refuses_nothing() -> None:
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(stance(AMERICA, "asserts")),)),
        talks("fr", PARIS, came=(ceasefire(stance(FRANCE, "denies", "a sham")),)),
    )
    assert heard == CONFIRMED
    assert statuses(told) == [(BLACK_SEA, "confirmed_by_party")]
    assert stood(told[0]) == [("FRA", "denies", False, True), ("USA", "asserts", True, True)]


def test_a_ministry_of_a_party_speaks_for_it() -> None:
    kremlin = Party(id="kremlin", name="Kremlin", country="RUS", sector="GOV")
    heard, told = read(
        talks("w", came=(ceasefire(stance(AMERICA, "asserts"), stance(kremlin, "denies")),))
    )
    assert heard == by("Kremlin")
    assert stood(told[0]) == [("RUS", "denies", True, True), ("USA", "asserts", True, True)]


def test_of_two_outcomes_one_is_disputed() -> None:
    energy = ceasefire(stance(RUSSIA, "confirms"), stance(UKRAINE, "confirms"), title="Energy")
    sea = ceasefire(stance(AMERICA, "asserts"), stance(RUSSIA, "disputes_date"))
    heard, told = read(talks("us", WASHINGTON, came=(energy, sea)))
    assert heard == by("Russia")
    assert statuses(told) == [(BLACK_SEA, "disputed"), ("Energy", "confirmed_by_party")]


def test_what_all_refuse_and_nobody_asserts_is_denied_and_disputes_nothing() -> None:
    heard, told = read(
        talks("w", WASHINGTON, came=()),
        talks("x", came=(ceasefire(stance(RUSSIA, "denies"), stance(UKRAINE, "denies")),)),
    )
    assert heard == CONFIRMED
    assert statuses(told) == [(BLACK_SEA, "denied")]


def test_an_outcome_told_without_a_word_on_who_stands_by_it_is_refused_by_a_party() -> None:
    heard, told = read(
        talks("w", came=(ceasefire(),)),
        talks("ua", KYIV, came=(ceasefire(stance(UKRAINE, "denies")),)),
    )
    assert heard == by("Ukraine")
    assert stood(told[0]) == [("UKR", "denies", True, True)]


def test_a_refusal_under_another_title_answers_the_only_one_of_its_kind() -> None:
    truce = ceasefire(stance(UKRAINE, "denies"), title="The truce at sea")
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(stance(AMERICA, "asserts")),)),
        talks("ua", KYIV, came=(truce,)),
    )
    assert heard == by("Ukraine")
    assert statuses(told) == [(BLACK_SEA, "disputed")]


def test_what_one_claim_lists_as_two_stays_two() -> None:
    both = (
        ceasefire(stance(AMERICA, "asserts")),
        ceasefire(stance(UKRAINE, "denies"), title="Air"),
    )
    heard, told = read(talks("us", WASHINGTON, came=both))
    assert heard == CONFIRMED
    assert statuses(told) == [("Air", "denied"), (BLACK_SEA, "confirmed_by_party")]


def test_a_party_s_own_words_go_before_what_others_report_of_it() -> None:
    reported = ceasefire(stance(AMERICA, "asserts"), stance(RUSSIA, "denies"))
    heard, told = read(
        talks("us", WASHINGTON, came=(reported,)),
        talks("ru", MOSCOW, came=(ceasefire(stance(RUSSIA, "confirms")),)),
    )
    assert heard == CONFIRMED
    assert stood(told[0]) == [
        ("RUS", "confirms", True, True),
        ("RUS", "denies", True, False),
        ("USA", "asserts", True, True),
    ]


@pytest.mark.parametrize(
    ("first", "then", "heard"),
    [
        ("denies", "confirms", CONFIRMED),
        ("confirms", "denies", by("Ukraine")),
    ],
)
def test_of_a_party_s_own_words_the_last_stand(
    first: str, then: str, heard: dict[str, Any]
) -> None:
    found, _ = read(
        talks("us", WASHINGTON, came=(ceasefire(stance(AMERICA, "asserts")),)),
        talks("1", KYIV, came=(ceasefire(stance(UKRAINE, first)),), on="2025-03-25"),
        talks("2", KYIV, came=(ceasefire(stance(UKRAINE, then)),), on="2025-04-10"),
    )
    assert found == heard


def test_words_of_one_day_or_of_none_all_stand() -> None:
    found, _ = read(
        talks("1", KYIV, came=(ceasefire(stance(UKRAINE, "confirms")),), on="2025-03-25"),
        talks("2", KYIV, came=(ceasefire(stance(UKRAINE, "denies")),)),
    )
    assert found == by("Ukraine")


def test_a_party_that_tells_of_an_outcome_stands_by_it_unless_somebody_says_otherwise() -> None:
    _, told = read(talks("ru", MOSCOW, came=(ceasefire(),)))
    assert stood(told[0]) == [("RUS", "asserts", True, True)]
    heard, told = read(
        talks("ru", MOSCOW, came=(ceasefire(),)),
        talks("w", came=(ceasefire(stance(RUSSIA, "disputes_date")),)),
    )
    assert heard == by("Russia")
    assert stood(told[0]) == [("RUS", "asserts", True, False), ("RUS", "disputes_date", True, True)]


def test_a_denial_of_a_meeting_with_an_outcome_refuses_at_least_that() -> None:
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(),)),
        talks("ru", MOSCOW, came=(ceasefire(title=None),), stance="denies"),
    )
    assert heard == {"status": "disputed", "denied_by": ["Kremlin"], "disputed_by": ["Russia"]}
    assert stood(told[0]) == [("RUS", "denies", True, True), ("USA", "asserts", True, True)]
    without, _ = read(talks("us", WASHINGTON), talks("ru", MOSCOW, stance="denies"))
    assert without == {"status": "confirmed_by_party", "denied_by": ["Kremlin"], "disputed_by": []}


def test_a_meeting_that_is_only_denied_is_denied_with_its_outcome() -> None:
    heard, told = read(talks("ru", MOSCOW, came=(ceasefire(),), stance="denies"))
    assert heard == {"status": "denied", "denied_by": ["Kremlin"], "disputed_by": []}
    assert statuses(told) == [(BLACK_SEA, "denied")]


def test_no_outcome_is_silent_unless_a_party_stands_by_it() -> None:
    nothing = Outcome(kind="none")
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(),)), talks("ru", MOSCOW, came=(nothing,))
    )
    assert heard == CONFIRMED
    assert statuses(told) == [(BLACK_SEA, "confirmed_by_party")]
    insisting = Outcome(kind="none", stances=(stance(RUSSIA, "asserts", "talks go on"),))
    heard, told = read(
        talks("us", WASHINGTON, came=(ceasefire(),)), talks("ru", MOSCOW, came=(insisting,))
    )
    assert heard == by("Russia")
    assert stood(told[0]) == [("RUS", "denies", True, True), ("USA", "asserts", True, True)]
    assert told[0]["stances"][0]["notes"] == ["talks go on"]


def test_an_outcome_that_only_others_tell_of_is_claimed_or_corroborated() -> None:
    _, told = read(talks("w", came=(ceasefire(),)))
    assert statuses(told) == [(BLACK_SEA, "claimed")]
    seoul = Speaker(name="Foreign Ministry", party=SOUTH)
    _, told = read(
        talks("w", came=(ceasefire(),)), talks("kr", seoul, came=(ceasefire(title=None),))
    )
    assert statuses(told) == [(BLACK_SEA, "corroborated")]
