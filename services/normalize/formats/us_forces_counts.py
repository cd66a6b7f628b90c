"""How many a row of the US forces reports states: its totals, and the parts of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.values import Quantity
from services.normalize.format import Fields
from services.normalize.formats import cells, us_forces_checks
from services.normalize.formats.us_forces_columns import (
    ACTIVE_SINCE_2008,
    ASHORE_AND_AFLOAT,
    ASHORE_ONLY,
    BESIDE,
    BY_SERVICE,
    HARMONISED,
    LATER_SERVICES,
    NUMBERS,
    RESERVE_SINCE_2008,
    Accounting,
    snake,
)

MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})
_PARENTHESES: Final = re.compile(r"\(\s*([\d,]+)\s*\)")


@dataclass(frozen=True, slots=True)
class Stock:
    """A total with its parts, as one accounting gives it. `total` None: unknown; then `at_least`
    is what the parts add up to, if the report gives any."""

    claim_id: str
    scope: str
    column: str
    total: int | None
    parts: tuple[tuple[str, int], ...]
    at_least: int | None = None
    raw: str | None = None


def numbers_of(fields: Fields) -> dict[str, int]:
    """Every number column that the report has; `NA` and empty cells are absent."""
    found: dict[str, int] = {}
    for column in NUMBERS:
        for name in dict.fromkeys((column, snake(column))):
            written = fields.text(name)
            if written.lower() in MISSING or column in found:
                continue
            number = _count(written, column)
            if number is None:
                message = "a count is a whole number from zero"
                fields.signal("unread_quantity", name, written, message)
            else:
                found[column] = number
    return found


def _count(written: str, column: str) -> int | None:
    if column in BESIDE and (bracket := _PARENTHESES.fullmatch(written)):
        written = bracket[1]
    number = cells.whole(written)
    if number is not None and number < 0:
        return -number if column in BESIDE else None
    return number


def stocks(
    fields: Fields, numbers: Mapping[str, int], elsewhere: bool
) -> tuple[tuple[Stock, ...], tuple[str, ...]]:
    """The stocks that the row states, and the columns that say nothing in it."""
    idle = us_forces_checks.compare(fields, numbers)
    accounting = _accounting(numbers)
    if accounting is None:
        least = _without_total(fields, numbers)
        return (() if least is None else (least,)), idle
    scope = "active duty, ashore" if accounting is ASHORE_ONLY else "active duty"
    active, apart = _stock(fields, numbers, accounting, "active-duty", scope, elsewhere)
    found, left = [active], [*idle, *apart]
    if (total := numbers.get(RESERVE_SINCE_2008.total)) is not None:
        if total == 0 and not any(column in numbers for column, _ in RESERVE_SINCE_2008.parts):
            left.append(RESERVE_SINCE_2008.total)  # of a report without a reserve
        else:
            reserve, _ = _stock(
                fields, numbers, RESERVE_SINCE_2008, "selected-reserve", "selected reserve", False
            )
            found.append(reserve)
    return tuple(found), tuple(dict.fromkeys(left))


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


def _without_total(fields: Fields, numbers: Mapping[str, int]) -> Stock | None:
    """A report that some service did not answer has no total: the rest is a lower bound."""
    parts = [(c, name) for c, name in ACTIVE_SINCE_2008.parts if c in numbers]
    if not parts:
        fields.signal("unread_quantity", "troops_ad", None, "no total in this row")
        return None
    given = tuple((name, numbers[column]) for column, name in parts)
    least = sum(number for _, number in given)
    message = "no total in this report: its services add up to a lower bound"
    fields.signal("unread_quantity", ACTIVE_SINCE_2008.total, None, message)
    total = ACTIVE_SINCE_2008.total
    return Stock("active-duty", "active duty", total, None, given, at_least=least)


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
        if not elsewhere:
            message = "the sum of no part at all: the number is unknown"
            fields.signal("unread_quantity", accounting.total, total, message)
        return Stock(claim_id, scope, accounting.total, None, (), raw=str(total)), apart
    stated = us_forces_checks.confirmed(numbers, accounting) or total
    return Stock(claim_id, scope, accounting.total, stated, parts), apart


def _parts(
    fields: Fields, numbers: Mapping[str, int], accounting: Accounting
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The parts that add up to the total, leaving out what stands beside it; else all of them."""
    given = [(column, name) for column, name in accounting.parts if column in numbers]
    beside: list[str] = []
    if accounting is HARMONISED:
        given, beside = _counted(numbers, given)
    total = numbers[accounting.total]
    for left_out in (accounting.apart[:n] for n in range(len(accounting.apart) + 1)):
        counted = [(column, name) for column, name in given if column not in left_out]
        if sum(numbers[column] for column, _ in counted) == total:
            beside += [column for column, _ in given if column in left_out]
            return tuple((name, numbers[column]) for column, name in counted), tuple(beside)
    parts = tuple((name, numbers[column]) for column, name in given)
    if given and (accounting is not HARMONISED or sum(n for _, n in parts) > total):
        us_forces_checks.disagree(fields, numbers, accounting, parts)
    return parts, tuple(beside)


def _counted(
    numbers: Mapping[str, int], given: list[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Harmonised parts that count somebody. The package writes 0 where it adds up nothing: for a
    service that the report does not have, and for all of them where it knows the total alone."""
    total = numbers[HARMONISED.total]
    missing = total - sum(numbers[column] for column, _ in given)
    bare = total > 0 and missing == total
    empty = {column for column in LATER_SERVICES if not numbers.get(column)}
    if missing > 0 and not numbers.get("navy_ad"):
        empty.add("navy_ad")
    kept = [(column, name) for column, name in given if not bare and column not in empty]
    return kept, [column for column, name in given if (column, name) not in kept]


def quantity(stock: Stock, *, is_estimate: bool = False) -> Quantity:
    if stock.total is not None:
        return exact(stock.total, is_estimate=is_estimate)
    if stock.at_least is not None:
        return Quantity(
            low=stock.at_least,
            qualifier="at_least",
            basis="stock",
            unit="persons",
            rule="us-forces/services-that-reported",
        )
    return Quantity(
        qualifier="unknown", basis="stock", unit="persons", raw=stock.raw, rule="us-forces/unknown"
    )


def exact(number: int, *, is_estimate: bool = False) -> Quantity:
    return Quantity(
        low=number,
        best=number,
        high=number,
        qualifier="exact",
        basis="stock",
        unit="persons",
        is_estimate=is_estimate,
        raw=str(number),
        rule="us-forces/count",
    )
