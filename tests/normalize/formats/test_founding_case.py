"""The example reports: all are read, one is refused, and every fact of the story comes out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schemas.claims import Deployment, Meeting, Transfer
from schemas.refusal import Refused
from schemas.values import Outcome, PartyStance, Quantity, Speaker
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats.attache_report import FORMAT
from services.normalize.reading import dates, parties, quantities
from tests.normalize.formats import accounts

EXAMPLES = Path(__file__).parents[3] / "examples" / "founding-case"
PARTNERS = ("seoul-desk", "northwire", "ministry-monitor", "osint-frontline", "kyiv-monitor")


def lines(partner: str) -> list[str]:
    return (EXAMPLES / f"{partner}.jsonl").read_text("utf-8").splitlines()


def every() -> Iterator[tuple[str, dict[str, Any]]]:
    for partner in PARTNERS:
        for line in lines(partner):
            yield partner, json.loads(line)


def reading(partner: str, record_id: str, revision: int = 1) -> Interpretation:
    found = [
        record
        for record in map(json.loads, lines(partner))
        if (record["record_id"], record["revision"]) == (record_id, revision)
    ]
    return FORMAT.interpret(found[0])


def statement(partner: str, record_id: str, claim: str, revision: int = 1) -> Statement:
    said = reading(partner, record_id, revision).statements
    return next(s for s in said if s.id == claim)


def deployment(partner: str, record_id: str, claim: str, revision: int = 1) -> Deployment:
    body = statement(partner, record_id, claim, revision).body
    assert isinstance(body, Deployment)
    return body


def meeting(partner: str, record_id: str, claim: str) -> Meeting:
    body = statement(partner, record_id, claim).body
    assert isinstance(body, Meeting)
    return body


def test_exactly_one_record_is_refused() -> None:
    refused = [
        (partner, record["record_id"], said.code, said.field)
        for partner, record in every()
        if isinstance(said := accounts.outcome(FORMAT, record), Refused)
    ]
    assert refused == [("osint-frontline", "of/00458", "out_of_range", "/claims/0/personnel")]


def test_there_are_repeats_a_revision_and_a_withdrawal() -> None:
    assert len(list(every())) == 33
    for partner in ("seoul-desk", "kyiv-monitor"):
        assert len(lines(partner)) - len(set(lines(partner))) == 1
    identities = [FORMAT.identify(record) for _, record in every()]
    assert Identity("km-2025-0328-losses", 2) in identities
    reason = "The source took the statement back; Northwire could not confirm it."
    assert Identity("nw-250410-019", 2, True, reason) in identities


def test_every_value_of_the_examples_is_read() -> None:
    signals = [
        (record["record_id"], signal.code, signal.field, signal.value)
        for _, record in every()
        if isinstance(said := accounts.outcome(FORMAT, record), Interpretation)
        for signal in said.signals
    ]
    assert signals == []


@pytest.mark.parametrize(
    ("partner", "record_id", "claim", "speaker"),
    [
        ("seoul-desk", "sd-2024-1219-nis", "dprk-2024", "National Intelligence Service"),
        ("northwire", "nw-241120-114", "troops", "US Department of Defense"),
        (
            "kyiv-monitor",
            "km-2024-1122-hur",
            "dprk",
            "Main Directorate of Intelligence of Ukraine",
        ),
    ],
)
def test_three_speakers_give_one_range(
    partner: str, record_id: str, claim: str, speaker: str
) -> None:
    said = statement(partner, record_id, claim)
    body = deployment(partner, record_id, claim)
    assert said.attribution[0].name == speaker
    assert body.deploying.id == "PRK"
    assert body.host is not None
    assert body.host.id == "RUS"
    assert body.personnel is not None
    assert (body.personnel.low, body.personnel.high) == (10000, 12000)
    assert body.occurred is not None
    assert body.occurred.earliest is not None
    assert body.occurred.earliest.year == 2024


def test_the_reinforcement_is_an_increment_of_two_months() -> None:
    said = statement("seoul-desk", "sd-2025-0327-jcs", "reinforcement")
    korea = parties.read("South Korea")
    russia = parties.read("Russia")
    personnel = quantities.read("another 3,000")
    assert personnel is not None
    assert (personnel.best, personnel.basis) == (3000, "increment")
    occurred = dates.read("January and February 2025")
    assert occurred is not None
    assert (occurred.edtf, str(occurred.earliest), str(occurred.latest)) == (
        "2025-01/2025-02",
        "2025-01-01",
        "2025-02-28",
    )
    assert said.body == Deployment(
        deploying=parties.read("North Korea"),
        host=russia,
        in_support_of=russia,
        against=parties.read("Ukraine"),
        action="reinforced",
        personnel=personnel,
        occurred=occurred,
        purpose="combat",
    )
    assert said.attribution == (
        Speaker(
            name="Joint Chiefs of Staff of the Republic of Korea",
            party=korea,
            capacity="military command",
            verb="estimates",
        ),
        Speaker(name="Seoul Desk", verb="reports"),
    )


def test_losses_are_about_four_thousand_killed_or_wounded_together() -> None:
    body = deployment("seoul-desk", "sd-2025-0327-jcs", "losses")
    assert body.killed_or_wounded == quantities.read("about 4,000")
    assert (body.killed, body.wounded) == (None, None)
    first = deployment("kyiv-monitor", "km-2025-0328-losses", "losses").killed_or_wounded
    second = deployment("kyiv-monitor", "km-2025-0328-losses", "losses", 2).killed_or_wounded
    assert first == quantities.read("about 3,000")
    assert second == quantities.read("about 4,000")


def test_three_transfers_of_unknown_number() -> None:
    said = reading("seoul-desk", "sd-2025-0327-jcs").statements
    bodies = [s.body for s in said if isinstance(s.body, Transfer)]
    assert [b.weapon.raw for b in bodies] == [
        "short-range ballistic missiles",
        "170 mm self-propelled howitzers",
        "240 mm multiple rocket launchers",
    ]
    for body in bodies:
        assert (body.supplier.id, body.recipient.id, body.stage) == ("PRK", "RUS", "delivered")
        assert body.delivered_quantity == Quantity(qualifier="unknown", rule="attache-report/given")
        assert body.weapon.sipri_category is not None


@pytest.mark.parametrize(
    ("record_id", "party"), [("mm-DPRK-2024-1022", "PRK"), ("mm-RUS-2024-1121", "RUS")]
)
def test_both_parties_deny(record_id: str, party: str) -> None:
    said = statement("ministry-monitor", record_id, "denial")
    assert said.stance == "denies"
    assert said.attribution[0].party is not None
    assert said.attribution[0].party.country == party


def test_the_admission_comes_with_its_treaty_and_its_quote() -> None:
    said = statement("ministry-monitor", "mm-DPRK-2025-0428", "acknowledged")
    commission, kim = said.attribution
    assert said.stance == "confirms"
    assert commission.party is not None
    assert (commission.party.id, commission.verb) == ("PRK", "confirms")
    assert (kim.name, kim.quote) == ("Kim Jong Un", "they who fought for justice are all heroes")
    assert said.announced is not None
    assert said.announced.edtf == "2025-04-28"
    body = deployment("ministry-monitor", "mm-DPRK-2025-0428", "acknowledged")
    assert (
        body.legal_basis
        == "Treaty on Comprehensive Strategic Partnership of 19 June 2024, Article 4"
    )


def test_the_other_party_praises_them_in_kursk() -> None:
    said = statement("ministry-monitor", "mm-RUS-2025-0426", "praise")
    assert (said.stance, said.attribution[0].name) == ("confirms", "Valery Gerasimov")
    body = deployment("ministry-monitor", "mm-RUS-2025-0426", "praise")
    assert body.place is not None
    assert body.place.country == "RUS"


def test_kursk_cleared_is_the_claim_of_one_party_only() -> None:
    about = [
        (record["record_id"], s.attribution[0].name)
        for _, record in every()
        if isinstance(said := accounts.outcome(FORMAT, record), Interpretation)
        for s in said.statements
        if isinstance(s.body, Deployment) and s.body.deploying.id == "UKR"
    ]
    assert about == [("nw-250426-077", "Valery Gerasimov")]


def test_many_were_withdrawn_and_nobody_knows_how_many() -> None:
    body = deployment("osint-frontline", "of/00412", "pulled-back")
    assert body.action == "withdrawn"
    assert body.personnel == Quantity(qualifier="unknown", rule="attache-report/given")
    assert body.occurred is not None
    assert body.occurred.earliest is not None
    assert body.occurred.earliest.year == 2025


def test_last_week_in_pyongyang_holds_the_day_that_the_other_partner_gives() -> None:
    relative = meeting("seoul-desk", "sd-2025-0325-shoigu", "shoigu-kim").occurred
    exact = meeting("northwire", "nw-250321-050", "pyongyang").occurred
    assert relative is not None
    assert exact is not None
    assert relative.raw == "last week"
    assert relative.earliest is not None
    assert relative.latest is not None
    assert exact.earliest is not None
    assert relative.earliest <= exact.earliest <= relative.latest


def test_paris_is_one_multilateral_meeting_of_three_reports() -> None:
    reports = (
        ("northwire", "nw-250327-088", "paris"),
        ("ministry-monitor", "mm-FRA-2025-0327", "sommet"),
        ("kyiv-monitor", "km-2025-0327-paris", "paris"),
    )
    day = dates.read("2025-03-27")
    assert day is not None
    for body in (meeting(*report) for report in reports):
        assert body.format == "multilateral"
        assert not body.participants_complete
        assert body.event_name == "Coalition of the willing"
        assert body.occurred is not None
        assert body.occurred.earliest == day.earliest
        assert {p.party.id for p in body.participants if p.party} >= {"FRA", "UKR"}


def test_the_ceasefire_has_a_stance_per_party() -> None:
    body = meeting("northwire", "nw-250325-102", "black-sea")
    stances = (
        PartyStance(party=parties.read("United States"), stance="asserts", note="announced it"),
        PartyStance(
            party=parties.read("Russia"),
            stance="disputes_date",
            note="only once sanctions on its banks and exporters are lifted",
        ),
        PartyStance(
            party=parties.read("Ukraine"),
            stance="denies",
            note="refuses terms that lift sanctions",
        ),
    )
    assert body.outcomes == (
        Outcome(kind="ceasefire", title="Limited ceasefire in the Black Sea", stances=stances),
    )
