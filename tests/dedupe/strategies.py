"""Small worlds of claims that touch one another, and every way in which they can come in."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.claims import Claim
from schemas.event import claim_id, report_id
from schemas.events import InterpretationWithdrawn, ReportInterpreted, RulingWithdrawn
from schemas.values import Weapon
from services.dedupe.domain import occurrences
from services.dedupe.likeness.extract import member_of
from services.dedupe.rulings import Ruling, pair
from services.kit.record import Fact
from tests.dedupe.build import (
    FRA,
    PRK,
    RUS,
    UKR,
    USA,
    a_claim,
    a_fact,
    a_set,
    arms,
    at,
    guest,
    meeting,
    month,
    numbered,
    place,
    ruled,
    taken_back,
    troops,
    unruled,
    when,
)

REPORTS = ("r0", "r1", "r2", "r3", "r4", "r5")
LABELS = ("a", "b", "c")
DAY = date(2024, 10, 1)


def _days(first: int, length: int) -> Any:
    start = DAY + timedelta(days=first)
    return when(str(start), str(start + timedelta(days=length)))


days = st.builds(_days, st.integers(0, 9), st.sampled_from([0, 0, 1, 4]))
meetings = st.builds(
    lambda who, occurred, where: meeting(*who, occurred=occurred, place=where),
    st.sampled_from(
        [
            (guest("Sergei Shoigu", RUS), guest("Kim Jong Un", PRK)),
            (guest("Shoigu", RUS), PRK),
            (guest("Kim Jong-un", PRK),),
            (FRA, UKR, guest("Keir Starmer"), RUS),
            (FRA, UKR, USA),
        ]
    ),
    days,
    st.sampled_from([None, place("Pyongyang", "PRK"), place("Paris", "FRA")]),
)
deployments = st.builds(
    lambda occurred, action, personnel: troops(
        occurred=occurred, action=action, personnel=personnel
    ),
    st.one_of(st.none(), st.sampled_from([month("2024-10"), month("2024-12")]), days),
    st.sampled_from(["moved", "reinforced", "withdrawn", "engaged"]),
    st.sampled_from([None, numbered(10_000, 12_000), numbered(3_000, basis="increment")]),
)
stocks = st.builds(
    lambda year, number: troops(
        action="stationed",
        personnel=numbered(number, basis="stock"),
        as_of=when(f"{year}-09-30"),
    ),
    st.sampled_from([1990, 1994, 2001, 2005]),
    st.sampled_from([100, 200]),
)
transfers = st.builds(
    lambda weapon, ordered: arms(weapon, ordered=ordered),
    st.sampled_from(
        [
            Weapon(raw="howitzers", family="howitzer"),
            Weapon(raw="M1989 Koksan", designation="M1989", family="koksan"),
            Weapon(raw="ballistic missiles", family="missile", un_category="VII"),
        ]
    ),
    days,
)
bodies = st.one_of(meetings, deployments, stocks, transfers)


@st.composite
def _claims(draw: st.DrawFn, record: str) -> tuple[Claim, ...]:
    labels = draw(st.lists(st.sampled_from(LABELS), unique=True, max_size=3))
    told = REPORTS.index(record)
    return tuple(
        a_claim(
            draw(bodies),
            record,
            label,
            first_recorded_at=at(told // 2),  # some are recorded at one moment
            stance=draw(st.sampled_from(["asserts", "confirms", "denies"])),
            same_as=draw(st.sampled_from([None, None, None, *LABELS])),
        )
        for label in labels
    )


@st.composite
def histories(draw: st.DrawFn, first_revision: int = 1) -> list[Any]:
    """Sets of claims, withdrawals and rulings, each once."""
    events: list[Any] = []
    for record in draw(st.lists(st.sampled_from(REPORTS), unique=True, min_size=2)):
        for step in range(draw(st.integers(1, 3))):
            revision = first_revision + step
            if revision > 1 and draw(st.integers(0, 3)) == 0:
                events.append(taken_back(record, revision))
            else:
                events.append(a_set(*draw(_claims(record)), record=record, revision=revision))
    for number in range(draw(st.integers(0, 3))):
        a, b = draw(
            st.lists(
                st.tuples(st.sampled_from(REPORTS), st.sampled_from(LABELS)),
                unique=True,
                min_size=2,
                max_size=2,
            )
        )
        one, other = (claim_id(report_id("wire", r), label) for r, label in (a, b))
        events.append(ruled(draw(st.booleans()), one, other, f"ruling {number}"))
        if draw(st.integers(0, 2)) == 0:
            events.append(unruled(one, other, f"ruling {number}"))
    return events


@st.composite
def tellings(draw: st.DrawFn, history: list[Any], *, in_order: bool = False) -> list[list[Fact]]:
    """The history in some order, some of it twice, in batches of one kind of fact.

    `in_order`: facts of one key come in their own order, as a partition keeps them.
    """
    facts = [a_fact(event, offset) for offset, event in enumerate(history)]
    again = draw(st.lists(st.sampled_from(facts), max_size=4)) if facts else []
    order = draw(st.permutations([*facts, *again]))
    if in_order:
        lanes: defaultdict[Any, list[Fact]] = defaultdict(list)
        for fact in sorted(order, key=lambda fact: fact.record.offset):
            lanes[key_of(fact)].append(fact)
        order = [lanes[key_of(fact)].pop(0) for fact in order]
    batches: list[list[Fact]] = []
    for fact in order:
        ruling = hasattr(fact.event, "ruling_id")
        if (
            not batches
            or draw(st.integers(0, 2)) == 0
            or hasattr(batches[-1][0].event, "ruling_id") != ruling
        ):
            batches.append([])
        batches[-1].append(fact)
    return batches


def key_of(fact: Fact) -> Any:
    event = fact.event
    if hasattr(event, "ruling_id"):
        return frozenset((event.claim_a, event.claim_b))
    return event.report_id


@st.composite
def crowds(draw: st.DrawFn) -> list[Any]:
    """Several tellings of each of a few meetings, and people who rule on them."""
    told = [meeting(guest("Sergei Shoigu", RUS), PRK, occurred=_days(n, 0)) for n in (0, 1, 40)]
    events: list[Any] = []
    claims: list[Claim] = []
    for number in range(draw(st.integers(4, 8))):
        record, stance = f"r{number}", draw(st.sampled_from(["asserts", "asserts", "denies"]))
        labels = draw(st.sampled_from([("a",), ("a",), ("a", "b")]))
        its = tuple(
            a_claim(draw(st.sampled_from(told)), record, label, stance=stance, partner=record)
            for label in labels
        )
        claims += its
        events.append(a_set(*its, record=record, partner=record))
    for number in range(draw(st.integers(1, 4))):
        a, b = draw(st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique=True))
        same = draw(st.sampled_from([True, True, False]))
        events.append(ruled(same, a.claim_id, b.claim_id, f"ruling {number}"))
        if draw(st.integers(0, 3)) == 0:
            events.append(unruled(a.claim_id, b.claim_id, f"ruling {number}"))
    return events


def current_claims(history: list[Any]) -> list[Claim]:
    """The newest set of each report."""
    newest: dict[Any, Any] = {}
    for event in history:
        if isinstance(event, ReportInterpreted | InterpretationWithdrawn):
            held = newest.get(event.report_id)
            if held is None or event.revision > held.revision:
                newest[event.report_id] = event
    return [
        claim
        for event in newest.values()
        if isinstance(event, ReportInterpreted)
        for claim in event.claims
    ]


def rulings_in(history: list[Any]) -> list[Ruling]:
    gone = {event.ruling_id for event in history if isinstance(event, RulingWithdrawn)}
    return [
        Ruling(
            event.ruling_id,
            pair(event.claim_a, event.claim_b),
            event.type == "claims_ruled_same",
            offset,
        )
        for offset, event in enumerate(history)
        if hasattr(event, "ruling_id") and event.ruling_id not in gone
    ]


def truth(history: list[Any]) -> dict[Any, Any]:
    found = occurrences(map(member_of, current_claims(history)), rulings_in(history))
    return {m.claim_id: one.occurrence_id for one in found.clusters for m in one.members}
