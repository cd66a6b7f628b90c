"""How ACLED's values read: actors, precisions, and the few things that its notes may say."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from schemas.values import Party, When, Where
from services.normalize.formats import coordinates
from services.normalize.reading import dates, parties, places

TIMES: Final = frozenset({"1", "2", "3"})
"""The day; a week, whose middle the date is; a month, whose middle the date is."""

PLACES: Final = {"1": 1, "2": 2, "3": 4}
"""A named place; a part of a region; a larger region, shown at its capital."""

_SECTORS: Final[dict[str, str | None]] = {
    "": None,
    "0": None,
    "1": "MIL",
    "state forces": "MIL",
    "2": "REB",
    "rebel group": "REB",
    "rebel groups": "REB",
    "rebel forces": "REB",
    "3": "PRM",
    "political militia": "PRM",
    "political militias": "PRM",
    "4": "UAF",
    "identity militia": "UAF",
    "identity militias": "UAF",
    "communal militia": "UAF",
    "5": "CVL",
    "rioters": "CVL",
    "6": "CVL",
    "protesters": "CVL",
    "7": "CVL",
    "civilians": "CVL",
    "8": None,
    "external/other forces": None,
    "external forces": None,
    "other forces": None,
}
_MILITIA: Final = frozenset({"REB", "PRM", "UAF"})

_YEARS: Final = re.compile(r"\s*\(\s*\d{4}\s*-\s*(?:\d{4})?\s*\)")
_FORCES: Final = re.compile(
    r"^(?P<kind>Military Forces|Police Forces|Government|Mutiny of Military Forces|"
    r"Mutiny of Police Forces|Former Military Forces|Coast Guard|Border Guards?) of "
    r"(?:the )?(?P<state>.+)$",
    re.I,
)
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

Mode = Literal["troops", "police", "militia"]


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def moment(text: str) -> int | None:
    """Seconds since 1970; the API writes a number, exports also a number with a fraction."""
    match = re.fullmatch(r"(\d{1,11})(?:\.0+)?", text, re.A)
    return int(match.group(1)) if match else None


def sector(code: str) -> tuple[str | None, bool]:
    """PLOVER's sector of ACLED's inter code or label, and whether the code is known."""
    key = code.lower().removesuffix(".0")
    return _SECTORS.get(key), key in _SECTORS


@lru_cache(maxsize=65536)
def party(raw: str, kind: str | None) -> Party:
    """Without the years in office; forces of a state are that state, in that sector."""
    name = _YEARS.sub("", raw).strip()
    match = _FORCES.match(name)
    if match is not None:
        state = _state_before_unit(match["state"])
        if state is not None:
            return state.changed(raw=raw, sector=_sector_of(match["kind"], kind))
    for candidate in (name, *reversed(name.split(": ", 1))):
        found = parties.read(candidate)
        if parties.is_resolved(found):
            return found.changed(raw=raw, sector=found.sector or kind)
    found = parties.read(name)
    return found.changed(raw=raw, sector=found.sector or kind)


def _state_before_unit(text: str) -> Party | None:
    """Of "Mali Gendarmerie" the state, with or without a unit behind it."""
    words = text.split()
    for end in range(len(words), 0, -1):
        found = parties.read(" ".join(words[:end]))
        if parties.is_resolved(found) and found.country is not None:
            return found
    return None


def _sector_of(words: str, kind: str | None) -> str | None:
    lower = words.lower()
    if "police" in lower:
        return "COP"
    return "GOV" if lower == "government" else kind or "MIL"


def mode(raw: str, kind: str | None) -> Mode:
    if kind == "COP":
        return "police"
    return "militia" if kind in _MILITIA else "troops"


@lru_cache(maxsize=512)
def state(iso3: str | None) -> Party | None:
    return parties.from_code(iso3, "iso3") if iso3 else None


@lru_cache(maxsize=16384)
def when(text: str, precision: str) -> When | None:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        found = dates.read(text)
        if found is None or found.earliest is None or found.earliest != found.latest:
            return found
        day = found.earliest
    match precision:
        case "2":
            span = dates.span(day - timedelta(days=3), day + timedelta(days=3))
            return span.changed(raw=text, precision=3)
        case "3":
            return dates.month(day.year, day.month).changed(raw=text)
        case _:
            return dates.day(day).changed(raw=text)


@lru_cache(maxsize=65536)
def where(
    location: str, country: str, admin1: str, admin2: str, lat: str, lon: str, precision: str
) -> Where:
    land = parties.read(country).country if country else None
    north, east = coordinates.read(lat, lon) or (None, None)
    exact = PLACES.get(precision, 6 if not location else 5)
    found = places.read(location or country, country=land, lat=north, lon=east, precision=exact)
    return found.changed(
        raw=location or country,
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
