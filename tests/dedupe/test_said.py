"""What is said when claims come, change, move and go: by the pure domain and by Postgres alike."""

import pytest

from schemas.event import derived_id
from services.dedupe.domain import (
    ClaimChanged,
    ClaimLinked,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
)
from services.kit.record import Unfit
from tests.dedupe.build import (
    PRK,
    RUS,
    a_claim,
    a_fact,
    a_set,
    at,
    guest,
    meeting,
    place,
    ruled,
    taken_back,
    unruled,
    when,
)
from tests.dedupe.pure import Pure
from tests.dedupe.world import Dedupe, as_read, dedupes

WHO = (guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK))
BODY = meeting(*WHO, occurred=when("2025-03-21"))


@pytest.fixture
async def dedupe(database):
    async with dedupes(database, "dedupe") as [one]:
        yield one


@pytest.fixture
async def tell(dedupe: Dedupe):
    """Tells both, as one batch; what both say."""
    pure = Pure()
    offsets = iter(range(100))

    async def told(*events):
        batch = [a_fact(event, next(offsets)) for event in events]
        emits = await dedupe.read(batch)
        assert [emit.event for emit in emits] == pure.read(batch)
        return emits

    return told


def summary(emits):
    """Type, occurrence by the number of its founder's minute, version, and what about."""
    return [(emit.event.type, emit.event.occurrence_version) for emit in emits]


def claim(record, minute=0, body=BODY, **more):
    more = {"partner": record} | more
    return a_claim(body, record, first_recorded_at=at(minute), **more)


def told_by(record, *claims, **more):
    return a_set(*claims, record=record, partner=record, **more)


async def test_a_first_claim_opens_an_occurrence(tell):
    first = claim("one")

    [opened, linked] = await tell(told_by("one", first))

    assert opened.event == OccurrenceOpened(
        occurrence_id=first.claim_id, occurrence_version=1, kind="meeting"
    )
    assert linked.event == ClaimLinked(
        occurrence_id=first.claim_id, occurrence_version=2, claim=first, rules="meeting/1"
    )
    assert opened.event_id == derived_id(first.claim_id, "occurrence_opened", 1)
    assert (opened.topic, opened.key) == ("ledger.occurrences", str(first.claim_id))
    assert {emit.recorded for emit in (opened, linked)} == {at(0)}
    assert opened.causation == a_fact(told_by("one", first), 0).envelope.event_id


async def test_a_second_report_of_that_meeting_joins_it_and_says_why(tell):
    first, second = claim("one"), claim("two", 1)
    await tell(told_by("one", first))

    [linked] = await tell(told_by("two", second))

    assert linked.event.occurrence_id == first.claim_id
    assert linked.event.matched == first.claim_id
    assert [reason.feature for reason in linked.event.reasons] == ["parties", "persons", "time"]
    assert linked.event.score == 0.9


async def test_the_same_set_again_says_nothing(tell):
    await tell(told_by("one", claim("one")))

    assert await tell(told_by("one", claim("one"))) == []


async def test_an_older_set_says_nothing(tell):
    await tell(told_by("one", claim("one"), revision=2))

    assert await tell(told_by("one", claim("one"), claim("one", name="d"))) == []


async def test_a_revision_changes_the_claim_where_it_is(tell):
    await tell(told_by("one", claim("one")), told_by("two", claim("two", 1)))
    mended = claim("two", 1, meeting(*WHO, occurred=when("2025-03-22")), revision=2)

    [changed] = await tell(told_by("two", mended, revision=2))

    assert changed.event == ClaimChanged(
        occurrence_id=claim("one").claim_id, occurrence_version=4, claim=mended
    )


async def test_a_revision_may_move_the_claim_elsewhere(tell):
    first, second = claim("one"), claim("two", 1)
    await tell(told_by("one", first), told_by("two", second))
    moved = claim("two", 1, meeting(*WHO, occurred=when("2019-04-25")), revision=2)

    emits = await tell(told_by("two", moved, revision=2))

    by_occurrence = {first.claim_id: [], second.claim_id: []}
    for emit in emits:
        by_occurrence[emit.event.occurrence_id].append(emit.event)
    assert by_occurrence[first.claim_id] == [
        ClaimUnlinked(
            occurrence_id=first.claim_id,
            occurrence_version=4,
            claim_id=second.claim_id,
            report_id=second.report_id,
            revision=2,
            format_version=1,
            why="moved",
            moved_to=second.claim_id,
        )
    ]
    assert [event.type for event in by_occurrence[second.claim_id]] == [
        "occurrence_opened",
        "claim_linked",
    ]


async def test_a_withdrawal_removes_its_claims_and_nothing_else(tell):
    first, second = claim("one"), claim("two", 1)
    await tell(told_by("one", first), told_by("two", second))

    [gone] = await tell(taken_back("two", partner="two"))

    assert gone.event == ClaimUnlinked(
        occurrence_id=first.claim_id,
        occurrence_version=4,
        claim_id=second.claim_id,
        report_id=second.report_id,
        revision=2,
        format_version=1,
        why="withdrawn",
    )


