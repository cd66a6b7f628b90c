"""Dates that are EDTF already (ISO 8601-2), by the `edtf` package's own parser."""

import re
from datetime import date
from typing import Any, Final

from services.normalize.reading import date_spans
from services.normalize.reading.date_phrases import Side, Span, in_range, month_span, resolve

_PLAIN: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LOOKS: Final = re.compile(r"[\dXY.\-/~?%]{4,40}")
_DIGITS: Final = re.compile(r"\d{4}|\d{3}X")


def _simple(text: str) -> Span | None:
    """Year, month or day."""
    match = _PLAIN.fullmatch(text) or _COMPACT.fullmatch(text)
    if not match or not in_range(int(match[1])):
        return None
    year = int(match[1])
    if match[2] is None:
        return Span(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), 5, "year")
    month = int(match[2])
    if 21 <= month <= 24 and match[3] is None:
        return resolve(Side(year=year, season=month))
    if not 1 <= month <= 12:
        return None
    if match[3] is None:
        return Span(f"{year:04d}-{month:02d}", *month_span(year, month), 4, "month")
    try:
        only = date(year, month, int(match[3]))
    except ValueError:
        return None
    return Span(only.isoformat(), only, only, 1, "day")


def _interval(text: str) -> Span | None:
    left, _, right = text.partition("/")
    first, last = _simple(left), _simple(right)
    if first and last:
        return date_spans.join(first, last, "range")
    if first and right == "..":
        return Span(text, first.earliest, None, 5, "since")
    if last and left == "..":
        return Span(text, None, last.latest, 5, "until")
    return None


def _date(moment: Any) -> date | None:
    year, month, day = moment[:3]
    return date(year, month, day) if in_range(year) else None


def _parsed(text: str) -> Span | None:
    """What only the full grammar reads: doubts, seasons, unspecified digits."""
    from edtf import EDTFParseException, parse_edtf  # slow to import, rarely needed

    try:
        found = parse_edtf(text)
        first, last = _date(found.lower_strict()), _date(found.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError, IndexError):
        return None
    if (
        not first
        or not last
        or first > last
        or type(found).__module__ != "edtf.parser.parser_classes"
    ):
        return None
    level2 = type(found).__name__ in _LEVEL_2
    width = date_spans.days(first, last)
    if level2:
        return width._replace(rule="edtf-level-2")
    return Span(text, first, last, width.unit, "edtf")


_LEVEL_2: Final = frozenset(
    {
        "PartialUncertainOrApproximate", "PartialUnspecified", "OneOfASet", "MultipleDates",
        "Consecutives", "EarlierConsecutives", "LaterConsecutives", "Level2Interval",
        "Level2Season", "ExponentialYear",
    }
)  # fmt: skip


def read(text: str) -> Span | None:
    """`text` if it is EDTF of a year within 1800-2200."""
    if found := _simple(text):
        return found
    if "/" in text and (found := _interval(text)):
        return found
    if _LOOKS.fullmatch(text) and _DIGITS.match(text.removeprefix("../")):
        return _parsed(text)
    return None
