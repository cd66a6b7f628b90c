"""SIPRI's register, the classic export. Long: what every column may hold, as whole values."""

from datetime import date
from typing import Any

import pytest

from schemas.claims import Signal, Transfer
from schemas.refusal import Refused
from schemas.values import Money, Quantity, Source, When
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats import sipri
from services.normalize.reading import parties, quantities, weapons
from tests.normalize.formats.accounts import records

FORMAT = sipri.FORMAT
SOURCE = Source(
    publisher="Stockholm International Peace Research Institute",
    title="SIPRI Arms Transfers Database",
)

PREAMBLE = """\
Transfers of major conventional arms from All countries  to All countries . Deals with deliveries \
or orders made for year range '1950' to '2024'
A '?' in a column indicates uncertain data.
An empty field for 'Number ordered' indicates that data is not yet available.
SIPRI trend-indicator values (TIVs) are in millions.
An empty field for 'SIPRI TIV for total order' indicates that data is not available.
A '0' for 'SIPRI TIV of delivered weapons' indicates a volume between 0 and 0.5 million.
Figures may not add up to stated totals due to the conventions of rounding.
For the method see <https://www.sipri.org/databases/armstransfers/sources-and-methods>.

Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 13 Oct 2024 2:20:11 PM
"""
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)


def classic(*lines: str) -> list[dict[str, Any]]:
    return records(FORMAT, "trade-register.csv", PREAMBLE + "\n".join([HEADER, *lines]) + "\n")


def one(line: str) -> dict[str, Any]:
    (row,) = classic(line)
    return row


def read(row: dict[str, Any]) -> tuple[Statement, tuple[Signal, ...]]:
    found = FORMAT.interpret(row)
    (statement,) = found.statements
    return statement, found.signals


def transfer(row: dict[str, Any]) -> Transfer:
    body = read(row)[0].body
    assert isinstance(body, Transfer)
    return body


def tiv(column: str, text: str) -> Money:
    amount = float(text)
    number = int(amount) if amount.is_integer() else amount
    return Money(amount=number, currency="TIV", unit="million", raw=f"{column}: {text}")


def number(text: str, basis: Any, *, is_estimate: bool = False) -> Quantity:
    found = quantities.read(text, basis=basis)
    assert found is not None
    return found.changed(is_estimate=is_estimate)


def years(edtf: str, first: int, last: int, raw: str) -> When:
    return When(
        edtf=edtf,
        earliest=date(first, 1, 1),
        latest=date(last, 12, 31),
        precision=5,
        raw=raw,
        rule="sipri.years",
    )


JETS = (
    "Angola,Soviet Union,1977,?,26,,MiG-21bis,fighter aircraft,26,?,1977; 1978,New,{comments},"
    "9,234,234"
)


def test_the_unnamed_columns_flag_the_column_to_their_left() -> None:
    assert one(JETS.format(comments="")) == {
        "Recipient": "Angola",
        "Supplier": "Soviet Union",
        "Year of order": "1977",
        "Year of order ?": "?",
        "Number ordered": "26",
        "Number ordered ?": "",
        "Weapon designation": "MiG-21bis",
        "Weapon description": "fighter aircraft",
        "Number delivered": "26",
        "Number delivered ?": "?",
        "Year(s) of delivery": "1977; 1978",
        "status": "New",
        "Comments": "",
        "SIPRI TIV per unit": "9",
        "SIPRI TIV for total order": "234",
        "SIPRI TIV of delivered weapons": "234",
    }


def test_a_classic_row_is_one_transfer_with_all_its_deliveries() -> None:
    comments = "$45 m deal; financed by Libya; incl some MiG-21UM"
    row = one(JETS.format(comments=comments))
    assert FORMAT.identify(row) == Identity(
        "angola/soviet union/1977/mig-21bis/aircraft-fighter/new/$45m"
    )
    assert FORMAT.interpret(row) == Interpretation(
        statements=(
            Statement(
                id="deal",
                body=Transfer(
                    supplier=parties.read("Soviet Union"),
                    recipient=parties.read("Angola"),
                    financed_by=parties.read("Libya", role="financier"),
                    weapon=weapons.read("MiG-21bis", "fighter aircraft"),
                    condition="new",
                    stage="delivered",
                    ordered_quantity=number("26", None),
                    delivered_quantity=number("26", "cumulative_total", is_estimate=True),
                    ordered=years("1977?", 1977, 1977, "1977"),
                    delivered=years("1977/1978", 1977, 1978, "1977; 1978"),
                    values=(
                        tiv("SIPRI TIV per unit", "9"),
                        tiv("SIPRI TIV for total order", "234"),
                        tiv("SIPRI TIV of delivered weapons", "234"),
                        Money(
                            amount=45,
                            currency="USD",
                            unit="million",
                            raw="$45 m deal",
                        ),
                    ),
                ),
                source=SOURCE,
                summary=comments,
            ),
        )
    )
    assert FORMAT.interpret(row).signals == ()


