"""Rulings as constraints: which pairs of claims must be together, and which must not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias
from uuid import UUID

from schemas.claims import Kind

Pair: TypeAlias = tuple[UUID, UUID]


def pair(a: UUID, b: UUID) -> Pair:
    return (a, b) if a.int < b.int else (b, a)


class Ruling(NamedTuple):
    """A person's judgement of two claims. `recorded`: microseconds since 1970."""

    ruling_id: UUID
    pair: Pair
    same: bool
    recorded: int


class Overruled(NamedTuple):
    """A ruling of "same" that cannot come true, and what stands against it."""

    ruling: Ruling
    because: str

    @property
    def ruling_id(self) -> UUID:
        return self.ruling.ruling_id


def in_force(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The latest of each pair, in an order of their own."""
    latest: dict[Pair, Ruling] = {}
    for ruling in sorted(rulings, key=lambda r: (r.recorded, r.ruling_id)):
        latest[ruling.pair] = ruling
    return tuple(latest[pair] for pair in sorted(latest))


Apart: TypeAlias = Mapping[UUID, set[UUID]]
"""Per claim, those that it may not be with."""
NOWHERE: Final[Apart] = {}


class Constraints(NamedTuple):
    """What the rulings ask, without contradicting one another.

    `apart`: as ruled. `follows`: that, and what it means together with `joined`: who is ruled to
    be with A may not be with those that A is ruled to be apart from.
    """

    joined: Sequence[Ruling] = ()
    apart: Apart = NOWHERE
    follows: Apart = NOWHERE
    lost: tuple[Overruled, ...] = ()


NONE: Final = Constraints()


def constraints(ruled: Iterable[Ruling], kinds: Mapping[UUID, Kind]) -> Constraints:
    """`ruled` are in force. A ruling waits until both of its claims are there.

    "Different" wins over "same". Of several rulings of "same" that cannot all be, the earlier
    ones hold: a new one tears nothing apart that others joined.
    """
    here = [r for r in ruled if r.pair[0] in kinds and r.pair[1] in kinds]
    if not here:
        return NONE
    apart: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for ruling in here:
        if not ruling.same:
            a, b = ruling.pair
            apart[a].add(b)
            apart[b].add(a)
    wholes: dict[UUID, set[UUID]] = {}
    joined: list[Ruling] = []
    lost: list[Overruled] = []
    for ruling in sorted((r for r in here if r.same), key=lambda r: (r.recorded, r.ruling_id)):
        one, other = (wholes.get(claim, {claim}) for claim in ruling.pair)
        if kinds[ruling.pair[0]] != kinds[ruling.pair[1]]:
            lost.append(Overruled(ruling, "they are of two kinds"))
        elif any(apart.get(claim, NOBODY) & other for claim in one):
            lost.append(Overruled(ruling, "other rulings keep its claims apart"))
        else:
            joined.append(ruling)
            whole = one | other
            wholes.update(dict.fromkeys(whole, whole))
    return Constraints(joined, apart, _following(apart, wholes), tuple(lost))


NOBODY: Final[frozenset[UUID]] = frozenset()


def _following(apart: Apart, wholes: Mapping[UUID, set[UUID]]) -> Apart:
    if not wholes:
        return apart
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for claim, others in apart.items():
        far = {one for other in others for one in wholes.get(other, (other,))}
        for one in wholes.get(claim, (claim,)):
            found[one] |= far
    return found
