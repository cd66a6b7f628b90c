"""From alike pairs to occurrences: a pure function of the set of claims, whatever its order.

Connected components of the graph of alike pairs; inside each, groups are merged from the most
alike pair on, as long as the whole stays alike and nothing forbids it. Measurements of a standing
deployment are together by their key. Rulings and `same_as` come first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from schemas.claims import Kind
from services.dedupe.groups import Group, Groups
from services.dedupe.likeness import RULES, likeness
from services.dedupe.likeness.chains import chains_of
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import Pair, Ruling, in_force, pair
from services.dedupe.series import standing

BOUND: Final = 400
"""Claims in a component; a larger one is cut by raising its threshold step by step."""
STEP: Final = 0.05


class Cluster(NamedTuple):
    """The claims about one occurrence, founder first."""

    kind: Kind
    members: tuple[Member, ...]

    @property
    def occurrence_id(self) -> UUID:
        return self.members[0].claim_id


class Clustering(NamedTuple):
    """`overruled`: rulings of "same" that a ruling of "different" does not let come true."""

    clusters: tuple[Cluster, ...]
    overruled: tuple[Ruling, ...] = ()


def cluster(
    members: Iterable[Member], alike: Mapping[Pair, float], rulings: Iterable[Ruling] = ()
) -> Clustering:
    """`alike` holds every pair of candidates at or above the threshold, and may hold more."""
    by_kind: defaultdict[Kind, list[Member]] = defaultdict(list)
    for member in members:
        by_kind[member.kind].append(member)
    ruled = in_force(rulings)
    clusters: list[Cluster] = []
    overruled: list[Ruling] = []
    for kind in sorted(by_kind):
        found, lost = _cluster(kind, by_kind[kind], alike, ruled)
        clusters += found
        overruled += lost
    return Clustering(tuple(sorted(clusters, key=lambda it: it.occurrence_id)), tuple(overruled))


def _cluster(
    kind: Kind, members: list[Member], alike: Mapping[Pair, float], ruled: Sequence[Ruling]
) -> tuple[list[Cluster], list[Ruling]]:
    apart: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for ruling in ruled:
        if not ruling.same:
            a, b = ruling.pair
            apart[a].add(b)
            apart[b].add(a)
    members.sort(key=lambda m: m.founding)
    groups = Groups(members, apart)
    lost = _hold_together(groups, members, ruled)
    edges = sorted(
        ((score, ab) for ab, score in alike.items() if ab[0] in groups and ab[1] in groups),
        key=lambda edge: (-edge[0], edge[1]),
    )
    threshold = RULES[kind].threshold
    known: dict[Pair, float | None] = dict(alike)
    for part in _parts([edge for edge in edges if edge[0] >= threshold], groups, threshold):
        _agglomerate(part, groups, RULES[kind].floor, known)
    return [
        Cluster(kind, tuple(sorted(group.members, key=lambda m: m.founding)))
        for group in groups.all()
    ], lost


def _hold_together(
    groups: Groups, members: Sequence[Member], ruled: Sequence[Ruling]
) -> list[Ruling]:
    """What must be together: by ruling, by its own report, by series; "different" wins over all."""
    lost: list[Ruling] = []
    for ruling in ruled:
        if ruling.same and ruling.pair[0] in groups and ruling.pair[1] in groups:
            a, b = groups.of(ruling.pair[0]), groups.of(ruling.pair[1])
            if groups.ruled_apart(a, b):
                lost.append(ruling)
            else:
                groups.join(a, b)
    chains = chains_of(members)
    heads: dict[tuple[UUID, str], Member] = {}
    for member in members:
        head = heads.setdefault((member.report_id, chains[member.claim_id]), member)
        _join_if_allowed(groups, head, member)
    for run in standing(members):
        for member in run[1:]:
            _join_if_allowed(groups, run[0], member)
    return lost


def _join_if_allowed(groups: Groups, a: Member, b: Member) -> None:
    one, other = groups.of(a.claim_id), groups.of(b.claim_id)
    if one is not other and not groups.ruled_apart(one, other):
        groups.join(one, other)


Edge = tuple[float, Pair]


def _parts(edges: list[Edge], groups: Groups, threshold: float) -> list[list[Edge]]:
    """Connected components by their edges, in order; one that is too large is cut finer."""
    top: dict[int, int] = {}

    def root(node: int) -> int:
        while top.setdefault(node, node) != node:
            top[node] = node = top[top[node]]
        return node

    sizes: dict[int, int] = {}
    for _, (a, b) in edges:
        for group in (groups.of(a), groups.of(b)):
            sizes.setdefault(id(group), len(group))
        x, y = root(id(groups.of(a))), root(id(groups.of(b)))
        if x != y:
            top[y] = x
            sizes[x] += sizes[y]
    parts: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        parts[root(id(groups.of(edge[1][0])))].append(edge)
    found: list[list[Edge]] = []
    for node, part in parts.items():
        if sizes[node] <= BOUND or threshold > 1:
            found.append(part)
        else:
            higher = round(threshold + STEP, 4)
            found += _parts([edge for edge in part if edge[0] >= higher], groups, higher)
    return found


def _agglomerate(
    edges: Iterable[Edge], groups: Groups, floor: float, known: dict[Pair, float | None]
) -> None:
    refused: set[tuple[int, int, int, int]] = set()
    for _, (a, b) in edges:
        one, other = groups.of(a), groups.of(b)
        if one is other:
            continue
        if id(other) < id(one):
            one, other = other, one
        attempt = (id(one), len(one), id(other), len(other))
        if attempt in refused:
            continue
        if (
            groups.ruled_apart(one, other)
            or groups.told_apart(one, other)
            or not _alike(one, other, floor, known)
        ):
            refused.add(attempt)
        else:
            groups.join(one, other)


def _alike(one: Group, other: Group, floor: float, known: dict[Pair, float | None]) -> bool:
    """No contradiction between any two, and the mean of all pairs at the floor or above.

    Nor may two partners both, by their own records, tell of two things: one can be mistaken.
    """
    total = 0  # in ten-thousandths: a sum of whole numbers has no order
    telling_two: set[str] = set()
    for a in one.members:
        for b in other.members:
            score = _score(a, b, known)
            if score is None:
                return False
            total += round(score * 10_000)
            if a.partner == b.partner and RULES[a.kind].tells_two(a, b):
                telling_two.add(a.partner)
    return len(telling_two) < 2 and total >= round(floor * 10_000) * len(one) * len(other)


def _score(a: Member, b: Member, known: dict[Pair, float | None]) -> float | None:
    """None for a contradiction."""
    ab = pair(a.claim_id, b.claim_id)
    if ab not in known:
        compared = likeness(a, b)
        known[ab] = None if compared.veto is not None else compared.score
    return known[ab]
