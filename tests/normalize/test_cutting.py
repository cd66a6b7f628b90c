"""A partner's file is cut into exactly the texts that get published; nothing is lost."""

import contextlib
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading.records import Cut, cut

JSON = "application/json"
XML = "application/xml"


class Pipe(io.RawIOBase):
    """A stream that can only be read on, a few bytes at a time, like a pipe."""

    def __init__(self, data: bytes, step: int = 7) -> None:
        self._data, self._step = data, step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        taken = self._data[: min(self._step, len(buffer))]
        self._data = self._data[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def records(layout: Layout, name: str, data: bytes | str) -> list[Cut]:
    raw = data.encode() if isinstance(data, str) else data
    from_file = list(cut(layout, name, io.BytesIO(raw)))
    assert list(cut(layout, name, cast(Any, Pipe(raw)))) == from_file
    return from_file


def texts(layout: Layout, name: str, data: bytes | str) -> list[str]:
    return [one.text for one in records(layout, name, data)]


def rows(layout: Layout, name: str, data: bytes | str) -> list[dict[str, str]]:
    return [json.loads(text) for text in texts(layout, name, data)]


def is_header(cells: Sequence[str]) -> bool:
    return "Name" in cells


# JSON


def test_a_json_object_is_one_record_verbatim() -> None:
    text = '{"a": 1.10,\n "a": [1, {"b": "}"}]}'
    assert records(Layout(), "one.json", f"\ufeff {text}\n") == [Cut(text, JSON)]


def test_a_list_is_cut_into_its_elements() -> None:
    assert texts(Layout(), "x.json", '[{"a": "]\\""}, {"b": 2} ,3, "x", []]') == [
        '{"a": "]\\""}',
        '{"b": 2}',
        "3",
        '"x"',
        "[]",
    ]


def test_the_records_of_an_envelope_lie_at_the_pointer() -> None:
    layout = Layout(json_records="/data")
    envelope = '{"status": 200, "more": {"data": [9]}, "data": [{"a": 1}, {"a": 2}], "n": 2}'
    assert texts(layout, "x.json", envelope) == ['{"a": 1}', '{"a": 2}']
    assert texts(Layout(json_records="/more/data"), "x.json", envelope) == ["9"]
    assert texts(layout, "x.json", '{"data": {"a": 1}}') == ['{"a": 1}']
    assert texts(layout, "x.json", '{"data": []}') == []


def test_an_object_without_the_pointer_is_a_record_itself() -> None:
    layout = Layout(json_records="/data")
    assert texts(layout, "x.json", '{"a": {"b": 1} }') == ['{"a": {"b": 1} }']
    assert texts(layout, "x.json", '[{"a": 1}]') == ['{"a": 1}']


def test_one_object_after_another_is_json_lines_whatever_the_name() -> None:
    assert texts(Layout(json_records="/data"), "-", '{"a": 1}\n{"a": 2}\n\n') == [
        '{"a": 1}',
        '{"a": 2}',
    ]


def test_a_broken_element_is_cut_out_and_the_next_one_lives() -> None:
    assert texts(Layout(), "x.json", '[{"a": 1}, {a: 2}, {"a": 3}') == [
        '{"a": 1}',
        "{a: 2}",
        '{"a": 3}',
    ]


def test_half_an_object_at_the_end_is_a_record_for_the_door_to_refuse() -> None:
    assert texts(Layout(), "x.json", '[{"a": 1}, {"a": ') == ['{"a": 1}', '{"a": ']


def test_a_broken_line_of_json_lines_costs_itself_alone() -> None:
    data = '{"a": 1}\n{"a": "\n\n{"a": 3}'
    assert texts(Layout(), "x.jsonl", data) == ['{"a": 1}', '{"a": "', '{"a": 3}']


def test_bytes_that_are_no_text_reach_the_door_as_they_were() -> None:
    (one,) = records(Layout(), "x.json", b'[{"a": "\xff"}]')
    assert one.value == b'{"a": "\xff"}'


def test_utf_16_is_read_by_its_mark() -> None:
    assert texts(Layout(), "x.json", '[{"a": "ж"}]'.encode("utf-16")) == ['{"a": "ж"}']
    assert rows(Layout(), "x.csv", "Name,B\nж,1\n".encode("utf-16")) == [{"Name": "ж", "B": "1"}]


@given(st.lists(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=5)))
def test_any_list_comes_apart_into_what_it_was_made_of(values: list[Any]) -> None:
    cut_out = texts(Layout(), "x.json", json.dumps(values))
    assert [json.loads(text) for text in cut_out] == values


