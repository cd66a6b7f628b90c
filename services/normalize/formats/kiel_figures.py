"""Numbers and amounts as the Ukraine Support Tracker writes them, codes for none among them."""

import re
from typing import Final

from schemas.values import Money, Quantity
from services.normalize.format import Fields
from services.normalize.formats import cells, kiel_codes
from services.normalize.reading import quantities

NOTHING_KNOWN: Final = kiel_codes.UNDISCLOSED | kiel_codes.UNKNOWN


def given(value: object) -> str | None:
    """A text that says something: neither empty nor "not applicable"."""
    written = cells.text(value)
    return None if not written or written.lower() in kiel_codes.NOT_APPLICABLE else written


def number(fields: Fields, name: str) -> Quantity | None:
    """None only when the export does not have the column or leaves it empty."""
    written = fields.text(name)
    lowered = written.lower()
    if not written:
        return None
    if lowered in kiel_codes.NOT_APPLICABLE:
        return Quantity(qualifier="not_applicable", raw=written, rule="kiel/code")
    if lowered in kiel_codes.UNDISCLOSED:
        return Quantity(qualifier="undisclosed", raw=written, rule="kiel/code")
    if lowered in kiel_codes.UNKNOWN:
        return Quantity(qualifier="unknown", raw=written, rule="kiel/code")
    basis: Final = "cumulative_total" if name == "item_numb_deliv" else None
    read = None if re.fullmatch(r"-\d.*", written) else quantities.read(written, basis=basis)
    if read is None:
        fields.signal("unread_quantity", name, written, "a number, undisclosed, or .")
        return Quantity(qualifier="unknown", raw=written, rule="unread")
    return read


def amounts(fields: Fields) -> tuple[Money, ...]:
    """What the source reported, and the row's own value in its currency and in euros."""
    currency = given(fields.take("reporting_currency"))
    code = currency.upper() if currency else ""
    if currency and not re.fullmatch(r"[A-Z]{3}", code):
        fields.signal("unknown_code", "reporting_currency", currency, "a currency of ISO 4217")
        code = ""
    found: list[Money] = []
    for name, unit in (
        ("source_reported_value", code),
        ("tot_sub_activity_value", code),
        ("tot_sub_activity_value_eur", "EUR"),
    ):
        written = given(fields.take(name))
        if written is None or written.lower() in NOTHING_KNOWN:
            continue
        amount = _amount(written)
        if amount is None:
            fields.signal("unread_quantity", name, written, "an amount of money in figures")
        elif not unit:
            fields.signal("unknown_code", name, written, "an amount without its currency")
        elif all((m.amount, m.currency) != (amount, unit) for m in found):
            found.append(Money(amount=amount, currency=unit, raw=written))
    return tuple(found)


def _amount(written: str) -> int | float | None:
    if (number := cells.whole(written)) is not None:
        return number
    if re.fullmatch(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})\.\d{1,30}", written):
        return float(written.replace(",", ""))
    if re.fullmatch(r"-?\d(?:\.\d{1,20})?[eE]\+?(?:\d|1[0-4])", written):
        return float(written)
    return None
