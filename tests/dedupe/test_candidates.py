"""The sweep over the days finds the very pairs that are candidates one by one."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from services.dedupe.blocking import Block, blocks, candidates
from services.dedupe.candidates import numbers_meeting, pairs_among, runs_of
from services.dedupe.likeness.extract import member_of
from tests.dedupe import strategies
from tests.dedupe.strategies import current_claims


@st.composite
def boxes(draw):
    first = draw(st.integers(1, 30))
    return Block(draw(st.integers(0, 2)), 0, first, first + draw(st.integers(0, 6)))


numbered = st.lists(st.tuples(boxes(), st.integers(0, 5)), max_size=12)


def meet(a: Block, b: Block) -> bool:
    return a.key == b.key and a.first <= b.last and b.first <= a.last


@given(st.data())
def test_the_candidates_of_a_set_of_claims_are_found_by_one_sweep(data):
    members = [member_of(one) for one in current_claims(data.draw(strategies.histories()))]
    indexed = [(block, number) for number, one in enumerate(members) for block in blocks(one)]

    assert pairs_among(runs_of(indexed)) == {
        (a, b)
        for a, b in combinations(range(len(members)), 2)
        if candidates(members[a], members[b])
    }


@given(numbered)
def test_blocks_of_one_key_that_share_a_day_are_a_pair(indexed):
    assert pairs_among(runs_of(indexed)) == {
        (min(a, b), max(a, b))
        for (one, a), (other, b) in combinations(indexed, 2)
        if a != b and meet(one, other)
    }


@given(numbered, boxes())
def test_what_meets_a_block_meets_its_run_and_what_meets_a_run_meets_a_block(indexed, other):
    found = [
        numbers_meeting(run, other.first, other.last)
        for run in runs_of(indexed)
        if meet(Block(run.key, 0, run.first, run.last), other)
    ]

    assert all(found)
    assert {n for numbers in found for n in numbers} == {
        n for one, n in indexed if meet(one, other)
    }
