"""What the tests of cutting see of a file: its records, their texts, their rows."""

import io
import json
from collections.abc import Sequence
from typing import Any, cast

from services.normalize.format import Layout
from services.normalize.reading.records import Cut, cut

JSON = "application/json"
XML = "application/xml"


class Pipe(io.RawIOBase):
    """A stream that can only be read on, a few bytes at a time, like a pipe."""

    def __init__(self, data: bytes, step: int = 7) -> None:
        self._data, self._step = data, step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        taken = self._data[: min(self._step, len(buffer))]
        self._data = self._data[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def records(layout: Layout, name: str, data: bytes | str) -> list[Cut]:
    raw = data.encode() if isinstance(data, str) else data
    from_file = list(cut(layout, name, io.BytesIO(raw)))
    assert list(cut(layout, name, cast(Any, Pipe(raw)))) == from_file
    return from_file


def texts(layout: Layout, name: str, data: bytes | str) -> list[str]:
    return [one.text for one in records(layout, name, data)]


def rows(layout: Layout, name: str, data: bytes | str) -> list[dict[str, str]]:
    return [json.loads(text) for text in texts(layout, name, data)]


def is_header(cells: Sequence[str]) -> bool:
    return "Name" in cells
