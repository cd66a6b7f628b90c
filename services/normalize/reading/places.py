"""Places: a small gazetteer of exact names; countries by way of the parties; the rest stays raw.

What the source gives (coordinates, precision) is kept; the gazetteer only fills what it left out.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from schemas.values import Where
from services.normalize.reading import folding, party_names, party_peeling
from services.normalize.reading.lexicon import cells, rows

VERSION: Final = 1
_ISO: Final = re.compile(r"[A-Z]{3,4}")
_BRACKET: Final = re.compile(r"^([^()]+?)\s*\(([^()]+)\)\s*\**$")
_DIRECTION: Final = re.compile(
    r"^(?:(?:in|at|near|outside|around|north|south|east|west|northern|southern|eastern|western|"
    r"central|the|city of|town of|port of|region of|province of|downtown|greater)\s+)+",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(r"^(?:near|outside|around|close to|vicinity of)\s", re.IGNORECASE)
_CITY: Final = re.compile(r"\s+(?:city|town|metropolitan area)$", re.IGNORECASE)
_REACH: Final[Mapping[int, float]] = MappingProxyType({1: 1.0, 2: 1.0, 3: 1.5, 4: 4.0})
"""Precision -> degrees within which two sources put the same place."""
_REGION: Final = 15.0  # seas and great regions have no one middle
_STATE_RULES: Final = ("name", "former", "formal", "inversion")


class Place(NamedTuple):
    """An entry of the gazetteer."""

    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision: int
    disputed: bool


@cache
def _gazetteer() -> Mapping[str, tuple[Place, ...]]:
    """Key -> the places of that name."""
    found: dict[str, tuple[Place, ...]] = {}
    for row in rows("places"):
        place = Place(
            row["name"],
            row["country"] or None,
            row["admin1"] or None,
            float(row["lat"]),
            float(row["lon"]),
            int(row["precision"]),
            bool(row["disputed"]),
        )
        for alias in (row["name"], *cells(row["aliases"])):
            for key in folding.keys(alias):
                if place not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), place)
    return MappingProxyType(found)


def _is_near(place: Place, lat: float | None, lon: float | None) -> bool:
    """Whether coordinates may be this entry's: a namesake elsewhere is another place."""
    if lat is None or lon is None:
        return True
    reach = _REACH.get(place.precision, _REGION)
    east = abs(place.lon - lon)
    narrowed = min(east, 360 - east) * math.cos(math.radians(min(abs(lat), abs(place.lat))))
    return abs(place.lat - lat) <= reach and narrowed <= reach


def entry(
    text: str,
    country: str | None,
    lat: float | None = None,
    lon: float | None = None,
    most: int = 7,
) -> Place | None:
    """The gazetteer's one place of exactly this name, at least as precise as `most`.

    Coordinates rule out namesakes; where they agree with a place of that name in another country
    they outweigh the country: sources draw contested borders in many ways.
    """
    if len(text) > folding.LIMIT:
        return None
    for key in folding.keys(text):
        named = [p for p in _gazetteer().get(key, ()) if p.precision <= most]
        near = [p for p in named if _is_near(p, lat, lon)]
        inside = [p for p in near if country is None or p.country in (None, country)]
        fitting = inside or (near if lat is not None and lon is not None else [])
        if len(fitting) == 1:
            return fitting[0]
    return None


