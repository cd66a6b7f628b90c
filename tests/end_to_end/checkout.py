"""Another state of this project's code, in a folder of its own: its services run for real."""

import shutil
from pathlib import Path

from tests.end_to_end.world import ROOT

PACKAGES = ("schemas", "services", "deploy")


def checkout(folder: Path) -> Path:
    """A copy of what is installed; to be changed, and run from there."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def put(code: Path, name: str, text: str) -> None:
    """A new file, or another text for one."""
    path = code / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(code: Path, name: str, was: str, becomes: str) -> None:
    """Exchange a passage that is there exactly once."""
    path = code / name
    text = path.read_text(encoding="utf-8")
    assert text.count(was) == 1, f"{name}: {was!r} is there {text.count(was)} times"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
