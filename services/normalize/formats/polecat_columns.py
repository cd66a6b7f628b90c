"""POLECAT's columns, as its releases and others' copies of them spell them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final

_STORY: Final = "named somewhere in the story, not in this event"
_SCORE: Final = "a constant of event type and mode"
_WIKI: Final = "a Wikipedia page, which is no canonical identity here"
_NUMBER: Final = "the row's number in somebody's table"
IGNORES: Final[dict[str, str]] = {
    "Story People": _STORY,
    "Story Organizations": _STORY,
    "Story Locations": _STORY,
    "Intensity": _SCORE,
    "Event Intensity": _SCORE,
    "Quad Code": _SCORE,
    "CAMEO Code": "a crosswalk of event type and mode",
    "Actor Sectors": "the primary sector is kept",
    "Recipient Sectors": "the primary sector is kept",
    "Wikipedia Actor ID": _WIKI,
    "Wikipedia Recipient ID": _WIKI,
    "Event Text": "the article's own text",
    "Feed": "the collection that the article came in",
    "Version": "of the coding software",
    **dict.fromkeys(("column 1", "Unnamed: 0", "index", "...1", "X"), _NUMBER),
}

_SIDE: Final = ("Name", "Country", "COW", "Title", "Name Raw")
COLUMNS: Final[tuple[str, ...]] = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Contexts"),
    *(f"{side} {part}" for side in ("Actor", "Recipient") for part in _SIDE),
    *("Primary Actor Sector", "Primary Recipient Sector"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude"),
    *("GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Language"),
    *("Headline", "Story ID", "URL", "Publisher"),
)
_EXCESS: Final = frozenset({"Headline", "Event Text", "Feed", "Story ID"})
"""Names that the headers of some releases have and their rows have not."""

_JOINTS: Final = re.compile(r"[\s._]+")


@cache
def _spellings() -> Mapping[str, str]:
    return MappingProxyType({_folded(name): name for name in (*COLUMNS, *IGNORES)})


def _folded(name: str) -> str:
    """R and databases join words by dots and underscores."""
    return _JOINTS.sub(" ", name).strip().lower()


def spelt(name: str) -> str:
    """A column as we spell it; one that is none of ours as it came."""
    return _spellings().get(_folded(name), name) if _folded(name) else name


def named(header: Sequence[str]) -> list[str]:
    """A header's columns as we spell them, of a release without those that its rows lack."""
    names = [spelt(cell) for cell in header]
    if _EXCESS & set(names) and {"Event ID", "Version"} <= set(names):
        return [name for name in names if name not in _EXCESS]
    return names


def is_header(cells: Sequence[str]) -> bool:
    return {"Event ID", "Event Type"} <= {spelt(cell) for cell in cells}


def canonical(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its columns as we spell them; where two are one column, as it came."""
    if "Event ID" in row and "Event Type" in row:
        return row
    names = [spelt(name) for name in row]
    return dict(zip(names, row.values(), strict=True)) if len(set(names)) == len(names) else row
