"""The lines of a text file, decoded as its partner may have written them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO


def lines(stream: BinaryIO, encodings: Sequence[str]) -> Iterator[str]:
    """Decoded lines, with their ends. Encodings are tried line by line: real exports mix them."""
    head = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        wide = io.TextIOWrapper(stream, "utf-16", errors="replace", newline="")
        try:
            yield from wide
        finally:
            wide.detach()
        return
    tried = [encoding.replace("utf-8-sig", "utf-8") for encoding in encodings]
    first = True
    for raw in stream:
        if first:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            first = False
        yield _decoded(raw, tried)


def _decoded(raw: bytes, encodings: Iterable[str]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "surrogateescape")
