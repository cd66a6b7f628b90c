"""Merging remembers what it compared; that may save time, and nothing else."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from services.dedupe.clustering import cluster
from services.dedupe.likeness import RULES, likeness
from services.dedupe.rulings import pair
from tests.dedupe import strategies
from tests.dedupe.build import a_member
from tests.dedupe.test_features import odd_bodies

members_of_several = st.lists(
    st.tuples(
        st.one_of(strategies.meetings, strategies.deployments, strategies.transfers, odd_bodies()),
        st.sampled_from(["p", "q", "r"]),
        st.integers(0, 7),
        st.booleans(),
    ),
    min_size=4,
    max_size=14,
)


def alike(members):
    """Every pair, candidates or not, so that much hangs together."""
    found = {}
    for one, other in product(members, members):
        if one.claim_id < other.claim_id and one.kind == other.kind:
            score = likeness(one, other).score
            if score >= RULES[one.kind].threshold:
                found[pair(one.claim_id, other.claim_id)] = score
    return found


def simply(members, edges):
    """The rule as it is written down, with everything compared each time that it is asked."""
    whole = {member.claim_id: frozenset([member]) for member in members}
    for (a, b), _ in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        if whole[a] != whole[b] and may_join(whole[a], whole[b]):
            whole |= {member.claim_id: whole[a] | whole[b] for member in whole[a] | whole[b]}
    return {frozenset(m.claim_id for m in its) for its in whole.values()}


def may_join(one, other):
    pairs = list(product(one, other))
    compared = [likeness(a, b) for a, b in pairs]
    if any(a.report_id == b.report_id and a.firm and b.firm for a, b in pairs):
        return False  # one report lists them as two
    if any(found.veto is not None for found in compared):
        return False
    rules = RULES[next(iter(one)).kind]
    telling_two = {a.partner for a, b in pairs if a.partner == b.partner and rules.tells_two(a, b)}
    total = sum(round(found.score * 10_000) for found in compared)
    return len(telling_two) < 2 and total >= round(rules.floor * 10_000) * len(pairs)


@given(members_of_several)
@settings(max_examples=150, deadline=None)
def test_whatever_is_remembered_the_same_claims_come_together(told):
    members = [
        a_member(
            body,
            f"{partner}{record}",
            name=str(n),
            partner=partner,
            stance="asserts" if firm else "denies",
        )
        for n, (body, partner, record, firm) in enumerate(told)
    ]
    members = [member for member in members if member.series is None]
    edges = alike(members)

    found = cluster(members, edges).clusters

    assert {frozenset(m.claim_id for m in one.members) for one in found} == simply(members, edges)
