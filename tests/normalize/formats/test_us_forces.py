"""US forces abroad. Long: every era of the reports has its own columns and its own traps."""

import csv
import gzip
import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claims import Deployment, Signal
from schemas.refusal import Refused
from schemas.values import Quantity, Source, Speaker, Where
from services.normalize.format import Identity, Statement
from services.normalize.formats import us_forces
from services.normalize.formats.us_forces import FORMAT
from services.normalize.formats.us_forces_columns import IGNORES, NUMBERS
from services.normalize.reading import dates, parties
from tests.normalize.formats import accounts

WHERE = (
    "ccode",
    "countryname",
    "region",
    "year",
    "month",
    "quarter",
    "source",
    "Location",
    "iso3c",
)
COLUMNS = (*WHERE, *NUMBERS, *IGNORES)
REAL = accounts.DATA / "us-forces-abroad" / "reports.csv.gz"

SINCE_2008 = {
    "Army Active Duty": "2",
    "Navy Active Duty": "5",
    "Marine Corps Active Duty": "7",
    "Air Force Active Duty": "1",
    "Coast Guard Active Duty": "0",
    "Total Active Duty": "15",
    "Army National Guard": "0",
    "Army Reserve": "1",
    "Navy Reserve": "0",
    "Marine Corps Reserve": "0",
    "Air National Guard": "0",
    "Air Force Reserve": "0",
    "Coast Guard Reserve": "0",
    "Total Selected Reserve": "1",
    "DOD Civilian": "4",
    "Total Civilian": "4",
    "Grand Total": "20",
}


def row(place: str, year: int, month: str, **numbers: str) -> dict[str, str]:
    """A row as the package writes it: every column of every era, most of them NA."""
    quarter = {"March": "1", "June": "2", "September": "3", "December": "4"}[month]
    return {
        **dict.fromkeys(COLUMNS, "NA"),
        "ccode": "999",
        "countryname": "NA",
        "Location": place,
        "year": str(year),
        "month": month,
        "quarter": quarter,
        "source": f"{month} {year}",
        **numbers,
    }


def modern(place: str, **changes: str) -> dict[str, str]:
    harmonised = {
        "troops_ad": "15",
        "army_ad": "2",
        "navy_ad": "5",
        "marine_corps_ad": "7",
        "air_force_ad": "1",
        "coast_guard_ad": "0",
    }
    return row(place, 2014, "March", **{**SINCE_2008, **harmonised, **changes})


def count(number: int) -> Quantity:
    return Quantity(
        low=number,
        best=number,
        high=number,
        qualifier="exact",
        basis="stock",
        unit="persons",
        raw=str(number),
        rule="us-forces/count",
    )


def deployment(raw: dict[str, str], number: int = 0) -> Deployment:
    body = FORMAT.interpret(raw).statements[number].body
    assert isinstance(body, Deployment)
    return body


def test_a_row_since_2008_states_active_duty_and_selected_reserve() -> None:
    read = FORMAT.interpret(modern("GHANA"))
    united_states = parties.read("United States")
    ghana = parties.read("GHANA").changed(raw="GHANA")
    speaker = Speaker(
        name="Defense Manpower Data Center",
        party=united_states,
        capacity="US Department of Defense",
        verb="reports",
    )
    source = Source(
        publisher="Defense Manpower Data Center",
        title="Military personnel by location, March 2014",
        document_id="2014-03",
        language="en",
        is_official=True,
    )

    def stock(scope: str, number: int, parts: tuple[tuple[str, int], ...]) -> Deployment:
        return Deployment(
            deploying=united_states,
            host=ghana,
            scope=scope,
            action="stationed",
            personnel=count(number),
            components=tuple((name, count(n)) for name, n in parts),
            place=Where(
                raw="GHANA", name="Ghana", country="GHA", precision=6, rule="us-forces/party"
            ),
            as_of=dates.month(2014, 3),
        )

    active = (("army", 2), ("navy", 5), ("marine corps", 7), ("air force", 1), ("coast guard", 0))
    reserve = (
        ("army national guard", 0),
        ("army reserve", 1),
        ("navy reserve", 0),
        ("marine corps reserve", 0),
        ("air national guard", 0),
        ("air force reserve", 0),
        ("coast guard reserve", 0),
    )
    assert read.statements == (
        Statement(
            id="active-duty",
            body=stock("active duty", 15, active),
            attribution=(speaker,),
            source=source,
        ),
        Statement(
            id="selected-reserve",
            body=stock("selected reserve", 1, reserve),
            attribution=(speaker,),
            source=source,
        ),
    )
    assert read.signals == ()
    assert read.out_of_scope is None