async def test_without_its_founder_an_occurrence_takes_the_name_of_the_next(tell):
    first, second = claim("one"), claim("two", 1)
    await tell(told_by("one", first), told_by("two", second))

    emits = await tell(taken_back("one", partner="one"))

    old = [emit.event for emit in emits if emit.event.occurrence_id == first.claim_id]
    new = [emit.event for emit in emits if emit.event.occurrence_id == second.claim_id]
    assert [(event.type, event.occurrence_version) for event in old] == [
        ("claim_unlinked", 4),
        ("claim_unlinked", 5),
        ("occurrence_absorbed", 6),
    ]
    assert old[-1] == OccurrenceAbsorbed(
        occurrence_id=first.claim_id, occurrence_version=6, into=second.claim_id
    )
    assert [event.type for event in new] == ["occurrence_opened", "claim_linked"]
    assert {emit.recorded for emit in emits} == {at(2)}


async def test_without_any_claim_an_occurrence_is_retired_and_counts_on_when_it_returns(tell):
    first = claim("one")
    await tell(told_by("one", first))

    [gone, retired] = await tell(taken_back("one", partner="one"))
    again = await tell(told_by("one", claim("one", revision=3), revision=3))

    assert gone.event.why == "withdrawn"
    assert retired.event == OccurrenceRetired(occurrence_id=first.claim_id, occurrence_version=4)
    assert summary(again) == [("occurrence_opened", 5), ("claim_linked", 6)]


async def test_a_publication_with_the_number_of_a_withdrawal_follows_it(tell):
    await tell(told_by("one", claim("one")))
    await tell(taken_back("one", partner="one"))
    again = told_by("one", claim("one", revision=2), revision=2)

    assert summary(await tell(again)) == [("occurrence_opened", 5), ("claim_linked", 6)]
    assert await tell(taken_back("one", partner="one")) == []


async def test_a_claim_that_links_two_occurrences_makes_them_one(tell):
    monday = meeting(WHO[0], PRK, occurred=when("2025-03-20"), place=place("Pyongyang", "PRK"))
    other = meeting(RUS, WHO[1], occurred=when("2025-03-22"), place=place("Wonsan", "PRK"))
    first, second = claim("one", 0, monday), claim("two", 1, other)
    apart = await tell(told_by("one", first), told_by("two", second))
    assert len({emit.event.occurrence_id for emit in apart}) == 2

    emits = await tell(ruled(True, first.claim_id, second.claim_id))

    assert sorted(emit.event.type for emit in emits) == [
        "claim_linked",
        "claim_unlinked",
        "occurrence_absorbed",
    ]
    [linked] = [emit.event for emit in emits if emit.event.type == "claim_linked"]
    assert [reason.feature for reason in linked.reasons] == ["ruling"]


async def test_a_ruling_parts_two_claims_until_it_is_withdrawn(tell, dedupe):
    first, second = claim("one"), claim("two", 1)
    await tell(told_by("one", first), told_by("two", second))

    await tell(ruled(False, first.claim_id, second.claim_id))
    parted = await dedupe.occurrences()
    await tell(unruled(first.claim_id, second.claim_id))

    assert parted == {first.claim_id: first.claim_id, second.claim_id: second.claim_id}
    assert set((await dedupe.occurrences()).values()) == {first.claim_id}


async def test_a_ruling_waits_for_its_claims(tell, dedupe):
    first, second = claim("one"), claim("two", 1)
    await tell(ruled(False, first.claim_id, second.claim_id))

    await tell(told_by("one", first), told_by("two", second))

    assert len(set((await dedupe.occurrences()).values())) == 2


async def test_of_two_revisions_in_one_batch_only_the_newer_is_said(tell):
    emits = await tell(
        told_by("one", claim("one")), told_by("one", claim("one", revision=2), revision=2)
    )

    assert [emit.event.claim.revision for emit in emits if emit.event.type == "claim_linked"] == [2]


async def test_two_claims_of_one_id_in_a_set_are_unfit(dedupe):
    with pytest.raises(Unfit):
        await dedupe.read([a_fact(told_by("one", claim("one"), claim("one")), 0)])


async def test_what_was_said_folds_into_the_same_tables(database):
    async with dedupes(database, "one", "other") as [one, other]:
        await one.read([a_fact(told_by("one", claim("one")), 0)])
        await one.read([a_fact(told_by("two", claim("two", 1)), 1)])
        await one.read([a_fact(taken_back("one", partner="one"), 2)])
        await other.fold(as_read(one.said))
        await other.fold(as_read(one.said, batch="again"))

        assert await other.tables() == await one.tables()
