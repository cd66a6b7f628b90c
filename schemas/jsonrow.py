"""One JSON record as a row, strictly: the first problem in the order of the text, and where it is.

A name given twice, NaN, infinities and endless whole numbers are refused: readers of JSON differ in
what they make of them.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from schemas import jsondepth
from schemas.refusal import Refused, pointer

DEPTH: Final = 64
_DIGITS: Final = 400  # no double is that long; int() itself gives up at 4,300

Path = tuple[str | int, ...]


class Bad(NamedTuple):
    """Stands in a row where the text had something that is no value."""

    code: str
    message: str
    name: str | None = None  # the member it is about

    def refused(self, path: Path) -> Refused:
        whose = path if self.name is None else (*path, self.name)
        return Refused(self.code, pointer(whose), self.message)


def row(text: str, depth: int = DEPTH) -> dict[str, Any]:
    """`{"id": "1", "claims": []}`, or Refused."""
    try:
        return _read(text, depth, _SOUND)
    except _Met:
        found = marked(text, depth)
        raise _first(found, ()) or AssertionError("what was bad is gone") from None


def marked(text: str, depth: int) -> dict[str, Any]:
    """The row with Bad where there is one, for who has more to check than this; or Refused."""
    return _read(text, depth, _MARKING)


def _read(text: str, depth: int, decoder: json.JSONDecoder) -> dict[str, Any]:
    jsondepth.check(text, depth)
    try:
        found = decoder.decode(text)
    except json.JSONDecodeError as error:
        hint = "; for XML send content-type: application/xml" if text.lstrip()[:1] == "<" else ""
        where = f"{error.msg} at line {error.lineno} column {error.colno}{hint}"
        raise Refused("invalid_json", "", where) from error
    if isinstance(found, Bad):
        raise found.refused(())
    if not isinstance(found, dict):
        raise Refused("not_an_object", "", f"a record is an object, not {_kind(found)}")
    return found


def _decoder(bad: Callable[..., Bad]) -> json.JSONDecoder:
    def members(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any] | Bad:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    return bad("duplicate_key", "this name is there twice", name)
                seen.add(name)
        return found

    def constant(text: str) -> Bad:
        return bad("not_finite", f"{text} is no number of JSON")

    def fraction(text: str) -> float | Bad:
        number = float(text)
        return number if math.isfinite(number) else bad("not_finite", f"{text[:40]} is infinite")

    def whole(text: str) -> int | Bad:
        if len(text) > _DIGITS:
            return bad("number_out_of_range", f"a number of {len(text)} digits")
        return int(text)

    return json.JSONDecoder(
        object_pairs_hook=members, parse_constant=constant, parse_float=fraction, parse_int=whole
    )


class _Met(Exception):
    """There is something bad in the text."""


def _met(*_: object) -> Bad:
    raise _Met


_SOUND: Final = _decoder(_met)
_MARKING: Final = _decoder(Bad)


def _first(value: Any, path: Path) -> Refused | None:
    """Parents before their children."""
    inside: Iterable[tuple[str | int, Any]] = ()
    match value:
        case Bad():
            return value.refused(path)
        case dict():
            inside = value.items()
        case list():
            inside = enumerate(value)
    return next((found for name, one in inside if (found := _first(one, (*path, name)))), None)


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
