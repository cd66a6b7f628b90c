"""One record's text becomes a Row, or is refused by code."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import jsonrow
from schemas.refusal import Refused
from services.normalize.reading.records import parse

INF = float("inf")


def refusal(content_type: str, text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse(content_type, text)
    return caught.value.code, caught.value.field


def test_a_json_object_is_a_row() -> None:
    assert parse("application/json", '{"a": 1, "b": [null, "ü"]}') == {"a": 1, "b": [None, "ü"]}


def test_a_byte_order_mark_and_parameters_of_the_content_type_do_no_harm() -> None:
    assert parse("application/json; charset=utf-8", '\ufeff{"a": 1}') == {"a": 1}


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("", "invalid_json", ""),
        ('{"a": 1', "invalid_json", ""),
        ("{'a': 1}", "invalid_json", ""),
        ('{"a": 1} {"a": 2}', "invalid_json", ""),
        ("[]", "not_an_object", ""),
        ("null", "not_an_object", ""),
        ('"text"', "not_an_object", ""),
        ("true", "not_an_object", ""),
        ("12", "not_an_object", ""),
        ('{"a": 1, "a": 1}', "duplicate_key", "/a"),
        ('{"x": {"a/b": 1, "a/b": 2}}', "duplicate_key", "/x/a~1b"),
        ('{"a": NaN}', "not_finite", "/a"),
        ('{"a": [1, -Infinity]}', "not_finite", "/a/1"),
        ('{"a": {"b": 1e999}, "c": NaN}', "not_finite", "/a/b"),
        ('{"a": ' + "9" * 5000 + "}", "number_out_of_range", "/a"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "too_deep", "/a" + "/0" * 63),
    ],
)
def test_what_is_no_row_is_refused_by_code(text: str, code: str, field: str) -> None:
    assert refusal("application/json", text) == (code, field)


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ('{"a":1,"a":1}', "duplicate_key", "/a"),
        ('{"a":1,"b":"x\\":y","a":2}', "duplicate_key", "/a"),
        ('{"a\\"":1,"a\\"":2}', "duplicate_key", '/a"'),
        ('{"a" :1,"b":"\\":","a" :2}', "duplicate_key", "/a"),
        ('{"a":NaN}', "not_finite", "/a"),
        ('{"a":1e999}', "not_finite", "/a"),
        ('{"a":[1,2', "invalid_json", ""),
    ],
)
def test_a_row_without_white_space_is_judged_as_strictly(text: str, code: str, field: str) -> None:
    assert refusal("application/json", text) == (code, field)


_CELLS = st.text() | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)


@given(st.dictionaries(st.text(max_size=4), _CELLS, max_size=6))
def test_white_space_makes_no_difference(row: dict[str, Any]) -> None:
    row = {name: value for name, value in row.items() if value not in (INF, -INF)}
    compact = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    read = parse("application/json", compact)
    assert repr(read) == repr(parse("application/json", json.dumps(row, indent=1)))
    assert list(read.values()) == list(row.values())


def strictly(text: str) -> object:
    """What the strict reader alone says."""
    try:
        return repr(jsonrow.row(text))
    except Refused as refused:
        return refused.code, refused.field, refused.message


def told(text: str) -> object:
    try:
        return repr(parse("application/json", text))
    except Refused as refused:
        return refused.code, refused.field, refused.message


_NAMES = st.sampled_from(["a", "b", ":", 'a"', "\\", "\u003a", "é"])
_NESTED = st.recursive(
    _CELLS | _NAMES | st.sampled_from([1e300, 10**25, -(2**63) - 1, 1.5, float("nan"), "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _NESTED, max_size=4), st.booleans(), st.data())
def test_a_sound_record_is_read_as_strictly_as_a_broken_one(
    row: dict[str, Any], ascii_only: bool, data: st.DataObject
) -> None:
    """Texts in which some piece is gone, or put in somewhere else as well."""
    indent = data.draw(st.sampled_from([None, 1]))
    separators = data.draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]))
    text = json.dumps(row, ensure_ascii=ascii_only, indent=indent, separators=separators)
    assert told(text) == strictly(text)
    start, end, to = (data.draw(st.integers(0, len(text))) for _ in range(3))
    piece = text[min(start, end) : max(start, end)]
    for other in (text.replace(piece, "", 1), text[:to] + piece + text[to:]):
        assert told(other) == strictly(other)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":"\\u003a"}',
        '{"a":1,"a\\u003A":2,"a:":3}',
        '{"a":{"b":1,"b":":"}}',
        '{"a":[{"b":[{"c":1,"c":2}]}]}',
        '{"a":' + "9" * 401 + "}",
        '{"a":' + "9" * 399 + "}",
        '{"a":[1,-18446744073709551616,1E2,-0,-0.0,5e-324]}',
        '{"a":' + "[" * 63 + "]" * 63 + "}",
        '{"a":' + "[" * 64 + "]" * 64 + "}",
    ],
)
def test_the_reader_of_most_records_is_as_strict(text: str) -> None:
    assert told(text) == strictly(text)


def test_xml_becomes_names_attributes_and_text() -> None:
    text = """<?xml version="1.0"?>
    <visit id="7">
      <start-date>1987-01-01</start-date>
      <from id="fr">  France
         and elsewhere </from>
      <visitor>A</visitor><visitor>B</visitor><visitor/>
      <description/>
      <remarks>Met the <i>President</i> there.</remarks>
    </visit>"""
    assert parse("application/xml", text) == {
        "visit": {
            "@id": "7",
            "start-date": "1987-01-01",
            "from": {"@id": "fr", "#text": "France and elsewhere"},
            "visitor": ["A", "B", ""],
            "description": "",
            "remarks": {"i": "President", "#text": "Met the there."},
        }
    }


def test_namespaces_are_left_out_of_names() -> None:
    text = '<v:trip xmlns:v="urn:x" v:id="1"><v:role>host</v:role></v:trip>'
    assert parse("text/xml", text) == {"trip": {"@id": "1", "role": "host"}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "xml_forbidden"),
        ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "xml_forbidden"),
        ("<a><b></a>", "invalid_xml"),
        ("", "invalid_xml"),
        ("<a>\x00</a>", "invalid_xml"),
        ("<a>\ud800</a>", "invalid_xml"),
        ("<a>&undefined;</a>", "xml_forbidden"),
    ],
)
def test_xml_that_is_a_trap_or_broken_is_refused(text: str, code: str) -> None:
    assert refusal("application/xml", text)[0] == code


def test_other_content_types_are_refused() -> None:
    assert refusal("text/html", "<p>") == ("unsupported_content_type", "")


@given(st.sampled_from(["application/json", "application/xml", "text/plain", ""]), st.text())
def test_nothing_but_refused_is_ever_raised(content_type: str, text: str) -> None:
    with contextlib.suppress(Refused):
        assert isinstance(parse(content_type, text), dict)
