"""One record's JSON text to a row, strictly: a quick way for sound records, a careful one for all.

The quick way must prove that the careful one would find nothing; when it cannot, it gives up.
"""

import json
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from schemas.refusal import Refused
from services.ingest.content import (
    PAST,
    Bad,
    check,
    dated,
    is_ahead,
    refusal,
    surely_past,
    years_within,
)
from services.ingest.partner import Limits

_ESCAPED_ASCII: Final = re.compile(rb"\\u00[0-7]")
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[][{}:,]', re.DOTALL)


class Parsed(NamedTuple):
    """The row, as far as the text is one, and the first thing that is wrong with it."""

    row: dict[str, Any] | None
    problem: Refused | None = None


def read(value: bytes, text: str, limits: Limits, recorded: datetime) -> Parsed:
    """`text` is the decoded `value`."""
    row = _quick(value, limits, recorded)
    return _careful(text, limits, recorded) if row is None else Parsed(row)


class _Doubt(Exception):
    """The quick way cannot tell."""


def _quick(value: bytes, limits: Limits, recorded: datetime) -> dict[str, Any] | None:
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


def _careful(text: str, limits: Limits, recorded: datetime) -> Parsed:
    too_deep = _depth_problem(text, limits.depth)
    if too_deep is not None:
        return Parsed(None, too_deep)
    try:
        row = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        hint = "; for XML send content-type: application/xml" if text.lstrip()[:1] == "<" else ""
        where = f"{error.msg} at line {error.lineno} column {error.colno}{hint}"
        return Parsed(None, Refused("invalid_json", "", where))
    if isinstance(row, Bad):
        return Parsed(None, row.refuse(()))
    if not isinstance(row, dict):
        return Parsed(
            None, Refused("not_an_object", "", f"a record is an object, not {_kind(row)}")
        )
    try:
        check(row, limits, recorded)
    except Refused as problem:
        return Parsed(row, problem)
    return Parsed(row)


def _depth_problem(text: str, limit: int) -> Refused | None:
    """Before parsing, since a parser recurses: where the text first nests too deeply."""
    if text.count("{") + text.count("[") <= limit:
        return None
    path: list[str | int] = []
    last = ""
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{" | "[" as opened:
                if len(path) >= limit:
                    return refusal("too_deep", tuple(path), f"more than {limit} levels")
                path.append("" if opened == "{" else 0)
            case "}" | "]":
                if not path:
                    return None  # the parser will say what is wrong
                path.pop()
            case ":":
                if path:
                    path[-1] = last
            case ",":
                if path and isinstance(path[-1], int):
                    path[-1] += 1
            case string:
                last = _unquoted(string)
    return None


def _unquoted(string: str) -> str:
    if len(string) > 1000:
        return string[1:1000]
    try:
        return str(json.loads(string))
    except ValueError:
        return string[1:-1]


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any] | Bad:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                return Bad("duplicate_key", "this name is there twice", name)
            seen.add(name)
    return found


def _constant(text: str) -> Bad:
    return Bad("not_finite", f"{text} is no number of JSON")


def _float(text: str) -> float | Bad:
    number = float(text)
    return number if math.isfinite(number) else Bad("not_finite", f"{text[:40]} is infinite")


def _int(text: str) -> int | Bad:
    if len(text) > 400:  # int() itself gives up at 4,300 digits
        return Bad("number_out_of_range", f"a number of {len(text)} digits")
    return int(text)


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case list():
            return "a list"
        case str():
            return "a text"
        case _:
            return "a number"
