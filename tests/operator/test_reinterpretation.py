"""A replay's plan: what differs, in numbers and in lines, without Kafka."""

from collections import Counter

import pytest

from schemas.claims import Signal
from schemas.events import ReportInterpreted
from services.operator.differences import differences
from services.operator.reinterpretation import Plan, held_of, outcome
from services.operator.selection import Selection
from tests.dedupe.build import FRA, RUS, a_claim, a_set, arms, at, meeting, troops


def told(*claims, version: int = 1, **more) -> ReportInterpreted:
    found: ReportInterpreted = a_set(*claims, format_version=version, **more)
    return found


def test_the_edition_alone_is_no_difference():
    before = held_of(told(a_claim(troops()), version=1))
    assert outcome(before, held_of(told(a_claim(troops()), version=2))) == "same"


@pytest.mark.parametrize(
    ("held", "today", "found"), [(1, 2, "changed"), (2, 2, "stuck"), (3, 2, "older")]
)
def test_a_difference_is_published_only_by_a_higher_version(held: int, today: int, found: str):
    before = held_of(told(a_claim(troops()), version=held))
    now = held_of(told(a_claim(troops(action="arrived")), version=today))
    assert outcome(before, now) == found


def test_a_revision_that_was_never_interpreted_is_new_whatever_the_version():
    now = held_of(told(a_claim(troops()), revision=2))
    assert outcome(None, now) == "new"
    assert outcome(held_of(told(a_claim(troops()))), now) == "new"


def test_signals_and_scope_are_differences_too():
    before = held_of(told(a_claim(troops())))
    doubtful = told(a_claim(troops()), version=2, signals=(Signal(code="doubt"),))
    assert outcome(before, held_of(doubtful)) == "changed"
    assert outcome(held_of(told()), held_of(told(version=2, out_of_scope="no"))) == "changed"


def test_a_plan_counts_reports_claims_and_signals():
    plan = Plan()
    before = told(
        a_claim(troops(), name="a"),
        a_claim(arms("KN-23"), name="b"),
        signals=(Signal(code="doubt"), Signal(code="doubt")),
    )
    now = told(
        a_claim(troops(action="arrived"), name="a"),
        a_claim(meeting(FRA, RUS), name="c"),
        version=2,
        signals=(Signal(code="doubt"), Signal(code="unread")),
    )
    plan.note("attache.report", held_of(before), held_of(now))
    plan.note("attache.report", held_of(before), held_of(before))
    assert plan == Plan(
        reports=Counter(changed=1, same=1),
        added=1,
        removed=1,
        changed=1,
        signals=Counter(doubt=-1, unread=1),
        versions=Counter({("attache.report", 1, 2): 1}),
    )
    assert plan.publishes == 1


def test_differences_are_told_field_by_field():
    before = told(a_claim(troops(), name="a"), a_claim(arms("KN-23"), name="b"))
    now = told(
        a_claim(troops(action="arrived", host=FRA), name="a"),
        a_claim(meeting(FRA, RUS), name="c", summary="Talks."),
        version=2,
        signals=(Signal(code="doubt", field="/x"),),
    )
    assert list(differences(before, now)) == [
        "- transfer b",
        "a /body/host/id: RUS → FRA",
        "a /body/host/name: Russia → France",
        "a /body/host/country: RUS → FRA",
        "a /body/action: moved → arrived",
        "+ meeting c: Talks.",
        '+ signal {"code":"doubt","field":"/x","message":""}',
    ]


def test_a_selection_takes_what_it_names_and_says_so():
    chosen = Selection("attache.report", "wire", None, at(0), at(10))
    assert chosen.is_of("wire", "r1")
    assert not chosen.is_of("desk", "r1")
    assert chosen.takes("attache.report", at(0))
    assert not chosen.takes("attache.report", at(10))
    assert not chosen.takes("sipri.register", at(5))
    assert str(chosen) == (
        "format=attache.report partner=wire "
        "from=2025-01-01T00:00:00+00:00 to=2025-01-01T00:10:00+00:00"
    )
    assert str(Selection()) == "all reports"