def test_an_empty_number_is_unknown_and_not_zero() -> None:
    row = one("Chad,France,2021,,,,Milan,anti-tank missile,0,,,New,,0.01,,0")
    body = transfer(row)
    assert body.stage == "ordered"
    assert body.delivered is None
    assert body.ordered_quantity == Quantity(qualifier="unknown", raw="", rule="sipri.empty")
    assert body.delivered_quantity == number("0", "cumulative_total")
    assert body.values == (
        tiv("SIPRI TIV per unit", "0.01"),
        tiv("SIPRI TIV of delivered weapons", "0"),
    )


def test_a_lost_question_mark_changes_nothing_but_the_estimate() -> None:
    flagged = one("Chad,France,2021,,12,?,Milan,anti-tank missile,12,?,2022,New,,0.01,0.1,0.1")
    sure = one("Chad,France,2021,,12,,Milan,anti-tank missile,12,,2022,New,,0.01,0.1,0.1")
    assert FORMAT.identify(flagged) == FORMAT.identify(sure)
    ordered, delivered = transfer(flagged).ordered_quantity, transfer(flagged).delivered_quantity
    assert ordered is not None
    assert delivered is not None
    assert transfer(sure) == transfer(flagged).changed(
        ordered_quantity=ordered.changed(is_estimate=False),
        delivered_quantity=delivered.changed(is_estimate=False),
    )


@pytest.mark.parametrize(
    ("cell", "edtf", "first", "last"),
    [
        ("2010", "2010", 2010, 2010),
        ("2010; 2011; 2012", "2010/2012", 2010, 2012),
        ("2000;2001; 2003", "{2000,2001,2003}", 2000, 2003),
    ],
)
def test_years_of_delivery_are_a_list(cell: str, edtf: str, first: int, last: int) -> None:
    row = one(f"Chad,France,2000,,12,,Milan,anti-tank missile,12,,{cell},New,,,,")
    assert transfer(row).delivered == years(edtf, first, last, cell)


def test_next_years_register_corrects_the_deal_instead_of_replacing_it() -> None:
    old = "Chad,Turkey,2021,?,20,?,R-3,{label},5,?,2022,New,For 2 ships,0.5,10,2.5"
    new = "Chad,Turkiye,2021,,30,,R-3,{label},15,,2022; 2023,New,For 3 ships,0.6,18,9"
    labels = [
        ("SSM", "surface-to-surface missile"),
        ("APV", "APC"),
        ("APC", "armoured personnel carrier"),
        ("reconnaissance AV", "armoured reconnaissance vehicle"),
        ("air search radar", "air-search radar"),
        ("BVRAAM", "long-range air-to-air missile"),
        ("self-propelled MRL", "multiple rocket launcher"),
        ("patrol craft", "patrol boat"),
        ("IFV turret", "infantry fighting vehicle turret"),
    ]
    for before, after in labels:
        first, second = one(old.format(label=before)), one(new.format(label=after))
        assert FORMAT.identify(first) == FORMAT.identify(second), before


def test_deals_of_one_year_for_one_weapon_are_told_apart() -> None:
    rows = classic(
        "Chad,France,2010,,237,,Lynx,APC,237,,2012,New,$45 m deal,0.13,30.8,30.8",
        "Chad,France,2010,,4002,,Lynx,APC,4002,,2011,New,Part of $1 b deal,0.13,520,520",
        "Chad,France,2010,,6,,Lynx,infantry fighting vehicle,6,,2011,New,,1.25,7.5,7.5",
        "Chad,France,2010,,2566,,Lynx,APC,2566,,2011,Second hand,Second-hand,0.05,133,133",
        "Chad,France,2010,,4,,ship engine,ship engine,4,,2012,New,MAK-12 (900hp) for B-1,,,",
        "Chad,France,2010,,4,,ship engine,ship engine,4,,2012,New,MAK-16 (900hp) for B-1,,,",
    )
    keys = [FORMAT.identify(row).record_id for row in rows]
    assert keys == [
        "chad/france/2010/lynx/armoured-carrier-personnel/new/$45m",
        "chad/france/2010/lynx/armoured-carrier-personnel/new/$1b",
        "chad/france/2010/lynx/fighting-infantry-vehicle/new",
        "chad/france/2010/lynx/armoured-carrier-personnel/second-hand",
        "chad/france/2010/ship-engine/engine-vessel/new/b1+mak12",
        "chad/france/2010/ship-engine/engine-vessel/new/b1+mak16",
    ]


