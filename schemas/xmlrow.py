"""One XML record as a row: text as text; else attributes as @name, text as #text, children by name.

Document types are refused, so no entity can be declared: nothing grows, nothing is fetched.
"""

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from schemas.refusal import Refused, pointer

READ_AS_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def row(text: str, depth: int = 64) -> dict[str, Any]:
    """`{"visit": {"id": "1", "from": {"@id": "fr", "#text": "France"}}}`, or Refused.

    Blanks are folded, namespaces dropped (partners declare one in one year and not in the next),
    repeated children are a list, an empty element is "".
    """
    reading = _Reading(depth)
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code) or "not well-formed"
        where = f"{reason} at line {error.lineno} column {error.offset + 1}"
        if reason == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
            raise Refused("xml_forbidden", reading.pointer(), where) from error
        raise Refused("invalid_xml", reading.pointer(), where) from error
    return reading.whole


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in READ_AS_UTF8:
        raise Refused("wrong_encoding", "", f"declared as {encoding[:40]}: send UTF-8")


def _doctype(*_: object) -> None:
    raise Refused("xml_forbidden", "", "document types and entities are not accepted")


class _Open:
    """An element whose end has not come yet."""

    __slots__ = ("found", "name", "pieces")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.found: dict[str, Any] = {"@" + _local(k): v.strip() for k, v in attributes.items()}
        self.pieces = [""]

    def add(self, name: str, value: Any) -> None:
        if name not in self.found:
            self.found[name] = value
        elif isinstance(self.found[name], list):
            self.found[name].append(value)
        else:
            self.found[name] = [self.found[name], value]
        self.pieces.append("")  # text after a child is a piece of its own

    def content(self) -> Any:
        text = " ".join(" ".join(self.pieces).split())
        if not self.found:
            return text
        if text:
            self.found["#text"] = text
        return self.found


class _Reading:
    """The elements that are open, outermost first."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._open: list[_Open] = []
        self.whole: dict[str, Any] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) >= self._depth:
            raise Refused("too_deep", self.pointer(), f"more than {self._depth} levels")
        self._open.append(_Open(_local(name), attributes))

    def text(self, data: str) -> None:
        self._open[-1].pieces[-1] += data

    def end(self, _name: str) -> None:
        done = self._open.pop()
        if self._open:
            self._open[-1].add(done.name, done.content())
        else:
            self.whole = {done.name: done.content()}

    def pointer(self) -> str:
        return pointer(element.name for element in self._open)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
