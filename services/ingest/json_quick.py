"""The quick way to read a record's JSON: it must prove that the careful way would find nothing.

When it cannot, it gives up, and the careful way decides.
"""

import re
from datetime import datetime
from typing import Any, Final

import orjson

from services.ingest.dates import PAST, dated, is_ahead, surely_past, years_within
from services.ingest.partner import Limits

_ESCAPED_ASCII: Final = re.compile(rb"\\u00[0-7]")


class _Doubt(Exception):
    """The quick way cannot tell."""


def read(value: bytes, limits: Limits, recorded: datetime) -> dict[str, Any] | None:
    """The row of a record that is sound beyond doubt, or None.

    orjson lets pass: a name given twice, U+0000, numbers of any size. Names are counted: in the
    text (a quote and a colon, with no blank between them anywhere) and in the row.
    """
    if b"\\u00" in value and _ESCAPED_ASCII.search(value):
        return None  # U+0000, or a date or a name in disguise
    try:
        row = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    if type(row) is not dict:
        return None
    try:
        names = _Quick(len(value), limits, recorded).members(row, 1)
    except _Doubt:
        return None
    claims = row.get("claims")
    if type(claims) is list and len(claims) > limits.claims:
        return None
    if value.count(b'":') != names or _blank_before_colon(value):
        return None
    return row


def _blank_before_colon(value: bytes) -> bool:
    return b" :" in value or b"\t:" in value or b"\n:" in value or b"\r:" in value


class _Quick:
    """Walks a row and counts its names; looks only for what a text of this size can have."""

    def __init__(self, size: int, limits: Limits, recorded: datetime) -> None:
        self._limits = limits
        self._recorded = recorded
        self._past = surely_past(recorded)
        self._number = limits.number
        self._longest = limits.characters
        self._names_may_be_long = size > limits.name_characters
        self._items = limits.items

    def members(self, node: dict[str, Any], depth: int) -> int:
        if depth > self._limits.depth or len(node) > self._items:
            raise _Doubt
        if self._names_may_be_long and max(map(len, node), default=0) > (
            self._limits.name_characters
        ):
            raise _Doubt
        names = len(node)
        for name, value in node.items():
            kind = type(value)
            if kind is str:
                if "-" in value[4:14]:
                    self._date(name, value)
                if len(value) > self._longest:
                    raise _Doubt
            elif kind is int or kind is float:
                if not -self._number <= value <= self._number:
                    raise _Doubt
            elif kind is dict:
                names += self.members(value, depth + 1)
            elif kind is list:
                names += self._entries(value, depth + 1)
        return names

    def _entries(self, node: list[Any], depth: int) -> int:
        if depth > self._limits.depth or len(node) > self._items:
            raise _Doubt
        names = 0
        for value in node:
            kind = type(value)
            if kind is dict:
                names += self.members(value, depth + 1)
            elif kind is list:
                names += self._entries(value, depth + 1)
            elif kind is str:
                if "-" in value[4:14]:
                    self._date("", value)
                if len(value) > self._longest:
                    raise _Doubt
            elif (kind is int or kind is float) and not -self._number <= value <= self._number:
                raise _Doubt
        return names

    def _date(self, name: str, value: str) -> None:
        if not dated(value):
            return
        if not years_within(value, self._limits):
            raise _Doubt
        if name not in PAST or value.strip() < self._past:
            return
        if is_ahead(value, self._limits, self._recorded):
            raise _Doubt
