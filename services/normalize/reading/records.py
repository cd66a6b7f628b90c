"""One record's text to a Row; what cannot be a Row is refused by code.

`cut` (from `cutting.py`) is the way from a partner's file to such texts.
"""

import json
import math
from collections.abc import Sequence
from typing import Any, Final, NoReturn
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from schemas.refusal import Refused
from services.normalize.reading.cutting import JSON, XML, Cut, cut

__all__ = ["Cut", "cut", "parse"]


def parse(content_type: str, text: str) -> dict[str, Any]:
    """The record as a Row (see `format.Row`), or Refused."""
    kind = content_type.partition(";")[0].strip().lower() or JSON
    if kind.endswith("json"):
        return _object(text)
    if kind.endswith("xml"):
        return _tree(text)
    raise Refused("unsupported_content_type", "", f"send {JSON} or {XML}, not {kind[:100]!r}")


def _object(text: str) -> dict[str, Any]:
    if (row := _plain(text)) is not None:
        return row
    try:
        value = _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise Refused("invalid_json", "", f"{error.msg} at {where}") from error
    except RecursionError as error:
        raise Refused("too_deep", "", "nested too deeply to be read") from error
    if not isinstance(value, dict):
        raise Refused("not_an_object", "", f"a record is a JSON object, not {_named(value)}")
    return value


_READER: Final = msgspec.json.Decoder()
_WIDEST: Final = 2.0**63  # beyond it the fast reader makes a float of a whole number


def _plain(text: str) -> dict[str, Any] | None:
    """A row of a table, by the fast reader; None for what needs the strict one.

    The fast reader says nothing of a name that occurs twice. Where no white space follows a
    quote, every name is followed by a quote and a colon: as many of these as names in the row
    are no more names than that.
    """
    if "\n" in text or "\t" in text or "\r" in text or '" ' in text:
        return None  # the first three stand between values only
    try:
        row = _READER.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None  # the strict reader says why
    if type(row) is not dict or text.count('":') != len(row):
        return None
    if float in set(map(type, row.values())):
        floats = [value for value in row.values() if type(value) is float]
        return row if all(abs(value) < _WIDEST for value in floats) else None
    return row


def _without_duplicates(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Refused("duplicate_key", "/" + _pointer(name), "this name occurs twice")
            seen.add(name)
    return found


def _not_finite(text: str) -> NoReturn:
    raise Refused("not_finite", "", f"{text} is not a number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Refused("not_finite", "", f"{text[:40]} is too large for a number")
    return number


def _whole(text: str) -> int:
    if len(text) > 400:  # no double is that long, and int() itself gives up at 4,300
        raise Refused("not_finite", "", f"{text[:40]}… is too large for a number")
    return int(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_constant=_not_finite,
    parse_float=_finite,
    parse_int=_whole,
)


def _pointer(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")[:200]


def _named(value: object) -> str:
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


def _tree(text: str) -> dict[str, Any]:
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "document types and entities are not accepted"
        raise Refused("xml_forbidden", "", message) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused("invalid_xml", "", str(error)[:200]) from error
    try:
        return {_local(root.tag): _content(root)}
    except RecursionError as error:
        raise Refused("too_deep", "", "nested too deeply to be read") from error


def _content(element: Element) -> Any:
    """Text alone as text; else attributes as @name, text as #text, children by name."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    text = " ".join(" ".join(pieces).split())
    if not element.attrib and len(element) == 0:
        return text
    found: dict[str, Any] = {"@" + _local(k): v.strip() for k, v in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), _content(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    if text:
        found["#text"] = text
    return found


def _local(name: str) -> str:
    """Without its namespace: partners declare one in one year and not in the next."""
    return name.rpartition("}")[2]
