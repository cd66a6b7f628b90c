"""A partner's file is cut into exactly the texts that get published; nothing is lost."""

import contextlib
import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading.records import Cut, cut
from tests.normalize.cuts import JSON, XML, records, rows, texts

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
