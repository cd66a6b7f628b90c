"""The founding case: what its claims must come out as. Long: whole rows."""

import json
from datetime import date
from itertools import permutations
from typing import Any

from schemas.claims import Claim
from schemas.values import Outcome, Party, PartyStance, Quantity, Source, Weapon, Where
from services.projection.fusion import fuse
from tests.projection.builders import (
    AMERICA,
    KOREA,
    KURSK,
    KYIV,
    MOSCOW,
    PYONGYANG,
    RUSSIA,
    SEOUL,
    UKRAINE,
    WASHINGTON,
    between,
    claim,
    day,
    deployment,
    exactly,
    meeting,
    person,
    span,
    transfer,
)


def row(*claims: Claim) -> dict[str, Any]:
    """The row without its nulls and its lists of ids, the same in every order."""
    rows = (
        [fuse(claims[0].body.kind, claims[0].claim_id, order) for order in permutations(claims[:5])]
        if len(claims) <= 5
        else [fuse(claims[0].body.kind, claims[0].claim_id, claims)]
    )
    assert all(one == rows[0] for one in rows)
    assert rows[0]["claim_ids"] == sorted(c.claim_id for c in claims)
    assert rows[0]["occurrence_id"] == claims[0].claim_id
    ids = ("claim_ids", "occurrence_id", "evidence", "series")
    return {k: v for k, v in rows[0].items() if v is not None and k not in ids}


IN_2024 = span("2024", "2024-01-01", "2024-12-31", 5)
SENT = deployment(
    in_support_of=RUSSIA, against=UKRAINE, occurred=IN_2024, place=KURSK,
    personnel=between(10_000, 12_000, basis="flow"),
)  # fmt: skip


def test_the_troops_of_2024_denied_then_confirmed() -> None:
    bare = deployment(in_support_of=RUSSIA, against=UKRAINE, occurred=IN_2024)
    treaty = bare.changed(legal_basis="treaty of 2024")
    claims = (
        claim("seoul", SENT, SEOUL),
        claim("us", SENT, WASHINGTON),
        claim("kyiv", SENT, KYIV),
        claim("no-1", bare, MOSCOW, stance="denies"),
        claim("no-2", bare, PYONGYANG, stance="denies"),
        claim(
            "yes", treaty, PYONGYANG, stance="confirms",
            source=Source(publisher="KCNA", published_at=date(2025, 4, 28)),
        ),
        claim("praise", bare, MOSCOW, stance="confirms"),
    )  # fmt: skip
    assert row(*claims) == {
        "deploying": "PRK",
        "deploying_name": "North Korea",
        "host": "RUS",
        "host_name": "Russia",
        "in_support_of": "RUS",
        "in_support_of_name": "Russia",
        "against": "UKR",
        "against_name": "Ukraine",
        "action": "moved",
        "actions": ["moved"],
        "mode": "troops",
        "status": "confirmed_by_party",
        "modality": "asserted",
        "claims": 7,
        "reports": 7,
        "independent_sources": 5,
        "says": [
            "Central Military Commission", "Joint Chiefs of Staff", "Kremlin", "US officials",
            "Ukrainian officials",
        ],
        "confirmed_by": ["Central Military Commission", "Kremlin"],
        "denied_by": ["Central Military Commission", "Kremlin"],
        "disputed_by": [],
        "personnel_low": 10_000,
        "personnel_high": 12_000,
        "personnel_qualifier": "range",
        "personnel_basis": "flow",
        "occurred_edtf": "2024",
        "earliest": date(2024, 1, 1),
        "latest": date(2024, 12, 31),
        "date_precision": 5,
        "place": KURSK.to_json(),
        "place_name": "Kursk Oblast",
        "place_country": "RUS",
        "place_precision": 4,
        "legal_basis": "treaty of 2024",
        "standing": False,
        "standing_key": "PRK:RUS:",
        "announced": date(2025, 4, 28),
    }  # fmt: skip


def test_the_reinforcement_of_3000_is_an_increment_of_its_own() -> None:
    winter = span("2025-01/2025-02", "2025-01-01", "2025-02-28", 4)
    more = deployment(
        action="reinforced", personnel=exactly(3000, basis="increment"), occurred=winter
    )
    found = row(claim("more", more, SEOUL))
    shown = ("personnel_low", "personnel_best", "personnel_high", "personnel_basis",
             "occurred_edtf", "action", "standing", "standing_key", "status")  # fmt: skip
    assert {name: found[name] for name in shown} == {
        "personnel_low": 3000,
        "personnel_best": 3000,
        "personnel_high": 3000,
        "personnel_basis": "increment",
        "occurred_edtf": "2025-01/2025-02",
        "action": "reinforced",
        "standing": False,
        "standing_key": "PRK:RUS:",
        "status": "claimed",
    }


def test_about_4000_killed_or_wounded_and_nothing_said_of_each() -> None:
    about = Quantity(best=4000, qualifier="about", basis="cumulative_total")
    found = row(claim("losses", deployment(action="casualties", killed_or_wounded=about), SEOUL))
    assert found["killed_or_wounded_best"] == 4000
    assert found["killed_or_wounded_qualifier"] == "about"
    assert found["personnel_qualifier"] == "unknown"
    absent = ("killed_best", "killed_qualifier", "wounded_best", "personnel_low")
    assert not set(absent) & set(found)


