"""Announcement dates as the Ukraine Support Tracker writes them: month/day/year, ISO, spans."""

import re
from datetime import date, timedelta
from typing import Final

from schemas.values import When
from services.normalize.reading import dates

_DAY: Final = r"(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?)"
_ONE: Final = re.compile(rf"^(?:on )?{_DAY}$", re.I)
_SPAN: Final = re.compile(
    rf"^(?:from|between)?\s*{_DAY}\s*(?:until|till|to|and|through|[-–—])\s*{_DAY}$", re.I
)
_UNTIL: Final = re.compile(rf"^(?:until|till|up to|by|through|before)\s+{_DAY}$", re.I)
_SINCE: Final = re.compile(rf"^(?:from|since|after)\s+{_DAY}$", re.I)
_SERIAL: Final = re.compile(r"^(\d{5})(?:\.\d+)?$")
_LIST: Final = re.compile(r"\s*(?:,|;|\band\b|&|\n)\s*")
_EXCEL_ZERO: Final = date(1899, 12, 30)


def read(raw: str) -> When | None:
    """None when it cannot be read. The tracker's slashes are American: month first."""
    text = " ".join(raw.split()).rstrip(".")
    if (one := _ONE.match(text)) and (day := _day(one[1])):
        return dates.day(day).changed(raw=raw)
    if several := _several(raw, text):
        return several
    if (span := _SPAN.match(text)) and (first := _day(span[1])) and (last := _day(span[2])):
        return dates.span(first, last).changed(raw=raw) if first <= last else None
    if (until := _UNTIL.match(text)) and (last := _day(until[1])):
        last -= timedelta(days=text.lower().startswith("before"))
        return _open(raw, f"../{last}", None, last)
    if (since := _SINCE.match(text)) and (first := _day(since[1])):
        first += timedelta(days=text.lower().startswith("after"))
        return _open(raw, f"{first}/..", first, None)
    if serial := _SERIAL.match(text):  # a spreadsheet's count of days
        return dates.day(_EXCEL_ZERO + timedelta(days=int(serial[1]))).changed(raw=raw)
    return dates.read(raw, monthfirst=True)


def _several(raw: str, text: str) -> When | None:
    """Announced on this day, and on that: a set of days."""
    parts = _LIST.split(text)
    each = [_day(one[1]) for part in parts if (one := _ONE.match(part))]
    found = sorted({day for day in each if day is not None})
    if len(parts) < 2 or len(found) != len(parts):
        return None
    return When(
        edtf="{" + ",".join(map(str, found)) + "}",
        earliest=found[0],
        latest=found[-1],
        precision=dates.span(found[0], found[-1]).precision,
        raw=raw,
        rule="kiel/days",
    )


def _open(raw: str, edtf: str, earliest: date | None, latest: date | None) -> When:
    return When(
        edtf=edtf, earliest=earliest, latest=latest, precision=5, raw=raw, rule="kiel/open-span"
    )


def _day(text: str) -> date | None:
    try:
        if "/" in text:
            month, day, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
