"""How GDELT's days, moments, places and addresses read."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from schemas.values import Party, When, Where
from services.normalize.formats import coordinates
from services.normalize.reading import dates, parties, places

PRECISIONS: Final = {"1": 6, "2": 4, "3": 2, "4": 2, "5": 4}
"""ActionGeo_Type: country (a centroid), US state, US city, world city, world state."""


@lru_cache(maxsize=8192)
def day(text: str) -> When | None:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    return dates.day(day).changed(raw=text) if len(text) == 8 else None


@lru_cache(maxsize=65536)
def where(kind: str, full: str, admin1: str, admin2: str, lat: str, lon: str) -> Where:
    parts = [part.strip() for part in full.split(",") if part.strip()]
    country = parties.read(parts[-1]).country if parts else None
    north, east = coordinates.read(lat, lon) or (None, None)
    place = places.read(full, country=country, lat=north, lon=east, precision=PRECISIONS[kind])
    return place.changed(
        raw=full,
        country=place.country or country,
        provider_admin1=admin1 or None,
        provider_admin2=admin2 or None,
        precision=PRECISIONS[kind],
    )


def publisher(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=8192)
def moment(text: str) -> datetime | None:
    """DATEADDED is UTC."""
    if not text.isascii() or not text.isdigit() or len(text) not in (8, 14):
        return None
    try:
        return datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def country(iso3: str | None) -> Party | None:
    return parties.from_code(iso3, "iso3") if iso3 else None
