"""What stands in a cell or a JSON value, as text, as a number, as a part of an id."""

import re
import unicodedata
from typing import Any, Final

from schemas.values import LIMIT
from services.normalize.reading import numerals


def text(value: Any) -> str:
    """Stripped, with white space collapsed; "" for null. A whole float loses its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < LIMIT:
        value = int(value)
    return " ".join(str(value).split())


_SEPARATORS: Final = re.compile(r"[, '’]")
_WHOLE: Final = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:([, '’])\d{3})(?:\1\d{3}){0,3})(?:\.0+)?")
_PLAIN: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,30})?(?:e[+-]?\d{1,2})?")
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:([, '’])\d{3})(?:\1\d{3}){0,4}(?:\.\d{1,30})?")
_EUROPEAN: Final = re.compile(
    r"-?(?:\d{1,3}(?:\.\d{3}){1,4},\d{1,30}|\d{1,3}(?:\.\d{3}){2,4}|\d{1,15},\d{1,2}"
    r"|\d{1,3}(?: \d{3}){1,4},\d{1,30})"
)


def whole(value: str) -> int | None:
    """A whole number that survives JSON, or None. Never a guess: "1,5" is not one."""
    if value.isascii() and value.isdecimal() and len(value) < 16:
        return int(value)  # the commonest form, without any of the machinery
    written = numerals.normal(value)
    if not _WHOLE.fullmatch(written):
        return None
    number = int(_SEPARATORS.sub("", written).partition(".")[0])
    return number if abs(number) <= LIMIT else None


def amount(value: str) -> int | float | None:
    """A number with or without decimals, as tables of any locale write it, or None. "1,250" is
    a thousand and more, as in the English tables that these are; "0,5" can only be a half."""
    written = numerals.normal(value)
    if (number := whole(value)) is not None:
        return number
    if _PLAIN.fullmatch(written):
        plain = written
    elif _GROUPED.fullmatch(written):
        plain = _SEPARATORS.sub("", written)
    elif _EUROPEAN.fullmatch(written):
        plain = re.sub(r"[. ]", "", written).replace(",", ".")
    else:
        return None
    found = float(plain)
    if abs(found) > LIMIT:
        return None
    return int(found) if found.is_integer() else found


def slug(value: str) -> str:
    """Lower-case letters and digits with single hyphens: for ids made of a source's own words."""
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
