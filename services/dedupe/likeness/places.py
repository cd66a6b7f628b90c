"""How far two places are apart, and whether they are the same by name."""

from math import asin, cos, radians, sin, sqrt

from services.dedupe.likeness.features import Place
from services.dedupe.likeness.names import name_likeness

_EARTH_KM = 6371.0


def kilometres(a: Place, b: Place) -> float | None:
    """None unless both are known more closely than their country."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    if a.precision > 4 or b.precision > 4:  # the centroid of a country is nobody's place
        return None
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(h)))


def same_name(a: Place, b: Place) -> bool:
    """By the name, or where one names the region that the other lies in."""
    if not a.name or not b.name:
        return False
    if name_likeness(a.name, b.name) >= 0.85:
        return True
    return bool((a.region and a.region == b.name) or (b.region and b.region == a.name))
