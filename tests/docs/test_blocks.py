"""Nothing stands on the pages that no test tries: blocks, commands, options, links."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.docs.commands import options_of, said_commands, wrong_in
from tests.docs.pages import (
    OPERATIONS,
    PAGES,
    PARTNERS,
    READERS,
    ROOT,
    SHELL,
    blocks,
    prose,
)

README: Final = ROOT / "README.md"
TRIED: Final = {
    PARTNERS: {
        ("Try it without a server", SHELL): 1,  # test_partners
        ("Send and follow", SHELL): 1,  # test_programs
        ("Python", SHELL): 1,
        ("Python", "python"): 1,
        ("Java", SHELL): 1,
        ("Java", "java"): 1,
        ("Node", SHELL): 1,
        ("Node", "js"): 1,
        ("kcat", SHELL): 1,
        ("kcat", "bash"): 1,
        ("Secure", SHELL): 1,
        ("A deployment", "json"): 3,  # test_partners: records, and their receipts
        ("A transfer", "json"): 1,
        ("A meeting", "json"): 2,
        ("A revision", "json"): 2,
        ("A withdrawal", "json"): 2,
        ("A refusal", "json"): 2,
    },
    READERS: {  # test_readers
        ("For readers", SHELL): 2,
        ("For readers", "sql"): 1,
        ("What was known then", "sql"): 1,
        ("Ids never die", "sql"): 1,
        ("Is it there yet?", "sql"): 2,
    },
    OPERATIONS: {  # test_operations
        ("Start and stop", SHELL): 1,
        ("A stack with users", SHELL): 1,
        ("A partner comes", SHELL): 1,
        ("Is all well?", SHELL): 1,
        ("Parked", SHELL): 1,
        ("Expired", SHELL): 1,
        ("Rulings", SHELL): 1,
        ("Read models anew", SHELL): 1,
        ("Reports read anew", SHELL): 1,
    },
}
"""Every block, by heading and language. Whoever adds one adds the test that tries it."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_tried_by_a_test(page: Path) -> None:
    assert Counter((b.title, b.language) for b in blocks(page)) == TRIED[page]


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_every_command_would_be_understood(page: Path) -> None:
    """Wherever it stands, in a block or in a sentence; an option alone, by the command before."""
    wrong, above = list[str](), set[str]()
    for line in prose(page):
        commands = said_commands(line)
        wrong += [found for words in commands if (found := wrong_in(words))]
        alone = set(re.findall(r"`(--[\w-]+)`", line))
        here = {option for words in commands for option in options_of(words)}
        wrong += [f"{option}: of which command?" for option in alone - here - above]
        above = here or above
    assert wrong == []


@pytest.mark.parametrize(
    "typed",
    [
        "attache statuses",
        "attache projection rebuilt",
        "attache status --wach",
        "attache show deployment",
        "attache show deployments 2025",
        "attache show deployments --as-of yesterdays",
        "attache projection retire first",
    ],
)
def test_a_command_that_the_program_has_not_would_be_found(typed: str) -> None:
    (words,) = said_commands(f"So says `{typed}` here.")
    assert wrong_in(words) is not None


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#\s:]*)(?:#([^)\s]+))?\)", text):
        other = (page.parent / target).resolve() if target else page
        assert other.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_readme_leads_to_each_page() -> None:
    text = README.read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"](docs/{page.name})" not in text] == []
