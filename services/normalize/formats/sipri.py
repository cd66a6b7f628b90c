"""SIPRI's register of arms transfers: the classic export, and the newer one with database ids.

One transfer per record. Classic: one row per deal, all deliveries together; its key is recipient,
supplier, order year, designation, what kind of weapon, its status, and the deal's price where the
comment gives it (see sipri_labels), so that a changed number is a correction. Newer: one row per
deal and year of delivery, keyed by both; the deal's own number is `deal`.
Trend-indicator values (TIV, millions) are `values` in the currency "TIV", each with its column in
`raw`: per unit, of the whole order, of what was delivered; a 0 stands for 0 to 0.5. A price in the
comment ("$45 m deal") is a value too, unless it is only part of a deal, a range or a guess.
An empty number ordered (or "..") is unknown, not zero; `?` and "(12)" make a quantity an estimate
and a year uncertain (EDTF "1977?"). Stages: delivered when anything was, else ordered; licensed
production when the row or its comment says so without "possibly".
Ignored on purpose: "SIPRI estimate", the value of the type when new.
Signals: parties, designations, years, numbers and states that nobody can read; more delivered
than ordered, or before it was ordered (contradiction).
"""

from collections.abc import Iterator
from typing import Any, Final

from schemas.claims import Transfer
from schemas.refusal import Refused
from schemas.values import Money, Party, Quantity, Source, When
from services.normalize.format import Format, Identity, Interpretation, Layout, Row, Statement
from services.normalize.formats import sipri_columns, sipri_labels, sipri_values
from services.normalize.formats.sipri_cells import Cells
from services.normalize.reading import parties

_SOURCE: Final = Source(
    publisher="Stockholm International Peace Research Institute",
    title="SIPRI Arms Transfers Database",
)
_IGNORES: Final = {"SIPRI estimate": "the value of the type when new; the deal's own is kept"}
_TIVS: Final = ("tiv_unit", "tiv_order", "tiv_delivered")


def identify(row: Row) -> Identity:
    cells = Cells(row)
    number = cells.peek("id")
    if "id" in cells.roles:
        if not number:
            return Identity(None)
        years = cells.peek("delivery_year") or cells.peek("delivery_years")
        return Identity(f"{number}/{years or '-'}")
    recipient, supplier, designation = map(cells.peek, ("recipient", "supplier", "designation"))
    if not (recipient and supplier and designation):
        return Identity(None)
    description = cells.peek("description")
    key = (
        sipri_labels.party(recipient),
        sipri_labels.party(supplier),
        sipri_labels.year(cells.peek("order_year")) or "-",
        sipri_labels.designation(designation),
        sipri_labels.label(description),
        cells.peek("status").lower().replace(" ", "-") or "-",
        sipri_labels.mark(designation, description, cells.peek("comments")),
    )
    return Identity("/".join(key).rstrip("/"))


def interpret(row: Row) -> Interpretation:
    cells = Cells(row)
    for needed in ("recipient", "supplier", "designation"):
        if not cells.peek(needed):
            raise Refused("missing_field", f"/{cells.column(needed)}", f"no {needed}: not a deal")
    deal = cells.text("id")
    comments = cells.text("comments")
    said = sipri_values.said(comments)
    supplier, recipient = _party(cells, "supplier"), _party(cells, "recipient")
    ordered_in = _ordered_in(cells)
    ordered = _number(cells, "ordered", None)
    delivered = _number(cells, "delivered", "increment" if deal else "cumulative_total")
    delivered_in = _delivered_in(cells)
    _compare(cells, ordered, delivered)
    _compare_years(cells, ordered_in, delivered_in)
    condition = _condition(cells, said.condition)
    weapon = sipri_values.weapon(*map(cells.text, ("designation", "description", "category")))
    if weapon.family is None and weapon.sipri_category is None:
        cells.signal("unresolved_weapon", "designation", weapon.raw)
    local = _yes(cells, "local")
    body = Transfer(
        supplier=supplier,
        recipient=recipient,
        intermediary=said.intermediary,
        financed_by=said.financier,
        weapon=weapon,
        condition=condition,
        stage=sipri_values.stage(
            local or said.is_licensed, delivered_in is not None, _best(delivered)
        ),
        ordered_quantity=ordered,
        delivered_quantity=delivered,
        ordered=ordered_in,
        delivered=delivered_in,
        values=tuple(_values(cells, said.price)),
        deal=deal or None,
    )
    statement = Statement(
        id="deal",
        body=body,
        modality="planned" if said.is_only_selected else "asserted",
        source=_SOURCE,
        summary=comments or None,
    )
    cells.ignore("tiv_new")
    return Interpretation((statement,), cells.close(), cells.ignored)


