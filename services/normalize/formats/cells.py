"""What stands in a cell or a JSON value, as text, as a number, as a part of an id."""

import re
import unicodedata
from typing import Any

from schemas.values import LIMIT


def text(value: Any) -> str:
    """Stripped, with white space collapsed; "" for null. A whole float loses its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < LIMIT:
        value = int(value)
    return " ".join(str(value).split())


def whole(value: str) -> int | None:
    """A whole number that survives JSON, or None. Never a guess: "1,5" is not one."""
    if not re.fullmatch(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.0+)?", value):
        return None
    number = int(value.replace(",", "").partition(".")[0])
    return number if abs(number) <= LIMIT else None


def slug(value: str) -> str:
    """Lower-case letters and digits with single hyphens: for ids made of a source's own words."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