def _find(text: str, country: str | None, admin1: str | None = None) -> Place | None:
    """The one place of this name that the country (and first-order unit) leaves."""
    for key in folding.keys(text):
        fitting = [
            place
            for place in _gazetteer().get(key, ())
            if country is None or place.country is None or place.country == country
        ]
        if admin1 is not None:
            units = folding.keys(admin1)
            fitting = [p for p in fitting if p.admin1 and set(folding.keys(p.admin1)) & set(units)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _country(text: str) -> tuple[str, str] | None:
    """(ISO code, name) when the text names a state."""
    known = party_names.find(text) or party_peeling.formal(text) or party_peeling.inversion(text)
    if known and known.country and known.sector is None and known.rule.startswith(_STATE_RULES):
        return known.country, known.name
    return None


def _qualified(text: str, country: str | None) -> Place | None:
    """ "City, Country", "City (State)", "City, State, Country"."""
    bracket = _BRACKET.match(text)
    parts = [bracket[1], bracket[2]] if bracket else [part.strip() for part in text.split(",")]
    parts = [part for part in parts if part]
    if not 2 <= len(parts) <= 4:
        return None
    last = _country(parts[-1])
    if last and country in (None, last[0]) and (found := _find(parts[0], last[0])):
        return found
    return _find(parts[0], country, parts[1])


def _peeled(text: str, country: str | None) -> tuple[Place, str] | None:
    """A place behind words of direction: "near Kursk", "Kyiv city", "Camp X in Kuwait"."""
    if found := _qualified(text, country):
        return found, "qualified-name"
    bare = _CITY.sub("", text)
    if bare != text and (found := _find(bare, country)):
        return found, "name"
    bare = _DIRECTION.sub("", text)
    if bare != text and (found := _find(bare, country) or _qualified(bare, country)):
        near = bool(_NEAR.match(text)) or found.precision == 1
        return found._replace(
            precision=max(found.precision, 2) if near else found.precision
        ), "near"
    return None


def _unresolved(
    raw: str, country: str | None, lat: float | None, lon: float | None, precision: int | None
) -> Where:
    known = country is not None or bool(raw)
    level = precision or (2 if lat is not None else 6 if country and not raw else 5 if known else 6)
    return Where(raw=raw, country=country, lat=lat, lon=lon, precision=level, rule="unresolved")


def _coordinates(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """Both or neither, and only where they lie on the earth."""
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None, None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else (None, None)


def _candidates(text: str, country: str | None) -> Iterator[tuple[Place, str]]:
    if found := _find(text, country):
        yield found, "name"
    if peeled := _peeled(text, country):
        yield peeled


def _from_place(
    place: Place, rule: str, raw: str, country: str | None, lat: float | None, lon: float | None,
    precision: int | None,
) -> Where:  # fmt: skip
    given = lat is not None
    return Where(
        raw=raw,
        name=place.name,
        country=place.country or country,
        admin1=place.admin1,
        lat=lat if given else place.lat,
        lon=lon if given else place.lon,
        precision=precision or place.precision,
        disputed=place.disputed,
        rule=f"places/{rule}@{VERSION}",
    )


@lru_cache(maxsize=1 << 15)
def _read(
    raw: str, country: str | None, lat: float | None, lon: float | None, precision: int | None
) -> Where:
    text = " ".join(folding.clean(raw).split()).strip(" .;*")
    shown = folding.clean(raw)
    named = _country(text) if text else None
    found = _candidates(text, country) if text else iter(())
    first = next((one for one in found if _is_near(one[0], lat, lon)), None)
    if first and not (named and first[0].precision == 6):
        return _from_place(*first, shown, country, lat, lon, precision)
    if named and country in (None, named[0]):
        return Where(
            raw=shown,
            name=named[1],
            country=named[0],
            lat=lat,
            lon=lon,
            precision=precision or 6,
            disputed=bool(first and first[0].disputed),
            rule=f"places/country@{VERSION}",
        )
    bracket = _BRACKET.match(text) if text else None
    within = None if country else _last_country(text, bracket)
    return _unresolved(shown, country or within, lat, lon, precision)


def _last_country(text: str, bracket: re.Match[str] | None) -> str | None:
    """The country that an unknown place is said to lie in: "Foo, Kenya", "Foo (Cuba)"."""
    last = bracket[2] if bracket else text.rpartition(",")[2] if "," in text else ""
    found = _country(last.strip()) if last.strip() else None
    return found[0] if found else None


def read(
    raw: str,
    *,
    country: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
    precision: int | None = None,
) -> Where:
    """Where `raw` is. `country` (ISO) excludes places of that name elsewhere."""
    within = country if country and _ISO.fullmatch(country) else None
    north, east = _coordinates(lat, lon)
    level = precision if precision in range(1, 8) else None
    if len(raw) > folding.LIMIT:
        return _unresolved(folding.clean(raw), within, north, east, level)
    return _read(raw, within, north, east, level)