def _party(cells: Cells, role: str) -> Party:
    found = sipri_values.party(cells.text(role))
    if not parties.is_resolved(found):
        cells.signal("unresolved_party", role, found.raw)
    return found


def _ordered_in(cells: Cells) -> When | None:
    text = cells.text("order_year")
    found = sipri_values.years(text, _yes(cells, "order_estimate"))
    if text not in sipri_values.NOT_SAID and found is None:
        cells.signal("unread_date", "order_year", text, "not a year")
    return found


def _delivered_in(cells: Cells) -> When | None:
    uncertain = _yes(cells, "delivery_estimate")
    found: When | None = None
    for role in ("delivery_years", "delivery_year"):
        text = cells.text(role)
        if text and text not in sipri_values.NOT_SAID:
            found = sipri_values.years(text, uncertain)
            if found is None:
                cells.signal("unread_date", role, text, "not a list of years")
    return found


def _number(cells: Cells, role: str, basis: Any) -> Quantity | None:
    if role not in cells.roles:
        return None
    text, estimate = cells.text(role), _yes(cells, f"{role}_estimate")
    found = sipri_values.number(text, estimate, basis)
    if found is None:
        cells.signal("unread_quantity", role, text, "not a number")
        return Quantity(qualifier="unknown", basis=basis, is_estimate=estimate, raw=text)
    return found


def _yes(cells: Cells, role: str) -> bool:
    """`?` in the classic export, Yes or No in the newer; empty is no."""
    text = cells.text(role)
    if text.lower() in ("", "no", "n", "false", "0"):
        return False
    if text.lower() not in ("?", "yes", "y", "true", "1"):
        cells.signal("unknown_code", role, text, "not a flag: ?, Yes or No")
        return False
    return True


def _best(quantity: Quantity | None) -> float:
    return quantity.best or 0 if quantity is not None else 0


def _compare(cells: Cells, ordered: Quantity | None, delivered: Quantity | None) -> None:
    if ordered is None or delivered is None or ordered.high is None or delivered.low is None:
        return
    if delivered.low > ordered.high:
        text = f"{delivered.raw} delivered of {ordered.raw} ordered"
        cells.signal("contradiction", "delivered", text)


def _compare_years(cells: Cells, ordered: When | None, delivered: When | None) -> None:
    if ordered is None or delivered is None or not (ordered.earliest and delivered.latest):
        return
    if ordered.earliest > delivered.latest:
        role = "delivery_years" if "delivery_years" in cells.roles else "delivery_year"
        cells.signal("contradiction", role, f"delivered {delivered.raw}, ordered {ordered.raw}")


def _condition(cells: Cells, said: sipri_values.Condition | None) -> sipri_values.Condition | None:
    """The column's; what the comment says where an old export has no such column, or leaves it
    empty."""
    text = cells.text("status")
    condition = sipri_values.CONDITIONS.get(text.lower().replace("-", " "))
    if text and condition is None:
        cells.signal("unknown_code", "status", text, "not New, Second hand or … modernized")
    return condition if text else said


def _values(cells: Cells, price: Money | None) -> Iterator[Money]:
    for role in _TIVS:
        text = cells.text(role)
        if not text:
            continue
        worth = sipri_values.tiv(cells.column(role), text)
        if worth is None:
            cells.signal("unread_quantity", role, text, "not a trend-indicator value")
        else:
            yield worth
    if price is not None:
        yield price


def is_record(row: Row) -> bool:
    """Footers and totals name no deal."""
    cells = Cells(row)
    named = [cells.peek(role) for role in ("recipient", "supplier", "designation", "id")]
    return sum(map(bool, named)) > 1


FORMAT: Final = Format(
    name="sipri.register",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        is_header=sipri_columns.is_header,
        name_columns=sipri_columns.name_columns,
        encodings=("utf-8-sig", "cp1252", "latin-1"),
        is_record=is_record,
    ),
    ignores=_IGNORES,
)