def test_the_record_is_the_place_as_spelled_and_the_month() -> None:
    assert FORMAT.identify(modern("COTE D'IVOIRE")) == Identity("999/cote-d-ivoire/2014-03")


def test_na_is_not_zero_and_zero_is() -> None:
    body = deployment(row("Jamaica", 1985, "September", Total="0", **{"Army Total": "0"}))
    assert body.personnel == count(0)
    assert body.components == (("army", count(0)),)


def test_a_zero_that_stands_elsewhere_is_unknown() -> None:
    raw = row("Iraq (See OIF Table)", 2003, "September", troops_ad="0", army_ad="0")
    read = FORMAT.interpret(raw)
    body = read.statements[0].body
    assert isinstance(body, Deployment)
    assert body.host is not None
    assert body.host.id == "IRQ"
    assert body.personnel == Quantity(
        qualifier="unknown", basis="stock", unit="persons", raw="0", rule="us-forces/unknown"
    )
    assert read.signals == ()


def test_a_zero_that_is_the_sum_of_nothing_is_unknown() -> None:
    read = FORMAT.interpret(row("IRAQ*", 2021, "September", **{"Total Active Duty": "0"}))
    body = read.statements[0].body
    assert isinstance(body, Deployment)
    assert body.personnel is not None
    assert body.personnel.qualifier == "unknown"
    assert [(s.code, s.field) for s in read.signals] == [("unread_quantity", "/Total Active Duty")]


def test_crews_listed_beside_the_total_stay_out_of_it() -> None:
    raw = row(
        "Cuba",
        1963,
        "September",
        **{"Total": "3471", "Total Ashore": "2403", "Total Afloat": "1068", "Navy Ashore": "2108"},
        **{"Navy Temporary Ashore": "1068", "Navy Other": "6745", "Marine Corps Ashore": "295"},
    )
    read = FORMAT.interpret(raw)
    body = read.statements[0].body
    assert isinstance(body, Deployment)
    assert body.personnel == count(3471)
    assert body.components == (
        ("navy ashore", count(2108)),
        ("navy temporarily ashore", count(1068)),
        ("marine corps ashore", count(295)),
    )
    assert "Navy Other" in read.ignored
    assert read.signals == ()


def test_only_those_ashore_are_another_force() -> None:
    raw = row("Italy", 1950, "June", **{"Total Ashore": "90", "Army Total": "90"}, troops_ad="90")
    assert deployment(raw).scope == "active duty, ashore"


def test_a_total_that_is_not_its_parts_is_a_contradiction_with_both_numbers() -> None:
    read = FORMAT.interpret(modern("GHANA", **{"Total Active Duty": "16", "Grand Total": "21"}))
    assert [(s.code, s.field) for s in read.signals] == [
        ("contradiction", "/troops_ad"),
        ("contradiction", "/Total Active Duty"),
    ]
    assert read.signals[1].value is not None
    assert read.signals[1].value.startswith("16 is not army 2 + navy 5")
    assert read.signals[1].message == "the total and its parts disagree: the total is taken"


def test_where_the_grand_total_has_the_sum_of_the_services_the_sum_is_taken() -> None:
    """The reports of 2021 and 2022 left the Space Force out of the total, and out of it alone."""
    raw = modern("GHANA", **{"Total Active Duty": "14"}, troops_ad="14")
    read = FORMAT.interpret(raw)
    assert deployment(raw).personnel == count(15)
    assert [(s.code, s.field, s.message) for s in read.signals] == [
        (
            "contradiction",
            "/Total Active Duty",
            "the total and its parts disagree: the sum is taken, as the grand total has it",
        )
    ]


