"""The files that a command is given: folders, single files, standard input."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STDIN = "-"


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
