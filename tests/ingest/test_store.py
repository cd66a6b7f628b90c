"""One truth, two stores: the pure fold and Postgres tell the same of a report."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import AsyncConnection
from psycopg.errors import SerializationFailure

from schemas.event import Envelope
from services.ingest import store
from services.ingest.domain import Report
from services.ingest.handlers import decide, on_records, open_door
from services.kit import database as kit_database
from services.kit.migrate import migrate
from services.kit.record import Emit, Fact, Record
from tests.ingest.builders import DOORS, placed, record, report
from tests.ingest.hostile import HOSTILE

Tx = AsyncConnection[Any]
MIGRATIONS = Path(store.__file__).parent / "migrations"


@pytest.fixture
async def tx(database: str) -> AsyncIterator[Tx]:
    migrate(database, "ingest", MIGRATIONS)
    connection = await kit_database.connect(database, "ingest")
    yield connection
    await connection.close()


async def everything(tx: Tx) -> list[Report]:
    rows = await tx.execute(f"select {', '.join(Report._fields)} from report order by 1")
    return [Report(*row) for row in await rows.fetchall()]


def purely(records: list[Record]) -> tuple[list[Emit], list[Report]]:
    reports: dict[Any, Report] = {}
    emits = decide([open_door(one, DOORS) for one in records], reports, DOORS)
    return emits, sorted(reports.values())


def as_facts(emits: list[Emit]) -> list[Fact]:
    where = record(None)
    return [
        Fact(
            Envelope(e.event_id, e.event.type, 1, "/attache/ingest", e.recorded, e.causation),
            e.event,
            where,
        )
        for e in emits
    ]


NUMBERS = st.one_of(st.none(), st.integers(1, 4))
STEPS = st.builds(
    lambda name, text, number, gone: (
        report(name, text) if number is None else report(name, text, revision=number, gone=gone)
    ),
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
    NUMBERS,
    st.booleans(),
)
TOMBSTONES = st.sampled_from("abc").map(lambda name: record(None, key=name.encode()))
STORIES = st.lists(st.one_of(STEPS, STEPS, TOMBSTONES), max_size=25).map(placed)
ON_POSTGRES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def test_any_story_in_any_batches_is_the_same_through_postgres(tx: Tx) -> None:
    handle = on_records(DOORS)
    stories: list[tuple[list[Record], list[int]]] = []

    @ON_POSTGRES
    @given(STORIES, st.lists(st.integers(1, 6), min_size=25, max_size=25))
    def collect(story: list[Record], sizes: list[int]) -> None:
        stories.append((story, sizes))

    collect()
    for story, sizes in stories:
        await tx.execute("truncate report")
        emits: list[Emit] = []
        rest = list(story)
        for size in sizes:
            batch, rest = rest[:size], rest[size:]
            emits += await handle(batch, tx)
        assert (emits, await everything(tx)) == purely(story)


async def test_a_lost_table_is_folded_back_from_the_ledger_in_any_pieces(tx: Tx) -> None:
    stories: list[tuple[list[Record], int]] = []

    @ON_POSTGRES
    @given(STORIES, st.integers(1, 9))
    def collect(story: list[Record], size: int) -> None:
        stories.append((story, size))

    collect()
    for story, size in stories:
        await tx.execute("truncate report")
        emits, reports = purely(story)
        facts = as_facts(emits)
        for start in range(0, len(facts), size):
            await store.fold(facts[start : start + size], tx)
        await store.fold(facts[: size * 2], tx)
        assert await everything(tx) == reports


async def test_records_read_again_after_a_loss_get_the_same_last_answer(tx: Tx) -> None:
    handle = on_records(DOORS)
    story = placed([report("a", "x"), report("b", "x"), record(b"no json"), report("c", "x")])
    first = list(await handle(story, tx))
    facts = [emit for emit in first if emit.topic == "ledger.reports"]
    await tx.execute("truncate report")
    await store.fold(as_facts(first), tx)
    assert await handle(story, tx) == [emit for emit in first if emit not in facts]


async def test_two_workers_with_one_report_do_not_both_win(tx: Tx) -> None:
    first, second = report("a", "x"), report("a", "y", offset=1, partition=1)
    _, [held] = purely([first])
    await store.save([held], {}, tx)
    _, [other] = purely([second])
    with pytest.raises(SerializationFailure):
        await store.save([other], {}, tx)
    _, [revised] = purely([first, second])
    await store.save([revised], {held.report_id: held}, tx)
    with pytest.raises(SerializationFailure):
        await store.save([other], {held.report_id: held}, tx)
    assert await everything(tx) == [revised]


async def test_the_hostile_corpus_in_one_batch_stops_nobody(tx: Tx) -> None:
    batch = placed(
        [
            one
            for number, hostile in enumerate(HOSTILE)
            for one in (
                report(f"good {number}"),
                record(hostile.value, key=hostile.key, headers=hostile.headers),
            )
        ]
    )
    emits = await on_records(DOORS)(batch, tx)
    assert sum(emit.topic == "receipts.desk" for emit in emits) == len(batch)
    assert {r.record_id for r in await everything(tx)} == {
        f"good {number}" for number in range(len(HOSTILE))
    }