def test_stars_and_unknown_suppliers_are_read() -> None:
    row = one(
        "African Union**,unknown supplier(s),2004,,15,,Mi-17,transport helicopter,15,,2005,"
        "Second hand but modernized,,2.9,43.5,43.5"
    )
    body = transfer(row)
    assert (body.recipient.id, body.recipient.raw) == ("african-union", "African Union**")
    assert body.supplier.id == "unknown"
    assert body.condition == "second hand but modernized"
    rebels = transfer(one("Front of X (Chad)*,Libya,1979,?,5,?,T-55,tank,5,,1980,New,,1,5,5"))
    assert (rebels.recipient.country, rebels.recipient.raw) == ("TCD", "Front of X (Chad)*")


@pytest.mark.parametrize(
    ("comments", "stage"),
    [
        ("Produced under licence in Chad as X-1", "produced_under_licence"),
        ("Assembled from kits and produced under license", "produced_under_licence"),
        ("Possibly produced under licence in Chad", "delivered"),
        ("Incl production of components under licence", "delivered"),
        ("From French production line", "delivered"),
    ],
)
def test_only_a_plain_word_makes_it_licensed_production(comments: str, stage: str) -> None:
    row = one(f"Chad,France,2000,,12,,Milan,anti-tank missile,12,,2001,New,{comments},,,")
    assert transfer(row).stage == stage


def test_what_is_only_selected_is_a_planned_order() -> None:
    comments = "Selected but not yet ordered by end-2023; delivery planned 2024-2027"
    row = one(f"Chad,France,2023,,12,,Milan,anti-tank missile,0,,,New,{comments},,,")
    statement, _ = read(row)
    assert statement.modality == "planned"
    assert transfer(row).stage == "ordered"


@pytest.mark.parametrize(
    ("comments", "price"),
    [
        ("EUR195 m deal", Money(amount=195, currency="EUR", unit="million", raw="EUR195 m deal")),
        (
            "$1.4 b ($2 b) deal; aid",
            Money(amount=1.4, currency="USD", unit="billion", raw="$1.4 b ($2 b) deal"),
        ),
        ("Part of $1 b deal", None),
        ("Possibly $145 m deal", None),
        ("$17-20 m aid", None),
        ("$6 a piece", None),
    ],
)
def test_a_price_is_taken_only_when_it_is_plain(comments: str, price: Money | None) -> None:
    row = one(f"Chad,France,2000,,12,,Milan,anti-tank missile,12,,2001,New,{comments},,,")
    assert transfer(row).values == ((price,) if price else ())


def test_what_cannot_be_read_is_named() -> None:
    row = one("Chad,Nowhereland,20xx,!,a few,,Frobnicator,,12,,soon,Used,,n/a,,")
    statement, signals = read(row)
    assert [(s.code, s.field, s.value) for s in signals] == [
        ("unresolved_party", "/Supplier", "Nowhereland"),
        ("unknown_code", "/Year of order ?", "!"),
        ("unread_date", "/Year of order", "20xx"),
        ("unread_quantity", "/Number ordered", "a few"),
        ("unread_date", "/Year(s) of delivery", "soon"),
        ("unknown_code", "/status", "Used"),
        ("unresolved_weapon", "/Weapon designation", "Frobnicator"),
        ("unread_quantity", "/SIPRI TIV per unit", "n/a"),
    ]
    assert isinstance(statement.body, Transfer)
    assert statement.body.supplier.raw == "Nowhereland"


def test_more_delivered_than_ordered_is_a_contradiction() -> None:
    row = one("Chad,France,2000,,12,,Milan,anti-tank missile,15,,2001,New,,,,")
    (signal,) = read(row)[1]
    assert (signal.code, signal.value) == ("contradiction", "15 delivered of 12 ordered")


def test_a_row_that_is_no_deal_is_refused_and_footers_are_not_cut() -> None:
    assert classic(",,,,,,,,,,,,,,,", "Total,,,,,,,,,,,,,,,99") == []
    with pytest.raises(Refused, match="missing_field"):
        FORMAT.interpret(one(JETS.format(comments="")) | {"Supplier": ""})


def test_latin_1_and_a_byte_order_mark_are_both_read() -> None:
    line = "Chad,Finland,2010,,2,,ship engine,ship engine,2,,2011,New,Wärtsilä 12V32 diesel,,,"
    text = f"{PREAMBLE}{HEADER}\n{line}\n"
    (old,) = records(FORMAT, "r.csv", text.encode("cp1252"))
    (new,) = records(FORMAT, "r.csv", text.encode("utf-8-sig"))
    assert old == new
    broken = records(FORMAT, "r.csv", text.replace("ä", "\ufffd"))
    assert FORMAT.identify(broken[0]) == FORMAT.identify(new)
