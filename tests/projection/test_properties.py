"""Order, repeats and splits change nothing: in the pure domain, and through Postgres."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.claims import Claim
from services.kit.record import Unfit
from services.projection.domain import Cut, Occurrence, fold
from services.projection.fusion import fuse, row_of
from services.projection.read_models import claims as claims_model
from tests.projection.builders import MOSCOW, SEOUL, Told, at, claim, deployment, facts, story
from tests.projection.conftest import House
from tests.projection.strategies import claim_sets, stories

EMPTY = "truncate read.occurrences, read.claims_history, read.reports_history, " + ", ".join(
    f"read.{name}_history"
    for name in ("troop_deployments", "weapons_transfers", "diplomatic_meetings")
)


@given(claim_sets(most=6), st.randoms(use_true_random=False))
def test_a_row_is_a_function_of_the_set_of_claims(
    claims: list[Claim], shuffled: random.Random
) -> None:
    row = fuse(claims[0].body.kind, claims[0].claim_id, claims)
    for _ in range(3):
        order = list(claims)
        shuffled.shuffle(order)
        assert fuse(claims[0].body.kind, claims[0].claim_id, order) == row


@given(claim_sets(most=6))
def test_low_best_and_high_never_cross(claims: list[Claim]) -> None:
    row = fuse(claims[0].body.kind, claims[0].claim_id, claims)
    for name in ("personnel", "killed", "ordered", "delivered"):
        known = [
            n for end in ("low", "best", "high") if (n := row.get(f"{name}_{end}")) is not None
        ]
        assert known == sorted(known)


@given(stories(), st.data())
def test_any_split_gives_the_same_history(told: Told, data: st.DataObject) -> None:
    cuts = fold(None, told.events)
    state: Occurrence | None = None
    rows: dict[Any, Any] = {}
    position = 0
    while position < len(told.events):
        size = data.draw(st.integers(1, 4))
        repeated = data.draw(st.integers(0, position))
        batch = told.events[repeated : position + size]
        for cut in fold(state, batch):
            rows[cut.known] = row_of(cut.occurrence)
            state = cut.occurrence
        position += size
    assert rows == {cut.known: row_of(cut.occurrence) for cut in cuts}
    assert state == cuts[-1].occurrence
    assert [cut.known for cut in cuts] == sorted({cut.known for cut in cuts})


@given(claim_sets())
def test_a_claim_is_read_back_as_it_was_written(claims: list[Claim]) -> None:
    told = story(*claims)
    for cut in fold(None, told.events):
        for claim_id, link in cut.occurrence.links.items():
            row = {c.name: None for c in claims_model.READ_MODEL.columns}
            row |= claims_model.row(told.occurrence_id, claim_id, link)
            assert claims_model.link(row) == link


@given(st.lists(stories(), min_size=1, max_size=3), st.randoms(use_true_random=False), st.data())
@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_any_split_repeat_and_interleaving_leaves_the_same_tables(
    house: House, told: list[Told], shuffled: random.Random, data: st.DataObject
) -> None:
    one_by_one = [
        event for one in {t.occurrence_id: t for t in told}.values() for event in one.events
    ]
    await house.connection.execute(EMPTY.encode())
    house.forget()
    await house.apply(facts(one_by_one))
    whole = await house.dump()
    assert await gaps(house) == []

    await house.connection.execute(EMPTY.encode())
    house.forget()
    mixed = facts(interleaved(one_by_one, shuffled))
    places = st.lists(st.integers(0, len(mixed)), max_size=4)
    await house.apply(mixed, splits=data.draw(places), forgetful=data.draw(st.booleans()))
    await house.apply(mixed[data.draw(st.integers(0, len(mixed))) :])
    assert await house.dump() == whole


def interleaved(events: list[Any], shuffled: random.Random) -> list[Any]:
    """Mixed, but each occurrence's own events in order, as a partition has them."""
    queues: dict[Any, list[Any]] = {}
    for recorded, event in events:
        queues.setdefault(event.occurrence_id, []).append((recorded, event))
    mixed = []
    while queues:
        key = shuffled.choice(sorted(queues))
        mixed.append(queues[key].pop(0))
        if not queues[key]:
            del queues[key]
    return mixed


async def gaps(house: House) -> list[Any]:
    """Histories that have a hole, an overlap, or no open end."""
    found: list[Any] = []
    for table, key in (
        ("troop_deployments_history", "occurrence_id"),
        ("weapons_transfers_history", "occurrence_id"),
        ("diplomatic_meetings_history", "occurrence_id"),
        ("claims_history", "occurrence_id, claim_id"),
    ):
        found += await house.rows(
            f"""
            select * from (
                select {key}, upper(known) as until,
                       lead(lower(known)) over (partition by {key} order by lower(known)) as next
                from read.{table}
            ) rows where until is distinct from next
            """
        )
    return found


def test_a_missing_version_is_unfit() -> None:
    events = story(claim("a", deployment(), SEOUL), claim("b", deployment(), MOSCOW)).events
    with pytest.raises(Unfit, match="version 3 after version 1"):
        fold(None, [events[0], events[2]])
    with pytest.raises(Unfit, match="never opened"):
        fold(None, events[1:])


def test_a_claim_that_was_never_linked_cannot_change() -> None:
    told = story(claim("a", deployment(), SEOUL)).changed(1, claim("b", deployment(), SEOUL))
    with pytest.raises(Unfit, match="is not about this occurrence"):
        fold(None, told.events)


def test_nothing_new_is_nothing() -> None:
    events = story(claim("a", deployment(), SEOUL)).events
    (cut,) = fold(None, events)
    assert fold(cut.occurrence, events) == []
    assert cut == Cut(at(0), cut.occurrence, dict(cut.occurrence.links))
