"""What stands in a row, held to the limits: the first problem in the order of the text decides."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from schemas.refusal import Refused
from services.ingest.partner import Limits

PAST: Final = frozenset({"published_at", "retrieved_at"})
"""Members that tell when something has happened already; all other dates may be plans."""
_DATE: Final = re.compile(
    r"\s{0,3}([+-]?[0-9]{4,9})-(?:0[0-9]|1[0-2])-(?:[0-2][0-9]|3[01])(?![0-9-])"
)
_POINTER: Final = 500  # characters: a longer pointer stops at an ancestor


class Bad(NamedTuple):
    """Stands in a row where the text had something that is no value."""

    code: str
    message: str
    name: str | None = None  # the member it is about

    def refuse(self, path: "Path") -> Refused:
        return refusal(self.code, path if self.name is None else (*path, self.name), self.message)


Path = tuple[str | int, ...]


def refusal(code: str, path: Path, message: str) -> Refused:
    return Refused(code, pointer(path), message)


def pointer(path: Path) -> str:
    """The JSON pointer (RFC 6901) of a member, or of the last ancestor that it can name."""
    found = ""
    for step in path:
        longer = found + "/" + str(step).replace("~", "~0").replace("/", "~1")
        if len(longer) > _POINTER:
            break
        found = longer
    return found


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
                raise value.refuse(path)
            case str():
                self._text(value, path)
            case bool() | None:
                pass
            case int() | float():
                if not -self._limits.number <= value <= self._limits.number:
                    raise refusal("number_out_of_range", path, "not within ±(2^53 - 1)")
            case dict():
                self._members(value, path, depth)
            case list():
                self._entries(value, path, depth)

    def _members(self, value: dict[str, Any], path: Path, depth: int) -> None:
        self._deep(path, depth)
        limit = self._limits.items
        if len(value) > limit:
            raise refusal("too_many_fields", path, f"{len(value)} names, allowed are {limit}")
        for name, child in value.items():
            at = (*path, name)
            if len(name) > self._limits.name_characters:
                raise refusal("string_too_long", path, f"a name of {len(name)} characters")
            _characters(name, at)
            if not self._plain(child):
                self.walk(child, at, depth + 1)

    def _entries(self, value: list[Any], path: Path, depth: int) -> None:
        self._deep(path, depth)
        limits = self._limits
        if path == ("claims",) and len(value) > limits.claims:
            said = f"{len(value)} claims, allowed are {limits.claims}"
            raise refusal("too_many_claims", path, said)
        if len(value) > limits.items:
            said = f"{len(value)} entries, allowed are {limits.items}"
            raise refusal("list_too_long", path, said)
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
            raise refusal("too_deep", path, f"more than {self._limits.depth} levels")

    def _text(self, value: str, path: Path) -> None:
        if len(value) > self._limits.characters:
            said = f"{len(value)} characters, allowed are {self._limits.characters}"
            raise refusal("string_too_long", path, said)
        _characters(value, path)
        if not dated(value):
            return
        if not years_within(value, self._limits):
            raise refusal("date_out_of_range", path, f"the year of {value.strip()[:40]!r}")
        if path[-1] in PAST and is_ahead(value, self._limits, self._recorded):
            received = self._recorded.isoformat(timespec="seconds")
            raise refusal("future_timestamp", path, f"{value[:40]!r}, received {received}")


def _characters(text: str, path: Path) -> None:
    if "\x00" in text:
        raise refusal("nul_character", path, "U+0000 in the text")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            said = f"U+{ord(text[error.start]):04X} alone at character {error.start}"
            raise refusal("lone_surrogate", path, said) from error


def dated(text: str) -> bool:
    """Whether it begins with an ISO date, of any year."""
    return "-" in text[4:14] and _DATE.match(text) is not None


def years_within(text: str, limits: Limits) -> bool:
    found = _DATE.match(text)
    return found is None or limits.first_year <= int(found[1]) <= limits.last_year


def is_ahead(text: str, limits: Limits, recorded: datetime) -> bool:
    """Whether a moment lies further ahead than clocks and time zones explain."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:  # the format will say that it cannot read it
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment > recorded + limits.ahead


def surely_past(recorded: datetime) -> str:
    """Any date that is smaller as a text is not ahead, whatever its time zone."""
    return date.isoformat(recorded.date())
