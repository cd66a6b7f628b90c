"""Promotion: readers see one whole generation or the other, and never an error."""

import asyncio
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from services.kit import positions
from services.projection import generation, store
from services.projection.generation import Generation
from services.projection.promotion import Behind, NotReady, promote, rollback
from services.projection.verification import Difference, NeverLevel, compare, compare_level
from tests.projection.builders import MOSCOW, SEOUL, at, claim, deployment, facts, story
from tests.projection.conftest import House

A = claim("a", deployment(), SEOUL)
B = claim("b", deployment(), MOSCOW, stance="denies")


async def second(house: House, *claims: Any) -> Generation:
    """A second generation, filled with one occurrence of these claims, ready."""
    born = await generation.create_next(house.connection)
    await generation.finish(house.connection, born)
    if claims:
        await house.apply(facts(story(*claims).events), to=born.generation)
    return born


async def test_a_promoted_generation_is_read_and_the_old_one_goes_on(house: House) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A, B)
    assert await house.rows("select status from read.troop_deployments") == [("claimed",)]
    await promote(house.connection, green.generation, "tester")
    assert await house.rows("select status from read.troop_deployments") == [("disputed",)]
    assert await house.rows("select read.resolve(%s)", B.claim_id) == [(A.claim_id,)]
    late = await house.rows("select status from read.troop_deployments_as_of(%s)", at(9))
    assert late == [("disputed",)]
    told = await generation.generations(house.connection)
    assert told == [Generation(1, "read_g1", "former"), Generation(2, "read", "live")]
    await house.apply(facts(story(A).linked(3, B).events))  # the old one keeps applying
    assert await house.rows("select status from read_g1.troop_deployments") == [("disputed",)]


async def test_rollback_is_the_reverse(house: House) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A, B)
    before = await house.dump()
    await promote(house.connection, green.generation, "tester")
    await rollback(house.connection, "tester")
    assert await house.dump() == before
    assert await generation.live(house.connection) == Generation(1, "read", "live")


async def test_what_is_behind_is_not_promoted(house: House) -> None:
    green = await second(house)
    await positions.cover(house.connection, "projection.g1", {("ledger.occurrences", 3): 9})
    await positions.cover(house.connection, "projection.g2", {("ledger.occurrences", 3): 7})
    with pytest.raises(Behind) as refused:
        await promote(house.connection, green.generation, "tester", patience=0)
    assert refused.value.lag == {("ledger.occurrences", 3): 2}
    await positions.cover(house.connection, "projection.g2", {("ledger.occurrences", 3): 9})
    await promote(house.connection, green.generation, "tester", patience=0)


async def test_it_waits_for_a_new_one_that_is_drawing_level(house: House) -> None:
    green = await second(house)
    await positions.cover(house.connection, "projection.g1", {("ledger.claims", 0): 5})
    promoting = asyncio.create_task(promote(house.connection, green.generation, "tester"))
    other = await house.connect()
    async with other:
        await positions.cover(other, "projection.g2", {("ledger.claims", 0): 5})
    assert (await promoting).schema == "read"


async def test_only_what_is_ready_is_promoted(house: House) -> None:
    building = await generation.create_next(house.connection)
    for number in (1, building.generation, 9):
        with pytest.raises(NotReady):
            await promote(house.connection, number, "tester", patience=0)
    with pytest.raises(NotReady):
        await rollback(house.connection, "tester")


async def test_a_batch_in_hand_is_not_torn_between_two_names(house: House) -> None:
    green = await second(house)
    other = await house.connect()
    async with other:
        async with other.transaction():
            assert await store.schema_of(other, 1) == "read"
            promoting = asyncio.create_task(promote(house.connection, green.generation, "x"))
            await asyncio.sleep(0.2)
            assert not promoting.done()
        await promoting
        async with other.transaction():
            assert await store.schema_of(other, 1) == "read_g1"


