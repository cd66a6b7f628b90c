"""How ACLED's values read: days, places, precisions, and what its notes may say."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import pycountry

from schemas.values import Party, When, Where
from services.normalize.formats import coordinates
from services.normalize.reading import dates, folding, parties, places

TIMES: Final = frozenset({"1", "2", "3"})
"""The day; a week, whose middle the date is; a month, whose middle the date is."""

PLACES: Final = {"1": 1, "2": 2, "3": 4}
"""A named place; a part of a region; a larger region, shown at its capital."""

_OLD_DAY: Final = re.compile(r"(\d{1,2})[-/ ](\d{1,2}|[A-Za-z]{3,9})[-/ ](\d{4}|\d{2})", re.A)
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_NUMBERS: Final = {"0": "XKX", "383": "XKX"}
"""Kosovo has no number in ISO 3166-1; ACLED writes nought."""
_WITHDRAWN: Final = re.compile(
    r"\b(withdr[ae]w\w*|retreat\w*|pull(?:ed|s|ing)? (?:out|back)|vacat\w+|evacuat\w+|"
    r"hand(?:ed|s|ing)? (?:\w+ ){0,4}over|handover|left (?:the|their|its)|abandon\w*)\b",
    re.I,
)
_SHIPMENT: Final = re.compile(
    r"(?<!\S)(?:(?:a|an|the|of|some) )?(?P<what>(?:[\w,.-]+ ){0,3}?"
    r"(?:weapons?|arms|missiles?|ammunition|munitions|rockets|drones|rifles|explosives)"
    r"(?: [\w-]+){0,3}?) (?:\w+ ){0,3}?"
    r"from (?P<supplier>[A-Z][\w' -]*?) (?:to|bound for|destined for|headed (?:to|for)|"
    r"intended for|en route to) (?:the )?(?P<recipient>[A-Z][\w' -]*)"
)


def moment(text: str) -> int | None:
    """Seconds since 1970; the API writes a number, exports also one with a fraction, databases
    milliseconds or a date with a time, which is UTC."""
    match = re.fullmatch(r"(\d{1,11})(?:\.\d+)?|(\d{13})", text, re.A)
    if match is not None:
        return int(match[1]) if match[1] else int(match[2]) // 1000
    if len(text) < 16:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    seconds = int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    return seconds if seconds >= 0 else None


@lru_cache(maxsize=16384)
def when(text: str, precision: str, year: str) -> When | None:
    day = _day(text, year)
    if day is None:
        found = dates.read(text)
        if found is None or found.earliest is None or found.earliest != found.latest:
            return found
        day = found.earliest
    match precision:
        case "2":
            span = dates.span(day - timedelta(days=3), day + timedelta(days=3), text)
            return span.changed(precision=3)
        case "3":
            return dates.month(day.year, day.month, text)
        case _:
            return dates.day(day, text)


def _day(text: str, year: str) -> date | None:
    """2001-04-18, 18/04/2001, 18-April-2001 or 18-Apr-01: whole numbers put the day first, as
    its older files do; the column of the year completes what has only two digits of it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    match = _OLD_DAY.fullmatch(text)
    if match is None:
        return None
    number, name, last = int(match[1]), match[2], match[3]
    full = last if len(last) == 4 else year if year.endswith(last) and len(year) == 4 else ""
    month = int(name) if name.isdigit() else _month(name)
    if month > 12 >= number:
        number, month = month, number
    try:
        return date(int(full), month, number)
    except ValueError:
        return None


def _month(name: str) -> int:
    """1 to 12; 0 for no month's name."""
    at = _MONTHS.find(name[:3].lower())
    return at // 3 + 1 if at % 3 == 0 and len(name) >= 3 else 0


class Country(NamedTuple):
    """ISO alpha-3; whether the name is known, and the codes; whether all say the same."""

    code: str | None
    is_named: bool
    is_coded: bool
    agree: bool


@lru_cache(maxsize=4096)
def country(name: str, iso: str, iso3: str) -> Country:
    """By its name, else by a code."""
    by_name = parties.read(name).country if name else None
    number = pycountry.countries.get(numeric=iso.zfill(3)) if iso.isdecimal() else None
    by_number = _NUMBERS.get(iso) or (number.alpha_3 if number is not None else None)
    by_letters = parties.from_code(iso3, "iso3") if iso3 else None
    coded = [one for one in (by_number, by_letters and by_letters.country) if one]
    known = (not iso or by_number is not None) and (not iso3 or by_letters is not None)
    found = by_name or (coded[0] if coded else None)
    return Country(found, by_name is not None, known, all(one == found for one in coded))


@lru_cache(maxsize=65536)
def where(
    location: str, land: str | None, name: str, admin1: str, admin2: str, lat: str, lon: str,
    precision: str,
) -> Where:  # fmt: skip
    """Great cities come with their district: "Mosul - Old City"."""
    north, east = coordinates.read(lat, lon) or (None, None)
    exact = PLACES.get(precision, 6 if not location else 5)
    city = location.partition(" - ")[0]
    whole = city == location or places.entry(location, land, north, east) is not None
    text = location if whole else city
    found = places.read(text or name, country=land, lat=north, lon=east, precision=exact)
    return found.changed(
        raw=folding.clean(location or name),
        country=land or found.country,
        provider_admin1=admin1 or None,
        provider_admin2=admin2 or None,
        precision=exact,
    )


def says_withdrawn(notes: str) -> bool:
    return bool(_WITHDRAWN.search(notes))


def shipment(notes: str) -> tuple[Party, Party, str] | None:
    """Supplier, recipient and the words for the weapons, when the notes name both parties."""
    match = _SHIPMENT.search(notes)
    if match is None:
        return None
    supplier, recipient = (_leading_party(match[side]) for side in ("supplier", "recipient"))
    if supplier is None or recipient is None or supplier.id == recipient.id:
        return None
    return supplier, recipient, match["what"].strip()


def _leading_party(text: str) -> Party | None:
    words = text.split()
    for end in range(min(len(words), 6), 0, -1):
        raw = " ".join(words[:end])
        found = parties.read(raw)
        if parties.is_resolved(found):
            return found.changed(raw=raw)
    return None
