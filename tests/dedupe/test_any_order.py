"""The same claims give the same occurrences, whatever the order, the batches and the repeats."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.dedupe.domain import occurrences
from services.dedupe.likeness.extract import member_of
from services.kit.record import Fact
from tests.dedupe import strategies
from tests.dedupe.build import a_fact
from tests.dedupe.pure import Pure
from tests.dedupe.strategies import current_claims, rulings_in, truth
from tests.dedupe.world import as_read, dedupes, shuffled

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_the_clusters_of_a_set_of_claims_do_not_depend_on_its_order(data):
    history = data.draw(strategies.histories())
    members = [member_of(claim) for claim in current_claims(history)]
    rulings = rulings_in(history)

    shuffled_claims = data.draw(st.permutations(members))
    shuffled_rulings = data.draw(st.permutations(rulings))

    assert occurrences(shuffled_claims, shuffled_rulings) == occurrences(members, rulings)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_telling_of_a_history_ends_in_the_occurrences_of_its_current_claims(data):
    history = data.draw(strategies.histories())
    dedupe = Pure()

    dedupe.read(*data.draw(strategies.tellings(history)))

    assert dedupe.occurrences() == truth(history)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_events_of_an_occurrence_count_on_from_one(data):
    history = data.draw(strategies.histories())
    dedupe = Pure()
    dedupe.read(*data.draw(strategies.tellings(history)))

    counts: dict[Any, int] = {}
    for event in dedupe.said:
        counts[event.occurrence_id] = counts.get(event.occurrence_id, 0) + 1
        assert event.occurrence_version == counts[event.occurrence_id]


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_telling_told_again_says_nothing(data):
    history = data.draw(strategies.histories())
    facts = [[a_fact(event, offset)] for offset, event in enumerate(history)]
    dedupe = Pure()
    dedupe.read(*facts)

    assert dedupe.read(*facts) == []


@given(data=st.data())
@FEW
async def test_through_postgres_any_telling_ends_in_the_same_occurrences(database, data):
    history = data.draw(strategies.histories())
    batches = data.draw(strategies.tellings(history))

    async with dedupes(database, "dedupe") as [dedupe]:
        await dedupe.read(*batches)

        assert await dedupe.occurrences() == truth(history)


@given(data=st.data())
@FEW
async def test_postgres_says_exactly_what_the_pure_domain_says(database, data):
    history = data.draw(strategies.histories())
    batches = data.draw(strategies.tellings(history))
    pure = Pure()
    pure.read(*batches)

    async with dedupes(database, "dedupe") as [dedupe]:
        await dedupe.read(*batches)

        assert [emit.event for emit in dedupe.said] == pure.said


@given(data=st.data())
@FEW
async def test_a_ledger_folded_into_empty_tables_is_the_state_of_who_wrote_it(database, data):
    """Partitions come in any order among each other; and life goes on as if nothing had been."""
    history = data.draw(strategies.histories())
    batches = data.draw(strategies.tellings(history))
    more = data.draw(strategies.tellings(data.draw(strategies.histories(first_revision=4))))
    chunk = data.draw(st.integers(1, 6))

    async with dedupes(database, "one", "other") as [one, other]:
        await one.read(*batches)
        ledger = as_read(one.said)
        rulings = [f for batch in batches for f in batch if hasattr(f.event, "ruling_id")]
        order = data.draw(st.lists(st.integers(0, 2), max_size=len(ledger)))
        await other.fold([*shuffled(ledger, order), *rulings], chunk)

        assert await other.tables() == await one.tables()
        assert await other.read(*more) == await one.read(*more)
        assert await other.tables() == await one.tables()


@given(data=st.data())
@FEW
async def test_a_half_published_ledger_is_settled_by_reading_on(database, data):
    """What is lost of the last batch is decided anew from the input that it did not cover."""
    history = data.draw(strategies.histories())
    batches = data.draw(strategies.tellings(history, in_order=True))

    async with dedupes(database, "one", "other") as [one, other]:
        known = 0
        for batch in batches:
            known = len(one.said)
            await one.read(batch)
        ledger = as_read(one.said[:known])
        last = as_read(one.said[known:])
        kept = {lane: data.draw(st.integers(0, len(last))) for lane in range(3)}
        arrived = [
            fact
            for lane in range(3)
            for fact in [f for f in last if f.record.partition == lane][: kept[lane]]
        ]
        rulings = [f for batch in batches[:-1] for f in batch if hasattr(f.event, "ruling_id")]
        await other.fold([*ledger, *arrived, *rulings])
        await other.read(batches[-1])

        assert await other.occurrences() == await one.occurrences()
        folded = Pure()
        for emit in [*one.said[:known]]:
            folded.fold(emit.event)
        for fact in arrived:
            folded.fold(fact.event)
        for emit in other.said:
            folded.fold(emit.event)
        assert folded.occurrences() == await one.occurrences()


@given(data=st.data())
@FEW
async def test_two_workers_end_in_the_same_occurrences(database, data):
    """Each has the reports of its own partitions, and they decide at the same time."""
    history = data.draw(strategies.histories())
    batches = data.draw(strategies.tellings(history, in_order=True))
    keys = sorted({strategies.key_of(fact) for batch in batches for fact in batch}, key=str)
    lanes: dict[int, list[list[Fact]]] = {0: [], 1: []}
    for batch in batches:
        for fact in batch:
            lanes[keys.index(strategies.key_of(fact)) % 2].append([fact])

    async with dedupes(database, "dedupe") as [one]:
        other = await one.beside(database, "dedupe")
        try:
            await asyncio.gather(one.read(*lanes[0]), other.read(*lanes[1]))
        finally:
            await other.connection.close()

        assert await one.occurrences() == truth(history)
