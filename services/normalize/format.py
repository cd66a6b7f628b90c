"""What a partner format is: how its files are cut, who a record is, and what it claims.

A format is pure: parsed fields in, statements and signals out. Every field of a record is used,
ignored on purpose, or a signal; `Fields` keeps that account.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from schemas.claims import Body, Signal
from schemas.refusal import pointer
from schemas.values import Modality, Source, Speaker, Stance, When

Row = Mapping[str, Any]
"""A parsed record: a JSON object. A row of a table is column -> cell text. XML comes as
{"visit": {"id": "1", "from": {"@id": …, "#text": …}}}; an empty element is "", a repeated one
a list."""


class Identity(NamedTuple):
    """Which report a record is about. `revision` None: ordered by arrival."""

    record_id: str | None
    revision: int | None = None
    withdrawn: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim before it knows its report. `id`: unique in the record, stable over revisions."""

    id: str
    body: Body
    stance: Stance = "asserts"
    modality: Modality = "asserted"
    attribution: tuple[Speaker, ...] = ()
    source: Source | None = None
    announced: When | None = None
    summary: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """All that a record says. out_of_scope: why none of it concerns us (then no statements)."""

    statements: tuple[Statement, ...] = ()
    signals: tuple[Signal, ...] = ()
    ignored: tuple[str, ...] = ()
    out_of_scope: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of this format is cut into records by `attache publish` and `partners check`."""

    xml_records: frozenset[str] = frozenset()  # element names, each one a record
    json_records: str | None = None  # JSON pointer to the list of records in a document
    delimiter: str | None = None  # None: "," for .csv, tab for .tsv
    columns: tuple[str, ...] | None = None  # for files without a header line
    is_header: Callable[[Sequence[str]], bool] | None = None  # finds it below a preamble
    name_columns: Callable[[Sequence[str]], Sequence[str]] | None = None  # names the unnamed ones
    encodings: tuple[str, ...] = ("utf-8-sig",)  # tried in this order
    sheet: Callable[[str], bool] | None = None  # which sheets of a workbook hold records
    is_record: Callable[[Row], bool] | None = None  # False: footers, totals, blank lines


@dataclass(frozen=True, slots=True)
class Format:
    """`version` goes up whenever the same record would be read differently."""

    name: str
    version: int
    identify: Callable[[Row], Identity]
    interpret: Callable[[Row], Interpretation]
    layout: Layout = field(default_factory=Layout)
    ignores: Mapping[str, str] = field(default_factory=dict)  # field -> why it is left alone


class Fields:
    """Hands out the fields of a record and knows which nobody asked for."""

    def __init__(self, row: Row, ignores: Mapping[str, str]) -> None:
        self._row = row
        self._left: set[str] = set(row)
        self.ignored: tuple[str, ...] = ()
        if ignores:
            self._left -= ignores.keys()
            self.ignored = _sorted(frozenset(row.keys() & ignores.keys()))
        self.signals: list[Signal] = []

    def take(self, name: str, default: Any = None) -> Any:
        """The field, or `default` when the record does not have it."""
        self._left.discard(name)
        return self._row.get(name, default)

    def text(self, name: str) -> str:
        """The field as stripped text; "" when missing or null."""
        value = self.take(name)
        return "" if value is None else str(value).strip()

    def signal(self, code: str, name: str, value: object = None, message: str = "") -> None:
        shown = None if value is None else str(value)[:500]
        self.signals.append(Signal(code=code, field=pointer((name,)), value=shown, message=message))

    def close(self) -> tuple[Signal, ...]:
        """All signals, with one more for each field that nobody used."""
        for name in sorted(self._left):
            if self._row[name] not in (None, "", [], {}):
                self.signal("unknown_field", name, self._row[name], "not part of this format")
        return tuple(self.signals)


@lru_cache(1024)
def _sorted(names: frozenset[str]) -> tuple[str, ...]:
    """Cached: the records of a format mostly ignore the same fields."""
    return tuple(sorted(names))