def test_a_harmonised_column_that_differs_is_told_and_not_taken() -> None:
    read = FORMAT.interpret(modern("GHANA", navy_ad="4"))
    assert read.signals == (
        Signal(
            code="contradiction",
            field="/navy_ad",
            value="4, but Navy Active Duty is 5",
            message="the report's own column is taken",
        ),
    )
    assert ("navy", count(5)) in deployment(modern("GHANA", navy_ad="4")).components


def test_the_sum_of_columns_that_a_report_does_not_have_is_no_zero() -> None:
    """The package adds navy_ad up from the columns of before 2008."""
    read = FORMAT.interpret(modern("GHANA", navy_ad="0"))
    assert read.signals == ()
    assert "navy_ad" in read.ignored
    assert ("navy", count(5)) in deployment(modern("GHANA", navy_ad="0")).components


def test_a_number_in_parentheses_is_a_crew_beside_the_total() -> None:
    raw = row(
        "Singapore",
        1959,
        "September",
        **{"Total": "20", "Total Ashore": "20", "Total Afloat": "0", "Army Total": "3"},
        **{"Navy Ashore": "6", "Marine Corps Ashore": "5", "Marine Corps Afloat": "-35"},
        **{"Navy Other": "(86)", "Air Force Total": "6"},
    )
    read = FORMAT.interpret(raw)
    assert deployment(raw).personnel == count(20)
    assert [name for name, _ in deployment(raw).components] == [
        "army",
        "navy ashore",
        "marine corps ashore",
        "air force",
    ]
    assert {"Navy Other", "Marine Corps Afloat"} <= set(read.ignored)
    assert read.signals == ()


@pytest.mark.parametrize(
    ("place", "filed"),
    [
        ("USSR (Russia)", "Russia"),
        ("South Viet-Nam  e/ f/", "Vietnam"),
        ("Malaya, States of", "Malaysia"),
    ],
)
def test_a_state_of_the_past_filed_under_todays_is_no_contradiction(place: str, filed: str) -> None:
    assert FORMAT.interpret(modern(place, countryname=filed)).signals == ()


def test_a_place_filed_under_another_country_is_a_contradiction() -> None:
    read = FORMAT.interpret(modern("French Somaliland", countryname="Somalia"))
    assert [(s.code, s.field) for s in read.signals] == [("contradiction", "/countryname")]


@pytest.mark.parametrize("place", ["United States", "PUERTO RICO", "Guam", "Texas", "Wake Island"])
def test_american_soil_is_out_of_scope(place: str) -> None:
    read = FORMAT.interpret(modern(place))
    assert read.statements == ()
    assert read.out_of_scope is not None
    assert "no deployment abroad" in read.out_of_scope


def test_georgia_is_the_country() -> None:
    host = deployment(modern("GEORGIA")).host
    assert host is not None
    assert host.id == "GEO"


@pytest.mark.parametrize(
    ("place", "theatre", "precision"),
    [
        ("Afloat", "at sea", 7),
        ("Kashmir", "Kashmir", 5),
        ("Total - Western Europe", "western europe", 5),
        ("USSR & East Europe", "USSR and Eastern Europe", 5),
        ("Total (in/around Afghanistan as of June 30, 2009) -", "Afghanistan and around it", 5),
    ],
)
def test_an_area_or_a_sum_is_a_theatre_and_never_a_state(
    place: str, theatre: str, precision: int
) -> None:
    read = FORMAT.interpret(modern(place))
    body = read.statements[0].body
    assert isinstance(body, Deployment)
    assert (body.host, body.theatre) == (None, theatre)
    assert body.place is not None
    assert (body.place.country, body.place.precision) == (None, precision)
    assert read.signals == ()


def test_a_row_that_says_nowhere_in_particular_is_named_in_a_signal() -> None:
    read = FORMAT.interpret(modern("ZZ-UNKNOWN"))
    assert [(s.code, s.value) for s in read.signals] == [("unresolved_place", "ZZ-UNKNOWN")]
    assert deployment(modern("ZZ-UNKNOWN")).host is None