async def test_a_retired_generation_is_gone(house: House) -> None:
    green = await second(house)
    await promote(house.connection, green.generation, "tester")
    with pytest.raises(ValueError, match="live"):
        await generation.retire(house.connection, 2)
    await generation.retire(house.connection, 1)
    assert await house.rows("select to_regnamespace('read_g1')::text") == [(None,)]
    with pytest.raises(store.NoSuchGeneration):
        await house.batch(facts(story(A).events), to=1)


@pytest.fixture
def reader_url(stack_env: dict[str, str], database: str) -> str:
    """This test's database, as the role of the readers."""
    return stack_env["ATTACHE_READER_URL"].rsplit("/", 1)[0] + "/" + database.rsplit("/", 1)[1]


async def test_a_reader_may_read_what_is_served_and_nothing_else(
    house: House, reader_url: str
) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A)
    reader = await psycopg.AsyncConnection.connect(reader_url, autocommit=True)
    async with reader:
        for served in (1, green.generation):
            for query in _READS:
                await reader.execute(query, (A.claim_id,))
            for table in ("read_g1.claims", "read_g2.claims", "projection.generation"):
                with pytest.raises(psycopg.errors.Error):
                    await reader.execute(SQL("select 1 from {}").format(SQL(table)))
            if served == 1:
                await promote(house.connection, green.generation, "tester")


async def test_readers_never_fail_while_generations_change_places(
    house: House, reader_url: str
) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A)
    stop = asyncio.Event()
    reads = [0] * 4

    async def read(n: int) -> None:
        reader = await psycopg.AsyncConnection.connect(reader_url, prepare_threshold=0)
        async with reader:
            await reader.set_autocommit(True)
            while not stop.is_set():
                for query in _READS:
                    rows = await reader.execute(query, (A.claim_id,))
                    assert await rows.fetchall() == [(A.claim_id,)]
                    reads[n] += 1
                await asyncio.sleep(0)

    readers = [asyncio.create_task(read(n)) for n in range(len(reads))]
    for _ in range(20):
        await promote(house.connection, green.generation, "tester")
        await asyncio.sleep(0.02)
        await rollback(house.connection, "tester")
    stop.set()
    await asyncio.gather(*readers)
    assert min(reads) > 20


_READS = tuple(
    SQL(query)
    for query in (
        "select occurrence_id from read.troop_deployments where occurrence_id = %s",
        "select occurrence_id from read.troop_deployments_as_of(now()) where occurrence_id = %s",
        "select read.resolve(%s)",
    )
)


async def test_generations_that_are_not_level_are_not_compared(house: House) -> None:
    green = await second(house)
    await positions.cover(house.connection, "projection.g2", {("ledger.claims", 0): 5})
    with pytest.raises(NeverLevel):
        await compare_level(house.connection, 1, green.generation, patience=0)


async def test_two_generations_are_compared_row_by_row(house: House) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A)
    same = await compare(house.connection, "read", green.schema)
    assert all(found.same for found in same.values())
    assert same["claims_history"] == Difference(rows=1)
    await house.apply(facts(story(A).linked(3, B).events), to=green.generation)
    found = await compare(house.connection, "read", green.schema)
    assert {name: tuple(d)[:4] for name, d in found.items() if not d.same} == {
        "troop_deployments": (1, 0, 0, 1),
        "troop_deployments_history": (2, 0, 1, 1),
        "claims": (2, 0, 1, 0),
        "claims_history": (2, 0, 1, 0),
        "occurrences": (1, 0, 0, 1),
    }
    assert [key for key, _, _ in found["occurrences"].sample] == [str(A.claim_id)]


async def test_columns_that_only_one_generation_has_are_named_and_not_compared(
    house: House,
) -> None:
    await house.apply(facts(story(A).events))
    green = await second(house, A)
    added = SQL("alter table {} add column mood text default 'grim'")
    await house.connection.execute(added.format(Identifier(green.schema, "claims_history")))
    found = await compare(house.connection, "read", green.schema)
    assert found["claims_history"] == Difference(rows=1, columns=(f"{green.schema}.mood",))
    assert all(difference.same for difference in found.values())
