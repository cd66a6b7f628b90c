"""ACLED's columns, as thirty years of its files and others' copies of them spell them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

_RENAMED: Final = {
    "ally_actor_1": "assoc_actor_1",
    "ally_actor_2": "assoc_actor_2",
    "adm_level_1": "admin1",
    "adm_level_2": "admin2",
    "adm_level_3": "admin3",
    "geo_precis": "geo_precision",
    "time_precis": "time_precision",
    "deleted_timestamps": "deleted_timestamp",
}
"""What columns were called before, or where a file format cuts their names."""

_CLASS: Final = "ACLED's classification, decided by the sub-event type"
_NUMBER: Final = "the row's number in somebody's table"
IGNORES: Final[dict[str, str]] = {
    "disorder_type": _CLASS,
    "interaction": _CLASS,
    "civilian_targeting": _CLASS,
    "region": "repeats the country",
    "gwno": "repeats the country, in numbers of Gleditsch and Ward",
    "event_id_no_cnty": "the number in event_id_cnty",
    "data_id": "ACLED's number of the revision; timestamp orders them",
    "tags": "tags of ACLED's own projects",
    "admin3": "finer than our places go",
    "conflict_category": _CLASS,
    **{
        f"population_{n}": "people living near by, not in the event"
        for n in ("1km", "2km", "5km", "best")
    },
    **dict.fromkeys(("column 1", "unnamed:_0", "index", "...1", "x", "objectid", "fid"), _NUMBER),
}


def named(header: Sequence[str]) -> list[str]:
    """Files before 2022, and those of the HDX, shout."""
    lower = [cell.strip().lower().replace(" ", "_") for cell in header]
    pairs = zip(header, lower, strict=True)
    return [_RENAMED.get(cell, cell) if cell in _OURS else raw for raw, cell in pairs]


_OURS: Final = frozenset(
    {
        *("event_id_cnty", "event_date", "year", "time_precision", "event_type"),
        *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2"),
        *("inter2", "iso", "iso3", "country", "admin1", "admin2", "location", "latitude"),
        *("longitude", "geo_precision", "source", "source_scale", "notes", "fatalities"),
        *("timestamp", "deleted_timestamp"),
        *_RENAMED,
        *IGNORES,
    }
)


def is_header(cells: Sequence[str]) -> bool:
    return "event_id_cnty" in named(cells)


def is_record(row: Mapping[str, Any]) -> bool:
    """The HDX puts a line of tags below the header ("#event+code")."""
    return not str(row.get("event_id_cnty") or "").lstrip().startswith("#")


def canonical(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with its columns as we spell them; where two are one column, as it came."""
    if "event_id_cnty" in row and "EVENT_DATE" not in row:
        return row
    names = named(tuple(row))
    return dict(zip(names, row.values(), strict=True)) if len(set(names)) == len(names) else row
