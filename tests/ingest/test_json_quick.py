"""Two ways to read JSON: the quick one may only let pass what the careful one would."""

import json
import math
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import jsonrow
from schemas.refusal import Refused
from services.ingest import content, json_quick
from services.ingest.partner import Limits
from tests.ingest.builders import RECEIVED

SMALL = Limits(depth=4, items=5, claims=3, characters=30, name_characters=12)
SHORT = Limits(depth=4, items=5, number=99)  # no text is long in it: looked at as a whole
LIMITS = (SMALL, SHORT, Limits())
PIECES = (
    '"', "\\", ":", ",", "{", "}", "[", "]", " ", "\t", "\n", '"id"', '"published_at"', '"a"',
    "\\u0000", "\\ud800", "\\u0061", "é", "NaN", "1e999", "1e5", "9007199254740993", "-0", "null",
    "true", '"0025-11-02"', '"2035-01-01"', '" 2035-01-01"', '"\\u0030025-11-02"', "\x00", "😀",
    "2025-05-02", "2025-05-04", "1", "-", "+", "T", "12:00:00", "-12:00", "Z", ".5", "\u2003",
    "\\n", '"retrieved_at":', "1e2", "123", "-99",
)  # fmt: skip
ODD = st.sampled_from(
    ["", "a", "a/b", "published_at", "claims", "0025-11-02", "2035-01-01", " 2035-01-01",
     "2025-05-02T23:00:00-12:00", "é", "\x00", 'say "x": y', "no : yes", "x" * 31, "+12025-01-01",
     "2025-05-02T11:00:00Z", "2025-05-03T13:00:00Z", "2025-05-04\n", "\u20032025-05-04",
     "22025-01-01", "-2025-01-01",
     "https://example.org/2035-01-01", "2025-05-01", "2201-01-01", "0999-12-31"]
)  # fmt: skip
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=True), st.sampled_from([2**53, -(2**53)]))
TEXTS = st.one_of(ODD, st.text(max_size=35))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(TEXTS, inner, max_size=6)),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=6)


def same(quick: object, careful: object) -> bool:
    match quick, careful:
        case dict(), dict():
            return list(quick) == list(careful) and all(same(quick[k], careful[k]) for k in quick)
        case list(), list():
            return len(quick) == len(careful) and all(map(same, quick, careful))
        case float(), float():
            return math.copysign(1, quick) == math.copysign(1, careful) and quick == careful
    return type(quick) is type(careful) and quick == careful


def check(text: str) -> None:
    value = text.encode("utf-8", "surrogatepass")
    for limits in LIMITS:
        quick = json_quick.read(value, limits, RECEIVED)
        try:
            careful = jsonrow.marked(text, limits.depth)
            content.check(careful, limits, RECEIVED)
        except Refused:
            assert quick is None
        else:
            assert quick is None or same(quick, careful)


@given(OBJECTS, st.booleans(), st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :\t")]))
@settings(max_examples=300, deadline=None)
def test_what_is_quick_is_sound_for_objects(
    row: dict[str, Any], ascii_only: bool, separators: tuple[str, str]
) -> None:
    check(json.dumps(row, ensure_ascii=ascii_only, separators=separators))


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=500, deadline=None)
def test_what_is_quick_is_sound_for_any_text(text: str) -> None:
    check(text)
    check('{"id":"r","v":' + text + "}")
    check('{"id":"r","v":"' + text + '"}')


def test_ordinary_records_go_the_quick_way() -> None:
    row = {
        "id": "r", "published_at": "2025-04-28T10:00:00Z", "n": [1, 2.5, None, True],
        "claims": [{"id": "1", "raw": "10,000–12,000 북한"}],
    }  # fmt: skip
    for text in (json.dumps(row), json.dumps(row, ensure_ascii=False, indent=2)):
        assert json_quick.read(text.encode(), Limits(), RECEIVED) == row


@given(
    st.sampled_from(["published_at", "occurred"]),
    st.text(" \t\n\u2003+-0T\\Z", max_size=4),
    st.data(),
)
@settings(max_examples=300, deadline=None)
def test_what_is_quick_is_sound_for_dates(name: str, before: str, data: st.DataObject) -> None:
    day = data.draw(st.dates(date(2025, 4, 30), date(2025, 5, 5)) | st.dates()).isoformat()
    after = data.draw(st.sampled_from(["", "\n", " ", "T11:00:00Z", "T23:59:59-12:00", "T12", "x"]))
    check(json.dumps({"id": "r", name: before + day + after}))
