"""From alike pairs to occurrences: a pure function of the set of claims, whatever its order.

Connected components of the graph of alike pairs; inside each, groups are merged from the most
alike pair on, as long as the whole stays alike and nothing forbids it. Measurements of a standing
deployment are together by their key, and what a report calls the same before anything is compared.
Rulings keep claims apart throughout; those of "same" unite whole clusters at the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from schemas.claims import Kind
from services.dedupe.agglomeration import Edge, agglomerate
from services.dedupe.groups import Groups
from services.dedupe.likeness.chains import chains_of
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import (
    Apart,
    Constraints,
    Overruled,
    Pair,
    Ruling,
    constraints,
    in_force,
)
from services.dedupe.series import standing
from services.dedupe.unions import unite

BOUND: Final = 400
"""Claims in a component; a larger one is cut by raising its threshold step by step."""


class Cluster(NamedTuple):
    """The claims about one occurrence, founder first."""

    kind: Kind
    members: tuple[Member, ...]

    @property
    def occurrence_id(self) -> UUID:
        return self.members[0].claim_id


class Clustering(NamedTuple):
    """`overruled`: rulings of "same" that something else does not let come true."""

    clusters: tuple[Cluster, ...]
    overruled: tuple[Overruled, ...] = ()


def cluster(
    members: Iterable[Member], alike: Mapping[Pair, float], rulings: Iterable[Ruling] = ()
) -> Clustering:
    """`alike` holds every pair of candidates at or above the threshold, and may hold more."""
    told = sorted(members, key=_by_id)
    number = {member.claim_id: n for n, member in enumerate(told)}
    edges = _edges(told, number, alike)
    asked = constraints(in_force(rulings), {m.claim_id: m.kind for m in told} if rulings else {})
    tied = _tied(told, number, edges, asked)
    if not tied:
        return Clustering(tuple([Cluster(member.kind, (member,)) for member in told]), asked.lost)
    hanging = [told[n] for n in tied]
    chains = chains_of(hanging)
    groups = Groups(told, number, tied, chains)
    if any(member.same_as is not None or member.series is not None for member in hanging):
        _hold_together(groups, sorted(hanging, key=_founding), chains, asked.follows)
    for kind in sorted(edges):
        agglomerate(sorted(edges[kind]), groups, kind, BOUND, asked.follows)
    lost = unite(groups, asked.joined, asked.apart)
    clusters = [Cluster(member.kind, (member,)) for n, member in enumerate(told) if n not in tied]
    for whole in groups.all():
        whole.sort(key=_founding)
        clusters.append(Cluster(whole[0].kind, tuple(whole)))
    clusters.sort(key=lambda it: it.members[0].claim_id.int)
    return Clustering(tuple(clusters), (*asked.lost, *lost))


def _by_id(member: Member) -> int:
    return member.claim_id.int


def _founding(member: Member) -> tuple[int, int]:
    return member.recorded, member.claim_id.int


def _edges(
    told: Sequence[Member], number: Mapping[UUID, int], alike: Mapping[Pair, float]
) -> dict[Kind, list[Edge]]:
    """Those between claims that are here; a claim that became another kind left some behind."""
    found: dict[Kind, list[Edge]] = {}
    for (a, b), score in alike.items():
        x, y = number.get(a), number.get(b)
        if x is not None and y is not None and told[x].kind == told[y].kind:
            found.setdefault(told[x].kind, []).append((-score, x * len(told) + y))
    return found


def _tied(
    told: Sequence[Member],
    number: Mapping[UUID, int],
    edges: Mapping[Kind, Sequence[Edge]],
    asked: Constraints,
) -> dict[int, None]:
    """The numbers of those that may not stand alone. Most claims hang on nothing."""
    found = {n for its in edges.values() for _, both in its for n in divmod(both, len(told))}
    found.update(number[claim] for ruling in asked.joined for claim in ruling.pair)
    naming = {member.report_id for member in told if member.same_as is not None}
    for n, member in enumerate(told):
        if member.series is not None or (naming and member.report_id in naming):
            found.add(n)
    return dict.fromkeys(sorted(found))


def _hold_together(
    groups: Groups, members: Sequence[Member], chains: Mapping[UUID, str], apart: Apart
) -> None:
    """What is together by its own report, or by its series, unless it is ruled apart."""
    heads: dict[tuple[UUID, Kind, str], Member] = {}
    for member in members:
        chain = (member.report_id, member.kind, chains[member.claim_id])
        _join_if_allowed(groups, heads.setdefault(chain, member), member, apart)
    for run in standing(members):
        for member in run[1:]:
            _join_if_allowed(groups, run[0], member, apart)


def _join_if_allowed(groups: Groups, a: Member, b: Member, apart: Apart) -> None:
    one, other = groups.holding(a.claim_id), groups.holding(b.claim_id)
    if one is not other and not groups.ruled_apart(one, other, apart):
        groups.join(one, other)
