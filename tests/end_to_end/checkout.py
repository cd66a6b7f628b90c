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


def with_toy_format(folder: Path) -> Path:
    """With one format more, and a partner of it: one file, one line, one declaration."""
    code = checkout(folder)
    toy = ROOT / "tests" / "normalize" / "toy_format.py"
    put(code, "services/normalize/formats/toy_format.py", toy.read_text(encoding="utf-8"))
    formats = "services/normalize/formats/__init__.py"
    change(code, formats, "    state_visits,\n", "    state_visits,\n    toy_format,\n")
    change(code, formats, "    acled.FORMAT,\n", "    acled.FORMAT,\n    toy_format.FORMAT,\n")
    change(
        code,
        "deploy/partners.yaml",
        "partners:\n",
        "partners:\n"
        "  - name: gatekeeper\n"
        "    title: Guest book\n"
        "    format: test.format\n"
        "    contact: gate@palace.example\n",
    )
    return code
