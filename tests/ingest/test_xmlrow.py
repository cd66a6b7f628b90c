"""XML as a row: the door and the formats must see the same."""

from pathlib import Path

import pytest

from schemas.xmlrow import row
from services.normalize.reading.records import parse

VISITS = Path(__file__).parents[2].parent / "shared" / "data" / "state-department-visits"


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
    "text",
    [
        "<a/>",
        "<a>  x \n y </a>",
        "<a b='1'/>",
        "<a xmlns='u:x' xmlns:p='u:p' p:c='2'><p:b>1</p:b><b>2</b></a>",
        "<a>1<b/>2<b/>3<b>x</b></a>",
        "<?xml version='1.0' encoding='utf-8'?><?style x?><a>&#233;&amp;&lt;</a>",
        "<a><b><c><d>deep</d></c></b></a>",
        "<a>é 북한\u00a0x</a>",
    ],
)
def test_the_row_is_that_of_the_formats(text: str) -> None:
    assert row(text) == parse("application/xml", text)


@pytest.mark.skipif(not VISITS.is_dir(), reason="the visits are not beside this checkout")
def test_real_visits_are_the_same_rows_as_for_the_formats() -> None:
    for path in sorted(VISITS.glob("*.xml")):
        text = path.read_text(encoding="utf-8")
        assert row(text) == parse("application/xml", text)