def test_a_transfer_of_unknown_number_is_not_of_zero() -> None:
    missiles = transfer(weapon=Weapon(raw="short-range ballistic missiles", un_category="VII"))
    found = row(claim("arms", missiles, KYIV))
    assert found == {
        "supplier": "PRK",
        "supplier_name": "North Korea",
        "recipient": "RUS",
        "recipient_name": "Russia",
        "weapon": "short-range ballistic missiles",
        "un_category": "VII",
        "stage": "delivered",
        "status": "claimed",
        "modality": "asserted",
        "claims": 1,
        "reports": 1,
        "independent_sources": 1,
        "says": ["Ukrainian officials"],
        "confirmed_by": [],
        "denied_by": [],
        "disputed_by": [],
        "ordered_qualifier": "unknown",
        "delivered_qualifier": "unknown",
        "stages": found["stages"],
    }
    assert [s["qualifier"] for s in json.loads(found["stages"])] == ["unknown"]


def test_shoigu_met_kim_told_by_two() -> None:
    spring = day("2025-03-21")
    first = meeting(
        person("Sergei Shoigu", RUSSIA, title="Secretary of the Security Council", role="visitor"),
        person("Kim Jong-un", KOREA, level="head_of_state"),
        occurred=spring,
        place=Where(name="Pyongyang", country="PRK", precision=1),
    )
    week = span("2025-03-17/2025-03-23", "2025-03-17", "2025-03-23", 3)
    second = meeting(
        person("Kim Jong Un", None), person(None, RUSSIA), occurred=week, format="visit"
    )
    found = row(claim("tass", first, partner="tass"), claim("wire", second, partner="wire"))
    people = json.loads(found.pop("participants"))
    assert people == [
        {
            "person": "Kim Jong Un",
            "party": "PRK",
            "party_name": "North Korea",
            "country": "PRK",
            "titles": [],
            "roles": [],
            "levels": ["head_of_state"],
        },
        {
            "person": "Sergei Shoigu",
            "party": "RUS",
            "party_name": "Russia",
            "country": "RUS",
            "titles": ["Secretary of the Security Council"],
            "roles": ["visitor"],
            "levels": [],
        },
    ]
    assert found == {
        "participant_names": ["Kim Jong Un (North Korea)", "Sergei Shoigu (Russia)"],
        "parties": ["PRK", "RUS"],
        "n_participants": 2,
        "participants_complete": True,
        "state": "held",
        "status": "corroborated",
        "modality": "asserted",
        "claims": 2,
        "reports": 2,
        "independent_sources": 2,
        "says": ["Tass", "Wire"],
        "confirmed_by": [],
        "denied_by": [],
        "disputed_by": [],
        "occurred_edtf": "2025-03-21",
        "earliest": date(2025, 3, 21),
        "latest": date(2025, 3, 21),
        "date_precision": 1,
        "place_name": "Pyongyang",
        "place_country": "PRK",
        "place_precision": 1,
        "place": '{"name":"Pyongyang","country":"PRK","precision":1,"disputed":false}',
        "format": "visit",
        "topics": [],
        "outcomes": "[]",
        "outcomes_disputed": False,
    }


def test_the_ceasefire_and_who_disputes_what() -> None:
    def stance(party: Party, what: Any, note: str | None = None) -> PartyStance:
        return PartyStance(party=party, stance=what, note=note)

    who = (person(None, AMERICA, role="mediator"), person(None, RUSSIA), person(None, UKRAINE))
    announced = Outcome(
        kind="ceasefire", title="Black Sea ceasefire", stances=(stance(AMERICA, "asserts"),)
    )
    answered = Outcome(
        kind="ceasefire",
        stances=(
            stance(RUSSIA, "disputes_date", "only once sanctions end"),
            stance(UKRAINE, "denies"),
        ),
    )
    claims = (
        claim("a", meeting(*who, outcomes=(announced,)), WASHINGTON),
        claim("b", meeting(*who, outcomes=(answered,)), partner="wire"),
    )
    found = row(*claims)
    shown = ("status", "confirmed_by", "denied_by", "disputed_by")
    assert {name: found[name] for name in shown} == {
        "status": "disputed",
        "confirmed_by": ["US officials"],
        "denied_by": [],
        "disputed_by": ["Russia", "Ukraine"],
    }
    assert found["outcomes_disputed"] is True
    took_part = {"took_part": True, "stands": True}
    assert json.loads(found["outcomes"]) == [
        {
            "kind": "ceasefire",
            "title": "Black Sea ceasefire",
            "status": "disputed",
            "stances": [
                took_part | {
                    "party": "RUS", "party_name": "Russia", "stance": "disputes_date",
                    "notes": ["only once sanctions end"], "says": ["Wire"],
                },
                took_part | {
                    "party": "UKR", "party_name": "Ukraine", "stance": "denies",
                    "notes": [], "says": ["Wire"],
                },
                took_part | {
                    "party": "USA", "party_name": "United States", "stance": "asserts",
                    "notes": [], "says": ["US officials"],
                },
            ],
            "claims": sorted(str(c.claim_id) for c in claims),
        }
    ]  # fmt: skip


def test_the_paris_summit_is_one_row_with_whoever_is_known() -> None:
    paris = Where(name="Paris", country="FRA", precision=1)
    france = Party(id="FRA", name="France", country="FRA")
    leaders = [person(None, france, role="host"), person("Volodymyr Zelensky", UKRAINE)]
    summit = meeting(
        *leaders, event_name="Coalition of the Willing", format="multilateral",
        participants_complete=False, place=paris,
    )  # fmt: skip
    found = row(claim("paris", summit), claim("again", summit, partner="seoul"))
    shown = ("n_participants", "participants_complete", "participant_names", "event_name")
    assert {name: found[name] for name in shown} == {
        "n_participants": 2,
        "participants_complete": False,
        "participant_names": ["France", "Volodymyr Zelensky (Ukraine)"],
        "event_name": "Coalition of the Willing",
    }
