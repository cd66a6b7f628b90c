"""Rows of Excel workbooks, cell by cell as a person would have typed them."""

import warnings
from collections.abc import Iterator
from datetime import datetime, time
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading import tables


def records(stream: BinaryIO, layout: Layout) -> Iterator[str]:
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
                for record in tables.records(cells, layout):
                    cut += 1
                    yield record
            except Refused as refused:
                headless = refused
        if headless is not None and not cut:
            raise headless
    finally:
        book.close()


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
