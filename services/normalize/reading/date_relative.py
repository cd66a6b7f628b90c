"""Dates counted from the day of publication: "yesterday", "last week", "two days ago"."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from services.normalize.reading import date_spans, date_words, numerals
from services.normalize.reading.date_phrases import (
    FIRST_YEAR,
    LAST_YEAR,
    Side,
    Span,
    in_range,
    month_span,
    resolve,
)

_DAYS: Final = {
    "today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2,
    "day before yesterday": -2, "the day after tomorrow": 2, "this morning": 0, "tonight": 0,
    "this afternoon": 0, "this evening": 0, "last night": -1, "yesterday morning": -1,
    "yesterday evening": -1, "сегодня": 0, "вчера": -1, "сьогодні": 0, "вчора": -1, "오늘": 0,
    "어제": -1, "今天": 0, "昨天": -1, "今日": 0, "昨日": -1, "aujourd'hui": 0, "hier": -1, 
    "heute": 0, "gestern": -1, "hoy": 0, "ayer": -1,
}  # fmt: skip
_AGO: Final = re.compile(r"(.+) (day|week|month|year)s? (?:ago|earlier)")
_PERIOD: Final = re.compile(
    r"(?:(early|earlier|late|later|mid)[ -]?(?:in )?)?(?:the )?"
    r"(last|this|next|past|previous|coming) "
    r"(week|weekend|month|year|[^\W\d_]+)"
)
_LAST_N: Final = re.compile(
    r"(?:over |in |during )?(?:the )?(?:last|past) (.+) (day|week|month|year)s?"
)
_STEP: Final = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


def _shifted(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _whole(step: int, unit: str, published: date) -> Span:
    """The calendar week, month or year that lies `step` from the one of publication."""
    match unit:
        case "week":
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
            return date_spans.days(monday, monday + timedelta(days=6))
        case "weekend":
            monday = published - timedelta(days=published.weekday())
            back = 1 if step < 0 else 0
            saturday = (
                monday + timedelta(days=5) - timedelta(weeks=back) + timedelta(weeks=max(step, 0))
            )
            return date_spans.days(saturday, saturday + timedelta(days=1))
        case "month":
            first = _shifted(published.replace(day=1), step)
            return Span(f"{first:%Y-%m}", *month_span(first.year, first.month), 4, "month")
        case _:
            year = published.year + step
            return Span(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), 5, "year")


def _weekday(step: int, weekday: int, published: date) -> Span:
    """ "last Monday" is before the day of publication, "next Monday" after it."""
    if step == 0:
        only = published - timedelta(days=published.weekday()) + timedelta(days=weekday)
    elif step < 0:
        only = published - timedelta(days=(published.weekday() - weekday - 1) % 7 + 1)
    else:
        only = published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    return date_spans.days(only, only)


def _named_month(step: int, number: int, published: date) -> Span | None:
    year = published.year
    if step < 0 and number >= published.month:
        year -= 1
    if step > 0 and number <= published.month:
        year += 1
    return resolve(Side(year=year, month=number))


def _narrowed(span: Span, part: str, published: date) -> Span | None:
    """ "earlier this year", "late last month"."""
    if not span.earliest or not span.latest:
        return None
    if part in ("earlier", "later"):
        start = span.earliest if part == "earlier" else max(span.earliest, published)
        end = span.latest if part == "later" else min(span.latest, published)
        return date_spans.days(start, end) if start <= end else None
    first = span.earliest
    if span.unit == 5:
        return resolve(Side(year=first.year, part=part))
    return resolve(Side(year=first.year, month=first.month, part=part)) if span.unit == 4 else None


def _period(match: re.Match[str], published: date) -> Span | None:
    part, which, unit = match.groups()
    step = _STEP[which]
    span: Span | None
    if unit in ("week", "weekend", "month", "year"):
        span = _whole(step, unit, published)
    elif unit in date_words.weekdays():
        span = _weekday(step, date_words.weekdays()[unit], published)
    elif unit in date_words.months():
        span = _named_month(step, date_words.months()[unit], published)
    else:
        return None
    return _narrowed(span, part, published) if span and part else span


def _count(text: str) -> int | None:
    text = text.removeprefix("about ").strip()
    if text in ("a", "an", "one"):
        return 1
    number = numerals.take(text)
    if not number or number.rest.strip() or number.value != int(number.value):
        return None
    return int(number.value) if 0 < number.value <= 400 else None


def _ago(match: re.Match[str], published: date) -> Span | None:
    count = _count(match[1])
    if count is None:
        return None
    match match[2]:
        case "day":
            day = published - timedelta(days=count)
            return date_spans.days(day, day)
        case "week":
            return _whole(-count, "week", published)
        case "month":
            return _whole(-count, "month", published)
        case _:
            return _whole(-count, "year", published)


def _past(match: re.Match[str], published: date) -> Span | None:
    count = _count(match[1])
    if count is None:
        return None
    unit = match[2]
    start = (
        published - timedelta(days=count * (7 if unit == "week" else 1))
        if unit in ("day", "week")
        else _shifted(published, -count * (12 if unit == "year" else 1))
    )
    return date_spans.days(start, published)


def _read(text: str, published: date) -> Span | None:
    if text in _DAYS:
        day = published + timedelta(days=_DAYS[text])
        return date_spans.days(day, day)
    bare = re.sub(r"^(?:on|in|during) ", "", text)
    if bare in date_words.weekdays():
        back = (published.weekday() - date_words.weekdays()[bare]) % 7
        day = published - timedelta(days=back)
        return date_spans.days(day, day)
    if match := _PERIOD.fullmatch(bare):
        return _period(match, published)
    if match := _AGO.fullmatch(bare):
        return _ago(match, published)
    if match := _LAST_N.fullmatch(text):
        return _past(match, published)
    return None


def read(text: str, published: date) -> Span | None:
    """What `text` means on that day; None when it is not counted from there."""
    if not FIRST_YEAR < published.year < LAST_YEAR:
        return None
    found = _read(numerals.normal(text).strip(" ."), published)
    if not found or not found.earliest or not in_range(found.earliest.year):
        return None
    return found._replace(rule=f"relative-{found.rule}")
