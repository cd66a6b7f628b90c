"""Kiel's Ukraine Support Tracker: what one row of the main sheet says."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claims import Signal, Transfer
from schemas.values import Money, Quantity, Source, Speaker, When
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats import kiel_codes, kiel_dates
from services.normalize.formats.kiel import FORMAT
from services.normalize.reading import dates, parties, quantities, weapons
from tests.normalize.formats import accounts

SHEET = """\
activity_id,sub_activity_id,donor,announcement_date,explanation,reporting_currency,\
source_reported_value,tot_activity_value_EUR,tot_sub_activity_value,tot_sub_activity_value_EUR,\
aid_type_general,aid_type_specific,measure,item,item_type,item_sub_type,item_numb,\
item_numb_deliv,source_of_aid_1,source_of_aid_2,source_of_aid_3,source_of_aid_4,deliv_source,\
channel,source_of_weapon,reallocation_sub_activity_id
FRM12,FRM12_3,France,04/22/2022,"A dozen Caesar howitzers, from the army's own.",EUR,\
undisclosed,90000000,.,"60,000,000.5",Military,Weapons and equipment,Allocation,\
CAESAR 155mm howitzer,Heavy weapon,Howitzer (155mm),18,12,https://www.defense.example/caesar,\
https://paper.example/a,.,.,https://delivered.example/x,bilateral,stock,.
EUH4,EUH4_1,EU (Commission and Council),until 12/31/2022,Tents.,EUR,5000000,5000000,5000000,\
5000000,Humanitarian,.,Commitment,Tents,.,.,.,.,https://eu.example,.,.,.,.,.,.,.
USM7,USM7_2,United States,from 01/01/2024 until 05/01/2024,.,USD,No price,.,.,.,Military,.,\
Commitment,Javelin,Portable defence system,.,undisclosed,.,.,.,.,.,.,via NATO,procurement,DEM1_1
"""


def rows(text: str = SHEET) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))


def allocation(**changes: Any) -> dict[str, Any]:
    return {**rows()[0], **changes}


def transfer(row: dict[str, Any]) -> Transfer:
    body = FORMAT.interpret(row).statements[0].body
    assert isinstance(body, Transfer)
    return body


def signals(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(s.code, s.field) for s in FORMAT.interpret(row).signals]


def test_an_allocation_is_a_transfer() -> None:
    announced = kiel_dates.read("04/22/2022")
    kiel = "Kiel Institute for the World Economy"
    assert announced is not None
    assert str(announced.earliest) == "2022-04-22"
    body = Transfer(
        supplier=parties.read("France"),
        recipient=parties.read("Ukraine"),
        weapon=weapons.read("CAESAR 155mm howitzer", "Howitzer (155mm)"),
        stage="allocated",
        ordered_quantity=quantities.read("18"),
        delivered_quantity=quantities.read("12", basis="cumulative_total"),
        ordered=announced,
        values=(Money(amount=60000000.5, currency="EUR", raw="60,000,000.5"),),
        origin="stocks",
        deal="FRM12_3",
    )
    chain = (
        Speaker(
            name="defense.example",
            capacity="source of the aid: https://www.defense.example/caesar",
            verb="reports",
        ),
        Speaker(
            name="paper.example",
            capacity="source of the aid: https://paper.example/a",
            verb="reports",
        ),
        Speaker(
            name="delivered.example",
            capacity="source of the delivery: https://delivered.example/x",
            verb="reports",
        ),
        Speaker(name=kiel, verb="cites"),
    )
    source = Source(
        publisher=kiel,
        title="Ukraine Support Tracker",
        url="https://www.defense.example/caesar",
        document_id="FRM12",
        language="en",
    )
    assert FORMAT.interpret(rows()[0]) == Interpretation(
        statements=(
            Statement(
                id="transfer",
                body=body,
                attribution=chain,
                source=source,
                announced=announced,
                summary="A dozen Caesar howitzers, from the army's own.",
            ),
        ),
        ignored=("aid_type_specific", "tot_activity_value_EUR", "item_sub_type"),
    )


def test_the_record_is_the_sub_activity() -> None:
    assert FORMAT.identify(rows()[0]) == Identity("FRM12_3")
    assert FORMAT.identify(allocation(sub_activity_id=".")).record_id == (
        "FRM12/caesar-155mm-howitzer"
    )
    assert FORMAT.identify(allocation(sub_activity_id=None, activity_id="")) == Identity(None)


def test_humanitarian_aid_is_out_of_scope() -> None:
    read = FORMAT.interpret(rows()[1])
    assert (read.statements, read.signals) == ((), ())
    assert read.out_of_scope == "humanitarian aid: no arms"


def test_undisclosed_is_not_not_applicable_and_neither_is_zero() -> None:
    body = transfer(rows()[2])
    assert body.ordered_quantity == Quantity(
        qualifier="undisclosed", raw="undisclosed", rule="kiel/code"
    )
    assert body.delivered_quantity == Quantity(
        qualifier="not_applicable", raw=".", rule="kiel/code"
    )
    zero = transfer(allocation(item_numb_deliv="0")).delivered_quantity
    assert zero is not None
    assert (zero.low, zero.best, zero.high) == (0, 0, 0)
    assert transfer(allocation(item_numb_deliv="")).delivered_quantity is None


def test_what_was_moved_from_another_activity_is_reallocated() -> None:
    body = transfer(rows()[2])
    assert body.stage == "reallocated"
    assert body.intermediary is not None
    assert (body.intermediary.raw, parties.is_resolved(body.intermediary)) == ("via NATO", True)
    assert body.origin == "procurement"
    assert body.values == ()


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest"),
    [
        ("12/31/2022", "2022-12-31", "2022-12-31", "2022-12-31"),
        ("2022-02-26 00:00:00", "2022-02-26", "2022-02-26", "2022-02-26"),
        ("44618", "2022-02-26", "2022-02-26", "2022-02-26"),
        ("until 12/31/2022", "../2022-12-31", "None", "2022-12-31"),
        ("from 01/01/2024 until 05/01/2024", "2024-01-01/2024-05-01", "2024-01-01", "2024-05-01"),
        ("since 3/1/2023", "2023-03-01/..", "2023-03-01", "None"),
    ],
)
def test_announcement_dates(text: str, edtf: str, earliest: str, latest: str) -> None:
    when = kiel_dates.read(text)
    assert isinstance(when, When)
    assert (when.edtf, str(when.earliest), str(when.latest), when.raw) == (
        edtf,
        earliest,
        latest,
        text,
    )


@pytest.mark.parametrize("text", ["13/13/2022", "from 05/01/2024 until 01/01/2024", "soon-ish"])
def test_a_date_that_cannot_be_read_is_a_signal(text: str) -> None:
    assert signals(allocation(announcement_date=text)) == [("unread_date", "/announcement_date")]
    assert transfer(allocation(announcement_date=text)).ordered is None


def test_a_span_is_the_spans_of_dates() -> None:
    when = kiel_dates.read("from 01/01/2024 until 05/01/2024")
    first, last = dates.read("2024-01-01"), dates.read("2024-05-01")
    assert when is not None
    assert first is not None
    assert last is not None
    assert (when.earliest, when.latest) == (first.earliest, last.latest)


def test_older_headings_are_the_same_columns() -> None:
    older = {
        "ID": "FRM12",
        "Sub ID": "FRM12_3",
        "Countries": "France",
        "Announcement Date": "04/22/2022",
        "Type of Aid General": "Military",
        "Measure": "Allocation",
        "Item": "CAESAR 155mm howitzer",
        "Item Type": "Heavy weapon",
        "Source of Aid 1": "https://www.defense.example/caesar",
        "Item Numb": "a handful, they say",
    }
    assert FORMAT.identify(older) == Identity("FRM12_3")
    read = FORMAT.interpret(older)
    assert [(s.code, s.field) for s in read.signals] == [("unread_quantity", "/Item Numb")]
    body = read.statements[0].body
    assert isinstance(body, Transfer)
    assert body.ordered_quantity == Quantity(
        qualifier="unknown", raw="a handful, they say", rule="unread"
    )


def test_european_institutions_give_as_the_european_union() -> None:
    supplier = transfer(allocation(donor="EU (Commission and Council)")).supplier
    assert parties.is_resolved(supplier)
    assert supplier.raw == "EU (Commission and Council)"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"measure": "Promise"}, "unknown_code", "/measure"),
        ({"item_type": "Death ray"}, "unknown_code", "/item_type"),
        ({"donor": "Ruritania"}, "unresolved_party", "/donor"),
        ({"channel": "the postman"}, "unresolved_party", "/channel"),
        ({"source_of_weapon": "a cellar"}, "unknown_code", "/source_of_weapon"),
        ({"tot_sub_activity_value_EUR": "a lot"}, "unread_quantity", "/tot_sub_activity_value_EUR"),
        ({"reporting_currency": "francs"}, "unknown_code", "/reporting_currency"),
        ({"item_numb_deliv": "19"}, "contradiction", "/item_numb_deliv"),
        ({"item_numb": "-3"}, "unread_quantity", "/item_numb"),
        ({"mood": "good"}, "unknown_field", "/mood"),
    ],
)
def test_what_cannot_be_read_is_a_signal(changes: dict[str, Any], code: str, field: str) -> None:
    assert signals(allocation(**changes)) == [(code, field)]


def test_an_unknown_measure_makes_no_claim() -> None:
    read = FORMAT.interpret(allocation(measure="Promise"))
    assert read.statements == ()
    assert read.signals == (
        Signal(
            code="unknown_code",
            field="/measure",
            value="Promise",
            message="Commitment or Allocation",
        ),
    )


def test_training_is_no_transfer() -> None:
    read = FORMAT.interpret(allocation(item_type="Funding, training, services"))
    assert read.out_of_scope == "funding, training, services: no arms"


def test_the_main_sheet_of_the_workbook_holds_the_records() -> None:
    layout = FORMAT.layout
    assert layout.sheet is not None
    assert layout.sheet("Bilateral Assistance, MAIN DATA")
    assert not layout.sheet("Country Summary (€)")
    assert layout.is_record is not None
    assert layout.is_record(rows()[0])
    assert not layout.is_record({"activity_id": "x", "donor": ""})


def test_no_field_is_dropped_in_silence() -> None:
    full = {**rows()[0], "deliv_date": "2022-05-01", "reallocation": "."}
    assert accounts.dropped(FORMAT, full, full) == []
    assert "item_sub_type" not in FORMAT.interpret({**full, "item": "A crate"}).ignored


def test_a_sub_type_that_adds_nothing_is_ignored_and_the_receipt_says_so() -> None:
    read, bare = FORMAT.interpret(allocation()), FORMAT.interpret(allocation(item_sub_type="."))
    assert "item_sub_type" in read.ignored
    assert "item_sub_type" not in bare.ignored
    assert read.statements == bare.statements


_COLUMNS = (*rows()[0], *kiel_codes.IGNORES, "deliv_date", "reallocation")


@settings(max_examples=200, deadline=None)
@given(
    accounts.rows(
        _COLUMNS,
        {
            "aid_type_general": st.just("Military"),
            "item_type": st.sampled_from(["Heavy weapon", "."]),
            "measure": st.sampled_from(["Allocation", "Commitment"]),
            "donor": st.sampled_from(["France", "EU institutions"]),
            "announcement_date": st.dates().map(lambda d: f"{d.month}/{d.day}/{d.year}"),
            "item_numb": st.integers().map(str),
            "source_of_aid_1": st.text().map("https://".__add__),
            "tot_sub_activity_value_EUR": st.floats(allow_nan=False, allow_infinity=False),
        },
    )
)
def test_any_row_is_interpreted_or_refused(row: dict[str, Any]) -> None:
    accounts.outcome(FORMAT, row)
