"""Spans of days: ranges, lists, open ends, doubts; out of the sides `date_phrases` reads."""

import re
from datetime import date, timedelta
from typing import Final

from services.normalize.reading import date_phrases
from services.normalize.reading.date_phrases import Side, Span, Token, dated, inherit, resolve

_YEAR_PAIR: Final = re.compile(r"(\d{4})\s?[/-]\s?(\d{2})")
_WEEK_OF: Final = re.compile(r"^(?:in |during )?(?:the )?week of (.+)$")
_WINTER: Final = re.compile(r"^(?:in )?(?:the )?winter (?:of )?(\d{4})\s?[/-]\s?(\d{4}|\d{2})$")
_TWO_MONTHS: Final = 62
_BETWEEN: Final = re.compile(r"\bup to\b|\bno later than\b|\bprior to\b|\bnot later than\b")


def days(start: date, end: date) -> Span:
    """A span known to the day at both ends; UCDP's precision by its width."""
    if start == end:
        return Span(start.isoformat(), start, end, 1, "day")
    width = (end - start).days + 1
    unit = 2 if width <= 6 else 3 if width <= 7 else 4 if width <= 31 else 5
    return Span(f"{start}/{end}", start, end, unit, "span")


def _bounds(edtf: str) -> tuple[str, str]:
    first, _, last = edtf.partition("/")
    return first, last or first


def join(left: Span, right: Span, rule: str) -> Span | None:
    """From the beginning of one to the end of the other."""
    if not left.earliest or not right.latest or left.earliest > right.latest:
        return None
    if left.unit == right.unit == 1 and "~" not in left.edtf + right.edtf:
        return days(left.earliest, right.latest)._replace(rule=rule)
    unit = max(left.unit, right.unit)
    if unit == 4 and (right.latest - left.earliest).days > _TWO_MONTHS:
        unit = 5
    edtf = f"{_bounds(left.edtf)[0]}/{_bounds(right.edtf)[1]}"
    return Span(edtf, left.earliest, right.latest, unit, rule)


def _doubted(span: Span, sign: str) -> Span:
    """EDTF's "~" (about) or "?" (perhaps) on every end."""
    if not sign:
        return span
    ends = [end if end in ("..", "") else end.rstrip("~?") + sign for end in span.edtf.split("/")]
    rule = {"~": "about", "?": "perhaps", "%": "perhaps-about"}[sign]
    return span._replace(edtf="/".join(ends), rule=f"{rule}-{span.rule}")


def _since(span: Span) -> Span:
    return Span(f"{_bounds(span.edtf)[0]}/..", span.earliest, None, 5, "since")


def _until(span: Span) -> Span:
    return Span(f"../{_bounds(span.edtf)[1]}", None, span.latest, 5, "until")


def _cut(found: list[Token], kinds: tuple[str, ...]) -> list[list[Token]]:
    """Tokens cut at joints of these kinds."""
    sides: list[list[Token]] = [[]]
    for token in found:
        if token.kind in kinds:
            sides.append([])
        else:
            sides[-1].append(token)
    return sides


def _one(found: list[Token], published: date | None) -> Span | None:
    said = date_phrases.side(found)
    whole = dated(said, published) if said else None
    return resolve(whole) if whole else None


def _two(pair: list[list[Token]], published: date | None, rule: str) -> Span | None:
    left, right = date_phrases.side(pair[0]), date_phrases.side(pair[1])
    if not left or not right:
        return None
    ends = _ends([left, right], published)
    return join(ends[0], ends[1], rule) if ends else None


def _fineness(said: Side) -> tuple[bool, bool, bool]:
    """A season does not range to a year, nor a quarter to a month."""
    return bool(said.season), bool(said.quarter), bool(said.half)


def _ends(sides: list[Side], published: date | None) -> list[Span] | None:
    """Each side resolved, with what its neighbours say for it."""
    if len({_fineness(said) for said in sides}) > 1:
        return None
    last = dated(sides[-1], published) if sides[-1].year is None else sides[-1]
    if last is None and sides[0].year is None:
        return None
    sides = [*sides[:-1], last or sides[-1]]
    for at in range(len(sides) - 2, -1, -1):
        sides[at], sides[at + 1] = inherit(sides[at], sides[at + 1])
    for at in range(len(sides) - 1):
        sides[at], sides[at + 1] = inherit(sides[at], sides[at + 1])
    spans = [span for said in sides if (span := resolve(said))]
    return spans if len(spans) == len(sides) else None


