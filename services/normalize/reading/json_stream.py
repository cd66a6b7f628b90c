"""JSON documents cut into the verbatim texts of their records, without parsing the records.

Verbatim matters: digits, duplicate names and broken objects reach the door as they were sent.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from schemas.refusal import Refused

_CHUNK: Final = 1 << 16
_OUTSIDE: Final = re.compile(r'["\[\]{}]')
_INSIDE: Final = re.compile(r'["\\]')
_AFTER_SCALAR: Final = re.compile(r"[,\]}\s]")
_SPACE: Final = re.compile(r"[ \t\r\n\ufeff]*")


def values(stream: BinaryIO, pointer: str | None) -> Iterator[str]:
    """Each record: the elements at `pointer`, else of a top-level list, else every document."""
    path = [part.replace("~1", "/").replace("~0", "~") for part in (pointer or "").split("/")[1:]]
    scanner = _Scanner(stream)
    while first := scanner.peek():
        if first == "[":
            yield from _elements(scanner)
        elif first == "{" and path:
            yield from _envelope(scanner, path)
        elif first == ",":
            scanner.take()
        else:
            yield scanner.value()


def _elements(scanner: "_Scanner") -> Iterator[str]:
    scanner.take()
    while first := scanner.peek():
        if first == "]":
            scanner.take()
            return
        if first == ",":
            scanner.take()
        else:
            yield scanner.value()


def _envelope(scanner: "_Scanner", path: list[str]) -> Iterator[str]:
    """The records inside the object; an object that has none at `path` is a record itself."""
    scanner.tape = []
    yield from _members(scanner, path)
    if scanner.tape is not None:
        text = "".join(scanner.tape)
        scanner.tape = None
        yield text


def _members(scanner: "_Scanner", path: list[str]) -> Iterator[str]:
    scanner.take()
    while first := scanner.peek():
        if first == "}":
            scanner.take()
            return
        if first == ",":
            scanner.take()
            continue
        if first != '"':
            raise Refused("invalid_json", "", f"a name was expected, not {first!r}")
        name = scanner.value()
        if scanner.peek() == ":":
            scanner.take()
        if name[1:-1] != path[0]:
            scanner.skip()
        elif len(path) > 1 and scanner.peek() == "{":
            yield from _members(scanner, path[1:])
        else:
            scanner.tape = None
            if scanner.peek() == "[":
                yield from _elements(scanner)
            else:
                yield scanner.value()


class _Scanner:
    """A window over the text. `tape`, when it is a list, keeps all that was passed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        head = stream.read(_CHUNK)
        wide = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        errors = "replace" if wide else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")(errors)
        self._text = self._decoder.decode(head)
        self._at = 0
        self._ended = not head
        self.tape: list[str] | None = None

    def _more(self) -> bool:
        """Reads on behind the window; False at the end of the file."""
        if self._ended:
            return False
        chunk = self._stream.read(_CHUNK)
        self._ended = not chunk
        self._text += self._decoder.decode(chunk, final=self._ended)
        return True

    def _pass(self, end: int) -> str:
        """Moves the window to `end` and gives what lies before it."""
        passed = self._text[self._at : end]
        if self.tape is not None:
            self.tape.append(passed)
        self._at = end
        if self._at > _CHUNK:
            self._text, self._at = self._text[self._at :], 0
        return passed

    def peek(self) -> str:
        """The next character that is not space, "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            end = match.end() if match else self._at
            if end < len(self._text):
                self._pass(end)
                return self._text[self._at]
            if not self._more():
                self._pass(len(self._text))
                return ""

    def take(self) -> None:
        self._pass(self._at + 1)

    def value(self) -> str:
        """The next value, verbatim; what a broken document leaves of it at its end."""
        return self._pass(self._end_of_value())

    def skip(self) -> None:
        self._pass(self._end_of_value())

    def _end_of_value(self) -> int:
        first = self.peek()
        if first not in ('"', "{", "["):
            return self._search(_AFTER_SCALAR, self._at + 1)
        depth, inside, at = 0, False, self._at
        while True:
            at = self._search(_INSIDE if inside else _OUTSIDE, at)
            if at >= len(self._text):
                return len(self._text)
            match self._text[at]:
                case "\\":
                    at += 1
                    while at >= len(self._text) and self._more():
                        pass
                case '"':
                    inside = not inside
                case "{" | "[":
                    depth += 1
                case _:
                    depth -= 1
            at += 1
            if depth <= 0 and not inside:
                return at

    def _search(self, pattern: re.Pattern[str], at: int) -> int:
        """Where the pattern next matches at or after `at`; the end of the text if nowhere."""
        while True:
            match = pattern.search(self._text, at)
            if match is not None:
                return match.start()
            at = max(at, len(self._text))
            if not self._more():
                return len(self._text)
