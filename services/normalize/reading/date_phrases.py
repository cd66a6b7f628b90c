"""Dates in words and digits, cut into tokens and read whole: one unknown word leaves all unread."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from services.normalize.reading import date_words, numerals

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
_PARTS: Final = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_DAYS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}
_NEAR: Final = timedelta(days=183)
_TOKEN: Final = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?:[t ]\d{1,2}:\d{2}[\d:.]*)?(?:z|[+-]\d{2}:?\d{2})?(?![\d])"
    r"|(?P<ymd>\d{4}[./]\d{1,2}[./]\d{1,2})(?!\d)"
    r"|(?P<dotted>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})(?!\d)"
    r"|(?P<slashed>\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\d{1,2}-\d{4})(?!\d)"
    r"|(?P<my>\d{1,2}[/.]\d{4})(?!\d)"
    r"|(?P<ym>\d{4}-\d{2})(?![\d-])"
    r"|(?P<yq>\d{4})-?(?P<q>q[1-4])(?!\w)"
    r"|(?P<cjk_y>\d{4})\s?[년年]"
    r"|(?P<cjk_m>\d{1,2})\s?[월月]"
    r"|(?P<cjk_d>\d{1,2})\s?[일日号號]"
    r"|(?P<decade>\d{3}0)['’]?s(?!\w)"
    r"|(?P<y>\d{4})(?!\d)"
    r"|(?P<d>\d{1,2})(?:st|nd|rd|th|-го|\.|er|º)?(?![\d])(?!\w)"
    r"|(?P<word>[qh][1-4](?!\w)|[1-4][qh](?!\w)|[^\W\d_]+\.?)"
    r"|(?P<sign>[-,;/~&?])"
    r"|(?P<space>[\s()'’\"]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)


class Token(NamedTuple):
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Side:
    """One end of what is said, as far as it is said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    season: int | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None


class Span(NamedTuple):
    """Days from `earliest` to `latest`, and how EDTF writes it. `unit` is a UCDP precision."""

    edtf: str
    earliest: date | None
    latest: date | None
    unit: int
    rule: str


def month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def in_range(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def order(first: int, second: int, *, dayfirst: bool, monthfirst: bool) -> tuple[int, int] | None:
    """(month, day) of two numbers when only one reading is possible, or when the caller knows."""
    if first == second or (first <= 12 < second):
        return first, second
    if second <= 12 < first:
        return second, first
    if first > 12 or dayfirst == monthfirst:
        return None
    return (second, first) if dayfirst else (first, second)


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text)]


def _digits(kind: str, text: str, dayfirst: bool, monthfirst: bool) -> list[Token] | None:
    """A date in digits as its parts."""
    numbers = _numbers(text)
    match kind:
        case "iso" | "ymd":
            year, month, day = numbers[:3]
        case "dotted":
            day, month, year = numbers
        case "slashed":
            ordered = order(numbers[0], numbers[1], dayfirst=dayfirst, monthfirst=monthfirst)
            if ordered is None:
                return None
            (month, day), year = ordered, numbers[2]
        case "my":
            return [Token("month", str(numbers[0])), Token("year", str(numbers[1]))]
        case _:
            return [Token("year", str(numbers[0])), Token("month", str(numbers[1]))]
    return [Token("year", str(year)), Token("month", str(month)), Token("day", str(day))]


_SINGLE: Final = {
    "cjk_y": "year",
    "cjk_m": "month",
    "cjk_d": "day",
    "y": "year",
    "d": "day",
    "decade": "decade",
}


def tokens(text: str, *, dayfirst: bool, monthfirst: bool) -> list[Token] | None:
    """The tokens of a normalised text; None when one of them means nothing here."""
    found: list[Token] = []
    months, weekdays, words = date_words.months(), date_words.weekdays(), date_words.words()
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup or "", match[0]
        if kind == "space":
            continue
        if kind in _SINGLE:
            found.append(Token(_SINGLE[kind], match[kind]))
        elif kind == "q":
            found += [Token("year", match["yq"]), Token("quarter", match["q"][1])]
        elif kind in ("word", "sign"):
            word = written.rstrip(".") if len(written) > 1 else written
            if month := months.get(word):
                found.append(Token("month", str(month)))
            elif does := words.get(word) or words.get(written):
                found.append(Token(*does.split(":", 1)))
            elif word not in weekdays:
                return None
        else:
            parts = _digits(kind, match[kind], dayfirst, monthfirst) if kind != "other" else None
            if parts is None:
                return None
            found += parts
    return _named_units([token for token in found if token.kind != "filler"])


