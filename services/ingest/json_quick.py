"""The quick way to read a record's JSON: it must prove that the careful way would find nothing.

When it cannot, it gives up, and the careful way decides.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import orjson

from services.ingest.dates import PAST, dated, is_ahead, surely_past, years_within
from services.ingest.partner import Limits

_ESCAPED_ASCII: Final = re.compile(rb"\\u00[0-7]")
_SHAPE: Final = bytes.maketrans(b"123456789\t\n\r", b"000000000   ")
"""Any digit as 0, any blank as a space."""
_DATE: Final = b"0000-00-00"


class _Doubt(Exception):
    """The quick way cannot tell."""


def read(value: bytes, limits: Limits, recorded: datetime) -> dict[str, Any] | None:
    """The row of a record that is sound beyond doubt, or None.

    orjson lets pass: a name given twice, U+0000, numbers of any size. Names are counted: in the
    text (a quote and a colon, with no blank between them anywhere) and in the row.
    """
    if b"\\" in value and _ESCAPED_ASCII.search(value):
        return None  # U+0000, or a date or a name in disguise
    try:
        row = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    if type(row) is not dict:
        return None
    shape = value.translate(_SHAPE)
    if b" :" in shape:
        return None
    vouched = _vouched(value, shape, limits, recorded)
    try:
        names = _Quick(len(value), limits, recorded, vouched).members(row, 1)
    except _Doubt:
        return None
    claims = row.get("claims")
    if type(claims) is list and len(claims) > limits.claims:
        return None
    if value.count(b'":') != names:
        return None
    return row


def _vouched(value: bytes, shape: bytes, limits: Limits, recorded: datetime) -> bool:
    """Whether the text shows at once that each text, whole number and date is within limits."""
    if len(value) > limits.characters or _too_many_digits(limits.number) in shape:
        return False
    past = surely_past(recorded)
    at = shape.find(_DATE)
    while at >= 0:
        if shape[at - 1] in b"0-" or not limits.first_year <= int(value[at : at + 4]) <= (
            limits.last_year
        ):
            return False
        if value[at : at + len(_DATE)] >= past:
            said = value[at : value.index(b'"', at)]
            if b"\\" in said or is_ahead(said.decode(), limits, recorded):
                return False
        at = shape.find(_DATE, at + 1)
    return True


@lru_cache
def _too_many_digits(number: int) -> bytes:
    return b"0" * len(str(number))


class _Quick:
    """Walks a row and counts its names; looks only for what a text of this size can have."""

    def __init__(self, size: int, limits: Limits, recorded: datetime, vouched: bool) -> None:
        self._limits = limits
        self._recorded = recorded
        self._vouched = vouched  # for texts, whole numbers and dates
        self._names_may_be_long = size > limits.name_characters
        self._depth = limits.depth
        self._items = limits.items

    def members(self, node: dict[str, Any], depth: int) -> int:
        if depth > self._depth or len(node) > self._items:
            raise _Doubt
        if self._names_may_be_long and max(map(len, node), default=0) > (
            self._limits.name_characters
        ):
            raise _Doubt
        names = len(node)
        vouched = self._vouched
        for name, value in node.items():
            kind = type(value)
            if kind is dict:
                names += self.members(value, depth + 1)
            elif kind is list:
                names += self._entries(value, depth + 1)
            elif kind is float or not vouched:
                self._scalar(name, value)
        return names

    def _entries(self, node: list[Any], depth: int) -> int:
        if depth > self._depth or len(node) > self._items:
            raise _Doubt
        names = 0
        vouched = self._vouched
        for value in node:
            kind = type(value)
            if kind is dict:
                names += self.members(value, depth + 1)
            elif kind is list:
                names += self._entries(value, depth + 1)
            elif kind is float or not vouched:
                self._scalar("", value)
        return names

    def _scalar(self, name: str, value: Any) -> None:
        kind = type(value)
        if kind is str:
            if "-" in value[4:14]:
                self._date(name, value)
            if len(value) > self._limits.characters:
                raise _Doubt
        elif (kind is int or kind is float) and abs(value) > self._limits.number:
            raise _Doubt

    def _date(self, name: str, value: str) -> None:
        if not dated(value):
            return
        if not years_within(value, self._limits):
            raise _Doubt
        if name in PAST and is_ahead(value, self._limits, self._recorded):
            raise _Doubt
