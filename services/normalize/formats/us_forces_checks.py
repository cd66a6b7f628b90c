"""What in a row of the US forces reports contradicts the rest of it, and what only seems to."""

from collections.abc import Mapping
from typing import Final

from services.normalize.format import Fields
from services.normalize.formats.us_forces_columns import (
    ACTIVE_SINCE_2008,
    ADDED_UP,
    DERIVED,
    EMPTY_SUMS,
    Accounting,
)

_ACTIVE: Final = ACTIVE_SINCE_2008.total


def compare(fields: Fields, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Harmonised columns against what they are the sum of, totals of totals against their terms.

    Returns the harmonised columns that are the sum of nothing.
    """
    idle = []
    for column in DERIVED:
        if column not in numbers:
            continue
        if _is_empty_sum(column, numbers):
            idle.append(column)
        elif (other := _other(column, numbers)) is not None:
            value = f"{numbers[column]}, but {other} is {numbers[other]}"
            fields.signal("contradiction", column, value, "the report's own column is taken")
    for total, terms in ADDED_UP:
        if total in numbers and all(term in numbers for term in terms):
            added = sum(numbers[term] for term in terms)
            if numbers[total] not in (added, _by_parts(numbers, total, added)):
                value = f"{numbers[total]} is not {' + '.join(str(numbers[t]) for t in terms)}"
                fields.signal(
                    "contradiction", total, value, f"{', '.join(terms)} add up to {added}"
                )
    return tuple(idle)


def _is_empty_sum(column: str, numbers: Mapping[str, int]) -> bool:
    """Of a report that has the service's own column, and none of those that were added up."""
    terms = EMPTY_SUMS.get(column, ())
    own = DERIVED[column][0][0]
    return (
        bool(terms)
        and own in numbers
        and numbers[column] == 0
        and not any(term in numbers for term in terms)
    )


def _other(column: str, numbers: Mapping[str, int]) -> str | None:
    """The report's own column that says something else, if none says the same."""
    own: str | None = None
    for terms in DERIVED[column]:
        given = [term for term in terms if term in numbers]
        if not given:
            continue
        if sum(numbers[term] for term in given) == numbers[column]:
            return None
        own = own or given[0]
    return own


def _by_parts(numbers: Mapping[str, int], total: str, added: int) -> int | None:
    """What the grand total is when the services, not their printed total, went into it."""
    services = _services(numbers, ACTIVE_SINCE_2008)
    if total != "Grand Total" or services is None:
        return None
    return added - numbers[ACTIVE_SINCE_2008.total] + services


def _services(numbers: Mapping[str, int], accounting: Accounting) -> int | None:
    given = [numbers[column] for column, _ in accounting.parts if column in numbers]
    return sum(given) if given else None


def confirmed(numbers: Mapping[str, int], accounting: Accounting) -> int | None:
    """The sum of the services where the report's own grand total says that it is the right one:
    then the printed total left some of them out."""
    others = ("Total Selected Reserve", "Total Civilian")
    services = _services(numbers, accounting)
    if accounting is not ACTIVE_SINCE_2008 or services is None or services == numbers[_ACTIVE]:
        return None
    if "Grand Total" not in numbers or any(column not in numbers for column in others):
        return None
    agrees = numbers["Grand Total"] == services + sum(numbers[column] for column in others)
    return services if agrees else None


def disagree(
    fields: Fields,
    numbers: Mapping[str, int],
    accounting: Accounting,
    parts: tuple[tuple[str, int], ...],
) -> None:
    added = " + ".join(f"{name} {number}" for name, number in parts)
    value = f"{numbers[accounting.total]} is not {added}"
    taken = "the sum is taken, as the grand total has it"
    if confirmed(numbers, accounting) is None:
        taken = "the total is taken"
    fields.signal(
        "contradiction", accounting.total, value, f"the total and its parts disagree: {taken}"
    )
