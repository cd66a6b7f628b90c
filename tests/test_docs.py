"""The README says what is true: its tables, commands, names and paths are checked here."""

import re
from pathlib import Path

import pytest

from schemas.events import CATALOGUE
from schemas.topics import LEDGER, partner_topics
from services.normalize.formats import FORMATS
from services.operator.__main__ import COMMANDS, main
from services.projection.read_models import READ_MODELS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
VERSIONS = {line.type: line.versions[-1].version for line in CATALOGUE}


def section(title: str) -> str:
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def table(title: str) -> list[list[str]]:
    rows = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_the_first_screen_has_the_sentence_the_picture_and_the_two_commands():
    first = README.splitlines()[:45]
    text = "\n".join(first)
    assert first[0] == "# Attaché"
    for part in ("reports.<partner>", "ledger.claims", "make demo", "make test", "Where do I…"):
        assert part in text


def test_the_table_of_topics_is_the_contract_s():
    topics = [*LEDGER, partner_topics("<partner>")[1]]
    assert table("What flows") == [
        [
            f"`{topic.name}`",
            ", ".join(topic.writers),
            ", ".join(f"`{fact}` v{VERSIONS[fact]}" for fact in topic.facts),
        ]
        for topic in topics
    ]


def test_it_names_every_read_model_and_every_format():
    said = section("What flows").rpartition("\n\n")[2]
    models, formats = said.split("Formats:")
    assert re.findall(r"`(\S+?)`", models) == [model.name for model in READ_MODELS]
    assert re.findall(r"`(\S+?)`", formats) == sorted(fmt.name for fmt in FORMATS)


def test_every_path_in_the_table_of_places_exists():
    for row in table("Where do I…"):
        for path in re.findall(r"`([\w./<>-]+/[\w./<>-]+)`", " ".join(row)):
            pattern = re.sub(r"<[^>]+>", "*", path)
            assert list(ROOT.glob(pattern)), path


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_command_in_the_docs_exists(path: Path):
    text = path.read_text(encoding="utf-8")
    for words in re.findall(r"(?:\.venv/bin/|`)attache ([a-z][a-z -]*)", text):
        command = main
        for word in words.split():
            if not hasattr(command, "commands") and command is not main:
                break
            found = command.get_command(None, word)  # type: ignore[arg-type]
            assert found is not None, f"attache {words}"
            command = found
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"(?:^    |`)make ([a-z]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


def test_every_command_can_be_loaded():
    for name in COMMANDS:
        assert main.get_command(None, name) is not None, name  # type: ignore[arg-type]
