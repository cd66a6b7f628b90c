"""attache.report: what a partner may write. Long: every field of every kind, as whole values."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claims import Deployment, Meeting, Signal, Transfer
from schemas.values import (
    Money,
    Outcome,
    Participant,
    PartyStance,
    Quantity,
    Source,
    Speaker,
    Unit,
)
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats.attache_report import FORMAT, Report, schema
from services.normalize.reading import dates, parties, people, places, quantities, weapons
from tests.normalize.formats import accounts
from tests.normalize.formats.attache_records import PUBLISHED, deployment, meeting, report, transfer


def body(claim: dict[str, Any]) -> Any:
    return FORMAT.interpret(report(claim)).statements[0].body


SOURCE = Source(
    publisher="A Desk",
    url="https://desk.example/1",
    reliability="B",
    language="en",
    published_at=Report.model_validate(report()).published_at,
)


def test_a_deployment_in_every_field() -> None:
    claim = deployment(
        stance="confirms",
        modality="historical",
        theatre="western front",
        in_support_of="Russia",
        against="Ukraine",
        unit={"designation": "11th Corps", "echelon": "corps"},
        scope="all services",
        mode="troops",
        personnel="10,000 to 12,000",
        components={"army": {"low": 9000, "high": 10000}, "engineers": 500},
        killed={"best": 300, "qualifier": "about", "basis": "cumulative_total"},
        wounded="about 2,700",
        captured=2,
        killed_or_wounded="about 3,000",
        origin="North Korea",
        place={"name": "Kursk Oblast", "country": "RUS", "precision": 4, "disputed": True},
        occurred={"edtf": "2024-10/2024-12"},
        as_of="2024-12-31",
        purpose="combat",
        legal_basis="treaty of 2024",
        attribution=[
            {
                "speaker": "National Intelligence Service",
                "party": "South Korea",
                "capacity": "briefing",
                "verb": "estimates",
                "quote": "some",
            },
            {"speaker": "A Desk", "verb": "reports"},
        ],
        announced="2024-12-19",
        summary="They went.",
    )
    published = SOURCE.published_at
    expected = Deployment(
        deploying=parties.read("North Korea"),
        host=parties.read("Russia"),
        theatre="western front",
        in_support_of=parties.read("Russia"),
        against=parties.read("Ukraine"),
        unit=Unit(designation="11th Corps", echelon="corps"),
        scope="all services",
        action="moved",
        personnel=quantities.read("10,000 to 12,000"),
        components=(
            (
                "army",
                Quantity(low=9000, high=10000, qualifier="range", rule="attache-report/given"),
            ),
            (
                "engineers",
                Quantity(
                    low=500,
                    best=500,
                    high=500,
                    qualifier="exact",
                    raw="500",
                    rule="attache-report/given",
                ),
            ),
        ),
        killed=Quantity(
            best=300, qualifier="about", basis="cumulative_total", rule="attache-report/given"
        ),
        wounded=quantities.read("about 2,700"),
        captured=Quantity(
            low=2, best=2, high=2, qualifier="exact", raw="2", rule="attache-report/given"
        ),
        killed_or_wounded=quantities.read("about 3,000"),
        origin=places.read("North Korea"),
        place=places.read("Kursk Oblast", country="RUS", precision=4).changed(disputed=True),
        occurred=dates.read("2024-10/2024-12"),
        as_of=dates.read("2024-12-31"),
        purpose="combat",
        legal_basis="treaty of 2024",
    )
    assert published is not None
    assert FORMAT.interpret(report(claim)) == Interpretation(
        statements=(
            Statement(
                id="d",
                body=expected,
                stance="confirms",
                modality="historical",
                attribution=(
                    Speaker(
                        name="National Intelligence Service",
                        party=parties.read("South Korea"),
                        capacity="briefing",
                        verb="estimates",
                        quote="some",
                    ),
                    Speaker(name="A Desk", verb="reports"),
                ),
                source=SOURCE,
                announced=dates.read("2024-12-19"),
                summary="They went.",
            ),
        )
    )


def test_a_transfer_in_every_field() -> None:
    claim = transfer(
        intermediary="Iran",
        financed_by="China",
        weapon={"designation": "M-1978", "description": "170 mm self-propelled gun"},
        condition="second hand",
        ordered_quantity={"qualifier": "undisclosed"},
        delivered_quantity={"qualifier": "unknown"},
        ordered="2024-06",
        delivered="2024-11",
        values=[{"amount": 1.5, "currency": "USD", "unit": "billion"}],
        origin="stocks",
        deal="K-7",
    )
    assert body(claim) == Transfer(
        supplier=parties.read("North Korea"),
        recipient=parties.read("Russia"),
        intermediary=parties.read("Iran"),
        financed_by=parties.read("China"),
        weapon=weapons.read("M-1978", "170 mm self-propelled gun"),
        condition="second hand",
        stage="delivered",
        ordered_quantity=Quantity(qualifier="undisclosed", rule="attache-report/given"),
        delivered_quantity=Quantity(qualifier="unknown", rule="attache-report/given"),
        ordered=dates.read("2024-06"),
        delivered=dates.read("2024-11"),
        values=(Money(amount=1.5, currency="USD", unit="billion"),),
        origin="stocks",
        deal="K-7",
    )


def test_a_meeting_in_every_field() -> None:
    claim = meeting(
        participants=[
            {
                "person": "Sergei Shoigu",
                "title": "Secretary of the Security Council",
                "party": "Russia",
                "role": "visitor",
                "level": "official",
            },
            {"party": "North Korea", "role": "host"},
            "Emmanuel Macron",
        ],
        participants_complete=False,
        format="multilateral",
        visit_class="working",
        event_name="Some summit",
        place="Paris",
        occurred="27 March 2025",
        state="planned",
        topics=["peace"],
        outcomes=[
            {
                "kind": "ceasefire",
                "title": "at sea",
                "stances": [{"party": "Russia", "stance": "disputes_date", "note": "later"}],
            }
        ],
    )
    russia = parties.read("Russia")
    assert body(claim) == Meeting(
        participants=(
            Participant(
                person="Sergei Shoigu",
                title="Secretary of the Security Council",
                party=russia,
                role="visitor",
                level="official",
                raw="Sergei Shoigu",
            ),
            Participant(party=parties.read("North Korea"), role="host"),
            *people.read("Emmanuel Macron"),
        ),
        participants_complete=False,
        format="multilateral",
        visit_class="working",
        event_name="Some summit",
        place=places.read("Paris"),
        occurred=dates.read("27 March 2025"),
        state="planned",
        topics=("peace",),
        outcomes=(
            Outcome(
                kind="ceasefire",
                title="at sea",
                stances=(PartyStance(party=russia, stance="disputes_date", note="later"),),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("parts", "triple", "qualifier"),
    [
        ({"best": 9}, (9, 9, 9), "exact"),
        ({"low": 5, "high": 9}, (5, None, 9), "range"),
        ({"low": 5}, (5, None, None), "at_least"),
        ({"high": 9}, (None, None, 9), "up_to"),
        ({"best": 9, "qualifier": "about"}, (None, 9, None), "about"),
        ({"best": 0}, (0, 0, 0), "exact"),
        ({}, (None, None, None), "unknown"),
        ({"qualifier": "undisclosed"}, (None, None, None), "undisclosed"),
    ],
)
def test_what_the_parts_of_a_quantity_say(
    parts: dict[str, Any], triple: tuple[int | None, ...], qualifier: str
) -> None:
    read = body(deployment(personnel=parts)).personnel
    assert (read.low, read.best, read.high) == triple
    assert read.qualifier == qualifier


def test_last_week_is_the_week_before_publication() -> None:
    claim = meeting(occurred="last week")
    when = body(claim).occurred
    assert when == dates.read("last week", published=SOURCE.published_at.date())  # type: ignore[union-attr]
    assert (str(when.earliest), str(when.latest), when.raw) == (
        "2025-03-17",
        "2025-03-23",
        "last week",
    )


def test_what_cannot_be_read_is_kept_with_a_signal() -> None:
    claim = deployment(
        id="d",
        host="Ruritania",
        personnel="more than you would think",
        occurred="when the geese fly",
        place="Ruritanian marches",
    )
    read = FORMAT.interpret(report(claim))
    assert {(s.code, s.field, s.value) for s in read.signals} == {
        ("unresolved_party", "/claims/0/host", "Ruritania"),
        ("unread_quantity", "/claims/0/personnel", "more than you would think"),
        ("unread_date", "/claims/0/occurred", "when the geese fly"),
        ("unresolved_place", "/claims/0/place", "Ruritanian marches"),
    }
    kept = read.statements[0].body
    assert isinstance(kept, Deployment)
    assert kept.host is not None
    assert kept.host.raw == "Ruritania"
    assert kept.personnel == Quantity(
        qualifier="unknown", raw="more than you would think", rule="unread"
    )
    assert kept.place is not None
    assert kept.place.raw == "Ruritanian marches"


def test_an_unknown_weapon_is_kept_with_a_signal() -> None:
    read = FORMAT.interpret(report(transfer(weapon="wunderwaffe")))
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("unresolved_weapon", "/claims/0/weapon", "wunderwaffe")
    ]


def test_claims_of_one_report_may_be_about_the_same_occurrence() -> None:
    read = FORMAT.interpret(report(deployment(id="kr"), deployment(id="us", same_as="kr")))
    assert [(s.id, s.same_as) for s in read.statements] == [("kr", None), ("us", "kr")]


def test_a_withdrawal_needs_no_more_than_its_identity() -> None:
    record = {"record_id": "r-1", "revision": 2, "withdrawn": True, "reason": "mistaken"}
    assert FORMAT.identify(record) == Identity("r-1", 2, True, "mistaken")
    assert FORMAT.interpret(record) == Interpretation()
    assert FORMAT.interpret({**record, "claims": [deployment()]}) == Interpretation(
        ignored=("claims",)
    )


def test_the_identity_is_told_without_reading_the_claims() -> None:
    assert FORMAT.identify(report({"nonsense": True})) == Identity("r-1", 1)
    assert FORMAT.identify(report(record_id="  ")) == Identity(None, 1)


def test_the_published_schema_describes_reports_and_withdrawals() -> None:
    definitions = schema()["$defs"]
    assert {"Report", "Withdrawal", "DeploymentClaim", "TransferClaim", "MeetingClaim"} <= set(
        definitions
    )
    assert definitions["Report"]["additionalProperties"] is False
    assert set(definitions["Report"]["required"]) == {
        "record_id",
        "revision",
        "published_at",
        "claims",
    }


def test_no_field_of_a_claim_is_dropped_in_silence() -> None:
    full = report(deployment(), transfer(), meeting())
    for number, claim in enumerate(full["claims"]):
        for name in claim:
            changed = deepcopy(full)
            changed["claims"][number][name] = {"≠": 1}
            before, after = accounts.outcome(FORMAT, full), accounts.outcome(FORMAT, changed)
            assert not accounts.same(before, after), name
    assert accounts.dropped(FORMAT, full, full, junk=[1]) == []


_CLAIMS = st.lists(
    accounts.rows(
        ["id", "kind", "deploying", "action", "personnel", "occurred", "place", "participants"],
        {
            "id": st.sampled_from(["a", "b"]),
            "kind": st.sampled_from(["deployment", "meeting", "transfer"]),
            "deploying": st.text(),
            "action": st.sampled_from(["moved", "withdrawn"]),
            "personnel": st.text(),
            "occurred": st.text(),
            "place": st.text(),
            "participants": st.lists(st.text(), max_size=3),
        },
    ),
    max_size=3,
)


@settings(max_examples=200, deadline=None)
@given(
    accounts.rows(
        ["record_id", "revision", "withdrawn", "published_at", "source", "language", "claims"],
        {
            "record_id": st.text(),
            "revision": st.integers(1, 9),
            "withdrawn": st.booleans(),
            "published_at": st.just(PUBLISHED),
            "claims": _CLAIMS,
        },
    )
)
def test_any_record_is_interpreted_or_refused(record: dict[str, Any]) -> None:
    accounts.outcome(FORMAT, record)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_stand_for_a_value(number: str, when: str, where: str) -> None:
    claim = deployment(personnel=number or "x", occurred=when or "x", place=where or "x")
    accounts.outcome(FORMAT, report(claim))


def test_a_signal_is_a_value_of_the_contract() -> None:
    read = FORMAT.interpret(report(deployment(host="Ruritania")))
    assert read.signals == (
        Signal(
            code="unresolved_party",
            field="/claims/0/host",
            value="Ruritania",
            message="kept as written: no party that we know",
        ),
    )
