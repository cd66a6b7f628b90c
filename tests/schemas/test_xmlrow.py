"""XML as a row: the same at the door and in the formats."""

from typing import Any

import pytest

from schemas.xmlrow import row


def test_a_record_of_elements_and_attributes() -> None:
    text = """<visit n="1"><id>7</id><from id=" fr ">France</from><note/><who>A</who><who>B</who>
    <p>one <b>two</b> three<!-- no --> four</p><![CDATA[<raw>]]></visit>"""
    assert row(text) == {
        "visit": {
            "@n": "1",
            "id": "7",
            "from": {"@id": "fr", "#text": "France"},
            "note": "",
            "who": ["A", "B"],
            "p": {"b": "two", "#text": "one three four"},
            "#text": "<raw>",
        }
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a/>", ""),
        ("<a>  x \n y </a>", "x y"),
        ("<a b='1'/>", {"@b": "1"}),
        (
            "<a xmlns='u:x' xmlns:p='u:p' p:c='2'><p:b>1</p:b><b>2</b></a>",
            {"@c": "2", "b": ["1", "2"]},
        ),
        ("<a>1<b/>2<b/>3<b>x</b></a>", {"b": ["", "", "x"], "#text": "1 2 3"}),
        ("<?xml version='1.0' encoding='utf-8'?><?style x?><a>&#233;&amp;&lt;</a>", "é&<"),
        ("<a><b><c><d>deep</d></c></b></a>", {"b": {"c": {"d": "deep"}}}),
        ("<a>é 북한\u00a0x</a>", "é 북한 x"),
    ],
)
def test_text_attributes_and_children_by_their_local_names(text: str, expected: Any) -> None:
    assert row(text) == {"a": expected}
