"""What an arriving record does to a report."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import pytest

from schemas.event import NAMESPACE, report_id
from services.ingest.domain import (
    Admitted,
    Arrival,
    Decision,
    Report,
    concerns_older,
    decide_report,
    fact_of,
    fold,
    superseded,
)
from tests.ingest.builders import FORMAT, RECEIVED

REPORT = report_id("desk", "a")


def sent(text: str, revision: int | None = None, *, withdrawn: bool = False) -> Admitted:
    return Admitted("a", revision, withdrawn, None, text, "application/json", f"sha of {text}")


def cause(place: str) -> UUID:
    return uuid5(NAMESPACE, place)


def arriving(place: str = "here", *, later: float = 0) -> Arrival:
    return Arrival(REPORT, "desk", FORMAT, RECEIVED + timedelta(seconds=later), cause(place))


def held(
    text: str,
    revision: int,
    *,
    withdrawn: bool = False,
    first: datetime = RECEIVED,
    recorded: datetime = RECEIVED,
    place: str = "before",
) -> Report:
    sha256 = f"sha of {text}"
    return Report(
        REPORT, "desk", "a", FORMAT, revision, sha256, withdrawn, first, recorded, cause(place)
    )


def test_a_new_report_is_accepted_under_its_number_or_as_the_first() -> None:
    assert decide_report(None, sent("x", 7), arriving("p")) == Decision(
        "accepted", held("x", 7, place="p")
    )
    assert decide_report(None, sent("x"), arriving("p")) == Decision(
        "accepted", held("x", 1, place="p")
    )


def test_a_higher_revision_revises_and_keeps_the_first_day() -> None:
    later = RECEIVED + timedelta(seconds=9)
    assert decide_report(held("x", 1), sent("y", 4), arriving("p", later=9)) == Decision(
        "revised", held("y", 4, recorded=later, place="p")
    )


def test_without_numbers_other_content_is_the_next_revision() -> None:
    decision = decide_report(held("x", 3), sent("y"), arriving("p"))
    assert decision == Decision("revised", held("y", 4, place="p"))


@pytest.mark.parametrize(
    ("before", "admitted", "outcome"),
    [
        (held("x", 3), sent("x", 3), "duplicate"),
        (held("x", 3), sent("x"), "duplicate"),
        (held("x", 3), sent("x", 4), "duplicate"),
        (held("x", 3), sent("x", 2), "duplicate"),
        (held("x", 3), sent("y", 3), "conflicting"),
        (held("x", 3), sent("y", 2), "stale"),
        (held("x", 3), sent("", 2, withdrawn=True), "stale"),
        (held("", 3, withdrawn=True), sent("", withdrawn=True), "duplicate"),
        (held("", 3, withdrawn=True), sent("", 9, withdrawn=True), "duplicate"),
        (held("", 3, withdrawn=True), sent("x", 2), "stale"),
        (None, sent("", withdrawn=True), "unknown_report"),
    ],
)
def test_what_is_not_new_changes_nothing(
    before: Report | None, admitted: Admitted, outcome: str
) -> None:
    decision = decide_report(before, admitted, arriving())
    assert (decision.outcome, decision.report) == (outcome, before)
    assert decision.message


OLDER = [superseded(held(text, n, place=f"{text}{n}")) for text, n in (("x", 1), ("y", 2))]


@pytest.mark.parametrize(
    ("admitted", "decided"),
    [
        (sent("x", 1), Decision("duplicate", held("z", 4), "the same content as revision 1", 1)),
        (sent("y", 2), Decision("duplicate", held("z", 4), "the same content as revision 2", 2)),
        (
            sent("x", 2),
            Decision("conflicting", held("z", 4), "revision 2 is there with other content"),
        ),
        (sent("y", 3), Decision("stale", held("z", 4), "revision 3 is older than 4")),
    ],
)
def test_a_repeat_of_an_older_revision_is_a_duplicate_and_only_that(
    admitted: Admitted, decided: Decision
) -> None:
    assert decide_report(held("z", 4), admitted, arriving(later=9), OLDER) == decided


def test_without_numbers_older_content_that_comes_again_is_a_correction_back() -> None:
    decision = decide_report(held("y", 2), sent("x"), arriving("p", later=9), OLDER[:1])
    assert decision == Decision(
        "revised", held("x", 3, recorded=RECEIVED + timedelta(seconds=9), place="p")
    )


@pytest.mark.parametrize("place", ["x1", "y2"])
def test_a_record_read_again_after_newer_ones_gets_the_answer_it_had(place: str) -> None:
    now = held("x", 3, recorded=RECEIVED + timedelta(seconds=9))
    again = sent(place[0])
    assert decide_report(now, again, arriving(place), OLDER) == Decision(
        "taken_before", now, None, int(place[1])
    )


def test_a_repeated_withdrawal_that_a_publication_followed_is_a_duplicate() -> None:
    older = [superseded(held("x", 3)), superseded(held("gone", 4, withdrawn=True))]
    for given in (3, 4):  # it may have named what it withdrew, or its own number
        again = sent("gone", given, withdrawn=True)
        assert decide_report(held("y", 5), again, arriving(later=9), older) == Decision(
            "duplicate", held("y", 5), "the same withdrawal as revision 4", 4
        )


@pytest.mark.parametrize(
    ("admitted", "later", "concerned"),
    [
        (sent("x", 2), 9, True),
        (sent("x", 3), 9, False),
        (sent("", 3, withdrawn=True), 9, True),
        (sent("x", 4), 9, False),
        (sent("x"), 9, False),
        (sent("x"), 0, True),
    ],
)
def test_only_what_may_be_older_needs_the_older_revisions(
    admitted: Admitted, later: float, concerned: bool
) -> None:
    recorded = RECEIVED + timedelta(seconds=later)
    assert concerns_older(held("z", 3), admitted, recorded) is concerned


@pytest.mark.parametrize(("given", "number"), [(None, 4), (3, 4), (4, 4), (9, 9)])
def test_a_withdrawal_is_newer_than_what_it_withdraws(given: int | None, number: int) -> None:
    decision = decide_report(held("x", 3), sent("", given, withdrawn=True), arriving("p"))
    assert decision == Decision("withdrawn", held("", number, withdrawn=True, place="p"))


@pytest.mark.parametrize("given", [None, 4, 5])
def test_a_withdrawn_report_can_be_published_again(given: int | None) -> None:
    """Its partner counts 3, withdraws, and goes on with 4, which the withdrawal has with us."""
    gone = held("", 4, withdrawn=True)
    decision = decide_report(gone, sent("x", given), arriving("p"))
    assert decision == Decision("revised", held("x", given or 5, place="p"))


def test_what_came_earlier_does_not_override_what_came_later() -> None:
    later = held("y", 2, recorded=RECEIVED + timedelta(seconds=1))
    assert decide_report(later, sent("x"), arriving()).outcome == "stale"
    assert decide_report(later, sent("", withdrawn=True), arriving()).outcome == "stale"


def test_a_record_read_again_after_a_loss_gets_its_answer_again_but_no_second_fact() -> None:
    first = decide_report(None, sent("x", 2), arriving("p"))
    again = decide_report(first.report, sent("x", 2), arriving("p"))
    assert again == Decision("taken_before", first.report)
    assert first.report is not None
    assert fact_of(first.report, again.outcome, sent("x", 2)) is None


def test_facts_fold_to_what_was_decided_in_any_number_of_readings() -> None:
    story = (sent("x"), sent("y", 4), sent("", withdrawn=True), sent("z", 5), sent("z", 5))
    state: Report | None = None
    facts = []
    for step, admitted in enumerate(story):
        arrival = arriving(str(step), later=step)
        decision = decide_report(state, admitted, arrival)
        state = decision.report
        assert state is not None
        if fact := fact_of(state, decision.outcome, admitted):
            facts.append((fact, arrival.recorded, arrival.cause))
    assert [fact.type for fact, *_ in facts] == [
        "report_accepted",
        "report_revised",
        "report_withdrawn",
        "report_revised",
    ]
    folded: Report | None = None
    for fact, recorded, because in [*facts, *facts]:
        folded = fold(folded, fact, recorded, because)
    assert folded == state
