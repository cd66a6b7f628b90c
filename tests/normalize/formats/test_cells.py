"""Numbers in cells, as the tables of any locale write them."""

import pytest

from services.normalize.formats import cells


@pytest.mark.parametrize(
    ("written", "whole", "amount"),
    [
        ("12", 12, 12),
        ("1,234", 1234, 1234),
        ("1\u00a0234", 1234, 1234),
        ("1’234’567", 1234567, 1234567),
        ("1.234.567,89", None, 1234567.89),
        ("1\u202f234,5", None, 1234.5),
        ("0,5", None, 0.5),
        ("1.250", None, 1.25),
        ("1,250", 1250, 1250),
        ("5.0", 5, 5),
        ("−5", -5, -5),
        ("１２", 12, 12),
        ("٣", 3, 3),
        ("\u200f12", 12, 12),
        ("1.5E+9", None, 1500000000),
    ],
)
def test_numbers_in_the_spelling_of_any_locale(
    written: str, whole: int | None, amount: float
) -> None:
    assert (cells.whole(written), cells.amount(written)) == (whole, amount)


@pytest.mark.parametrize(
    "written",
    ["", "-", "12¹", "10²", "½", "1_000", "nan", "inf", "0x1F", "1,2345", "1,234 567", "9" * 20],
)
def test_what_is_no_number_is_none(written: str) -> None:
    assert (cells.whole(written), cells.amount(written)) == (None, None)
