"""Files as the records in them that are to be published."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from schemas.refusal import Refused
from services.normalize.format import Format
from services.normalize.reading.records import cut
from services.operator.files import File
from services.operator.outbound import FIRST, Origin, Outbound, addressed


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
