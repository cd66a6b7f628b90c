"""SIPRI's register: what decades of exports, printed registers and spreadsheets make of a cell."""

from typing import Any

import pytest

from schemas.claims import Transfer
from schemas.values import Quantity
from services.normalize.formats.sipri import FORMAT
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_sipri import HEADER, classic, one, transfer
from tests.normalize.formats.test_sipri_newer import NEWER

ROW = "{recipient},{supplier},{year},{flag},{ordered},,Milan,{label},{delivered},,{years},New,,,,"
PLAIN = {
    "recipient": "Chad",
    "supplier": "France",
    "year": "2010",
    "flag": "",
    "ordered": "12",
    "label": "anti-tank missile",
    "delivered": "12",
    "years": "2011",
}


def row(**changes: str) -> dict[str, Any]:
    return one(ROW.format(**{**PLAIN, **changes}))


def signals(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(s.code, s.field) for s in FORMAT.interpret(found).signals]


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("2019-2022", "2019/2022"),
        ("2019–2022", "2019/2022"),
        ("(2019)", "2019?"),
        ("2019?", "2019?"),
        ("2019; (2020)", "{2019,2020?}"),
        ("2019-2020; 2023", "{2019,2020,2023}"),
        ("2019,2020", "2019/2020"),
        ("2019.0", "2019"),
        ("2020;2019", "2019/2020"),
    ],
)
def test_years_of_delivery_as_they_are_written(cell: str, edtf: str) -> None:
    found = row() | {"Year(s) of delivery": cell}
    delivered = transfer(found).delivered
    assert delivered is not None
    assert (delivered.edtf, delivered.raw) == (edtf, cell)
    assert signals(found) == []


@pytest.mark.parametrize("cell", ["2022-2019", "1950-2022", "19", "after 2019", "2019;;soon"])
def test_years_that_are_none_are_a_signal(cell: str) -> None:
    found = row() | {"Year(s) of delivery": cell}
    assert transfer(found).delivered is None
    assert signals(found) == [("unread_date", "/Year(s) of delivery")]


@pytest.mark.parametrize("written", ["2010", "2010?", "(2010)", "(2010) ?", "2010.0"])
def test_an_order_year_in_doubt_is_the_same_deal(written: str) -> None:
    assert FORMAT.identify(row(year=written)) == FORMAT.identify(row())
    ordered = transfer(row(year=written)).ordered
    assert ordered is not None
    assert ordered.edtf.rstrip("?") == "2010"


@pytest.mark.parametrize(
    ("cell", "best", "is_estimate"),
    [("(12)", 12, True), ("(12) ?", 12, True), ("12?", 12, True), ("1 500", 1500, False)],
)
def test_a_number_in_parentheses_is_in_doubt(cell: str, best: int, is_estimate: bool) -> None:
    ordered = transfer(row(ordered=cell, delivered="")).ordered_quantity
    assert ordered is not None
    assert (ordered.best, ordered.is_estimate, ordered.raw) == (best, is_estimate, cell)


@pytest.mark.parametrize("cell", ["", "..", "–", "?", "n/a"])
def test_a_number_that_is_left_open_is_unknown(cell: str) -> None:
    found = row(ordered=cell)
    assert transfer(found).ordered_quantity == Quantity(
        qualifier="unknown", raw=cell, rule="sipri.empty"
    )
    assert signals(found) == []


def test_a_range_is_one() -> None:
    ordered = transfer(row(ordered="10-12")).ordered_quantity
    assert ordered is not None
    assert (ordered.low, ordered.best, ordered.high, ordered.qualifier) == (10, None, 12, "range")


def test_a_negative_value_is_none() -> None:
    assert signals(row() | {"SIPRI TIV per unit": "-0.5"}) == [
        ("unread_quantity", "/SIPRI TIV per unit")
    ]


