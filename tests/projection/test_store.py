"""One truth, two stores: what Postgres holds is what the pure fold says, however it was batched."""

from typing import Any

from services.projection.domain import fold
from services.projection.fusion import MODELS
from services.projection.handlers import history_of, history_of_claims
from services.projection.read_model import Past, ReadModel
from services.projection.read_models import claims as claims_model
from tests.projection.builders import (
    MOSCOW,
    NOON,
    PYONGYANG,
    SEOUL,
    Told,
    at,
    between,
    claim,
    deployment,
    exactly,
    facts,
    story,
)
from tests.projection.conftest import House

A = claim("a", deployment(personnel=between(10_000, 12_000)), SEOUL)
B = claim("b", deployment(), MOSCOW, stance="denies")
C = claim("c", deployment(), PYONGYANG, stance="confirms")


def moving_story() -> Told:
    told = Told(A).opened(0).linked(0, A).linked(5, B).linked(9, C)
    a2 = A.changed(body=deployment(personnel=exactly(11_000)), revision=2)
    told.changed(9, a2).changed(4, A).unlinked(20, B)  # recorded 4: known no earlier than 9
    return told.unlinked(30, A).unlinked(30, C).retired(30)


async def test_every_split_into_batches_leaves_the_same_rows(house: House) -> None:
    told = facts(moving_story().events)
    await house.apply(told)
    whole = await house.dump()
    assert [len(whole[t]) for t in ("troop_deployments", "troop_deployments_history")] == [0, 5]
    for cut in range(1, len(told)):
        await house.connection.execute(b"truncate read.occurrences, read.claims_history, "
                                       b"read.troop_deployments_history")  # fmt: skip
        house.forget()
        await house.apply(told, splits=[cut])
        assert await house.dump() == whole
    for splits in ([2, 5], list(range(len(told)))):
        await house.connection.execute(b"truncate read.occurrences, read.claims_history, "
                                       b"read.troop_deployments_history")  # fmt: skip
        await house.apply(told, splits=splits)
        assert await house.dump() == whole


async def test_repeats_change_nothing(house: House) -> None:
    told = facts(moving_story().events)
    await house.apply(told, splits=[4])
    once = await house.dump()
    await house.apply(told, splits=[3, 6])
    house.forget()
    await house.apply(told[2:])
    assert await house.dump() == once


async def test_the_history_in_postgres_is_the_pure_one(house: House) -> None:
    told = moving_story()
    await house.apply(facts(told.events), splits=[1, 4])
    cuts = fold(None, told.events)
    assert [cut.known for cut in cuts] == [at(0), at(5), at(9), at(20), at(30)]
    model = MODELS["deployment"]
    assert await stored(house, model) == pure(model, history_of(cuts))
    evidence = history_of_claims(cuts)
    assert await stored(house, claims_model.READ_MODEL) == pure(claims_model.READ_MODEL, evidence)


async def stored(house: House, model: ReadModel) -> list[tuple[Any, ...]]:
    key = ", ".join(model.key)
    return await house.rows(
        f"select {key}, lower(known), upper(known), present from read.{model.history} "
        f"order by {key}, 3"
    )


def pure(model: ReadModel, pasts: list[Past]) -> list[tuple[Any, ...]]:
    return sorted(
        (*(p.row[name] for name in model.key), p.since, p.until, p.present) for p in pasts
    )


async def test_what_was_known_at_each_moment(house: House) -> None:
    await house.apply(facts(moving_story().events))
    query = "select status, personnel_best from read.troop_deployments_as_of(%s)"
    seen = [await house.rows(query, at(minutes)) for minutes in (-1, 0, 4, 5, 9, 19, 20, 30)]
    assert seen == [
        [],
        [("claimed", None)],
        [("claimed", None)],
        [("disputed", None)],
        [("confirmed_by_party", None)],
        [("confirmed_by_party", None)],
        [("confirmed_by_party", None)],
        [],
    ]
    gone = await house.rows(
        "select status, known::text, personnel_low from read.troop_deployments_history "
        "where not present"
    )
    assert [(status, low) for status, _, low in gone] == [("retracted", None)]


async def test_two_occurrences_of_different_kinds_in_one_batch(house: House) -> None:
    other = claim("other", deployment(host=None, theatre="Sahel"), SEOUL)
    mixed = story(A, B).events + story(other, minutes=1).events
    await house.apply(facts(mixed))
    assert await house.rows(
        "select host, theatre, status, standing_key from read.troop_deployments order by host"
    ) == [
        ("RUS", None, "disputed", "PRK:RUS:"),
        (None, "Sahel", "claimed", "PRK:Sahel:"),
    ]


async def test_a_claim_is_read_back_as_it_was(house: House) -> None:
    await house.apply(facts(story(A, B).events))
    house.forget()
    later = Told(A)
    later.events = list(story(A, B).events)
    later.linked(7, C)
    await house.apply(facts(later.events[-1:]))
    fresh = fold(None, later.events)[-1].occurrence
    assert fresh.known == at(7) > NOON
    rows = await house.rows("select claim_ids, claims, status from read.troop_deployments")
    assert rows == [(sorted([A.claim_id, B.claim_id, C.claim_id]), 3, "confirmed_by_party")]
