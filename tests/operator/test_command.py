"""The `attache` command: quick help, one-line errors, exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from services.operator.__main__ import COMMANDS, main

PARTNERS = """
partners:
  - {name: desk, title: Desk, format: attache.report, contact: desk@desk.example}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one declared partner and no stack."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "partners.yaml").write_text(PARTNERS)
    for name in [name for name in os.environ if name.startswith("ATTACHE_")]:
        monkeypatch.delenv(name)  # whoever runs the tests may have a stack's settings about
    for name, value in {
        "ATTACHE_PARTNERS": "partners.yaml",
        "ATTACHE_KAFKA": "127.0.0.1:9",
        "ATTACHE_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def attache(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_help_lists_every_command_and_loads_none():
    probe = (
        "import sys; from services.operator.__main__ import main\n"
        "try: main(['--help'], prog_name='attache')\n"
        "except SystemExit: pass\n"
        "print({m for m in ('aiokafka', 'psycopg', 'rich') if m in sys.modules})"
    )
    told = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    ).stdout
    assert all(f"  {name} " in told for name in COMMANDS)
    assert told.endswith("set()\n")


def test_a_command_that_does_not_exist_is_a_usage_error():
    assert attache("nonsense").exit_code == 2


def test_an_unknown_partner_is_told_in_one_line(home: Path):
    found = attache("publish", "nobody", "partners.yaml")
    assert (found.exit_code, found.stderr) == (
        1, "Error: no partner 'nobody' in partners.yaml; declared: desk\n"
    )  # fmt: skip


def test_a_file_that_is_not_there_is_told_in_one_line(home: Path):
    found = attache("publish", "desk", "missing.jsonl")
    assert (found.exit_code, found.stderr) == (
        1, "Error: missing.jsonl: No such file or directory\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "desk"),
        ("publish", "desk", "-", "--resume"),
        ("publish", "desk", "partners.yaml", "--snapshot", "--withdraw", "x"),
        ("show", "nothing"),
        ("show", "meetings", "--from", "yesterday"),
        ("show", "meetings", "--id", "7"),
        ("show", "reports", "--from", "2025"),
        ("partners", "check", "partners.yaml"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(home: Path, words):
    found = attache(*words)
    assert found.exit_code == 2, found.output


def test_a_database_that_is_not_there_is_told_in_one_line(home: Path):
    found = attache("show", "meetings")
    assert found.exit_code == 1
    assert found.stderr.startswith("Error: Postgres: connection failed")
    assert found.stderr.count("\n") == 1


def test_no_database_at_all_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ATTACHE_DATABASE_URL")
    found = attache("show", "meetings")
    assert (found.exit_code, found.stderr) == (
        1, "Error: no database: set ATTACHE_READER_URL, or run `attache stack up`\n"
    )  # fmt: skip


def test_the_declared_partners_are_listed(home: Path):
    found = attache("partners", "list", "--json")
    assert found.exit_code == 0
    assert '"name": "desk"' in found.stdout
