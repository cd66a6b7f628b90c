"""The pages for partners, readers and operators, cut into blocks that are to be tried."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
PARTNERS: Final = ROOT / "docs" / "partners.md"
READERS: Final = ROOT / "docs" / "readers.md"
OPERATIONS: Final = ROOT / "docs" / "operations.md"
PAGES: Final = (PARTNERS, READERS, OPERATIONS)
SHELL: Final = "shell"  # what an indented block is

REMARK: Final = re.compile(r"\s+#\s.*$")


class Block(NamedTuple):
    """`title`: the heading that it stands under."""

    title: str
    language: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The lines of a shell block, without what is said of them."""
        return [REMARK.sub("", line) for line in self.text.splitlines() if line]


def blocks(page: Path) -> list[Block]:
    return list(_blocks(page.read_text(encoding="utf-8").splitlines()))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    title, language, held = "", "", list[str]()
    for line in [*lines, ""]:
        fence = re.fullmatch(r"```(\w*)", line)
        if fence and not language:
            language = fence[1]
        elif fence:
            yield Block(title, language, "\n".join(held) + "\n")
            language, held = "", []
        elif language:
            held.append(line)
        elif line.startswith("    "):
            held.append(line[4:])
        else:
            if held:
                yield Block(title, SHELL, "\n".join(held) + "\n")
            held = []
            title = line.lstrip("# ") if line.startswith("#") else title


def under(page: Path, title: str, language: str = SHELL) -> Block:
    (found,) = [b for b in blocks(page) if (b.title, b.language) == (title, language)]
    return found


def prose(page: Path) -> list[str]:
    """Its paragraphs and rows, with the commands of its shell blocks, each a line."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line]
