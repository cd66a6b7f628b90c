"""How POLECAT's days and places read."""

import re
from functools import lru_cache
from typing import Final

from schemas.values import Party, When, Where
from services.normalize.formats import coordinates, plover
from services.normalize.reading import dates, parties, places

_GEONAMES: Final = re.compile(r"\d{1,12}", re.A)
_FEATURE: Final = re.compile(r"[A-Z]{2,5}\d?H?", re.A)


@lru_cache(maxsize=8192)
def day(text: str) -> When | None:
    return dates.read(text)


@lru_cache(maxsize=65536)
def where(words: tuple[str, ...], numbers: tuple[str, ...], feature: str) -> Where:
    placename, raw, city, district, province, country = words
    name = placename or city or district or province or country or raw
    lat, lon = coordinates.read(numbers[0], numbers[1]) or (None, None)
    land = country_of(country).country if country else None
    precision = _precision(feature, city, district, province)
    found = places.read(name, country=land, lat=lat, lon=lon, precision=precision)
    geonames = numbers[2].removesuffix(".0")
    return found.changed(
        raw=", ".join(dict.fromkeys(filter(None, (raw, placename, city)))) or name,
        country=found.country or land,
        provider_admin1=province or None,
        provider_admin2=district or None,
        geonames_id=int(geonames) if _GEONAMES.fullmatch(geonames) else None,
        precision=precision,
    )


def country_of(country: str) -> Party:
    """By its code, as POLECAT mostly has it, or by its name."""
    found = parties.from_code(country, "iso3") if len(country) == 3 else None
    return found or parties.read(country)


def is_geonames(number: str) -> bool:
    return bool(_GEONAMES.fullmatch(number.removesuffix(".0")))


def is_feature(code: str) -> bool:
    return bool(_FEATURE.fullmatch(code))


def _precision(feature: str, city: str, district: str, province: str) -> int:
    if is_feature(feature):
        return next((p for start, p in plover.FEATURE_PRECISIONS if feature.startswith(start)), 1)
    return 2 if city else 3 if district else 4 if province else 6
