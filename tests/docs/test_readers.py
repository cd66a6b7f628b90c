"""docs/readers.md says what is so: its SQL and commands are tried by the role that readers have."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from deploy.native.layout import postgres_tool
from services.projection.read_models import READ_MODELS
from tests.docs.pages import READERS, ROOT, SHELL, blocks
from tests.docs.partners import PARTNER, receipts
from tests.end_to_end.world import World, run_attache

PAGE: Final = READERS.read_text(encoding="utf-8")
STATEMENTS: Final = [
    statement.strip()
    for block in blocks(READERS)
    if block.language == "sql"
    for statement in block.text.split(";")
    if statement.strip()
]


def read(world: World, statement: str) -> list[dict[str, Any]]:
    """As `attache_reader`, with the page's own words."""
    url = str(world.settings.reader_url)
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as reader:
        assert reader.info.user == "attache_reader"
        return reader.execute(statement.encode()).fetchall()


@pytest.mark.parametrize("statement", STATEMENTS, ids=range(len(STATEMENTS)))
def test_every_statement_of_the_page_finds_something(statement: str, world: World) -> None:
    assert read(world, statement) != []


def test_the_reader_may_change_nothing_and_see_no_service(world: World) -> None:
    for statement in (
        "delete from read.claims_history",
        "create table read.mine (n int)",
        "select * from dedupe.kit_position",
    ):
        with pytest.raises(psycopg.errors.Error) as refused:
            read(world, statement)
        assert refused.value.sqlstate in ("25006", "42501")  # read-only, not allowed


def test_an_id_of_the_partners_page_leads_to_its_occurrence(world: World) -> None:
    (statement,) = [s for s in STATEMENTS if "resolve" in s]
    (row,) = read(world, statement)
    claim = receipts()[1]["claims"][0]["claim_id"]
    assert (UUID(claim) in row["claim_ids"], row["deploying_name"]) == (True, "North Korea")


def test_the_claims_that_a_receipt_lists_are_there(world: World) -> None:
    report, claims = [s for s in STATEMENTS if "report_id =" in s]
    (shown,) = [r for r in receipts() if (r["status"], r["revision"]) == ("interpreted", 2)]
    (told,) = read(world, report)
    found = read(world, claims)
    assert f"'{shown['report_id']}' and revision >= {shown['revision']}" in claims
    assert [c["claim_id"] for c in shown["claims"]] == [str(row["claim_id"]) for row in found]
    assert (told["claims"], len(told["claim_ids"])) == (len(found), len(found))


def test_the_past_is_told_as_of_the_day_that_the_page_gives(world: World) -> None:
    (statement,) = [s for s in STATEMENTS if "_as_of(" in s]
    (day,) = re.findall(r"_as_of\('([^']+)'\)", statement)
    assert datetime.fromisoformat(day) < datetime.now(UTC)
    before = statement.replace(day, "2025-01-01T00:00:00Z")
    assert (read(world, statement) != [], read(world, before)) == (True, [])
    shown = run_attache(world, "show", "deployments", "--as-of", day, "--json")
    assert len(shown.splitlines()) >= 1


def test_every_command_of_the_page_prints_something(world: World) -> None:
    lines = [line for b in blocks(READERS) if b.language == SHELL for line in b.commands]
    programs = (postgres_tool("psql").parent, Path(sys.executable).parent)
    path = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
    own = world.environment() | {
        "PATH": path,
        "ATTACHE_READER_URL": str(world.settings.reader_url),
    }
    told = [
        subprocess.run(
            ["bash", "-c", line],
            input=r"\dv read.*",
            env=own,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        for line in lines
    ]
    assert [(one.returncode, one.stderr) for one in told] == [(0, "")] * len(lines)
    known = {"psql": "troop_deployments", "deployments": "North Korea", "meetings": "Paris"}
    for line, one in zip(lines, told, strict=True):
        (word,) = {*line.split()} & {*known, "claims"}
        assert known.get(word, '"RUS"') in one.stdout, line


def test_every_column_is_named(world: World) -> None:
    """A column of a family, such as killed_low, by what the page says of the family."""
    named = set(re.findall(r"`(\w+)`", PAGE))
    families = re.compile(
        r"^(?P<stem>\w+?)_(name|low|best|high|qualifier|basis|unit|edtf|earliest|latest)$"
    )

    def told(column: str) -> bool:
        family = families.match(column)
        return column in named or (family is not None and family["stem"] in named)

    views = {model.name for model in READ_MODELS} | {"claim_links"}
    columns = world.query(
        "select table_name, column_name from information_schema.columns where table_schema = 'read'"
    )
    assert {(v, c) for v, c in columns if v in views and not told(c)} == set()
    known = {column for _, column in columns} | {view for view, _ in columns}
    table = PAGE.partition("| column | of | |")[2].partition("\n\n")[0]
    cells = [row.split("|")[1] for row in table.strip().splitlines()[1:]]
    assert {c for cell in cells for c in re.findall(r"`(\w+)`", cell) if c not in known} == set()


def test_every_relation_of_the_page_is_there_and_no_other_but_what_the_fold_keeps(
    world: World,
) -> None:
    table = PAGE.partition("| relation | one row is |")[2].partition("\n\n")[0]
    told = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    there = read(
        world, "select table_name as name from information_schema.tables where table_schema='read'"
    )
    names = {row["name"] for row in there}
    histories = {f"{model.name}_history" for model in READ_MODELS}
    assert names - told - histories == {"occurrences"}
    functions = read(world, "select proname from pg_proc where pronamespace = 'read'::regnamespace")
    assert {row["proname"] for row in functions} == {
        "resolve",
        *(f"{name}_as_of" for name in told - {"claim_links"}),
    }


def test_the_partner_of_both_pages_is_one() -> None:
    assert {receipt["partner"] for receipt in receipts()} == {PARTNER}
