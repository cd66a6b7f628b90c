"""Numbers and amounts as the Ukraine Support Tracker writes them, codes for none among them."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from schemas.values import Money, Quantity
from services.normalize.format import Fields
from services.normalize.formats import cells, kiel_codes
from services.normalize.reading import numerals, quantities

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
    negative = numerals.normal(written).startswith("-")
    read = None if negative else quantities.read(written, basis=basis)
    if read is None:
        fields.signal("unread_quantity", name, written, "a number, undisclosed, or .")
        return Quantity(qualifier="unknown", raw=written, rule="unread")
    return read


def amounts(fields: Fields) -> tuple[Money, ...]:
    """What the source reported, and the row's own value in its currency and in euros."""
    currency = given(fields.take("reporting_currency"))
    code = _currency(currency) if currency and currency.lower() not in NOTHING_KNOWN else ""
    if code is None:
        fields.signal("unknown_code", "reporting_currency", currency, "a currency of ISO 4217")
    found: list[Money] = []
    for name, unit in (
        ("source_reported_value", code or ""),
        ("tot_sub_activity_value", code or ""),
        ("tot_sub_activity_value_eur", "EUR"),
    ):
        written = given(fields.take(name))
        if written is None or written.lower() in NOTHING_KNOWN:
            continue
        money = _money(written, unit)
        if money is None:
            fields.signal("unread_quantity", name, written, "an amount of money in figures")
        elif isinstance(money, str):
            fields.signal("unknown_code", name, written, money)
        elif all(
            (m.amount, m.currency, m.unit) != (money.amount, money.currency, money.unit)
            for m in found
        ):
            found.append(money)
    return tuple(found)


_MONEY: Final = re.compile(
    r"(?P<before>[^\d\s.,+-][^\d.,+-]*?)?\s*(?P<figures>-?\d[\d.,' ’]*(?:e[+-]?\d+)?)\s*"
    r"(?P<unit>thousand|million|mio|mn|m|billion|bn|b)?\.?\s*(?P<after>[^\d\s.,+-][^\d.,+-]*)?",
    re.IGNORECASE,
)
_Unit = Literal["one", "thousand", "million", "billion"]
_UNITS: Final[Mapping[str, _Unit]] = MappingProxyType(
    {
        "": "one",
        "thousand": "thousand",
        "million": "million",
        "mio": "million",
        "mn": "million",
        "m": "million",
        "billion": "billion",
        "bn": "billion",
        "b": "billion",
    }
)


def _money(written: str, currency: str) -> Money | str | None:
    """The amount, in the cell's own currency if it names one; or what is wrong with it."""
    match = _MONEY.fullmatch(" ".join(written.split()))
    amount = cells.amount(match["figures"].strip()) if match else None
    if match is None or amount is None:
        return None
    named = [name for name in (match["before"], match["after"]) if name]
    codes = {_currency(name) for name in named}
    if None in codes or len(codes) > 1:
        return None
    own = next(iter(codes), None) or currency
    if not own:
        return "an amount without its currency"
    if currency and own != currency:
        return f"an amount in another currency than {currency}"
    unit = _UNITS[(match["unit"] or "").lower()]
    return Money(amount=amount, currency=own, unit=unit, raw=written)


def _currency(written: str) -> str | None:
    name = written.strip(" .()").lower()
    if re.fullmatch(r"[a-z]{3}", name):
        return name.upper()
    return kiel_codes.CURRENCIES.get(name)
