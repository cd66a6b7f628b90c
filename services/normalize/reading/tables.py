"""Rows of CSV, TSV and workbooks as compact JSON objects, column -> cell text.

Nothing is lost: a row with too few cells gets "" for the rest, cells beyond the last column come
as "+1", "+2" …; a quote that never closes costs its own line, not the rest of the file.
"""

import csv
import io
import json
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schemas.refusal import Refused
from services.normalize.format import Layout

PREAMBLE: Final = 500  # rows to look for a header in
_QUOTED_LINES: Final = 500  # a cell may hold so many lines


def rows(stream: BinaryIO, layout: Layout, name: str) -> Iterator[str]:
    """The records of a delimited text file."""
    csv.field_size_limit(1 << 27)  # the door knows the limits; here a long cell is just long
    found = lines(stream, layout.encodings)
    tab = "\t" if name.endswith((".tsv", ".tab")) else None
    usual = layout.delimiter or tab or ","
    head, found = _ahead(found, 60)
    return _records(_cells(found, _delimiter(head, layout, usual)), layout)


def workbook(stream: BinaryIO, layout: Layout) -> Iterator[str]:
    """The records of an Excel workbook: of the sheets the layout names, else of those that have
    the layout's header, else of the first."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles it does not know
            book = load_workbook(stream, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Refused("unreadable_file", "", f"not a workbook: {error}") from error
    try:
        sheets = list(book.worksheets)
        if layout.sheet is not None:
            sheets = [sheet for sheet in sheets if layout.sheet(sheet.title)]
        elif layout.is_header is None:
            sheets = sheets[:1]
        headless: Refused | None = None
        cut = 0
        for sheet in sheets:
            if hasattr(sheet, "reset_dimensions"):
                sheet.reset_dimensions()  # some writers state them wrongly
            cells = ([_shown(value) for value in row] for row in sheet.iter_rows(values_only=True))
            try:
                for record in _records(cells, layout):
                    cut += 1
                    yield record
            except Refused as refused:
                headless = refused
        if headless is not None and not cut:
            raise headless
    finally:
        book.close()


def lines(stream: BinaryIO, encodings: Sequence[str]) -> Iterator[str]:
    """Decoded lines, with their ends. Encodings are tried line by line: real exports mix them."""
    head = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        wide = io.TextIOWrapper(stream, "utf-16", errors="replace", newline="")
        try:
            yield from wide
        finally:
            wide.detach()
        return
    tried = [encoding.replace("utf-8-sig", "utf-8") for encoding in encodings]
    first = True
    for raw in stream:
        if first:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            first = False
        yield _decoded(raw, tried)


def _decoded(raw: bytes, encodings: Iterable[str]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "surrogateescape")


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


def _records(found: Iterable[list[str]], layout: Layout) -> Iterator[str]:
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


def _shown(value: object) -> str:
    """A workbook's cell as a person would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case _:
            return str(value)
