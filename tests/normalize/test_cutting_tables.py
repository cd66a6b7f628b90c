"""A table is cut into one object for each row, whatever its partner's programs made of it."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading.records import Cut
from tests.normalize.cuts import JSON, is_header, records, rows


def test_a_table_is_cut_into_objects_of_column_and_cell() -> None:
    data = b'\xef\xbb\xbfName,Note\r\nA,"x, ""y""\r\nz"\r\n,\r\nB,\r\n'
    assert records(Layout(), "x.csv", data) == [
        Cut('{"Name":"A","Note":"x, \\"y\\"\\r\\nz"}', JSON),
        Cut('{"Name":"B","Note":""}', JSON),
    ]


def test_the_header_is_found_below_a_preamble_and_unnamed_columns_get_names() -> None:
    layout = Layout(is_header=is_header, name_columns=lambda cells: [c or "?" for c in cells])
    data = "A title, with a comma\n\n'a' quote\"\nName,,B,\nx,1,2,3\nName,,B,\ny,4,5,6\n"
    assert rows(layout, "x.csv", data) == [
        {"Name": "x", "?": "1", "B": "2", "? (2)": "3"},
        {"Name": "y", "?": "4", "B": "5", "? (2)": "6"},
    ]


def test_a_file_without_its_header_is_refused() -> None:
    with pytest.raises(Refused, match="no_header"):
        rows(Layout(is_header=is_header), "x.csv", "a,b\n1,2\n")


def test_another_delimiter_is_taken_when_only_it_makes_the_header() -> None:
    assert rows(Layout(is_header=is_header), "x.csv", "junk, junk\nName;B\nx;1,5\n") == [
        {"Name": "x", "B": "1,5"}
    ]


def test_rows_of_the_wrong_length_lose_nothing() -> None:
    assert rows(Layout(), "x.csv", "A,B\n1\n1,2,3,,5\n1,2,,\n") == [
        {"A": "1", "B": ""},
        {"A": "1", "B": "2", "+1": "3", "+3": "5"},
        {"A": "1", "B": "2"},
    ]


def test_a_quote_that_never_closes_costs_its_own_line() -> None:
    data = 'A,B\n"open,1\nx,2\n' + "y,3\n" * 600
    found = rows(Layout(), "x.csv", data)
    assert found[:3] == [{"A": '"open', "B": "1"}, {"A": "x", "B": "2"}, {"A": "y", "B": "3"}]
    assert len(found) == 602


def test_a_tab_separated_file_needs_no_header_when_the_columns_are_known() -> None:
    layout = Layout(delimiter="\t", columns=("a", "b"), is_header=lambda cells: cells[0] == "A")
    data = 'A\tB\n1\t"two" half\n"open\t2\n'
    assert rows(layout, "20260101.export.CSV", data) == [
        {"a": "1", "b": '"two" half'},
        {"a": '"open', "b": "2"},
    ]


def test_footers_are_no_records() -> None:
    layout = Layout(is_record=lambda row: row["A"] != "Total")
    assert rows(layout, "x.csv", "A,B\n1,2\nTotal,2\n") == [{"A": "1", "B": "2"}]


def test_encodings_are_tried_line_by_line() -> None:
    layout = Layout(encodings=("utf-8-sig", "cp1252"))
    data = "A\nWärtsilä\n".encode() + "Wärtsilä –\n".encode("cp1252")
    assert rows(layout, "x.csv", data) == [{"A": "Wärtsilä"}, {"A": "Wärtsilä –"}]


def test_a_line_that_no_encoding_reads_goes_out_in_its_bytes() -> None:
    (one,) = records(Layout(), "x.csv", b"A\nW\xe4\n")
    assert one.value == b'{"A":"W\xe4"}'


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_a_table_with_cells_as_people_type_them() -> None:
    moment = datetime(2024, 1, 2, 3, 4)  # noqa: DTZ001 - workbooks know no zones
    data = workbook(
        {
            "Read me": [["About"], ["x"]],
            "Main": [
                ["Title"],
                ["Name", "n", "d", "t", "f", "b", "e"],
                ["x", 12.0, date(2024, 1, 2), moment, 0.5, True, None],
            ],
        }
    )
    expected = {
        "Name": "x",
        "n": "12",
        "d": "2024-01-02",
        "t": "2024-01-02 03:04:00",
        "f": "0.5",
        "b": "TRUE",
        "e": "",
    }
    named = Layout(is_header=is_header, sheet=lambda title: title == "Main")
    assert rows(named, "x.xlsx", data) == [expected]
    assert rows(Layout(is_header=is_header), "no-name", data) == [expected]
    assert rows(Layout(), "x.xlsx", data) == [{"About": "x"}]
