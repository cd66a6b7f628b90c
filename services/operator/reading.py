"""Files, folders and standard input, as the records that are to be published."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from schemas.refusal import Refused
from services.normalize.format import Format, Identity
from services.normalize.reading.records import Cut, cut, parse

STDIN = "-"
WITHDRAW = [("attache-operation", b"withdraw")]


class Origin(NamedTuple):
    """Which record of which file: ordered as they are read. Numbers count from 1."""

    file: int
    number: int


FIRST = Origin(0, 1)


class Outbound(NamedTuple):
    """A partner's record on its way. Without an id it goes without a key: the door answers it."""

    origin: Origin
    record_id: str | None
    value: bytes | None
    headers: list[tuple[str, bytes]]
    revision: int | None = None
    withdrawn: bool = False

    @property
    def key(self) -> bytes | None:
        if self.record_id is None:
            return None
        try:
            return self.record_id.encode()
        except UnicodeEncodeError:
            return None

    @property
    def size(self) -> int:
        return len(self.value or b"") + len(self.key or b"") + 100  # headers and framing


@dataclass(frozen=True, slots=True)
class File:
    """One input. `path` None is standard input."""

    name: str
    path: Path | None
    size: int = 0
    stamp: str = ""  # changes when the file does

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        if self.path is None:
            yield sys.stdin.buffer
        else:
            with self.path.open("rb") as stream:
                yield stream


def files(paths: Iterable[str]) -> tuple[File, ...]:
    """Folders become the files in them, sorted, without hidden ones. Raises OSError."""
    found: list[File] = []
    for given in paths:
        if given == STDIN:
            found.append(File("standard input", None))
            continue
        path = Path(given)
        inside = sorted(p for p in path.rglob("*") if _is_visible(p, path)) if path.is_dir() else []
        for one in inside or ([] if path.is_dir() else [path]):
            stat = one.stat()
            found.append(File(str(one), one, stat.st_size, f"{stat.st_size}-{stat.st_mtime_ns}"))
    return tuple(found)


def _is_visible(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.is_file() and not hidden


def outbound(
    form: Format, number: int, file: File, stream: BinaryIO, start: Origin
) -> Iterator[Outbound]:
    """Every record of an open file from `start`, with the id its format finds in it.

    Raises Refused for a file that cannot be read.
    """
    for count, record in enumerate(cut(form.layout, file.name, stream), start=1):
        origin = Origin(number, count)
        if origin >= start:
            yield addressed(form, origin, record)


def addressed(form: Format, origin: Origin, record: Cut) -> Outbound:
    who = identity(form, record)
    return Outbound(
        origin,
        who.record_id,
        record.value,
        [("content-type", record.content_type.encode())],
        who.revision,
        who.withdrawn,
    )


def identity(form: Format, record: Cut) -> Identity:
    try:
        return form.identify(parse(record.content_type, record.text))
    except Exception:
        # Whatever is wrong with it, the door must say so, in a receipt; not this tool.
        return Identity(None)


def withdrawal(origin: Origin, record_id: str, reason: str | None = None) -> Outbound:
    """A record without a value: the partner takes back what it published under this id."""
    headers = list(WITHDRAW)
    if reason:
        headers.append(("attache-reason", reason.encode()))
    return Outbound(origin, record_id, None, headers, withdrawn=True)


def withdrawals(
    number: int, record_ids: Sequence[str], reason: str | None = None
) -> Iterator[Outbound]:
    """Numbered as if they stood in one more file."""
    for count, record_id in enumerate(record_ids, start=1):
        yield withdrawal(Origin(number, count), record_id, reason)


class Reading:
    """All records of all files, one after the other; files that cannot be read are noted."""

    def __init__(self, form: Format, given: Sequence[File], start: Origin = FIRST) -> None:
        self.files = tuple(given)
        self.total = sum(file.size for file in self.files)
        self.unreadable: list[str] = []
        self._form = form
        self._start = start
        self._before = 0
        self._stream: BinaryIO | None = None

    def __iter__(self) -> Iterator[Outbound]:
        for number, file in enumerate(self.files):
            if number >= self._start.file:
                try:
                    with file.open() as self._stream:
                        yield from outbound(self._form, number, file, self._stream, self._start)
                except Refused as refused:
                    self.unreadable.append(f"{file.name}: {refused.message}")
                except OSError as error:
                    self.unreadable.append(f"{file.name}: {error.strerror or error}")
                finally:
                    self._stream = None
            self._before += file.size

    @property
    def done(self) -> int:
        """Bytes read so far, of `total`."""
        try:
            within = self._stream.tell() if self._stream is not None else 0
        except (OSError, ValueError):  # a pipe, or closed meanwhile
            within = 0
        return min(self.total, self._before + within)

    def where(self, origin: Origin) -> str:
        """For people: which record of which file."""
        if origin.file >= len(self.files):
            return ""
        return f"{self.files[origin.file].name} #{origin.number}"
