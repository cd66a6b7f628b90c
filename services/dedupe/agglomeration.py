"""Groups merged from the most alike pair on, as long as the whole stays alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from schemas.claims import Kind
from services.dedupe.groups import Group, Groups, told_apart
from services.dedupe.likeness import RULES, score
from services.dedupe.rulings import Apart

STEP: Final = 0.05
UNIT: Final = 10_000
"""Scores are counted in ten-thousandths: a sum of whole numbers has no order."""
Edge = tuple[float, int]
"""Less its score, and its two claims as one number: in order, the most alike come first."""


class Tried(NamedTuple):
    """What two groups were found to be to each other, when they had so many claims."""

    first: int
    second: int
    total: int
    telling_two: frozenset[str]


def agglomerate(
    edges: Sequence[Edge], groups: Groups, kind: Kind, bound: int, apart: Apart
) -> None:
    """`edges`: sorted, of all pairs that are alike."""
    threshold = RULES[kind].threshold
    merging = Merging(groups, kind, apart, edges)
    for part in _parts([e for e in edges if -e[0] >= threshold], groups, threshold, bound):
        merging.run(part)


def _parts(
    edges: Sequence[Edge], groups: Groups, threshold: float, bound: int
) -> list[Sequence[Edge]]:
    """Connected components by their edges, in order; one that is too large is cut finer.

    Those that are not are one part, for they have nothing to do with one another.
    """
    count = len(groups.told)
    top: dict[int, int] = {}
    sizes: dict[int, int] = {}

    def root(node: int) -> int:
        while (above := top[node]) != node:
            top[node] = node = top[above]
        return node

    largest = 0
    for _, both in edges:
        ends = []
        for number in divmod(both, count):
            group = groups.of[number]
            if group.number not in top:
                top[group.number] = group.number
                sizes[group.number] = size = len(group.claims)
                largest = max(largest, size)
            ends.append(root(group.number))
        x, y = ends
        if x != y:
            top[y] = x
            sizes[x] += sizes[y]
            largest = max(largest, sizes[x])
    if largest <= bound or threshold > 1:
        return [edges]
    parts: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        parts[root(groups.of[edge[1] // count].number)].append(edge)
    found: list[Sequence[Edge]] = []
    for node, part in parts.items():
        if sizes[node] <= bound:
            found.append(part)
        else:
            higher = round(threshold + STEP, 4)
            found += _parts([e for e in part if -e[0] >= higher], groups, higher, bound)
    return found


class Merging:
    """Two groups that were compared are compared anew only where they grew."""

    def __init__(self, groups: Groups, kind: Kind, apart: Apart, edges: Iterable[Edge]) -> None:
        self._groups = groups
        self._rules = RULES[kind]
        self._floor = round(self._rules.floor * UNIT)
        self._apart = apart
        self._known: dict[int, int | None] = {both: round(-s * UNIT) for s, both in edges}
        self._tried: dict[int, Tried | None] = {}  # None: never to be one

    def run(self, edges: Iterable[Edge]) -> None:
        of, count = self._groups.of, len(self._groups.told)
        for _, both in edges:
            one, other = of[both // count], of[both % count]
            if one is not other and self._may_join(one, other):
                self._groups.join(one, other)

    def _may_join(self, one: Group, other: Group) -> bool:
        """No contradiction between any two, and the mean of all pairs at the floor or above.

        Nor may two partners both, by their own records, tell of two things: one can be mistaken.
        """
        if other.number < one.number:
            one, other = other, one
        pair = one.number * len(self._groups.told) + other.number
        tried = self._tried.get(pair, NOTHING)
        if tried is None or (tried.first == len(one.claims) and tried.second == len(other.claims)):
            return False
        if told_apart(one, other) or self._groups.ruled_apart(one, other, self._apart):
            self._tried[pair] = None
            return False
        found = self._tried[pair] = self._compared(one, other, tried)
        return found is not None and found.total >= self._floor * len(one) * len(other)

    def _compared(self, one: Group, other: Group, tried: Tried) -> Tried | None:
        told, known = self._groups.told, self._known
        count = len(told)
        total, telling_two = tried.total, tried.telling_two
        for place, a in enumerate(one.claims):
            for b in other.claims if place >= tried.first else other.claims[tried.second :]:
                both = a * count + b if a < b else b * count + a
                if both in known:
                    found = known[both]
                else:
                    exact = score(told[a], told[b])
                    found = known[both] = None if exact is None else round(exact * UNIT)
                if found is None:
                    return None
                total += found
                if told[a].partner == told[b].partner and self._rules.tells_two(told[a], told[b]):
                    telling_two |= {told[a].partner}
        if len(telling_two) > 1:
            return None
        return Tried(len(one), len(other), total, telling_two)


NOTHING: Final = Tried(0, 0, 0, frozenset())
