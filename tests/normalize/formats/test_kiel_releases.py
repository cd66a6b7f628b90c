"""The Ukraine Support Tracker: what its workbook and its releases of all years make of a cell."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from schemas.values import Money, Quantity
from services.normalize.format import Identity
from services.normalize.formats import kiel_dates
from services.normalize.formats.kiel import FORMAT
from services.normalize.reading import parties
from services.normalize.reading.records import cut, parse
from tests.normalize.formats.test_kiel import SHEET, allocation, signals, transfer

FIRST_RELEASES = """\
ID,Countries,Announcement Date,Type of Aid General,Type of Aid Specific,Explanation,\
Original Currency,Monetary Value as Given by Source,Converted Value in EUR,Type of item,\
Sub-type of item,Item,No. of Units,"Value committed (own estimate, in USD)",\
"Value delivered (own estimate, in USD)",Total monetary value delivered in EUR,Source of Aid 1,\
Source of Aid 2,EU,EU_geo,non EU NATO member
CZM4,Czech Republic,44627,Military,Weapons and equipment,Old tanks.,EUR,No price,.,Heavy weapon,\
Main battle tank (MBT),T-72 tank,undisclosed,1000000,.,.,https://army.example,.,1,1,0
"""


def workbook(rows: list[list[Any]]) -> io.BytesIO:
    """The rows in the main sheet, under two lines of title, beside the sheets that sum them up."""
    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "Country Summary (€)"
    summary.append(["Country", "EU member", "Military allocations"])
    summary.append(["France", 1, 5.6])
    sheet = book.create_sheet("Bilateral Assistance, MAIN DATA")
    sheet.append(["Ukraine Support Tracker"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def cells(**changes: Any) -> list[list[Any]]:
    row = allocation(**changes)
    return [list(row), list(row.values())]


def read_back(stream: io.BytesIO) -> list[dict[str, Any]]:
    found = cut(FORMAT.layout, "tracker.xlsx", stream)
    return [parse(one.content_type, one.text) for one in found]


def test_only_the_main_sheet_of_the_workbook_is_cut_and_its_header_is_found() -> None:
    day = date(2022, 4, 22)
    (row,) = read_back(workbook(cells(announcement_date=day, item_numb=18, item_numb_deliv=12.0)))
    same = next(csv.DictReader(io.StringIO(SHEET)))
    assert FORMAT.identify(row) == Identity("FRM12_3")
    before, after = transfer(same), transfer(row)
    assert after.ordered is not None
    assert before.ordered is not None
    assert after.changed(ordered=before.ordered) == before
    assert (after.ordered.edtf, after.ordered.raw) == ("2022-04-22", "2022-04-22")
    assert signals(row) == []


def test_a_row_without_a_donor_is_a_footnote() -> None:
    assert read_back(workbook([*cells(), ["Source: Trebesch et al.", "", ""]])) == read_back(
        workbook(cells())
    )


def test_a_row_of_the_first_releases_is_a_commitment() -> None:
    (row,) = (
        json.loads(one.text)
        for one in cut(FORMAT.layout, "first.csv", io.BytesIO(FIRST_RELEASES.encode("utf-16")))
    )
    body = transfer(row)
    assert FORMAT.identify(row) == Identity("CZM4/t-72-tank")
    assert (body.stage, body.supplier.id, body.weapon.family) == ("committed", "CZE", "t-72")
    assert body.ordered is not None
    assert body.ordered.edtf == "2022-03-07"
    assert body.ordered_quantity == Quantity(
        qualifier="undisclosed", raw="undisclosed", rule="kiel/code"
    )
    assert (body.values, signals(row)) == ((), [])


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest"),
    [
        ("44618.0", "2022-02-26", "2022-02-26", "2022-02-26"),
        ("22/04/2022", "2022-04-22", "2022-04-22", "2022-04-22"),
        ("12/20/2022, 12/31/2022", "{2022-12-20,2022-12-31}", "2022-12-20", "2022-12-31"),
        ("12/20/2022 and 12/31/2022", "{2022-12-20,2022-12-31}", "2022-12-20", "2022-12-31"),
        ("between 12/20/2022 and 12/31/2022", "2022-12-20/2022-12-31", "2022-12-20", "2022-12-31"),
        ("before 12/31/2022", "../2022-12-30", "None", "2022-12-30"),
        ("April 2022", "2022-04", "2022-04-01", "2022-04-30"),
        ("Q1 2023", "2023-01/2023-03", "2023-01-01", "2023-03-31"),
        ("from January 2024 until May 2024", "2024-01/2024-05", "2024-01-01", "2024-05-31"),
        ("2023-2027", "2023/2027", "2023-01-01", "2027-12-31"),
    ],
)
def test_dates_of_all_releases(text: str, edtf: str, earliest: str, latest: str) -> None:
    when = kiel_dates.read(text)
    assert when is not None
    assert (when.edtf, str(when.earliest), str(when.latest), when.raw) == (
        edtf,
        earliest,
        latest,
        text,
    )


@pytest.mark.parametrize("text", ["01/02/03", "multiple dates", "13/13/2022"])
def test_dates_that_several_readings_fit_are_left_unread(text: str) -> None:
    assert signals(allocation(announcement_date=text)) == [("unread_date", "/announcement_date")]


@pytest.mark.parametrize("text", [".", "n.a.", "NA", "TBD", "unknown", "", "-"])
def test_a_date_that_is_not_given_is_no_signal(text: str) -> None:
    assert signals(allocation(announcement_date=text)) == []


@pytest.mark.parametrize(
    ("cell", "money"),
    [
        ("5000000", Money(amount=5000000, currency="EUR", raw="5000000")),
        ("€5,000,000", Money(amount=5000000, currency="EUR", raw="€5,000,000")),
        ("5.000.000,00 €", Money(amount=5000000, currency="EUR", raw="5.000.000,00 €")),
        ("5 million EUR", Money(amount=5, currency="EUR", unit="million", raw="5 million EUR")),
        ("1.5E+9", Money(amount=1500000000, currency="EUR", raw="1.5E+9")),
        ("1\u202f234,5", Money(amount=1234.5, currency="EUR", raw="1 234,5")),
    ],
)
def test_amounts_in_the_spelling_of_any_table(cell: str, money: Money) -> None:
    row = allocation(tot_sub_activity_value_EUR=cell)
    assert (transfer(row).values, signals(row)) == ((money,), [])


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("source_reported_value", "$1.2 bn", "unknown_code"),  # in a row that reports in euros
        ("tot_sub_activity_value_EUR", "5-6 million", "unread_quantity"),
        ("tot_sub_activity_value_EUR", "~5", "unread_quantity"),
        ("tot_sub_activity_value_EUR", "1e400", "unread_quantity"),
    ],
)
def test_amounts_that_cannot_be_told_are_a_signal(column: str, cell: str, code: str) -> None:
    row = allocation(**{"tot_sub_activity_value_EUR": ".", column: cell})
    assert (transfer(row).values, signals(row)) == ((), [(code, f"/{column}")])


def test_an_amount_may_name_its_currency_itself() -> None:
    row = allocation(
        reporting_currency=".", source_reported_value="$1.2 bn", tot_sub_activity_value_EUR="."
    )
    money = Money(amount=1.2, currency="USD", unit="billion", raw="$1.2 bn")
    assert (transfer(row).values, signals(row)) == ((money,), [])


@pytest.mark.parametrize(
    ("cell", "low", "best", "high", "qualifier"),
    [
        ("18.0", 18, 18, 18, "exact"),
        ("100-150", 100, None, 150, "range"),
        ("up to 20", None, None, 20, "up_to"),
        ("10+", 10, None, None, "at_least"),
        ("several", 3, None, 9, "order_of_magnitude"),
        ("unspecified", None, None, None, "unknown"),
        ("various", None, None, None, "unknown"),
        ("undisclosed number", None, None, None, "undisclosed"),
        ("n.a.", None, None, None, "not_applicable"),
        ("1,000 rounds", 1000, 1000, 1000, "exact"),
        ("\u200f12", 12, 12, 12, "exact"),
    ],
)
def test_numbers_of_items(
    cell: str, low: int | None, best: int | None, high: int | None, qualifier: str
) -> None:
    row = allocation(item_numb=cell, item_numb_deliv=".")
    found = transfer(row).ordered_quantity
    assert found is not None
    assert (found.low, found.best, found.high, found.qualifier) == (low, best, high, qualifier)
    assert signals(row) == []


@pytest.mark.parametrize("cell", ["15 (5 delivered)", "2x10", "12¹", "−3", "50 %", "10,000 pairs"])
def test_numbers_that_are_more_than_a_number_are_left_unread(cell: str) -> None:
    row = allocation(item_numb=cell, item_numb_deliv=".")
    assert signals(row) == [("unread_quantity", "/item_numb")]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("Humanitarian", "humanitarian aid: no arms"),
        ("Financial aid", "financial aid: no arms"),
        ("Humanitarian assistance", "humanitarian aid: no arms"),
    ],
)
def test_other_kinds_of_aid_are_out_of_scope(kind: str, why: str) -> None:
    assert FORMAT.interpret(allocation(aid_type_general=kind)).out_of_scope == why


@pytest.mark.parametrize("kind", ["Military aid", "MILITARY", "Military assistance", "."])
def test_military_aid_in_any_spelling_is_ours(kind: str) -> None:
    assert signals(allocation(aid_type_general=kind)) == []


def test_a_kind_of_aid_that_nobody_knows_is_not_put_aside() -> None:
    row = allocation(aid_type_general="Milittary")
    assert transfer(row).stage == "allocated"
    assert signals(row) == [("unknown_code", "/aid_type_general")]


@pytest.mark.parametrize(
    ("donor", "party"),
    [
        ("Czech Republic", "CZE"),
        ("Korea, Republic of", "KOR"),
        ("UK", "GBR"),
        ("United States of America", "USA"),
        ("Türkiye", "TUR"),
        ("EU Institutions", "eu"),
        ("European Peace Facility (EPF)", "eu"),
        ("NSPA", "nspa"),
        ("International Fund for Ukraine", "international-fund-for-ukraine"),
        ("Multiple donors", "multiple"),
        ("Norway\u00a0", "NOR"),
    ],
)
def test_donors_in_their_spellings(donor: str, party: str) -> None:
    body = transfer(allocation(donor=donor))
    assert (body.supplier.id, parties.is_resolved(body.supplier)) == (party, True)


def test_two_donors_of_one_row_are_not_one_party() -> None:
    assert signals(allocation(donor="Denmark, Netherlands")) == [("unresolved_party", "/donor")]
