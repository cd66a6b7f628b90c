"""What stands in a row, held to the limits: the first problem in the order of the text decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schemas.jsonrow import Bad, Path
from schemas.refusal import Refused, pointer
from services.ingest.dates import PAST, dated, is_ahead, years_within
from services.ingest.partner import Limits


def _refusal(code: str, path: Path, message: str) -> Refused:
    return Refused(code, pointer(path), message)


def check(row: Mapping[str, Any], limits: Limits, recorded: datetime) -> None:
    """Raise Refused for the first problem; parents before their children."""
    _Check(limits, recorded).walk(row, (), 1)


class _Check:
    def __init__(self, limits: Limits, recorded: datetime) -> None:
        self._limits = limits
        self._recorded = recorded

    def walk(self, value: Any, path: Path, depth: int) -> None:
        match value:
            case Bad():
                raise value.refused(path)
            case str():
                self._text(value, path)
            case bool() | None:
                pass
            case int() | float():
                if not -self._limits.number <= value <= self._limits.number:
                    raise _refusal("number_out_of_range", path, "not within ±(2^53 - 1)")
            case dict():
                self._members(value, path, depth)
            case list():
                self._entries(value, path, depth)

    def _members(self, value: dict[str, Any], path: Path, depth: int) -> None:
        self._deep(path, depth)
        limit = self._limits.items
        if len(value) > limit:
            raise _refusal("too_many_fields", path, f"{len(value)} names, allowed are {limit}")
        for name, child in value.items():
            at = (*path, name)
            if len(name) > self._limits.name_characters:
                raise _refusal("string_too_long", path, f"a name of {len(name)} characters")
            _characters(name, at)
            if not self._plain(child):
                self.walk(child, at, depth + 1)

    def _entries(self, value: list[Any], path: Path, depth: int) -> None:
        self._deep(path, depth)
        limits = self._limits
        if path == ("claims",) and len(value) > limits.claims:
            said = f"{len(value)} claims, allowed are {limits.claims}"
            raise _refusal("too_many_claims", path, said)
        if len(value) > limits.items:
            said = f"{len(value)} entries, allowed are {limits.items}"
            raise _refusal("list_too_long", path, said)
        for index, child in enumerate(value):
            if not self._plain(child):
                self.walk(child, (*path, index), depth + 1)

    def _plain(self, value: Any) -> bool:
        """A shortcut past what records have most of."""
        kind = type(value)
        if kind is int or kind is float:
            return bool(-self._limits.number <= value <= self._limits.number)
        return kind is bool or value is None

    def _deep(self, path: Path, depth: int) -> None:
        if depth > self._limits.depth:
            raise _refusal("too_deep", path, f"more than {self._limits.depth} levels")

    def _text(self, value: str, path: Path) -> None:
        if len(value) > self._limits.characters:
            said = f"{len(value)} characters, allowed are {self._limits.characters}"
            raise _refusal("string_too_long", path, said)
        _characters(value, path)
        if not dated(value):
            return
        if not years_within(value, self._limits):
            raise _refusal("date_out_of_range", path, f"the year of {value.strip()[:40]!r}")
        if path[-1] in PAST and is_ahead(value, self._limits, self._recorded):
            received = self._recorded.isoformat(timespec="seconds")
            raise _refusal("future_timestamp", path, f"{value[:40]!r}, received {received}")


def _characters(text: str, path: Path) -> None:
    if "\x00" in text:
        raise _refusal("nul_character", path, "U+0000 in the text")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            said = f"U+{ord(text[error.start]):04X} alone at character {error.start}"
            raise _refusal("lone_surrogate", path, said) from error
