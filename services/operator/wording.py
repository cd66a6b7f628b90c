"""Numbers and dates in words a person reads: "~4,000", "10,000–12,000", "Jan–Feb 2025"."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

Number = int | float | Decimal

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
PARTS: Final[Mapping[int, str]] = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    25: "spring", 26: "summer", 27: "autumn", 28: "winter",
    29: "spring", 30: "summer", 31: "autumn", 32: "winter",
    33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4",
    37: "first third of", 38: "second third of", 39: "last third of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
"""EDTF's sub-year groupings, by the number in the place of the month."""

_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?")
_DECADE: Final = re.compile(r"(\d{3})X")
_CENTURY: Final = re.compile(r"(\d\d)XX")


def number(value: Number) -> str:
    """With thousands apart, and no decimals that say nothing."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0")


def quantity(
    low: Number | None, best: Number | None, high: Number | None, qualifier: str | None
) -> str:
    """ "" where nobody speaks of a number; "unknown" and "undisclosed" are not zero."""
    if low is None and best is None and high is None:
        return {None: "", "not_applicable": "–"}.get(qualifier, (qualifier or "").replace("_", " "))
    if low is not None and high is not None and low != high:
        spread = f"{number(low)}–{number(high)}"
        if best is not None and low < best < high:
            return f"{number(best)} ({spread})"
        return f"~{spread}" if qualifier in ("about", "order_of_magnitude") else spread
    one = best if best is not None else low if low is not None else high
    assert one is not None
    return _qualified(number(one), qualifier)


def _qualified(text: str, qualifier: str | None) -> str:
    match qualifier:
        case "about" | "order_of_magnitude":
            return f"~{text}"
        case "at_least":
            return f"≥ {text}"
        case "more_than":
            return f"> {text}"
        case "up_to":
            return f"≤ {text}"
        case "fewer_than":
            return f"< {text}"
        case _:
            return text


def when(edtf: str | None) -> str:
    """An EDTF date or interval; what this cannot put in words is shown as it is."""
    if not edtf:
        return ""
    if "/" not in edtf:
        return _moment(edtf)
    start, _, end = edtf.partition("/")
    if start in ("", ".."):
        return "unknown" if end in ("", "..") else f"until {_moment(end)}"
    if end in ("", ".."):
        return f"since {_moment(start)}"
    return _span(start, end)


def _span(start: str, end: str) -> str:
    first, last = _DATE.fullmatch(start), _DATE.fullmatch(end)
    if first is None or last is None or "XX" in start + end:
        return f"{_moment(start)} – {_moment(end)}"
    if start == end:
        return _moment(start)
    year, month, day = first.groups()
    year2, month2, day2 = last.groups()
    if month is None or month2 is None:
        return f"{_moment(start)}–{_moment(end)}"
    if (day is None) != (day2 is None) or year != year2 or not _are_months(month, month2):
        return f"{_moment(start)} – {_moment(end)}"
    if day is None or day2 is None:
        return f"{_month(month)}–{_month(month2)} {_year(year)}"
    if month == month2:
        return f"{int(day)}–{int(day2)} {_month(month)} {_year(year)}"
    return f"{int(day)} {_month(month)} – {int(day2)} {_month(month2)} {_year(year)}"


def _are_months(*months: str) -> bool:
    return all(1 <= int(month) <= 12 for month in months)


def _moment(edtf: str) -> str:
    plain = edtf.rstrip("?~%")
    mark = edtf[len(plain) :]
    text = _date(plain.partition("T")[0])
    if mark in ("~", "%"):
        text = f"about {text}"
    return f"{text}?" if mark in ("?", "%") else text


def _date(plain: str) -> str:
    if decade := _DECADE.fullmatch(plain):
        return f"{decade[1]}0s"
    if century := _CENTURY.fullmatch(plain):
        return f"{century[1]}00s"
    found = _DATE.fullmatch(plain)
    if found is None:
        return plain
    year, month, day = found.groups()
    if month in (None, "XX"):
        return _year(year)
    if int(month) in PARTS:
        return f"{PARTS[int(month)]} {_year(year)}"
    if not _are_months(month) or (day not in (None, "XX") and not 1 <= int(day) <= 31):
        return plain
    if day in (None, "XX"):
        return f"{_month(month)} {_year(year)}"
    return f"{int(day)} {_month(month)} {_year(year)}"


def _month(number: str) -> str:
    return MONTHS[int(number) - 1]


def _year(year: str) -> str:
    return str(int(year)) if not year.startswith("-") else f"{-int(year) + 1} BC"


def words(value: Any) -> str:
    """A code of ours as words."""
    return "" if value is None else str(value).replace("_", " ")


def clean(text: str) -> str:
    """Partners' text may carry what steers a terminal: shown, not obeyed."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text
    )
