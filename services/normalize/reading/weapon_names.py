"""Designations to families: exact names, and variants that a designation's own grammar allows.

"T-72B3" is a T-72 because what follows the number is a variant suffix; "T-722" is not.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from anyascii import anyascii

from services.normalize.reading import folding
from services.normalize.reading.lexicon import cells, rows

_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_ATTACHED: Final = re.compile(r"[a-z]{1,4}\d{0,3}[a-z]{0,3}\d{0,2}")
_VARIANT: Final = re.compile(
    r"(?:mk|mark|mod|block|blk|ver|version|batch|series|type|model|variant)?-?"
    r"(?:\d{1,4}[a-z]{0,4}|[ivx]{1,4}|[a-z]{1,3}\d{0,3})"
)


class Family(NamedTuple):
    """A family of designations, with its place in both classifications."""

    id: str
    name: str
    category: str
    un: str | None


class Found(NamedTuple):
    """A family, and what the text says after the part that named it."""

    family: Family
    rest: str
    exact: bool


def plain(text: str) -> str:
    """Folded; Cyrillic in Latin letters, for "Т-72" and "T-72" look alike and are the same."""
    key = folding.native(text)
    return anyascii(key).casefold() if _CYRILLIC.search(key) else folding.latin(key) or key


def compact(text: str) -> str:
    """Letters and digits only: "M-142 HIMARS" -> "m142himars"."""
    return re.sub(r"\W", "", plain(text))


@cache
def index() -> Mapping[str, tuple[Family, ...]]:
    """Compact alias -> the families that go by it."""
    found: dict[str, tuple[Family, ...]] = {}
    for row in rows("weapon_families"):
        family = Family(row["family"], row["name"], row["category"], row["un"] or None)
        for alias in cells(row["aliases"]):
            # radars are written with and without the American prefix: AN/TPQ-36, TPQ-36
            for spelling in {alias, alias.removeprefix("AN/")}:
                key = compact(spelling)
                if family not in found.get(key, ()):
                    found[key] = (*found.get(key, ()), family)
    return MappingProxyType(found)


def _variants(rest: str) -> bool:
    """Nothing but marks, blocks and the like."""
    return all(_VARIANT.fullmatch(word) for word in re.split(r"[\s/.,-]+", rest) if word)


def _follows(alias: str, rest: str) -> bool:
    """Whether `rest` (of the text, right behind an alias) may follow it within a designation."""
    if not rest:
        return True
    attached = re.match(r"\w*", rest)
    suffix = attached[0] if attached else ""
    behind = rest[len(suffix) :].strip(" -/.,()")
    if alias[-1].isdigit():
        if suffix and not _ATTACHED.fullmatch(suffix):
            return False
        return len(alias) > 2 or (not suffix and not behind)
    if suffix:
        return False
    return not behind or _variants(behind)


def find(text: str) -> tuple[Found, ...]:
    """The families of the longest name that `text` begins with."""
    names = index()
    key = compact(text)
    if families := names.get(key):
        return tuple(Found(family, "", True) for family in families)
    written = plain(text)
    ends = [match.end() for match in re.finditer(r"\w(?=\W|$)|\d(?=[a-z])", written)]
    for end in reversed(ends):
        alias = re.sub(r"\W", "", written[:end])
        if len(alias) > 1 and (families := names.get(alias)) and _follows(alias, written[end:]):
            return tuple(Found(family, written[end:].strip(), False) for family in families)
    return ()
