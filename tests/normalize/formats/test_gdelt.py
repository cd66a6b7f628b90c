"""GDELT 2.0 events, invented rows of the headerless export. Long: 61 columns, whole values."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.claims import Deployment, Meeting, Transfer
from schemas.values import Participant, Party, Quantity, Source, Weapon, Where
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats import gdelt
from services.normalize.formats.gdelt_columns import COLUMNS
from services.normalize.reading import dates, parties, places
from tests.normalize.formats.accounts import records

FORMAT = gdelt.FORMAT

VISIT = {
    "GLOBALEVENTID": "1240000001",
    "SQLDATE": "20250428",
    "MonthYear": "202504",
    "Year": "2025",
    "FractionDate": "2025.3233",
    "Actor1Code": "CHNGOV",
    "Actor1Name": "CHINA",
    "Actor1CountryCode": "CHN",
    "Actor1Type1Code": "GOV",
    "Actor2Code": "RUS",
    "Actor2Name": "MOSCOW",
    "Actor2CountryCode": "RUS",
    "IsRootEvent": "1",
    "EventCode": "042",
    "EventBaseCode": "042",
    "EventRootCode": "04",
    "QuadClass": "1",
    "GoldsteinScale": "1.9",
    "NumMentions": "10",
    "NumSources": "1",
    "NumArticles": "10",
    "AvgTone": "-0.65",
    "Actor1Geo_Type": "1",
    "Actor1Geo_FullName": "China",
    "Actor1Geo_CountryCode": "CH",
    "Actor1Geo_ADM1Code": "CH",
    "Actor1Geo_Lat": "35",
    "Actor1Geo_Long": "105",
    "Actor1Geo_FeatureID": "CH",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Moscow, Moskva, Russia",
    "ActionGeo_CountryCode": "RS",
    "ActionGeo_ADM1Code": "RS48",
    "ActionGeo_ADM2Code": "25111",
    "ActionGeo_Lat": "55.7522",
    "ActionGeo_Long": "37.6156",
    "ActionGeo_FeatureID": "-2960561",
    "DATEADDED": "20250428101500",
    "SOURCEURL": "https://www.example.org/news/1",
}
SOURCE = Source(
    publisher="example.org",
    url="https://www.example.org/news/1",
    retrieved_at=datetime(2025, 4, 28, 10, 15, tzinfo=UTC),
    reliability="F",
    credibility="6",
)
DAY = dates.day(date(2025, 4, 28)).changed(raw="20250428")


def line(**changes: str) -> str:
    fields = VISIT | changes
    return "\t".join(fields.get(column, "") for column in COLUMNS)


def row(**changes: str) -> dict[str, Any]:
    (found,) = records(FORMAT, "20250428101500.export.CSV", line(**changes) + "\n")
    return found


def party(code: str, raw: str, sector: str | None = None) -> Party:
    found = parties.from_code(code, "cameo")
    assert found is not None
    return found.changed(raw=raw, sector=sector or found.sector)


def moscow() -> Where:
    return Where(
        raw="Moscow, Moskva, Russia",
        name="Moscow",
        country="RUS",
        provider_admin1="RS48",
        provider_admin2="25111",
        lat=55.7522,
        lon=37.6156,
        precision=2,
        rule=f"places/name@{places.VERSION}",
    )


def statement(**changes: str) -> Statement:
    (found,) = FORMAT.interpret(row(**changes)).statements
    return found


def meeting(**changes: str) -> Meeting:
    body = statement(**changes).body
    assert isinstance(body, Meeting)
    return body


def deployment(**changes: str) -> Deployment:
    body = statement(**changes).body
    assert isinstance(body, Deployment)
    return body


def test_the_file_has_61_columns_and_no_header() -> None:
    assert len(COLUMNS) == 61
    assert row() == dict.fromkeys(COLUMNS, "") | VISIT


def test_a_header_that_a_database_put_there_is_no_event() -> None:
    header = "\t".join("GlobalEventID" if c == "GLOBALEVENTID" else c for c in COLUMNS)
    assert records(FORMAT, "export.csv", f"{header}\n{line()}\n") == [row()]


def test_a_visit_is_a_meeting_of_visitor_and_host() -> None:
    assert FORMAT.identify(row()) == Identity("1240000001")
    assert FORMAT.interpret(row()) == Interpretation(
        statements=(
            Statement(
                id="meeting",
                body=Meeting(
                    participants=(
                        Participant(
                            party=party("CHN", "CHINA", "GOV"), role="visitor", raw="CHINA"
                        ),
                        Participant(party=party("RUS", "MOSCOW"), role="host", raw="MOSCOW"),
                    ),
                    participants_complete=False,
                    format="visit",
                    place=moscow(),
                    occurred=DAY,
                ),
                source=SOURCE,
                summary="Make a visit (CAMEO 042): CHINA - MOSCOW",
            ),
        ),
        ignored=tuple(sorted(set(FORMAT.ignores) & set(COLUMNS))),
    )


@pytest.mark.parametrize(
    ("code", "style", "roles", "state"),
    [
        ("036", None, ("principal", "principal"), "planned"),
        ("040", None, ("principal", "principal"), "held"),
        ("041", "remote", ("principal", "principal"), "held"),
        ("042", "visit", ("visitor", "host"), "held"),
        ("043", "visit", ("host", "visitor"), "held"),
        ("044", "third_party", ("principal", "principal"), "held"),
        ("045", None, ("mediator", "principal"), "held"),
        ("046", None, ("principal", "principal"), "held"),
    ],
)
def test_consultations_are_meetings(
    code: str, style: str | None, roles: tuple[str, str], state: str
) -> None:
    body = meeting(EventCode=code, EventRootCode=code[:2])
    assert (body.format, tuple(p.role for p in body.participants), body.state) == (
        style,
        roles,
        state,
    )
    planned = statement(EventCode=code, EventRootCode=code[:2]).modality == "planned"
    assert planned == (state == "planned")


@pytest.mark.parametrize(
    ("code", "mode", "purpose"),
    [
        ("150", "troops", None),
        ("151", "police", None),
        ("152", "troops", None),
        ("153", "police", None),
        ("154", "troops", None),
        ("155", "weapons", "cyber"),
    ],
)
def test_mobilisations_are_deployments(code: str, mode: str, purpose: str | None) -> None:
    body = deployment(EventCode=code, EventRootCode="15", Actor2CountryCode="UKR")
    host = parties.from_code("RUS", "iso3")
    assert body == Deployment(
        deploying=party("CHN", "CHINA", "GOV"),
        host=host,
        against=party("UKR", "MOSCOW"),
        action="mobilised",
        mode=body.mode,
        place=moscow(),
        occurred=DAY,
        purpose=purpose,
    )
    assert body.mode == mode


def test_a_show_of_power_by_the_police_or_by_rebels_is_theirs() -> None:
    shown = {"EventCode": "150", "EventRootCode": "15"}
    assert deployment(**shown, Actor1Type1Code="COP").mode == "police"
    assert deployment(**shown, Actor1Type1Code="REB").mode == "militia"


def test_mobilising_at_home_has_no_host() -> None:
    body = deployment(EventCode="154", EventRootCode="15", Actor1CountryCode="RUS")
    assert (body.host, body.against) == (None, None)


def test_military_aid_is_a_transfer_of_an_unknown_number() -> None:
    body = statement(EventCode="072", EventRootCode="07").body
    assert body == Transfer(
        supplier=party("CHN", "CHINA", "GOV"),
        recipient=party("RUS", "MOSCOW"),
        weapon=Weapon(raw="military aid (Provide military aid, CAMEO 072)", rule="gdelt.code"),
        stage="delivered",
        delivered_quantity=Quantity(qualifier="unknown", rule="gdelt.code"),
        delivered=DAY,
    )


def test_an_intent_to_give_military_aid_is_an_offer() -> None:
    found = statement(EventCode="0332", EventBaseCode="033", EventRootCode="03")
    assert isinstance(found.body, Transfer)
    assert (found.body.stage, found.body.delivered, found.modality) == ("offered", None, "planned")


def test_leading_zeros_that_a_spreadsheet_took_are_put_back() -> None:
    assert meeting(EventCode="42", EventRootCode="4") == meeting()
    assert statement(EventCode="332", EventRootCode="3").modality == "planned"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"EventCode": "190"}, "CAMEO 190 is none of ours"),
        (
            {"Actor1CountryCode": "", "Actor1Name": "POLICE", "Actor1Type1Code": "COP"},
            "names no country, organisation or armed group as its first actor",
        ),
        (
            {"Actor2CountryCode": "", "Actor2Name": ""},
            "names no country, organisation or armed group as its second actor",
        ),
        ({"Actor2CountryCode": "CHN"}, "inside one party: CHN"),
        ({"Actor1Type1Code": "BUS"}, "a meeting of private actors: BUS"),
        ({"EventCode": "150", "Actor1Type1Code": "CVL"}, "a deployment of private actors: CVL"),
        ({"EventCode": "072", "Actor2Type1Code": "MNC"}, "a transfer of private actors: MNC"),
    ],
)
def test_what_is_none_of_ours_is_answered_so(changes: dict[str, str], reason: str) -> None:
    assert FORMAT.interpret(row(**changes)) == Interpretation(out_of_scope=reason)


def test_a_group_is_not_the_state_whose_code_it_carries() -> None:
    body = meeting(Actor2CountryCode="PSE", Actor2Name="HAMAS", Actor2KnownGroupCode="HMS")
    named = body.participants[1].party
    assert named is not None
    assert (named.id, named.country) == (parties.read("Hamas").id, "PSE")


def test_rebels_of_a_country_are_not_its_state() -> None:
    read = FORMAT.interpret(
        row(Actor2CountryCode="SYR", Actor2Name="SYRIAN", Actor2Type1Code="REB")
    )
    (found,) = read.statements
    assert isinstance(found.body, Meeting)
    assert found.body.participants[1].party == Party(
        id="~syr-reb",
        name="Syrian (REB in Syria)",
        country="SYR",
        sector="REB",
        raw="SYRIAN",
        rule="unresolved",
    )
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("unresolved_party", "/Actor2Name", "SYRIAN")
    ]


@pytest.mark.parametrize(
    ("kind", "name", "precision"),
    [
        ("1", "Russia", 6),
        ("2", "Texas, United States", 4),
        ("3", "Dallas, Texas, United States", 2),
        ("4", "Moscow, Moskva, Russia", 2),
        ("5", "Kurskaya Oblast', Russia", 4),
    ],
)
def test_a_country_is_a_centroid_and_a_city_is_near(kind: str, name: str, precision: int) -> None:
    code, country = ("US", "USA") if name.endswith("States") else ("RS", "RUS")
    geo = {"ActionGeo_Type": kind, "ActionGeo_FullName": name, "ActionGeo_CountryCode": code}
    place = meeting(**geo).place
    assert place is not None
    assert (place.precision, place.country, place.raw) == (precision, country, name)


def test_no_place_is_no_place() -> None:
    nowhere = {f"ActionGeo_{n}": "" for n in ("FullName", "Lat", "Long", "ADM1Code", "ADM2Code")}
    read = FORMAT.interpret(row(**nowhere, ActionGeo_Type="0"))
    assert isinstance(read.statements[0].body, Meeting)
    assert read.statements[0].body.place is None
    assert read.signals == ()


def test_what_cannot_be_read_is_named() -> None:
    read = FORMAT.interpret(
        row(
            SQLDATE="20251399",
            EventRootCode="05",
            Actor1Type1Code="XYZ",
            Actor2CountryCode="QQQ",
            Actor2Name="QQQISTAN",
            Actor1KnownGroupCode="ZZZ",
            ActionGeo_CountryCode="ZZ",
            ActionGeo_FullName="Somewhere, Nowhereland",
            ActionGeo_Lat="95",
            DATEADDED="Moscow",
        )
    )
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("unknown_code", "/Actor1Type1Code", "XYZ"),
        ("unknown_code", "/Actor1KnownGroupCode", "ZZZ"),
        ("unresolved_party", "/Actor2Name", "QQQISTAN"),
        ("contradiction", "/EventRootCode", "05"),
        ("unread_date", "/DATEADDED", "Moscow"),
        ("unread_date", "/SQLDATE", "20251399"),
        ("unknown_code", "/ActionGeo_CountryCode", "ZZ"),
        ("unresolved_place", "/ActionGeo_FullName", "Somewhere, Nowhereland"),
        ("unresolved_place", "/ActionGeo_Lat", "95 37.6156"),
    ]


def test_a_shifted_row_claims_no_place() -> None:
    read = FORMAT.interpret(row(ActionGeo_Type="55.75"))
    assert isinstance(read.statements[0].body, Meeting)
    assert read.statements[0].body.place is None
    assert [(s.code, s.field) for s in read.signals] == [("unknown_code", "/ActionGeo_Type")]
