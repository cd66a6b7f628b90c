"""When: a day, a span or an open end, read from EDTF, from digits or from words, never guessed.

Output is always EDTF of level 0 or 1 within 1800-2200, both ends inclusive.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from schemas.values import When
from services.normalize.reading import date_relative, date_spans, edtf_dates, folding
from services.normalize.reading.date_phrases import Span, in_range, month_span

VERSION: Final = 1
LONGEST: Final = 120
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _when(span: Span, raw: str | None) -> When:
    return When(
        edtf=span.edtf,
        earliest=span.earliest,
        latest=span.latest,
        precision=span.unit,
        raw=raw,
        rule=f"dates/{span.rule}@{VERSION}",
    )


@lru_cache(maxsize=1 << 14)
def day(d: date, raw: str | None = None) -> When:
    """One day."""
    return _when(Span(d.isoformat(), d, d, 1, "day"), raw)


@lru_cache(maxsize=1 << 12)
def span(start: date, end: date, raw: str | None = None) -> When:
    """From one day to another, both included."""
    return _when(date_spans.days(start, end), raw)


@lru_cache(maxsize=1 << 12)
def month(year: int, number: int, raw: str | None = None) -> When:
    first, last = month_span(year, number)
    return _when(Span(f"{year:04d}-{number:02d}", first, last, 4, "month"), raw)


@lru_cache(maxsize=1 << 10)
def year(number: int, raw: str | None = None) -> When:
    return _when(Span(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), 5, "year"), raw)


def _iso(text: str) -> Span | None:
    """The commonest form, without any of the machinery."""
    match = _ISO.fullmatch(text)
    if not match or not in_range(int(match[1])):
        return None
    try:
        only = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return Span(text, only, only, 1, "day")


@lru_cache(maxsize=1 << 15)
def _read(raw: str, published: date | None, dayfirst: bool, monthfirst: bool) -> When | None:
    text = raw.strip()
    if text.isascii() and (found := _iso(text) or edtf_dates.read(text)):
        return _when(found, raw)
    relative = date_relative.read(text, published) if published else None
    found = relative or date_spans.read(
        text, published=published, dayfirst=dayfirst, monthfirst=monthfirst
    )
    return _when(found, folding.clean(raw)) if found else None


def read(
    raw: str,
    *,
    published: date | None = None,
    dayfirst: bool = False,
    monthfirst: bool = False,
) -> When | None:
    """The time that `raw` states; None when it states none that can be read with certainty.

    `published` is the day that "yesterday" and dates without a year are counted from.
    """
    if len(raw) > LONGEST:
        return None
    if isinstance(published, datetime):
        published = published.date()
    return _read(raw, published, dayfirst, monthfirst)
