"""A partner's file to the records in it: exactly the texts that are to be published.

Streams: nothing but one record (or one preamble) is held in memory, save for workbooks and for
archives that come from a pipe. What is no record at all (a broken line, half an object) is cut
out as it stands, so that the door answers it; a file that cannot be opened raises Refused.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from schemas.refusal import Refused
from services.normalize.format import Layout
from services.normalize.reading import json_stream, tables, workbooks, xml_stream
from services.normalize.reading.lines import lines

JSON: Final = "application/json"
XML: Final = "application/xml"
NESTING: Final = 4  # an archive in an archive in an archive; further down it is a trap

_LINES = (".jsonl", ".ndjson", ".jsonlines")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".asc")


@dataclass(frozen=True, slots=True)
class Cut:
    """One record as it goes to Kafka. Bytes that are no text are surrogate escapes in `text`."""

    text: str
    content_type: str

    @property
    def value(self) -> bytes:
        """The bytes, also of what was no text: the door refuses them, with its own words."""
        return self.text.encode("utf-8", "surrogateescape")


def cut(layout: Layout, name: str, stream: BinaryIO) -> Iterator[Cut]:
    """Every record of the file, in order. `name` decides where the content does not."""
    yield from _cut(layout, name, stream, 0)


def _cut(layout: Layout, name: str, stream: BinaryIO, depth: int) -> Iterator[Cut]:
    if depth > NESTING:
        raise Refused("unreadable_file", "", f"{name}: archives are nested too deeply")
    if hasattr(stream, "peek"):
        yield from _content(layout, name, cast(io.BufferedReader, stream), depth)
        return
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    try:
        yield from _content(layout, name, cast("io.BufferedReader", buffered), depth)
    finally:
        buffered.detach()  # the stream is the caller's: it must not close with our buffer


def _content(layout: Layout, name: str, stream: io.BufferedReader, depth: int) -> Iterator[Cut]:
    head = stream.peek(4)[:4]
    if head[:2] == b"\x1f\x8b":
        inner = name[:-3] if name.lower().endswith(".gz") else name
        try:
            with gzip.GzipFile(fileobj=stream) as unzipped:
                yield from _cut(layout, inner, cast(BinaryIO, unzipped), depth + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Refused("unreadable_file", "", f"{name}: {error}") from error
    elif head == b"PK\x03\x04":
        yield from _archive(layout, name, stream, depth)
    else:
        yield from _plain(layout, name, stream)


def _archive(layout: Layout, name: str, stream: io.BufferedReader, depth: int) -> Iterator[Cut]:
    source: BinaryIO = stream if stream.seekable() else io.BytesIO(stream.read())
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.namelist()
            if "xl/workbook.xml" in members:
                source.seek(0)
                for row in workbooks.records(source, layout):
                    yield Cut(row, JSON)
                return
            for member in members:
                if member.endswith("/") or _is_litter(member):
                    continue
                with archive.open(member) as opened:
                    yield from _cut(layout, member, cast(BinaryIO, opened), depth + 1)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error) as error:
        raise Refused("unreadable_file", "", f"{name}: {error}") from error


def _is_litter(member: str) -> bool:
    return member.startswith("__MACOSX/") or member.rpartition("/")[2].startswith(".")


def _plain(layout: Layout, name: str, stream: io.BufferedReader) -> Iterator[Cut]:
    lower = name.lower()
    start = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if lower.endswith(_LINES):
        for line in lines(stream, layout.encodings):
            if line.strip():
                yield Cut(line.strip(), JSON)
    elif lower.endswith(_TABLES):
        for row in tables.rows(stream, layout, lower):
            yield Cut(row, JSON)
    elif lower.endswith(".xml") or start[:1] == b"<":
        for element in xml_stream.elements(stream, layout.xml_records):
            yield Cut(element, XML)
    elif lower.endswith(".json") or start[:1] in (b"{", b"[") or _is_wide_json(start):
        for value in json_stream.values(stream, layout.json_records):
            yield Cut(value, JSON)
    else:
        for row in tables.rows(stream, layout, lower):
            yield Cut(row, JSON)


def _is_wide_json(start: bytes) -> bool:
    """UTF-16 with its byte order mark, beginning with a brace or bracket."""
    return start[:3] in (b"\xff\xfe{", b"\xff\xfe[") or start[:4] in (
        b"\xfe\xff\x00{",
        b"\xfe\xff\x00[",
    )
