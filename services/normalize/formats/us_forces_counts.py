"""How many a row of the US forces reports states: totals, parts, and what contradicts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.values import Quantity
from services.normalize.format import Fields
from services.normalize.formats import cells
from services.normalize.formats.us_forces_columns import (
    ACTIVE_SINCE_2008,
    ADDED_UP,
    ASHORE_AND_AFLOAT,
    ASHORE_ONLY,
    BY_SERVICE,
    HARMONISED,
    NUMBERS,
    OWN_OF_HARMONISED,
    RESERVE_SINCE_2008,
    Accounting,
)

MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none"})


@dataclass(frozen=True, slots=True)
class Stock:
    """A total with its parts, as one accounting gives it. `total` None: a placeholder, unknown."""

    claim_id: str
    scope: str
    column: str
    total: int | None
    parts: tuple[tuple[str, int], ...]


def numbers_of(fields: Fields) -> dict[str, int]:
    """Every number column that the report has; `NA` and empty cells are absent."""
    found: dict[str, int] = {}
    for column in NUMBERS:
        written = fields.text(column)
        if written.lower() in MISSING:
            continue
        number = cells.whole(written)
        if number is None or number < 0:
            fields.signal("unread_quantity", column, written, "a count is a whole number from zero")
        else:
            found[column] = number
    return found


def stocks(
    fields: Fields, numbers: Mapping[str, int], elsewhere: bool
) -> tuple[tuple[Stock, ...], tuple[str, ...]]:
    """The stocks that the row states, and the columns that stand beside them."""
    _compare(fields, numbers)
    accounting = _accounting(numbers)
    if accounting is None:
        fields.signal("unread_quantity", "troops_ad", None, "no total in this row")
        return (), ()
    scope = "active duty, ashore" if accounting is ASHORE_ONLY else "active duty"
    active, apart = _stock(fields, numbers, accounting, "active-duty", scope, elsewhere)
    found = [active]
    if RESERVE_SINCE_2008.total in numbers:
        reserve, _ = _stock(
            fields, numbers, RESERVE_SINCE_2008, "selected-reserve", "selected reserve", False
        )
        found.append(reserve)
    return tuple(found), apart


def _accounting(numbers: Mapping[str, int]) -> Accounting | None:
    if ACTIVE_SINCE_2008.total in numbers:
        return ACTIVE_SINCE_2008
    if BY_SERVICE.total in numbers:
        afloat = any(c in numbers for c, _ in ASHORE_AND_AFLOAT.parts if c not in _BY_SERVICE)
        return ASHORE_AND_AFLOAT if afloat else BY_SERVICE
    if ASHORE_ONLY.total in numbers:
        return ASHORE_ONLY
    return HARMONISED if HARMONISED.total in numbers else None


_BY_SERVICE: Final = frozenset(column for column, _ in BY_SERVICE.parts)


def _stock(
    fields: Fields,
    numbers: Mapping[str, int],
    accounting: Accounting,
    claim_id: str,
    scope: str,
    elsewhere: bool,
) -> tuple[Stock, tuple[str, ...]]:
    total = numbers[accounting.total]
    parts, apart = _parts(fields, numbers, accounting)
    if total == 0 and (elsewhere or not parts) and not any(number for _, number in parts):
        message = "a placeholder: the report gives this number elsewhere, or not at all"
        fields.signal("unread_quantity", accounting.total, total, message)
        return Stock(claim_id, scope, accounting.total, None, ()), apart
    return Stock(claim_id, scope, accounting.total, total, parts), apart


def _parts(
    fields: Fields, numbers: Mapping[str, int], accounting: Accounting
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The parts that add up to the total, leaving out what stands beside it; else all of them."""
    given = [(column, name) for column, name in accounting.parts if column in numbers]
    for left_out in (accounting.apart[:n] for n in range(len(accounting.apart) + 1)):
        counted = [(column, name) for column, name in given if column not in left_out]
        if sum(numbers[column] for column, _ in counted) == numbers[accounting.total]:
            beside = tuple(column for column, _ in given if column in left_out)
            return tuple((name, numbers[column]) for column, name in counted), beside
    if given:
        added = " + ".join(f"{name} {numbers[column]}" for column, name in given)
        value = f"{numbers[accounting.total]} is not {added}"
        message = "the total and its parts disagree: the total is taken"
        fields.signal("contradiction", accounting.total, value, message)
    return tuple((name, numbers[column]) for column, name in given), ()


def _compare(fields: Fields, numbers: Mapping[str, int]) -> None:
    """Harmonised columns against the report's own, and totals of totals against their terms."""
    for column, owns in OWN_OF_HARMONISED.items():
        own = next((name for name in owns if name in numbers), None)
        if own is not None and column in numbers and numbers[column] != numbers[own]:
            value = f"{numbers[column]}, but {own} is {numbers[own]}"
            fields.signal("contradiction", column, value, "the report's own column is taken")
    for total, terms in ADDED_UP:
        if total in numbers and all(term in numbers for term in terms):
            added = sum(numbers[term] for term in terms)
            if added != numbers[total]:
                value = f"{numbers[total]} is not {' + '.join(str(numbers[t]) for t in terms)}"
                fields.signal(
                    "contradiction", total, value, f"{', '.join(terms)} add up to {added}"
                )


def quantity(stock: Stock) -> Quantity:
    if stock.total is None:
        return Quantity(
            qualifier="unknown", basis="stock", unit="persons", rule="us-forces/unknown"
        )
    return exact(stock.total)


def exact(number: int) -> Quantity:
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
