"""Numbers and dates as people read them."""

from decimal import Decimal

import pytest

from services.operator.wording import clean, quantity, when


@pytest.mark.parametrize(
    ("triple", "qualifier", "shown"),
    [
        ((3000, 3000, 3000), "exact", "3,000"),
        ((None, 4000, None), "about", "~4,000"),
        ((10000, None, 12000), "range", "10,000–12,000"),
        ((10000, 11000, 12000), "range", "11,000 (10,000–12,000)"),
        ((10000, 10000, 12000), "range", "10,000–12,000"),
        ((20, None, 99), "order_of_magnitude", "~20–99"),
        ((500, 500, None), "at_least", "≥ 500"),
        ((500, None, None), "more_than", "> 500"),
        ((None, None, 800), "up_to", "≤ 800"),
        ((None, 100, 100), "fewer_than", "< 100"),
        ((0, 0, 0), "exact", "0"),
        ((None, None, None), "unknown", "unknown"),
        ((None, None, None), "undisclosed", "undisclosed"),
        ((None, None, None), "not_applicable", "–"),
        ((None, None, None), None, ""),
        ((Decimal("2.50"), None, None), None, "2.5"),
        ((Decimal("4E+3"), None, None), "about", "~4,000"),
    ],
)
def test_a_quantity_shows_what_is_known_and_how(triple, qualifier, shown):
    assert quantity(*triple, qualifier) == shown


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        (None, ""),
        ("2025-04-28", "28 Apr 2025"),
        ("2025-04", "Apr 2025"),
        ("2025", "2025"),
        ("2025-01/2025-02", "Jan–Feb 2025"),
        ("2024-12/2025-02", "Dec 2024 – Feb 2025"),
        ("2025-04-10/2025-04-12", "10–12 Apr 2025"),
        ("2025-03-30/2025-04-02", "30 Mar – 2 Apr 2025"),
        ("2025-04-28/2025-04-28", "28 Apr 2025"),
        ("2023/2025", "2023–2025"),
        ("2024-10/..", "since Oct 2024"),
        ("../2022-12-31", "until 31 Dec 2022"),
        ("/2022", "until 2022"),
        ("../..", "unknown"),
        ("2025-03-15~", "about 15 Mar 2025"),
        ("2025?", "2025?"),
        ("2025-03%", "about Mar 2025?"),
        ("199X", "1990s"),
        ("19XX", "1900s"),
        ("2025-XX", "2025"),
        ("2025-02-XX", "Feb 2025"),
        ("2024-23", "autumn 2024"),
        ("2024-34", "Q2 2024"),
        ("2024-41", "second half of 2024"),
        ("2025-04-28T10:00:00Z", "28 Apr 2025"),
        ("-0043-03-15", "15 Mar 44 BC"),
        ("0800", "800"),
        ("2025-99-99", "2025-99-99"),
        ("[2025-01-01,2025-01-03]", "[2025-01-01,2025-01-03]"),
    ],
)
def test_a_date_is_told_in_words(edtf, shown):
    assert when(edtf) == shown


def test_text_of_partners_cannot_steer_the_terminal():
    assert (
        clean("red \x1b[31m and a\nline, Größe, 평양") == "red \\x1b[31m and a\nline, Größe, 평양"
    )
