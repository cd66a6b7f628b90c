"""Rows of CSV and TSV as compact JSON objects, column -> cell text.

Nothing is lost: a row with too few cells gets "" for the rest, cells beyond the last column come
as "+1", "+2" …; a quote that never closes costs its own line, not the rest of the file.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading.lines import lines

PREAMBLE: Final = 500  # rows to look for a header in
_QUOTED_LINES: Final = 500  # a cell may hold so many lines


def rows(stream: BinaryIO, layout: Layout, name: str) -> Iterator[str]:
    """The records of a delimited text file."""
    csv.field_size_limit(1 << 27)  # the door knows the limits; here a long cell is just long
    found = lines(stream, layout.encodings)
    tab = "\t" if name.endswith((".tsv", ".tab")) else None
    usual = layout.delimiter or tab or ","
    head, found = _ahead(found, 60)
    return records(_cells(found, _delimiter(head, layout, usual)), layout)


def _ahead(found: Iterator[str], count: int) -> tuple[list[str], Iterator[str]]:
    head = [line for _, line in zip(range(count), found, strict=False)]

    def again() -> Iterator[str]:
        yield from head
        yield from found

    return head, again()


def _delimiter(head: Sequence[str], layout: Layout, usual: str) -> str:
    """The usual one, unless only another one makes the header a header."""
    if layout.is_header is not None:
        for delimiter in (usual, ",", ";", "\t", "|"):
            if any(layout.is_header(cells) for cells in _cells(iter(head), delimiter)):
                return delimiter
    return usual


def _cells(found: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    pending: list[str] = []

    def following() -> str | None:
        return pending.pop(0) if pending else next(found, None)

    while (line := following()) is not None:
        if '"' not in line:
            yield line.rstrip("\r\n").split(delimiter)
            continue
        text, taken = line, [line]
        while (cells := _quoted(text, delimiter)) is None:
            more = following() if len(taken) < _QUOTED_LINES and delimiter != "\t" else None
            if more is None:
                yield line.rstrip("\r\n").split(delimiter)
                pending[:0] = taken[1:]
                break
            taken.append(more)
            text += more
        else:
            yield cells


def _quoted(text: str, delimiter: str) -> list[str] | None:
    """The cells of one row with quotes in it; None when a quoted cell is still open."""
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
    if delimiter == "\t":  # such files seldom quote: the quotes are the text's own
        return text.rstrip("\r\n").split(delimiter)
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def records(found: Iterable[list[str]], layout: Layout) -> Iterator[str]:
    names = _names(layout.columns, layout) if layout.columns is not None else None
    seen = 0
    for cells in found:
        if not any(map(str.strip, cells)):
            continue
        if layout.is_header is not None and layout.is_header(cells):
            if layout.columns is None or layout.name_columns is not None:
                names = _names(cells, layout)
        elif names is not None:
            row = _row(names, cells)
            if layout.is_record is None or layout.is_record(row):
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        elif layout.is_header is None:
            names = _names(cells, layout)
        else:
            seen += 1
            if seen > PREAMBLE:
                break
    if names is None and seen:
        raise Refused("no_header", "", "no line with the column names of this format was found")


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    row = dict(zip(names, cells, strict=False))
    if len(cells) < len(names):
        row.update(dict.fromkeys(names[len(cells) :], ""))
    elif len(cells) > len(names):
        for number, cell in enumerate(cells[len(names) :], 1):
            if cell.strip():
                row[f"+{number}"] = cell
    return row


def _names(header: Sequence[str], layout: Layout) -> tuple[str, ...]:
    """Unique names; a column that has none is called by its number."""
    named = layout.name_columns(header) if layout.name_columns is not None else header
    unique: dict[str, None] = {}
    for number, raw in enumerate(named, 1):
        name = raw.strip() or f"column {number}"
        again = 2
        while name in unique:
            name = f"{raw.strip() or 'column'} ({again})"
            again += 1
        unique[name] = None
    return tuple(unique)
