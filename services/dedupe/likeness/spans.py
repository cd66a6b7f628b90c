"""Spans of days, each widened by its own precision, so that a vague date is a wide one."""

from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.values import When

ASSUMED: Final = 9
"""Precision of a span that nobody stated: it rests on when the source spoke."""
_WIDTHS: Final = {1: 1, 2: 6, 3: 7, 4: 31, 5: 366}  # days, at least, by UCDP's date_prec
_LAST: Final = date.max.toordinal()
_OPEN: Final = 366  # days, for a span of which only one end is known


class Span(NamedTuple):
    """Days as ordinals, both ends inclusive. precision 1 to 5 as UCDP's, or ASSUMED."""

    first: int
    last: int
    precision: int

    @property
    def days(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return in_words(self)


def span_of(when: When | None) -> Span | None:
    """None when it has no day at all."""
    if when is None or (when.earliest is None and when.latest is None):
        return None
    precision = when.precision
    if when.earliest is None or when.latest is None:
        end = when.earliest or when.latest
        assert end is not None
        day = end.toordinal()
        back, on = (0, _OPEN) if when.latest is None else (_OPEN, 0)
        return Span(max(1, day - back), min(day + on, _LAST), max(precision, 5))
    first, last = when.earliest.toordinal(), when.latest.toordinal()
    if first == last and precision > 1:  # a span says itself how wide it is
        half = _WIDTHS[precision] // 2
        first, last = max(1, first - half), min(last + half, _LAST)
    return Span(first, last, precision)


def around(day: int, back: int, on: int) -> Span:
    return Span(max(1, day - back), min(day + on, _LAST), ASSUMED)


def day_of(moment: datetime | date | None) -> int | None:
    return None if moment is None else moment.toordinal()


def gap(a: Span, b: Span) -> int:
    """Days between the two; 0 when they overlap or touch the same day."""
    apart = a.first - b.last
    if apart > 0:
        return apart
    apart = b.first - a.last
    return apart if apart > 0 else 0


def hull(*spans: Span | None) -> Span | None:
    """The smallest span around all that are known."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    return Span(
        min(s.first for s in known), max(s.last for s in known), max(s.precision for s in known)
    )


@lru_cache(1 << 14)
def in_words(span: Span) -> str:
    first, last = date.fromordinal(span.first), date.fromordinal(span.last)
    return f"{first}" if first == last else f"{first}/{last}"
