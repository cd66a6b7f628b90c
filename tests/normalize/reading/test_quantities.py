"""How many: exact, ranged, qualified, vague, by echelon, in several languages; or not at all."""

import pytest

from schemas.values import Quantity
from services.normalize.reading import quantities

Row = tuple[float | None, float | None, float | None, str, str | None]


def test_a_range_keeps_its_raw_text_and_invents_no_best_value() -> None:
    assert quantities.read("10,000–12,000 soldiers", basis="flow") == Quantity(
        low=10000,
        best=None,
        high=12000,
        qualifier="range",
        basis="flow",
        unit="persons",
        is_estimate=False,
        raw="10,000–12,000 soldiers",
        rule="quantities/range@1",
    )


def test_a_given_unit_wins_over_the_noun() -> None:
    read = quantities.read("31 tanks", unit="Leopard 2")
    assert read is not None
    assert read.unit == "Leopard 2"


def _row(raw: str) -> Row | None:
    q = quantities.read(raw)
    return None if q is None else (q.low, q.best, q.high, q.qualifier, q.unit)


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ("3,000", (3000, 3000, 3000, "exact", None)),
        ("3 000", (3000, 3000, 3000, "exact", None)),
        ("3\u00a0000", (3000, 3000, 3000, "exact", None)),
        ("3'000", (3000, 3000, 3000, "exact", None)),
        ("1,00,000", (100000, 100000, 100000, "exact", None)),
        ("1.234,5", (1234.5, 1234.5, 1234.5, "exact", None)),
        ("0.500", (0.5, 0.5, 0.5, "exact", None)),
        ("1.5k", (1500, 1500, 1500, "exact", None)),
        ("5.8m", (5800000, 5800000, 5800000, "exact", None)),
        ("10,000 to 12,000", (10000, None, 12000, "range", None)),
        ("10-12k", (10000, None, 12000, "range", None)),
        ("between 10 and 12 thousand", (10000, None, 12000, "range", None)),
        ("ten to twelve thousand", (10000, None, 12000, "range", None)),
        ("1,000 to 2 thousand", (1000, None, 2000, "range", None)),
        ("about 4,000", (None, 4000, None, "about", None)),
        ("some 4,000 soldiers", (None, 4000, None, "about", "persons")),
        ("~4000", (None, 4000, None, "about", None)),
        ("c. 4000", (None, 4000, None, "about", None)),
        ("an estimated 4,000", (None, 4000, None, "about", None)),
        ("12?", (None, 12, None, "about", None)),
        ("(12)", (None, 12, None, "about", None)),
        ("more than 5,000", (5000, None, None, "more_than", None)),
        ("at least 200", (200, None, None, "at_least", None)),
        ("no fewer than 30", (30, None, None, "at_least", None)),
        ("100+", (100, None, None, "at_least", None)),
        ("3,000 troops or more", (3000, None, None, "at_least", "persons")),
        ("up to 5.8 million", (None, None, 5800000, "up_to", None)),
        ("up to about 5,000", (None, None, 5000, "up_to", None)),
        ("fewer than 100", (None, None, 100, "fewer_than", None)),
        ("dozens", (24, None, 99, "order_of_magnitude", None)),
        ("several hundred", (300, None, 999, "order_of_magnitude", None)),
        ("tens of thousands", (20000, None, 99999, "order_of_magnitude", None)),
        ("a handful", (3, None, 9, "order_of_magnitude", None)),
        ("dozens of soldiers", (24, None, 99, "order_of_magnitude", "persons")),
        ("a dozen", (12, 12, 12, "exact", None)),
        ("half a million", (500000, 500000, 500000, "exact", None)),
        ("one hundred and fifty", (150, 150, 150, "exact", None)),
        ("twenty-five thousand", (25000, 25000, 25000, "exact", None)),
        ("4,000 killed or wounded", (4000, 4000, 4000, "exact", "persons")),
        ("3,000 North Korean troops", (3000, 3000, 3000, "exact", "persons")),
        ("31 tanks", (31, 31, 31, "exact", "tanks")),
        ("12 fighters", (12, 12, 12, "exact", "fighters")),
        ("300,000 155mm shells", (300000, 300000, 300000, "exact", "rounds")),
        ("a 3,000-strong contingent", (3000, 3000, 3000, "exact", "persons")),
        ("0", (0, 0, 0, "exact", None)),
        ("none", (0, 0, 0, "exact", None)),
        ("no troops", (0, 0, 0, "exact", "persons")),
        ("undisclosed", (None, None, None, "undisclosed", None)),
        ("an undisclosed number of tanks", (None, None, None, "undisclosed", "tanks")),
        ("unknown", (None, None, None, "unknown", None)),
        ("not applicable", (None, None, None, "not_applicable", None)),
        ("١٢٣", (123, 123, 123, "exact", None)),
        ("３０００", (3000, 3000, 3000, "exact", None)),
        ("1만2000명", (12000, 12000, 12000, "exact", "persons")),
        ("1万2千", (12000, 12000, 12000, "exact", None)),
        ("1만~1만2000명", (10000, None, 12000, "range", "persons")),
        ("10~12万", (100000, None, 120000, "range", None)),
        ("3000여 명", (None, 3000, None, "about", "persons")),
        ("около 4 тыс. человек", (None, 4000, None, "about", "persons")),
        ("до 12 тысяч военных", (None, None, 12000, "up_to", "persons")),
    ],
)
def test_numbers_as_sources_write_them(raw: str, row: Row) -> None:
    assert _row(raw) == row


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ("about a battalion", (300, 600, 1000, "about", "persons")),
        ("two brigades", (6000, 8000, 10000, "about", "persons")),
        ("at least two battalions of soldiers", (600, None, None, "at_least", "persons")),
        ("up to two brigades", (None, None, 10000, "up_to", "persons")),
        ("several battalions", (900, None, 9000, "about", "persons")),
    ],
)
def test_echelons_stand_for_their_usual_strength_and_are_estimates(raw: str, row: Row) -> None:
    assert _row(raw) == row
    read = quantities.read(raw)
    assert read is not None
    assert read.is_estimate


@pytest.mark.parametrize(
    "raw", ["another 3,000", "an additional 3,000 soldiers", "3,000 more troops"]
)
def test_another_says_that_it_is_an_increment(raw: str) -> None:
    read = quantities.read(raw)
    assert read is not None
    assert (read.best, read.basis) == (3000, "increment")


def test_european_thousands_are_named_by_the_rule() -> None:
    read = quantities.read("3.000")
    assert read is not None
    assert (read.best, read.is_estimate, read.rule) == (
        3000,
        False,
        "quantities/exact-european-thousands@1",
    )


@pytest.mark.parametrize(
    "raw",
    [
        "", ".", "x", "-5", "12 percent", "$5 million", "5 155 mm howitzers", "500 to 1 million",
        "12-10", "battalions", "3000 soldiers and 20 tanks", "more than fewer than 5", "and", "n",
        "12 km", "10 to 12,000", "at least up to 5", "1e400", "9" * 40,
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_read(raw: str) -> None:
    assert quantities.read(raw) is None


@pytest.mark.parametrize("text", ["12¹", "1,200³", "10² soldiers"])
def test_a_footnote_does_not_join_the_number_before_it(text: str) -> None:
    assert quantities.read(text) is None


def test_marks_of_direction_are_not_seen() -> None:
    read = quantities.read("\u200f12\u200e soldiers")
    assert read is not None
    assert (read.best, read.unit, read.raw) == (12, "persons", "\u200f12\u200e soldiers")
