"""US forces abroad: the package's other tables, by quarter and by year, and its gap years."""

from typing import Any

import pytest

from schemas.claims import Deployment
from schemas.values import Quantity, Source, Speaker
from services.normalize.format import Identity, Interpretation
from services.normalize.formats.us_forces import FORMAT
from services.normalize.reading import dates
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_us_forces import count, modern

QUARTERLY = (
    "ccode,iso3c,countryname,year,month,quarter,source,troops_ad,army_ad,navy_ad,air_force_ad,"
    "marine_corps_ad,coast_guard_ad,space_force_ad,army_national_guard,air_national_guard,"
    "army_reserve,navy_reserve,marine_corps_reserve,air_force_reserve,coast_guard_reserve,"
    "total_selected_reserve,army_civilian,navy_civilian,marine_corps_civilian,"
    "air_force_civilian,dod_civilian,total_civilian,year_quarter,troops_all,region,troops_afloat"
)


def quarterly(source: str, numbers: str) -> dict[str, Any]:
    """A row of the quarterly table; `numbers` from troops_ad to the Space Force."""
    tail = "NA,NA,NA,NA,NA,NA,NA,1,0,0,0,0,1,1,2012.3,10,Sub-Saharan Africa,NA"
    line = f"471,CMR,Cameroon,2012,September,3,{source},{numbers},{tail}"
    (row,) = records(FORMAT, "quarterly.csv", f"{QUARTERLY}\n{line}\n")
    return row


def bodies(read: Interpretation) -> list[Deployment]:
    found = [one.body for one in read.statements]
    return [body for body in found if isinstance(body, Deployment)]


def test_a_quarterly_row_is_the_report_of_that_quarter() -> None:
    row = quarterly("September 2012", "9,2,1,1,5,0,NA")
    read = FORMAT.interpret(row)
    active, reserve = bodies(read)
    assert FORMAT.identify(row) == Identity("471/cameroon/2012-09")
    assert (active.personnel, reserve.personnel) == (count(9), count(1))
    assert dict(active.components) == {
        "army": count(2),
        "navy": count(1),
        "marine corps": count(5),
        "air force": count(1),
    }
    assert read.signals == ()


def test_a_navy_that_the_package_did_not_add_up_is_not_zero() -> None:
    (active, _) = bodies(read := FORMAT.interpret(quarterly("September 2012", "9,2,0,1,5,0,NA")))
    assert active.personnel == count(9)
    assert [name for name, _ in active.components] == ["army", "marine corps", "air force"]
    assert "navy_ad" in read.ignored
    assert read.signals == ()


def test_services_that_add_up_to_more_than_the_total_are_a_contradiction() -> None:
    read = FORMAT.interpret(quarterly("September 2012", "9,2,9,1,5,0,NA"))
    assert [(s.code, s.field) for s in read.signals] == [("contradiction", "/troops_ad")]


def test_a_figure_of_an_earlier_compilation_is_not_the_pentagons() -> None:
    read = FORMAT.interpret(quarterly("Kane 2006", "9,0,0,0,0,NA,NA"))
    assert bodies(read)[0].components == ()
    assert read.statements[0].attribution == (
        Speaker(name="Kane 2006", capacity="an earlier compilation", verb="reports"),
    )
    assert read.statements[0].source == Source(
        publisher="Kane 2006", title="Kane 2006", language="en", is_official=False
    )


def test_an_estimate_is_one() -> None:
    read = FORMAT.interpret(quarterly("Estimate (press)", "1700,0,0,0,0,NA,NA"))
    personnel = bodies(read)[0].personnel
    assert personnel is not None
    assert personnel.is_estimate
    assert read.statements[0].attribution[0].verb == "estimates"


@pytest.mark.parametrize(
    ("source", "numbers", "why"),
    [
        ("Stepwise Imputation", "5,NA,NA,NA,NA,NA,NA", "computed by the package"),
        ("Stepwise Interpolation", "5,NA,NA,NA,NA,NA,NA", "computed by the package"),
    ],
)
def test_what_nobody_counted_is_out_of_scope(source: str, numbers: str, why: str) -> None:
    read = FORMAT.interpret(quarterly(source, numbers))
    assert read.statements == ()
    assert read.out_of_scope is not None
    assert why in read.out_of_scope


def test_a_row_that_no_report_has_is_filled_with_zeros() -> None:
    row = quarterly("NA", "0,0,0,0,0,NA,NA")
    row |= dict.fromkeys(("total_selected_reserve", "total_civilian", "troops_all"), "0")
    read = FORMAT.interpret(row)
    assert (read.statements, read.signals) == ((), ())
    assert read.out_of_scope == "no report lists this place at that time: filled with zeros"


def test_a_reserve_of_before_there_were_reports_of_it_is_not_claimed() -> None:
    row = quarterly("September 1961", "3,3,0,0,0,NA,NA")
    row |= {"total_selected_reserve": "0", "total_civilian": "0", "troops_all": "3"}
    read = FORMAT.interpret(row)
    assert [one.id for one in read.statements] == ["active-duty"]
    assert "Total Selected Reserve" in read.ignored
    assert read.signals == ()


def test_a_report_that_one_service_did_not_answer_gives_a_lower_bound() -> None:
    """The Army reported nothing from December 2022 to June 2023."""
    row = modern("JAPAN", **dict.fromkeys(("Army Active Duty", "Total Active Duty"), "NA"))
    row |= dict.fromkeys(("troops_ad", "army_ad", "Total Selected Reserve", "Grand Total"), "NA")
    read = FORMAT.interpret(row)
    (active,) = bodies(read)
    assert active.personnel == Quantity(
        low=13,
        qualifier="at_least",
        basis="stock",
        unit="persons",
        rule="us-forces/services-that-reported",
    )
    assert [name for name, _ in active.components] == [
        "navy",
        "marine corps",
        "air force",
        "coast guard",
    ]
    assert [(s.code, s.field) for s in read.signals] == [("unread_quantity", "/Total Active Duty")]


def test_a_row_of_the_yearly_table_is_about_the_year() -> None:
    table = "countryname,year,ccode,iso3c,region,troops_ad\nAlbania,1998,339,ALB,Europe,83\n"
    (row,) = records(FORMAT, "yearly.csv", table)
    (body,) = bodies(read := FORMAT.interpret(row))
    assert FORMAT.identify(row) == Identity("339/albania/1998")
    assert (body.as_of, body.personnel) == (dates.year(1998), count(83))
    assert read.signals == ()
