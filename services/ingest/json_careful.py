"""JSON read carefully: the first problem in the order of the text, and where it is."""

import json
import math
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from schemas.refusal import Refused
from services.ingest.content import Bad, check, refusal
from services.ingest.partner import Limits

_STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
"""An open string reaches to the end of the text: were it no token, each quote would be tried."""
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_BRACKETS: Final = re.compile(r"[][{}]")
_TOKENS: Final = re.compile(_STRING + r"|[][{}:,]", re.DOTALL)


class Parsed(NamedTuple):
    """The row, as far as the text is one, and the first thing that is wrong with it."""

    row: dict[str, Any] | None
    problem: Refused | None = None


def read(text: str, limits: Limits, recorded: datetime) -> Parsed:
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
    """Before parsing, since a parser recurses."""
    if text.count("{") + text.count("[") <= limit:
        return None
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        if bracket in "{[":
            depth += 1
            if depth > limit:
                return _too_deep(text, limit)
        elif depth == 0:
            return None  # the parser will say what is wrong
        else:
            depth -= 1
    return None


def _too_deep(text: str, limit: int) -> Refused:
    """Where it first is."""
    path: list[str | int] = []
    last = ""
    for token in _TOKENS.finditer(text):
        match token[0]:
            case "{" | "[" as opened:
                if len(path) >= limit:
                    break
                path.append("" if opened == "{" else 0)
            case "}" | "]":
                path.pop()
            case ":":
                if path:
                    path[-1] = last
            case ",":
                if path and isinstance(path[-1], int):
                    path[-1] += 1
            case string:
                last = _unquoted(string)
    return refusal("too_deep", tuple(path), f"more than {limit} levels")


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