def test_a_document_far_larger_than_the_window_is_cut_alike() -> None:
    element = {"text": 'a "quoted" \\ {brace} ' * 500}
    text = json.dumps({"data": [element] * 40})
    assert rows(Layout(json_records="/data"), "x.json", text) == [element] * 40


# tables


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


# XML


def test_the_record_elements_of_a_document_are_cut_out() -> None:
    layout = Layout(xml_records=frozenset({"visit"}))
    visits = '<visit id="1"><a>ä</a></visit>\n<visit/>'
    data = f'<?xml version="1.0"?><visits><note>n</note>{visits}</visits>'
    assert records(layout, "x.xml", data) == [
        Cut('<visit id="1"><a>ä</a></visit>', XML),
        Cut("<visit />", XML),
    ]


def test_the_root_is_the_record_when_no_element_is_named_so() -> None:
    assert texts(Layout(xml_records=frozenset({"visit"})), "x", "<trip><a/></trip>") == [
        "<trip><a /></trip>"
    ]


def test_a_record_inside_a_record_belongs_to_it() -> None:
    layout = Layout(xml_records=frozenset({"v"}))
    assert texts(layout, "x.xml", "<r><v><v>1</v></v></r>") == ["<v><v>1</v></v>"]


def test_what_is_broken_comes_out_as_it_stands() -> None:
    layout = Layout(xml_records=frozenset({"v"}))
    assert texts(layout, "x.xml", "<v><a></v>") == ["<v><a></v>"]
    assert texts(layout, "x.xml", "<r><v>1</v><v><a></v></r>")[0] == "<v>1</v>"


def test_a_document_type_is_not_followed() -> None:
    data = '<!DOCTYPE r [<!ENTITY x "y">]><r><v>&x;</v></r>'
    assert texts(Layout(), "x.xml", data) == [data]


def test_an_xml_file_that_breaks_early_says_that_the_rest_was_not_read() -> None:
    layout = Layout(xml_records=frozenset({"v"}))
    data = "<r><v>1</v></w>" + "<v>2</v>" * 100_000
    found = cut(layout, "x.xml", io.BytesIO(data.encode()))
    assert next(found).text == "<v>1</v>"
    with pytest.raises(Refused, match="invalid_xml"):
        list(found)


# wrappers


def test_gzip_and_zip_are_opened_by_what_they_are() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/", "")
        archive.writestr("__MACOSX/x.csv", "A\nlitter\n")
        archive.writestr("folder/a.csv", "A\n1\n")
        archive.writestr("b.csv.gz", gzip.compress(b"A\n2\n"))
    assert rows(Layout(), "whatever", packed.getvalue()) == [{"A": "1"}, {"A": "2"}]
    assert rows(Layout(), "x.csv.gz", gzip.compress(b"A\n3\n")) == [{"A": "3"}]


@pytest.mark.parametrize("data", [b"\x1f\x8bnonsense", b"PK\x03\x04nonsense"])
def test_an_archive_that_cannot_be_opened_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="unreadable_file"):
        list(cut(Layout(), "x.gz", io.BytesIO(data)))


def test_the_stream_stays_the_callers() -> None:
    stream = io.BytesIO(b"A\n1\n")
    assert len(list(cut(Layout(), "x.csv", stream))) == 1
    assert not stream.closed


@given(
    st.binary(max_size=200), st.sampled_from(["x.json", "x.jsonl", "x.csv", "x.xml", "x", "x.tsv"])
)
def test_arbitrary_bytes_are_cut_or_refused(data: bytes, name: str) -> None:
    layout = Layout(xml_records=frozenset({"v"}), json_records="/data")
    with contextlib.suppress(Refused):
        for one in cut(layout, name, io.BytesIO(data)):
            assert isinstance(one.value, bytes)
