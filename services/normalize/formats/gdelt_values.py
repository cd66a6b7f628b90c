"""How GDELT's days, moments, places and addresses read."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from schemas.values import When, Where
from services.normalize.formats import coordinates, fips
from services.normalize.reading import dates, folding, parties, party_names, places

PRECISIONS: Final = {"1": 6, "2": 4, "3": 2, "4": 2, "5": 4}
"""ActionGeo_Type: country (a centroid), US state, US city, world city, world state."""

_UNITS: Final = frozenset({"2", "5"})
_HOST: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?([^/?#:\s]+)|(www\.[^/?#:\s]+)", re.I
)
_CITATION: Final = 80  # longer texts are no publisher's name
_DAY_RULE: Final = f"dates/day@{dates.VERSION}"
_WEEK: Final = timedelta(days=3)
_MONTH: Final = timedelta(days=15)


def read_day(text: str) -> date | None:
    """YYYYMMDD; databases write YYYY-MM-DD."""
    plain = text if len(text) == 8 else text[:10].replace("-", "")
    if len(plain) != 8 or not (plain.isascii() and plain.isdigit()):
        return None
    try:
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    except ValueError:
        return None


def occurred(text: str, day: date, added: datetime | None) -> When:
    """GDELT writes "last week", "last month", "last year" and "ten years ago" as exactly 7, 30,
    365 and 3,650 days before it read the article: such a day is no day, but the middle of a span.
    """
    match (added.date() - day).days if added is not None else 0:
        case 7:
            found = dates.span(day - _WEEK, day + _WEEK, text)
            return found.changed(precision=3)
        case 30:
            found = dates.span(day - _MONTH, day + _MONTH, text)
            return found.changed(precision=4)
        case 365 | 3650:
            return dates.year(day.year, text)
        case _:
            iso = day.isoformat()
            return When(edtf=iso, earliest=day, latest=day, raw=text, rule=_DAY_RULE)


def moment(text: str) -> datetime | None:
    """DATEADDED is UTC."""
    if not text.isascii() or not text.isdigit() or len(text) not in (8, 14):
        return None
    full = text.ljust(14, "0")
    try:
        return datetime(
            int(full[:4]), int(full[4:6]), int(full[6:8]),
            int(full[8:10]), int(full[10:12]), int(full[12:]), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def where(
    kind: str, full: str, code: str, admin1: str, admin2: str, lat: str, lon: str
) -> tuple[Where, bool]:
    """The place, and whether its name and its FIPS code are of one country.

    The full name is "City, Unit, Country", "Unit, Country" or "Country", as the text wrote it.
    """
    at_sea = code.upper() in fips.SEAS
    by_name, by_code = _country_of(full), fips.country(code)
    land = by_code or (None if at_sea else by_name)
    north, east = coordinates.read(lat, lon) or (None, None)
    name = full.partition(",")[0].strip()
    found = None if kind == "1" else places.entry(name, land, north, east)
    if found is not None and kind in _UNITS and found.precision != 4:
        found = None  # of one name with its state: New York, Washington
    level = max(PRECISIONS[kind], found.precision if found is not None else 0)
    place = Where(
        raw=folding.clean(full),
        name=_name(kind, full, name, land) if found is None else found.name,
        country=land if found is None else found.country or land,
        admin1=found.admin1 if found is not None else _unit(kind, name, full),
        provider_admin1=admin1 or None,
        provider_admin2=admin2 or None,
        lat=north,
        lon=east,
        precision=7 if at_sea else level,
        disputed=found is not None and found.disputed,
        rule=_rule(found is not None, land, at_sea),
    )
    return place, by_name is None or by_code is None or by_name == by_code


def _name(kind: str, full: str, name: str, land: str | None) -> str | None:
    """Of a country its own name; of others, that no table knows, none."""
    if kind != "1":
        return None
    known = parties.state(land)
    return known.name if known is not None else None


def _unit(kind: str, name: str, full: str) -> str | None:
    """The first-order unit by which a state of America is named."""
    return name if kind == "2" and "," in full else None


def _rule(is_found: bool, land: str | None, at_sea: bool) -> str:
    if is_found:
        return f"places/name@{places.VERSION}"
    return "gdelt.fips" if land is not None or at_sea else "unresolved"


@lru_cache(maxsize=4096)
def _state(name: str) -> str | None:
    known = party_names.find(name) if name else None
    return known.country if known is not None and known.sector is None else None


def _country_of(full: str) -> str | None:
    return _state(full.rpartition(",")[2].strip())


def publisher(source: str) -> str | None:
    """Of an address its host; offline sources are cited by name ("BBC Monitoring")."""
    match = _HOST.match(source)
    if match is not None:
        return str(match[1] or match[2]).lower().removeprefix("www.")
    return source if 0 < len(source) <= _CITATION and "/" not in source else None


def is_address(source: str) -> bool:
    return _HOST.match(source) is not None
