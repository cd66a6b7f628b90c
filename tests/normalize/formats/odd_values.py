"""Values that no format was made for, and that partners' systems put into any field of theirs."""

from typing import Any, Final

NOTHING: Final[tuple[Any, ...]] = (None, "", " ", "\u00a0", "\u3000\t", [], {})
"""What says nothing: a format may pass over it."""

TEXTS: Final[tuple[str, ...]] = (
    "zz nobody's value",
    "\u202eeulav s'ydobon\u202c",  # written from the right
    "“nobody’s «value»”",
    "−5",  # with the sign for minus
    "１２３",
    "١٢٣",
    "1\u00a0234",
    "1\u202f234,5",
    "1.234.567,89",
    "12¹",
    "½",
    "0x1F",
    "1e309",
    "NaN",
    "Infinity",
    "9" * 400,
    "=SUM(A1:A9)",
    "<b>12</b> &amp; more",
    "e\u0301" * 20,
    "\U0001f6e1\ufe0f",
    "북한군 1만 2천 명",
    "line\r\nbreak\ttab",
    "/~0~1/",
    "2025-02-30",
    "a" * 100_000,
)

OTHERS: Final[tuple[Any, ...]] = (
    True,
    0,
    -7,
    1.5,
    10**30,
    1e308,
    ["zz", {"a": None}],
    {"@id": "zz", "#text": "zz nobody"},
    {"a": {"b": {"c": [1, [2, [3]]]}}},
)
"""What JSON can hold where a format expects a text or a number."""