def _many(found: list[Token], published: date | None) -> Span | None:
    """ "1979; 1980", "12, 13 and 14 May 2024": from the first to the last."""
    lists = [part for part in _cut(found, ("comma", "joint")) if part]
    read = [date_phrases.side(part) for part in lists]
    sides = [said for said in read if said]
    if len(sides) < 2 or len(sides) != len(read):
        return None
    spans = _ends(sides, published)
    if not spans:
        return None
    starts = [span.earliest for span in spans if span.earliest]
    return join(spans[0], spans[-1], "list") if starts == sorted(starts) else None


def _closed(found: list[Token], published: date | None) -> Span | None:
    """A date, a range of two, or a list."""
    if one := _one(found, published):
        return one
    pair = _cut(found, ("joint",))
    if len(pair) == 2:
        values = {token.value for token in found if token.kind == "joint"}
        if two := _two(pair, published, "list" if values == {"and"} else "range"):
            return two
    return _many(found, published)


def _winter(first: int, second: int) -> Span | None:
    """ "winter 2023/24": the one that begins in December 2023."""
    if second % 100 != (first + 1) % 100 or not date_phrases.in_range(first):
        return None
    end = date_phrases.month_span(first + 1, 2)[1]
    return Span(f"{first:04d}-24", date(first, 12, 1), end, 5, "winter")


def _week(span: Span) -> Span | None:
    """ "the week of 28 April": Monday to Sunday around that day."""
    if span.unit != 1 or not span.earliest or "~" in span.edtf or "?" in span.edtf:
        return None
    monday = span.earliest - timedelta(days=span.earliest.weekday())
    return days(monday, monday + timedelta(days=6))._replace(rule="week")


def _pair_of_years(text: str) -> Span | None:
    """ "2023/24"; "2004-06" is a month and "2024-21" a season."""
    match = _YEAR_PAIR.fullmatch(text)
    if not match or not date_phrases.in_range(int(match[1])):
        return None
    first, second = int(match[1]), int(match[2])
    if (first + 1) % 100 != second or (
        "-" in text and (second <= 12 or second in (21, 22, 23, 24))
    ):
        return None
    return Span(f"{first}/{first + 1}", date(first, 1, 1), date(first + 1, 12, 31), 5, "years")


def read(text: str, *, published: date | None, dayfirst: bool, monthfirst: bool) -> Span | None:
    text = _BETWEEN.sub(" by ", date_phrases.normal(text)).strip(" .")
    if pair := _pair_of_years(text):
        return pair
    if winter := _WINTER.match(text):
        return _winter(int(winter[1]), int(winter[2]))
    if week := _WEEK_OF.match(text):
        inner = read(week[1], published=published, dayfirst=dayfirst, monthfirst=monthfirst)
        return _week(inner) if inner else None
    found = date_phrases.tokens(text, dayfirst=dayfirst, monthfirst=monthfirst)
    if not found:
        return None
    kinds = {token.kind for token in found}
    sign = "~" if "about" in kinds else ""
    if "perhaps" in kinds:
        sign = "%" if sign else "?"
    found = [token for token in found if token.kind not in ("about", "perhaps")]
    if not found:
        return None
    opening = found[0].kind
    rest = (
        found[1:] if opening in ("from", "since", "until") or found[0] == ("joint", "to") else found
    )
    closing = rest[-1].kind if rest else ""
    if closing == "since":  # "2023 onwards"
        rest, opening = rest[:-1], "since"
    if any(token.kind in ("from", "since") for token in rest):
        return None
    rest = [Token("joint", "to") if token.kind == "until" else token for token in rest]
    span = _closed(rest, published)
    if span is None:
        return None
    if opening == "from" and span.rule == "list":
        span = span._replace(rule="range")
    joined = any(token.kind == "joint" for token in rest)
    if opening == "since" or (opening == "from" and not joined):
        if joined:
            return None
        span = _since(_after(span) if text.startswith("after") else span)
    elif opening == "until" or found[0] == ("joint", "to"):
        if joined:
            return None
        span = _until(_before(span) if text.startswith("before") else span)
    return _doubted(span, sign)


def _after(span: Span) -> Span:
    """ "after 3 May" does not hold that day; "after May" may mean any time from its start."""
    if span.unit != 1 or not span.latest:
        return span
    day = span.latest + timedelta(days=1)
    return span._replace(edtf=day.isoformat(), earliest=day, latest=day)


def _before(span: Span) -> Span:
    if not span.earliest:
        return span
    day = span.earliest - timedelta(days=1)
    return span._replace(edtf=day.isoformat(), earliest=day, latest=day)