def _named_units(found: list[Token]) -> list[Token] | None:
    """ "first quarter" and "second half" as one token each."""
    merged: list[Token] = []
    for token in found:
        if token.kind == "unit" and merged and merged[-1].kind in ("ordinal", "day"):
            merged[-1] = Token(token.value, merged[-1].value)
        else:
            merged.append(token)
    return None if any(token.kind in ("ordinal", "unit") for token in merged) else merged


def side(found: list[Token]) -> Side | None:
    """Tokens without any joint as one end; each part at most once."""
    said: dict[str, int | str] = {}
    for kind, value in found:
        if kind == "comma":
            continue
        if (
            kind not in ("year", "month", "day", "part", "season", "quarter", "half", "decade")
            or kind in said
        ):
            return None
        said[kind] = value if kind == "part" else int(value)
    if not said or ("day" in said and "part" in said):
        return None
    finer = [kind for kind in ("month", "season", "quarter", "half") if kind in said]
    year = said.get("year")
    if "decade" in said and len(said) > 1:
        return None
    if len(finer) > 1 or (isinstance(year, int) and not in_range(year)):
        return None
    return Side(**said)  # type: ignore[arg-type]


def inherit(left: Side, right: Side) -> tuple[Side, Side]:
    """What one end leaves out, the other says: "10-12 October 2024", "October 10-12, 2024"."""
    fine = (left.season, left.quarter, left.half, right.season, right.quarter, right.half)
    if left.day and right.day and not any(fine):
        left = replace(left, month=left.month or right.month)
        right = replace(right, month=right.month or left.month)
    right = replace(right, year=right.year or left.year)
    if left.year is None and right.year is not None:
        wraps = bool(left.month and right.month and left.month > right.month)
        left = replace(left, year=right.year - wraps)
    return left, right


def dated(what: Side, published: date | None) -> Side | None:
    """With its year: the one that brings a day or month nearest to the day of publication."""
    if what.year is not None or what.decade is not None:
        return what
    if published is None or what.month is None:
        return None
    for year in (published.year, published.year - 1, published.year + 1):
        candidate = replace(what, year=year)
        span = resolve(candidate)
        if span and span.earliest and abs(span.earliest - published) <= _NEAR:
            return candidate
    return None


def resolve(what: Side) -> Span | None:
    """One end with a year, as days."""
    year, month = what.year, what.month
    if what.decade is not None and in_range(what.decade):
        last = date(what.decade + 9, 12, 31)
        return Span(f"{what.decade // 10}X", date(what.decade, 1, 1), last, 5, "decade")
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    if what.day is not None:
        if month is None or not 1 <= what.day <= monthrange(year, month)[1]:
            return None
        day = date(year, month, what.day)
        return Span(day.isoformat(), day, day, 1, "day")
    if month is not None:
        first, last = month_span(year, month)
        if what.part:
            start, end = _DAYS[what.part]
            first, last = first.replace(day=start), first.replace(day=min(end, last.day))
            return Span(f"{first}~/{last}~", first, last, 4, f"{what.part}-month")
        return Span(f"{year:04d}-{month:02d}", first, last, 4, "month")
    return _of_year(what, year)


def _of_year(what: Side, year: int) -> Span | None:
    if what.season:
        start = _SEASONS[what.season]
        first = date(year, start % 12 or 12, 1)
        last = month_span(year, start + 2)[1] if start < 12 else month_span(year + 1, 2)[1]
        if start == 12:  # "winter 2024" may begin the year or end it
            first = date(year, 1, 1)
        return None if what.part else Span(f"{year:04d}-{what.season}", first, last, 5, "season")
    if what.quarter or what.half:
        size = 3 if what.quarter else 6
        number = (what.quarter or what.half or 1) - 1
        if number * size >= 12 or what.part:
            return None
        months = (number * size + 1, number * size + size)
        rule = "quarter" if what.quarter else "half-year"
    elif what.part:
        months, rule = _PARTS[what.part], f"{what.part}-year"
    else:
        return Span(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), 5, "year")
    about = "~" if what.part else ""
    edtf = f"{year:04d}-{months[0]:02d}{about}/{year:04d}-{months[1]:02d}{about}"
    return Span(edtf, date(year, months[0], 1), month_span(year, months[1])[1], 5, rule)


def normal(text: str) -> str:
    text = re.sub(r"\b(early|mid|late|end)-", r"\1 ", numerals.normal(text))
    return re.sub(r"(\d)-([^\W\d_]{3,})-(?=\d)", r"\1 \2 ", text)  # 05-Jan-2024
