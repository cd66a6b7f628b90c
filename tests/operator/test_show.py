"""`attache show` on the real Postgres, with rows of a generation's own tables."""

import asyncio
import json
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import AsyncConnection, sql

from services.operator.__main__ import main
from services.projection import generation

PARIS, VISIT, OLD = UUID(int=1), UUID(int=2), UUID(int=3)
FIRST, SECOND = "[2025-03-27,2025-04-01)", "[2025-04-01,)"


async def create(database: str) -> None:
    async with await AsyncConnection.connect(database, autocommit=True) as connection:
        await generation.create_tables(connection, "read")
        await generation.create_indexes(connection, "read")


def insert(connection: psycopg.Connection, table: str, **row: Any) -> None:
    connection.execute(
        sql.SQL("insert into read.{} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        ),
        row,
    )


@pytest.fixture
def meetings(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A summit that became corroborated on 1 April, and a state visit."""
    asyncio.run(create(database))
    summit = {
        "occurrence_id": PARIS, "event_name": "Paris summit", "participant_names": ["Anna (A_B)"],
        "parties": ["AAA"], "participants_complete": True, "state": "held",
        "occurred_edtf": "2025-03-27", "earliest": "2025-03-27", "latest": "2025-03-27",
        "place_name": "Paris", "claim_ids": [PARIS, OLD], "modality": "asserted",
        "present": True,
    }  # fmt: skip
    with psycopg.connect(database, autocommit=True) as connection:
        told = "diplomatic_meetings_history"
        insert(connection, told, **summit, status="claimed", independent_sources=1, known=FIRST)
        insert(
            connection, told, **summit, status="corroborated", independent_sources=2, known=SECOND
        )
        visit = {"occurrence_id": VISIT, "participant_names": ["Bo (B)"], "parties": ["BBB"]}
        insert(connection, told, **visit, status="claimed", present=True, known=SECOND)
        claim = {"occurrence_id": PARIS, "claim_id": OLD, "present": True, "known": FIRST}
        claim |= {"speaker": "Elysee", "root": "FRA", "partner": "desk", "record_id": "r-1"}
        claim |= {"body": json.dumps({"participants": [{"party": {"id": "TGO", "name": "Togo"}}]})}
        insert(connection, "claims_history", **(claim | {"known": "[2025-03-27,)"}))
    monkeypatch.setenv("ATTACHE_READER_URL", database)


def attache(*words: str) -> Result:
    return CliRunner().invoke(main, words, env={"COLUMNS": "160"})


def ids(*words: str) -> list[str]:
    found = attache("show", *words, "--json")
    assert found.exit_code == 0, found.output
    return [row["occurrence_id"] for row in json.loads(found.stdout)]


def test_a_table_for_people_and_all_columns_for_programs(meetings: None):
    shown = attache("show", "meetings")
    assert [line.split("  ")[0] for line in shown.stdout.splitlines()] == [
        "when",
        "27 Mar 2025",
        "",
    ]
    row = json.loads(attache("show", "meetings", "--json").stdout)[0]
    assert (row["occurrence_id"], row["earliest"], row["independent_sources"]) == (
        str(PARIS), "2025-03-27", 2
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), [PARIS, VISIT]),
        (("--party", "aaa"), [PARIS]),
        (("--party", "anna"), [PARIS]),
        (("--party", "A_B"), [PARIS]),
        (("--party", "A%B"), []),
        (("--status", "corroborated"), [PARIS]),
        (("--status", "claimed"), [VISIT]),
        (("--from", "2025-03", "--to", "2025"), [PARIS]),
        (("--from", "2025-04"), []),
        (("--to", "2025-02"), []),
        (("--limit", "1"), [PARIS]),
        (("--id", str(VISIT)), [VISIT]),
        (("--id", str(OLD)), [PARIS]),
        (("--as-of", "2025-03-28T00:00:00+00:00"), [PARIS]),
        (("--as-of", "2025-03-28T00:00:00+00:00", "--status", "corroborated"), []),
        (("--as-of", "2025-03-28T00:00:00+00:00", "--id", str(OLD)), [PARIS]),
        (("--as-of", "2025-03-01"), []),
    ],
)
def test_the_filters_say_what_they_mean(meetings: None, words, found):
    assert ids("meetings", *words) == [str(one) for one in found]


def test_claims_are_found_by_speaker_by_whom_they_are_about_and_by_record(meetings: None):
    assert ids("claims", "--party", "FRA", "--id", "r-1") == [str(PARIS)]
    assert ids("claims", "--party", "Togo") == [str(PARIS)]
    assert ids("claims", "--party", "Og%") == []


def test_what_is_left_out_is_said(meetings: None):
    assert attache("show", "meetings", "--limit", "1").stdout.endswith(
        "… and 1 more: --all or --limit\n"
    )


def test_nothing_is_told_in_words(meetings: None):
    assert attache("show", "transfers").stdout == "None yet.\n"
    assert attache("show", "meetings", "--party", "x").stdout == "No meetings that match.\n"


def test_without_read_models_it_says_what_to_start(database: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTACHE_READER_URL", database)
    found = attache("show", "meetings")
    assert (found.exit_code, found.stderr) == (
        1, "Error: no read models yet: start the services (`attache run all`)\n"
    )  # fmt: skip
