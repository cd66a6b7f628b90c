"""How POLECAT's days and places read."""

from functools import lru_cache

from schemas.values import Party, When, Where
from services.normalize.formats import plover
from services.normalize.reading import dates, parties, places


@lru_cache(maxsize=8192)
def day(text: str) -> When | None:
    return dates.read(text)


@lru_cache(maxsize=65536)
def where(words: tuple[str, ...], numbers: tuple[str, ...], feature: str) -> Where:
    placename, raw, city, district, province, country = words
    name = placename or city or district or province or country or raw
    lat, lon = _number(numbers[0], 90), _number(numbers[1], 180)
    if lat is None or lon is None:
        lat = lon = None
    state = _iso3(country) if country else None
    precision = _precision(feature, city, district, province)
    found = places.read(name, country=state, lat=lat, lon=lon, precision=precision)
    geonames = numbers[2].removesuffix(".0")
    return found.model_copy(
        update={
            "raw": ", ".join(dict.fromkeys(filter(None, (raw, placename, city)))) or name,
            "country": found.country or state,
            "provider_admin1": province or None,
            "provider_admin2": district or None,
            "lat": lat,
            "lon": lon,
            "geonames_id": int(geonames) if geonames.isdecimal() else None,
            "precision": precision,
        }
    )


def _iso3(country: str) -> str | None:
    found = parties.from_code(country, "iso3") if len(country) == 3 else None
    return (found or parties.read(country)).country


def _precision(feature: str, city: str, district: str, province: str) -> int:
    if feature:
        upper = feature.upper()
        return next((p for start, p in plover.FEATURE_PRECISIONS if upper.startswith(start)), 1)
    return 2 if city else 3 if district else 4 if province else 6


def _number(text: str, limit: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None


@lru_cache(maxsize=512)
def state(iso3: str | None) -> Party | None:
    return parties.from_code(iso3, "iso3") if iso3 else None
