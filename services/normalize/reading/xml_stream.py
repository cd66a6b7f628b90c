"""XML documents cut into the texts of their record elements. No DTDs, no entities."""

from collections.abc import Iterator, Set
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from schemas.refusal import Refused

_REMEMBERED: Final = 1 << 20


def elements(stream: BinaryIO, names: Set[str]) -> Iterator[str]:
    """The outermost elements with one of these names; the root when there are none.

    Where the document breaks, the piece since the last record comes out as it stands.
    """
    recent = _Recent(stream)
    open_elements: list[Element] = []
    record_depth: int | None = None
    found = False
    try:
        for event, element in iterparse(recent, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                open_elements.append(element)
                if record_depth is None and _local(element) in names:
                    record_depth = len(open_elements)
                continue
            depth = len(open_elements)
            open_elements.pop()
            if depth == record_depth or (not open_elements and not found):
                found, record_depth = True, None
                element.tail = None
                yield tostring(element, encoding="unicode")
                recent.forget()
                if open_elements:
                    open_elements[-1].remove(element)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        if recent.text().strip():
            yield recent.text()
        if stream.read(1):
            message = f"the rest of the file was not read: {error}"
            raise Refused("invalid_xml", "", message[:300]) from error


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Recent:
    """The stream, with a memory of the last bytes read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._bytes = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._bytes = (self._bytes + chunk)[-_REMEMBERED:]
        return chunk

    def forget(self) -> None:
        """Keeps the last chunk only: the next record may have begun in it."""
        self._bytes = self._bytes[-(1 << 16) :]

    def text(self) -> str:
        return self._bytes.decode("utf-8", "surrogateescape")