def test_delivered_before_it_was_ordered_is_a_contradiction() -> None:
    found = FORMAT.interpret(row(year="2030"))
    assert [(s.code, s.field, s.value) for s in found.signals] == [
        ("contradiction", "/Year(s) of delivery", "delivered 2011, ordered 2030")
    ]


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Congo", "COG"),
        ("DR Congo", "COD"),
        ("Trkiye", "TUR"),
        ("T\ufffdrkiye", "TUR"),
        ("C\ufffdte d'Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("unknown recipient(s)", "unknown"),
        ("multiple sellers", "multiple"),
        ("United Nations**", "un"),
        ("Hezbollah (Lebanon)*", "hezbollah"),
    ],
)
def test_names_as_the_register_means_them(name: str, party: str) -> None:
    body = transfer(row(recipient=name))
    assert (body.recipient.id, body.recipient.raw) == (party, name)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SAM", "surface-to-air missile"),
        ("mobile SAM system", "mobile surface-to-air missile system"),
        ("FGA aircraft", "fighter/ground-attack aircraft"),
        ("anti-radar missile/ASM", "anti-radar/air-to-surface missile"),
        ("EW aircraft", "electronic-warfare aircraft"),
        ("SIGINT aircraft", "signals-intelligence aircraft"),
    ],
)
def test_a_label_spelled_out_is_the_same_deal(before: str, after: str) -> None:
    assert FORMAT.identify(row(label=before)) == FORMAT.identify(row(label=after))


@pytest.mark.parametrize(
    ("comments", "condition"),
    [
        ("Second-hand; aid", "second hand"),
        ("Second-hand but modernized before delivery", "second hand but modernized"),
        ("Second-hand UH-1H modernised to UH-1H+", "second hand but modernized"),
        ("Probably second-hand", None),
        ("Incl some second-hand", None),
        ("", None),
    ],
)
def test_an_export_without_a_status_has_it_in_the_comment(
    comments: str, condition: str | None
) -> None:
    found = row() | {"status": "", "Comments": comments}
    assert transfer(found).condition == condition


@pytest.mark.parametrize(
    ("comments", "financier", "between", "price"),
    [
        ("$375m deal (bought via and financed by USA)", "USA", "USA", 375),
        ("$427 m 'ABC' deal (financed by USA); A-2 version", "USA", None, 427),
        ("Ordered via Belarus (part of deal incl 5 other)", None, "BLR", None),
        ("$43 m deal (bought via a trading house)", None, None, 43),
        ("Possibly financed by Libya", None, None, None),
        ("CHF50 m deal", None, None, 50),
    ],
)
def test_what_a_comment_says_in_parentheses_is_a_remark_of_its_own(
    comments: str, financier: str | None, between: str | None, price: int | None
) -> None:
    body = transfer(row() | {"Comments": comments})
    assert (body.financed_by and body.financed_by.id) == financier
    assert (body.intermediary and body.intermediary.id) == between
    assert [value.amount for value in body.values] == ([price] if price else [])


def test_an_export_without_its_flag_columns_is_read_as_well() -> None:
    bare = HEADER.replace(", ,", ",")
    line = "Chad,France,2010,12,Milan,anti-tank missile,12,2011,New,Aid,0.01,0.1,0.1"
    (found,) = records(FORMAT, "register.csv", f"{bare}\n{line}\n")
    assert FORMAT.identify(found) == FORMAT.identify(row())
    assert signals(found) == []


def test_a_comment_with_a_line_break_stays_one_row() -> None:
    found = classic(
        'Chad,France,2010,,12,,Milan,anti-tank missile,12,,2011,New,"Aid;\nfor ""X"" jeeps",,,',
        "Chad,France,2011,,12,,Milan,anti-tank missile,12,,2012,New,,,,",
    )
    assert [one["Comments"] for one in found] == ['Aid;\nfor "X" jeeps', ""]


def test_a_numbered_deal_without_delivery_is_an_order() -> None:
    line = "70002,France,Chad,Milan,anti-tank missile,Missiles,2023,Yes,,,,,New,,0.01,,No"
    (found,) = records(FORMAT, "register.csv", f"preamble\n\n{NEWER}\n{line}\nTotal\n")
    (statement,) = FORMAT.interpret(found).statements
    assert isinstance(statement.body, Transfer)
    assert (FORMAT.identify(found).record_id, statement.body.stage) == ("70002/-", "ordered")
    assert statement.body.ordered is not None
    assert statement.body.ordered.edtf == "2023?"
    assert statement.body.delivered_quantity == Quantity(
        qualifier="unknown", basis="increment", raw="", rule="sipri.empty"
    )
