"""What a read model is: its columns, its key, and a history from which the current rows follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

Row = Mapping[str, Any]
"""Column to value. A column that is not there is null; JSON is text with sorted keys."""


class Column(NamedTuple):
    name: str
    type: str


class ReadModel(NamedTuple):
    """`columns` is what readers see, as of now and as of any moment; `kept` is the history's own.

    In the history each row has `present` (false: the thing was gone) and `known`, the half-open
    range of recorded time in which it was what we knew. Per `key` the ranges leave no gap and the
    last one is open; the current rows are exactly the open, present ones.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    comment: str
    kept: tuple[Column, ...] = ()
    indexes: tuple[str, ...] = ()  # on the current rows

    @property
    def history(self) -> str:
        return f"{self.name}_history"


class Past(NamedTuple):
    """A row of a history. `until` None: it still stands."""

    since: datetime
    until: datetime | None
    present: bool
    row: Row


def pasts_of(rows: Sequence[tuple[datetime, bool, Row]]) -> list[Past]:
    """Rows of one key, in order, each standing until the next."""
    if len(rows) == 1:
        since, present, row = rows[0]
        return [Past(since, None, present, row)]
    ends = [*(since for since, _, _ in rows[1:]), None]
    return [
        Past(since, until, present, row)
        for (since, present, row), until in zip(rows, ends, strict=False)
    ]


def columns(text: str) -> tuple[Column, ...]:
    """One "name type" per line."""
    pairs = (line.split(None, 1) for line in text.strip().splitlines())
    return tuple(Column(name, kind.strip()) for name, kind in pairs)


SAID = columns(
    """
    status              text
    modality            text
    claims              int
    reports             int
    independent_sources int
    says                text[]
    confirmed_by        text[]
    denied_by           text[]
    disputed_by         text[]
    claim_ids           uuid[]
    """
)
"""Who says it: what every occurrence has; see voices.said."""

TOLD = columns(
    """
    announced           date
    evidence            jsonb
    """
)
"""The earliest day it was announced or published, and the claims each value rests on."""

DATED = columns(
    """
    occurred_edtf       text
    earliest            date
    latest              date
    date_precision      int
    """
)
"""Valid time: when it happened, both days inclusive."""

PLACED = columns(
    """
    place_name          text
    place_country       text
    place_precision     int
    place               jsonb
    """
)

GONE = columns("absorbed_into uuid")
"""Kept by an occurrence's history: where its claims went when it became another's."""
