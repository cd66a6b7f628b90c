"""Latitude and longitude as tables write them: both, in degrees, or neither."""


def read(lat: str, lon: str) -> tuple[float, float] | None:
    north, east = _degrees(lat, 90), _degrees(lon, 180)
    return None if north is None or east is None else (north, east)


def _degrees(text: str, limit: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -limit <= value <= limit else None