def test_a_part_of_a_country_is_a_theatre_of_its_own() -> None:
    body = deployment(modern("Azores"))
    assert body.host is not None
    assert (body.host.id, body.theatre) == ("PRT", "Azores")


@pytest.mark.parametrize(
    ("place", "party"),
    [
        ("Czechoslovakia", "CSHH"),
        ("French Somaliland", "DJI"),
        ("Roumania", "ROU"),
        ("South Korea  d/", "KOR"),
        ("Turkey *", "TUR"),
        ("MONTENEGRO (2006 - 2008)", "MNE"),
        ("Congo (Leopoldville)", "COD"),
        ("Surinam (Netherlands Guiana)", "SUR"),
        ("Line Islands", "KIR"),
        ("Winward Islands (St. Lucia)", "LCA"),
        ("Serbia (includes Kosovo)", "SRB"),
        ("TRUCIAL STATES", "ARE"),
    ],
)
def test_spellings_of_seventy_years(place: str, party: str) -> None:
    host = deployment(modern(place)).host
    assert host is not None
    assert host.id == party


def test_a_place_that_nobody_knows_is_named_in_a_signal() -> None:
    read = FORMAT.interpret(modern("Atlantis"))
    assert read.signals == (
        Signal(
            code="unresolved_place",
            field="/Location",
            value="Atlantis",
            message="no place that we know",
        ),
    )
    assert deployment(modern("Atlantis")).theatre == "Atlantis"


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        FORMAT.identify({**modern("GHANA"), "month": "Septober"})
    assert (refused.value.code, refused.value.field) == ("invalid_value", "/month")


def test_an_unknown_column_is_a_signal() -> None:
    read = FORMAT.interpret({**modern("GHANA"), "Cyber Force Active Duty": "3"})
    assert [(s.code, s.field) for s in read.signals] == [
        ("unknown_field", "/Cyber Force Active Duty")
    ]


def test_no_field_is_dropped_in_silence() -> None:
    assert accounts.dropped(FORMAT, modern("GHANA"), COLUMNS) == []


@settings(max_examples=150, deadline=None)
@given(
    accounts.rows(
        COLUMNS,
        {
            "year": st.integers(1950, 2025),
            "month": st.sampled_from(["June", "9", "December"]),
            "Location": st.sampled_from(["Italy", "Afloat", "Iraq (See below)", "GUAM"]),
            **{name: st.integers(-5, 10**17).map(str) for name in NUMBERS},
        },
    )
)
def test_any_row_is_interpreted_or_refused(row: dict[str, Any]) -> None:
    accounts.outcome(FORMAT, row)


@pytest.fixture(scope="module")
def real() -> list[dict[str, str]]:
    if not REAL.exists():
        pytest.skip(f"no real data at {REAL}")
    with gzip.open(REAL) as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8")))


def test_every_real_row_is_a_record_of_its_own(real: list[dict[str, str]]) -> None:
    assert len({us_forces.identify(row).record_id for row in real}) == len(real)


def test_every_real_place_is_resolved(real: list[dict[str, str]]) -> None:
    seen: Counter[str] = Counter()
    for row in real:
        read = FORMAT.interpret(row)
        seen["home"] += read.out_of_scope is not None
        for statement in read.statements:
            body = statement.body
            assert isinstance(body, Deployment)
            known = body.host is not None and parties.is_resolved(body.host)
            assert known or (body.place is not None and body.place.rule == "us-forces/table"), row
            assert body.personnel is not None
        seen["abroad"] += bool(read.statements)
    assert seen == {"home": 735, "abroad": len(real) - 735}


def test_what_is_doubtful_in_the_real_rows(real: list[dict[str, str]]) -> None:
    seen: Counter[tuple[str, str]] = Counter(
        (signal.code, signal.field) for row in real for signal in FORMAT.interpret(row).signals
    )
    assert seen == {
        ("contradiction", "/Total Active Duty"): 43,  # the Space Force of 2021 and 2022
        ("unread_quantity", "/Total Active Duty"): 2,  # Iraq and Syria, which a footnote leaves out
        ("contradiction", "/iso3c"): 2,  # Indochina as China
        ("contradiction", "/countryname"): 1,  # French Somaliland as Somalia
    }
