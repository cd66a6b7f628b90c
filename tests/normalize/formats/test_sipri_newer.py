"""SIPRI's newer export, one row a year of a deal; and the account of both exports' fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claims import Transfer
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.reading import parties, weapons
from tests.normalize.formats import accounts
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_sipri import (
    FORMAT,
    JETS,
    PREAMBLE,
    SOURCE,
    number,
    one,
    read,
    tiv,
    transfer,
    years,
)

NEWER = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,"
    "Local production"
)
DELIVERY = (
    "70001,Austria,Chad,M-109A5 155mm,self-propelled gun,Artillery,2017,No,39,Yes,2017,,"
    "Second hand,1.25,0.5,19.5,{local}"
)


def newer(*lines: str, end: str = "") -> list[dict[str, Any]]:
    text = "\n".join([*PREAMBLE.splitlines(), NEWER, *lines])
    return records(FORMAT, "register.csv", text.replace("\n", end + "\n"))


def test_a_newer_row_is_one_years_delivery_of_a_numbered_deal() -> None:
    (row,) = newer(DELIVERY.format(local="No"))
    assert FORMAT.identify(row) == Identity("70001/2017")
    gun = weapons.read("M-109A5 155mm", "self-propelled gun")
    assert FORMAT.interpret(row) == Interpretation(
        statements=(
            Statement(
                id="deal",
                body=Transfer(
                    supplier=parties.read("Austria"),
                    recipient=parties.read("Chad"),
                    weapon=gun.changed(sipri_category="Artillery"),
                    condition="second hand",
                    stage="delivered",
                    delivered_quantity=number("39", "increment", is_estimate=True),
                    ordered=years("2017", 2017, 2017, "2017"),
                    delivered=years("2017", 2017, 2017, "2017"),
                    values=(tiv("TIV deal unit", "0.5"), tiv("TIV delivery values", "19.5")),
                    deal="70001",
                ),
                source=SOURCE,
            ),
        ),
        ignored=("SIPRI estimate",),
    )


def test_the_tails_that_a_spreadsheet_leaves_do_no_harm() -> None:
    plain = newer(
        DELIVERY.format(local="Yes"), DELIVERY.format(local="No").replace("2017,,", "2018,,")
    )
    tailed = newer(
        DELIVERY.format(local="Yes"),
        DELIVERY.format(local="No").replace("2017,,", "2018,,"),
        end=";;",
    )
    assert [FORMAT.identify(row) for row in tailed] == [FORMAT.identify(row) for row in plain]
    assert [FORMAT.interpret(row) for row in tailed] == [FORMAT.interpret(row) for row in plain]
    assert transfer(tailed[0]).stage == "produced_under_licence"


@pytest.mark.parametrize(
    "heading", ["Order date is estimate", "Order date (is estimate)", "order_date_is_estimate"]
)
def test_estimate_headings_are_known_in_any_spelling(heading: str) -> None:
    (row,) = newer(DELIVERY.format(local="No").replace("2017,No", "2017,Yes"))
    renamed = {heading if k == "Order date is estimate" else k: v for k, v in row.items()}
    assert transfer(renamed).ordered == years("2017?", 2017, 2017, "2017")
    assert read(renamed)[1] == ()


def test_the_older_semicolon_file_of_deals_is_the_same_table() -> None:
    header = NEWER.replace("SIPRI AT Database ID,Supplier,Recipient", "Deal ID,Seller,Buyer")
    text = "SIPRI Transfers Database \n\n" + f"{header}\n{DELIVERY}".replace(",", ";")
    (row,) = records(FORMAT, "DealsAndTIVs.txt", text.format(local="No"))
    assert FORMAT.identify(row) == Identity("70001/2017")
    (same,) = newer(DELIVERY.format(local="No"))
    assert FORMAT.interpret(row).statements == FORMAT.interpret(same).statements


def test_a_row_without_its_number_has_no_identity() -> None:
    (row,) = newer(DELIVERY.format(local="No"))
    assert FORMAT.identify(row | {"SIPRI AT Database ID": ""}) == Identity(None)


# the account

CLASSIC_ROW = one(JETS.format(comments="Produced under licence; second batch"))
NEWER_ROW = newer(DELIVERY.format(local="No"))[0]


@pytest.mark.parametrize("row", [CLASSIC_ROW, NEWER_ROW])
def test_no_field_is_dropped_in_silence(row: dict[str, Any]) -> None:
    assert accounts.dropped(FORMAT, row, row) == []


def likely(row: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    found: st.SearchStrategy[dict[str, Any]] = accounts.rows(
        row, {name: st.just(cell) for name, cell in row.items()}
    )
    return found


@given(likely(CLASSIC_ROW) | likely(NEWER_ROW))
def test_whatever_a_row_holds_it_is_read_or_refused(row: dict[str, Any]) -> None:
    accounts.outcome(FORMAT, row)
