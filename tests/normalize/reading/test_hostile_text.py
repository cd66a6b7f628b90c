"""No text, however strange, makes a reader raise, answer invalidly or answer twice differently."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.shape import Shape
from schemas.values import Participant, Party, Quantity, Weapon, When, Where
from services.normalize.reading import dates, parties, people, places, quantities, weapons

PUBLISHED = date(2025, 4, 29)
FRAGMENTS = (
    "10,000", "12", "to", "-", "about", "more than", "and", "between", "dozens", "battalion", "만",
    "million", "2024", "April", "31", "late", "Q3", "since", "until", "..", "/", "~", "?", "X",
    "last", "week", "Monday", "ago", "President", "Minister of", "King", "Queen", "the", "of",
    "Korea", "Russian", "Joint Chiefs of Staff", "(", ")", "*", ",", ";", "'s", "Kursk", "Oblast",
    "T-72", "B3", "F-16C", "mm", "155", "Block", "SAM", "system", "\x00", "\ud800", "İ", "ß", "٣",
    "½", "²", "①", "\u202e", "\u200d", "𝟙", "e", "1e400", "-elect", "H.E.",
)  # fmt: skip
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join),
)
READERS: tuple[tuple[Callable[[str], Any], type[Shape]], ...] = (
    (parties.read, Party),
    (lambda text: people.read(text)[0] if people.read(text) else None, Participant),
    (quantities.read, Quantity),
    (dates.read, When),
    (lambda text: dates.read(text, published=PUBLISHED), When),
    (places.read, Where),
    (lambda text: places.read(text, country="RUS", lat=1.5, lon=2.5, precision=2), Where),
    (weapons.read, Weapon),
    (lambda text: weapons.read("T-72", text), Weapon),
)


@pytest.mark.parametrize(("reader", "kind"), READERS)
@settings(max_examples=150, deadline=None)
@given(text=TEXT)
def test_any_text_is_read_validly_and_always_the_same(
    reader: Callable[[str], Any], kind: type[Shape], text: str
) -> None:
    read = reader(text)
    assert read == reader("".join(list(text)))
    if read is not None:
        assert kind.from_json(read.to_json()) == read


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_any_date_that_is_read_is_edtf_of_level_0_or_1_within_range(text: str) -> None:
    from edtf import parse_edtf

    when = dates.read(text, published=PUBLISHED)
    if when is None:
        return
    parse_edtf(when.edtf)
    assert not set(when.edtf) & set("{}[]")
    for day in (when.earliest, when.latest):
        assert day is None or 1800 <= day.year <= 2200 + 1


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_codes_never_raise(text: str) -> None:
    schemes: tuple[parties.Scheme, ...] = ("iso3", "iso2", "cameo", "cow")
    for scheme in schemes:
        parties.from_code(text, scheme)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "and " * 100_000, "1," * 100_000, "(" * 100_000])
def test_a_huge_text_is_left_unread_at_once(text: str) -> None:
    assert not parties.is_resolved(parties.read(text))
    assert people.read(text)[0].title is None
    assert quantities.read(text) is None
    assert dates.read(text, published=PUBLISHED) is None
    assert places.read(text).rule == "unresolved"
    assert weapons.read(text, text).rule == "unresolved"


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**12), st.integers(1, 10**12), st.sampled_from(["{}-{}", "{:,} to {:,}"]))
def test_a_range_is_read_exactly_when_it_rises_and_means_one_thing(
    low: int, high: int, form: str
) -> None:
    read = quantities.read(form.format(low, high))
    if high % 1000 == 0 and low * 1000 <= high:
        assert read is None  # "10 to 12,000" may mean ten thousand
    elif low <= high:
        assert read is not None
        assert (read.low, read.best, read.high) == (low, None, high)
    else:
        assert read is None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_day_is_read_back_from_every_form_it_is_written_in(day: date) -> None:
    forms = (
        f"{day:%Y-%m-%d}", f"{day:%Y%m%d}",
        f"{day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day:%Y}",
        f"{day.day}.{day.month}.{day:%Y}", f"{day:%Y}년 {day.month}월 {day.day}일",
    )  # fmt: skip
    for form in forms:
        assert dates.read(form) == dates.day(day, raw=form)
