"""Small files written whole or not at all, and folders measured."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deploy.native.errors import StackError


def write_private(path: Path, text: str) -> None:
    """Write for our own eyes only (mode 0600), so that a reader never sees half of it."""
    write_whole(path, text, mode=0o600)


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(part, mode)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """KEY=VALUE lines that every reader of env files understands alike, without quotes."""
    for name, value in values.items():
        if not value.isprintable() or any(mark in value for mark in "'\"$#\\"):
            raise StackError(f"{name} would be {value!r}, which an env file cannot say: move us")
    write_private(path, "".join(f"{name}={value}\n" for name, value in values.items()))


def read_env(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def size_of(folder: Path) -> int:
    """Bytes on disk below a folder that a server may be changing meanwhile."""
    total = 0
    for base, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(base, name)).st_blocks * 512
            except FileNotFoundError:
                continue
    return total
