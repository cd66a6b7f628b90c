"""attache.report, the quick way: what it takes the models take, and both hold the same."""

import copy
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from services.normalize.formats import attache_quick
from services.normalize.formats.attache_report import Report
from tests.normalize.formats.attache_records import deployment, meeting, report, transfer

_QUANTITY: Final = {
    "low": 1, "best": 2.5, "high": 3, "qualifier": "range", "basis": "stock", "unit": "men",
    "is_estimate": True,
}  # fmt: skip
_WHERE: Final = {
    "name": "Kursk", "country": "RUS", "admin1": "Kursk Oblast", "admin2": "Sudzha", "lat": 51.7,
    "lon": 36, "precision": 3, "disputed": False,
}  # fmt: skip
FULL: Final = report(
    deployment(
        stance="denies", modality="planned", same_as="d", summary="So they said.",
        announced={"edtf": "2024-10"}, theatre="north", in_support_of="Russia", against="Ukraine",
        unit={"designation": "XI Corps", "echelon": "corps"}, scope="all", mode="troops",
        personnel=_QUANTITY, components={"army": "10,000 to 12,000", "navy": 7}, killed=3,
        wounded="some", captured=0.5, killed_or_wounded={}, origin="Pyongyang", place=_WHERE,
        occurred="last week", as_of="2025-01-01", purpose="combat", legal_basis="treaty",
        attribution=[{
            "speaker": "Kim", "party": "Korea", "capacity": "chief", "verb": "cites",
            "quote": 'He said "no" and left.',
        }],
    ),
    transfer(
        intermediary="Iran", financed_by="China", condition="new", ordered_quantity=5,
        weapon={"designation": "KN-23", "description": "missile"}, delivered_quantity="a dozen",
        ordered="2024", delivered="2025-02", origin="stocks", deal="D-1",
        values=[{"amount": 1.5, "currency": "USD", "unit": "million"}],
    ),
    meeting(
        participants=["Sergei Shoigu (Russia)", {
            "person": "Kim", "title": "Marshal", "party": "North Korea", "role": "host",
            "level": "official",
        }],
        participants_complete=False, format="visit", visit_class="working", event_name="Summit",
        place="Pyongyang", occurred={"edtf": "2024-06-19"}, state="held", topics=["arms", "trade"],
        outcomes=[{
            "kind": "communique", "title": "On arms",
            "stances": [{"party": "Russia", "stance": "confirms", "note": "gladly"}],
        }],
    ),
    withdrawn=False,
    source={
        "publisher": "A Desk", "url": "https://desk.example/1", "document_id": "7",
        "sha256": "0aF9" * 16, "title": "Troops", "language": "ko", "published_at": "2025-03-26",
        "retrieved_at": "2025-03-27T02:10:00+09:00", "scale": "A", "is_official": True,
        "archive_url": "https://archive.example/1", "reliability": "B", "credibility": "2",
    },
)  # fmt: skip
"""A report with every field."""

ODD: Final = (
    None, True, False, 0, 1, -1, 2**53 + 1, 10**15, 10**15 + 1, 10**40, -0.0, 1.0, 91.5, 1e300,
    float("nan"), float("inf"), [], {}, [1], {"a": 1}, ["x"], "", " ", "\n", "\t \r\f", "\x0b",
    "\x1c", "\x85", "\u00a0", "\u3000\u2003", "\u200b", '"', '" "', "\\", "\\n", "nu", "\ud800",
    "USD\n", "usd", "RUS\n", "YUCS", "a" * 501, "asserts", "deployment", "meeting", "A", "1",
    "2025-03-27T02:10:00Z", "2025-03-27T02:10:00z", "2025-03-27T02:10:00", "2025-03-27", "20250327",
    "2025-W13-4", "20250327T021000Z", "2025-03-27 02:10:00.123456789+00:00", "2025-02-30",
    "2025-03-27T24:00:00Z", "2025-03-27T02:10:60Z", {"edtf": " "}, {"party": "France"},
    {"low": 2, "high": 1}, {"best": 1, "qualifier": "unknown"}, {"best": float("nan")},
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a record."""
    if path:
        yield path
    match value:
        case dict():
            steps = list(value.items())
        case list():
            steps = list(enumerate(value))
        case _:
            steps = []
    for step, inside in steps:
        yield from places(inside, (*path, step))


PLACES: Final = sorted(places(FULL), key=str)


def changed(path: tuple[Any, ...], value: Any, record: dict[str, Any] = FULL) -> dict[str, Any]:
    """The record with this value there, where it has such a place; without it for `...`."""
    whole = copy.deepcopy(record)
    inner: Any = whole
    try:
        for step in path[:-1]:
            inner = inner[step]
        if value is ...:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return whole
    return whole


def assert_alike(quick: Any, model: Any) -> None:
    """The same fields, and in them the same values of the same types."""
    match model:
        case BaseModel():
            for name in type(model).model_fields:
                assert_alike(getattr(quick, name), getattr(model, name))
        case list():
            assert len(quick) == len(model)
            for one, other in zip(quick, model, strict=True):
                assert_alike(one, other)
        case dict():
            assert list(quick) == list(model)
            assert_alike(list(quick.values()), list(model.values()))
        case _:
            assert (type(quick), repr(quick)) == (type(model), repr(model))


def assert_sound(record: dict[str, Any]) -> None:
    quick = attache_quick.read(record)
    if quick is not None:
        assert_alike(quick, Report.model_validate(record))


@pytest.mark.parametrize("record", [FULL, report(), report(deployment(), transfer(), meeting())])
def test_an_ordinary_report_is_read_quickly(record: dict[str, Any]) -> None:
    assert attache_quick.read(record) is not None
    assert_sound(record)


def test_every_place_may_hold_any_odd_value() -> None:
    for path in PLACES:
        for value in (*ODD, ...):
            assert_sound(changed(path, value))


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD) | st.text()), max_size=4))
@example([(("claims", 0, "unknown"), None)])
@example([(("claims", 0, "components", " "), 1)])
def test_what_is_taken_quickly_the_models_take_too(changes: list[tuple[Any, Any]]) -> None:
    record = FULL
    for path, value in changes:
        record = changed(path, value, record)
    assert_sound(record)


@given(st.text(alphabet=' \t\n\r\f\x0b\x85\u00a0\u2028\u3000"\\nrtfub0', max_size=6))
def test_blank_texts_are_left_to_the_models(text: str) -> None:
    assert_sound(report(deployment(summary=text)))
    assert_sound(report(deployment(summary=f'{text}"{text}')))
    if not text.strip():
        assert attache_quick.read(report(deployment(summary=text))) is None
