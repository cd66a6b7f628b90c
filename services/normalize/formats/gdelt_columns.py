"""The 61 columns of a GDELT 2.0 event file, which has no header, and why we leave some alone."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final


def _actor(number: int) -> tuple[str, ...]:
    parts = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code"
    types = "Type1Code Type2Code Type3Code"
    return tuple(f"Actor{number}{part}" for part in f"{parts} {types}".split())


def _place(of: str) -> tuple[str, ...]:
    parts = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
    return tuple(f"{of}Geo_{part}" for part in parts.split())


COLUMNS: Final[tuple[str, ...]] = (
    *["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"],
    *_actor(1),
    *_actor(2),
    *["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"],
    *["NumMentions", "NumSources", "NumArticles", "AvgTone"],
    *_place("Actor1"),
    *_place("Actor2"),
    *_place("Action"),
    *["DATEADDED", "SOURCEURL"],
)

_SAME_DAY: Final = "SQLDATE says the same more exactly"
_NOT_CORROBORATION: Final = "counts mentions of one coded sentence: not corroboration"
_OF_THE_CODE: Final = "a constant of the event code"
_IDENTITY: Final = "ethnicity and religion name no party"
_ACTOR_PLACE: Final = "where the text mentions the actor, not where it happened"

IGNORES: Final[dict[str, str]] = {
    "MonthYear": _SAME_DAY,
    "Year": _SAME_DAY,
    "FractionDate": _SAME_DAY,
    "NumMentions": _NOT_CORROBORATION,
    "NumSources": _NOT_CORROBORATION,
    "NumArticles": _NOT_CORROBORATION,
    "AvgTone": "the tone of the article, not a fact of the event",
    "GoldsteinScale": _OF_THE_CODE,
    "QuadClass": _OF_THE_CODE,
    "EventBaseCode": _OF_THE_CODE,
    "IsRootEvent": "where in the article the sentence stands",
    "ActionGeo_FeatureID": "a GNS or GNIS number, not one of GeoNames",
    **{f"Actor{n}{part}Code": _IDENTITY for n in (1, 2) for part in ("Ethnic", "Religion1")},
    **{f"Actor{n}Code": "its parts are columns of their own" for n in (1, 2)},
    **{f"Actor{n}Religion2Code": _IDENTITY for n in (1, 2)},
    **{f"Actor{n}Type{t}Code": "the first type decides" for n in (1, 2) for t in (2, 3)},
    **dict.fromkeys((*_place("Actor1"), *_place("Actor2")), _ACTOR_PLACE),
}

ROW_NUMBERS: Final[dict[str, str]] = dict.fromkeys(
    ("column 1", "Unnamed: 0", "index", "...1", "X"), "the row's number in somebody's table"
)


@cache
def _spellings() -> Mapping[str, str]:
    """Lower case -> column. The codebook, the database and the files do not spell them alike."""
    found = {column.lower(): column for column in COLUMNS}
    return MappingProxyType(found | {"day": "SQLDATE", "eventid": "GLOBALEVENTID"})


def named(header: Sequence[str]) -> list[str]:
    """A header's columns as we spell them."""
    return [_spellings().get(cell.strip().lower(), cell) for cell in header]


def is_header(cells: Sequence[str]) -> bool:
    """Exports out of a database put a header above what has none."""
    return "GLOBALEVENTID" in named(cells[:2])


def canonical(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its columns as we spell them; where two are one column, as it came."""
    if "GLOBALEVENTID" in row:
        return row
    names = named(tuple(row))
    return dict(zip(names, row.values(), strict=True)) if len(set(names)) == len(names) else row
