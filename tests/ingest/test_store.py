"""One truth, two stores: the pure fold and Postgres tell the same of a report."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import AsyncConnection
from psycopg.errors import SerializationFailure

from schemas.event import Envelope
from schemas.events import Receipt
from services.ingest import store
from services.ingest.domain import Report, Superseded
from services.ingest.handlers import Older, decide, on_records, open_door
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


class State(NamedTuple):
    """What we hold: the newest revision of each report, and those it followed."""

    reports: list[Report]
    older: list[Superseded]


async def everything(tx: Tx) -> State:
    rows = await tx.execute(f"select {', '.join(Report._fields)} from report order by 1")
    reports = [Report(*row) for row in await rows.fetchall()]
    rows = await tx.execute(f"select {', '.join(Superseded._fields)} from superseded")
    return State(reports, sorted(Superseded(*row) for row in await rows.fetchall()))


async def forget(tx: Tx) -> None:
    await tx.execute("truncate report, superseded")


def purely(records: list[Record]) -> tuple[list[Emit], State]:
    reports: dict[UUID, Report] = {}
    older: Older = {}
    emits = decide([open_door(one, DOORS) for one in records], reports, DOORS, older)
    return emits, State(sorted(reports.values()), sorted(chain.from_iterable(older.values())))


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
        await forget(tx)
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
        await forget(tx)
        emits, state = purely(story)
        facts = as_facts(emits)
        for start in range(0, len(facts), size):
            await store.fold(facts[start : start + size], tx)
        await store.fold(facts[: size * 2], tx)
        assert await everything(tx) == state


async def test_records_read_again_after_a_loss_get_the_same_last_answer(tx: Tx) -> None:
    handle = on_records(DOORS)
    story = placed([report("a", "x"), report("b", "x"), record(b"no json"), report("c", "x")])
    first = list(await handle(story, tx))
    facts = [emit for emit in first if emit.topic == "ledger.reports"]
    await forget(tx)
    await store.fold(as_facts(first), tx)
    assert await handle(story, tx) == [emit for emit in first if emit not in facts]


async def test_a_whole_story_read_again_after_a_loss_gets_the_answers_it_had(tx: Tx) -> None:
    """Not only the newest revision knows its record: an accepted one stays accepted."""
    numbers = (1, 2, 1, 4, 2, 3)
    story = placed(
        [report("a", f"{n}", revision=n) for n in numbers]
        + [report("b", text) for text in "xyxxy"]
        + [record(None, key=b"b"), report("b", "x"), report("a", "other", revision=2)]
    )
    handle = on_records(DOORS)
    first = [emit for one in story for emit in await handle([one], tx)]
    state = await everything(tx)
    facts = [emit for emit in first if emit.topic == "ledger.reports"]
    await forget(tx)
    await store.fold(as_facts(first), tx)
    again = list(await handle(story, tx))
    assert [said(emit) for emit in again] == [said(emit) for emit in first if emit not in facts]
    assert await everything(tx) == state


def said(emit: Emit) -> tuple[Any, ...]:
    """An answer without its message: a duplicate names the revision that is newest by now."""
    event = emit.event
    status = event.status if isinstance(event, Receipt) else "rejected"
    return emit.event_id, emit.topic, status, event.record_id, event.code


async def test_sending_everything_again_gives_only_duplicates(tx: Tx) -> None:
    handle = on_records(DOORS)
    story = placed(
        [report(name, f"{n}", revision=n) for n in (1, 2, 3) for name in "abc"]
        + [report("a", "", revision=4, gone=True)]
    )
    await handle(story, tx)
    state = await everything(tx)
    later = [
        one._replace(offset=one.offset + 100, timestamp=one.timestamp + timedelta(days=1))
        for one in story
    ]
    told = [emit.event for emit in await handle(later, tx)]
    assert [(r.status, r.revision) for r in told] == [
        *(("duplicate", n) for n in (1, 2, 3) for _ in "abc"),
        ("duplicate", 4),
    ]
    assert await everything(tx) == state


async def test_a_table_made_before_older_revisions_were_kept_is_folded_anew(database: str) -> None:
    migrate(database, "ingest", MIGRATIONS)
    async with await kit_database.connect(database, "ingest") as tx:
        await tx.execute(
            "insert into kit_published values ('ledger.reports', 0, 9); drop table superseded; "
            "update kit_migration set version_num = '0001'"
        )
        assert migrate(database, "ingest", MIGRATIONS) == ["0002"]
        rows = await tx.execute("select * from kit_published")
        assert await rows.fetchall() == []  # the kit heals what it does not know of the ledger


async def test_two_workers_with_one_report_do_not_both_win(tx: Tx) -> None:
    first, second = report("a", "x"), report("a", "y", offset=1, partition=1)
    _, ([held], _) = purely([first])
    await store.save([held], {}, tx)
    _, ([other], _) = purely([second])
    with pytest.raises(SerializationFailure):
        await store.save([other], {}, tx)
    _, ([revised], _) = purely([first, second])
    await store.save([revised], {held.report_id: held}, tx)
    with pytest.raises(SerializationFailure):
        await store.save([other], {held.report_id: held}, tx)
    assert (await everything(tx)).reports == [revised]


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
    assert {r.record_id for r in (await everything(tx)).reports} == {
        f"good {number}" for number in range(len(HOSTILE))
    }
