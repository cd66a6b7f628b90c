"""Claims held together: a union of groups that knows which groups may never be one."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from services.dedupe.likeness.features import Member
from services.dedupe.rulings import NOBODY, Apart


class Group:
    """Claims, by their numbers, that are together for good. It only grows, at the end.

    `firm`: per report, the chains that it asserts here. `number` names the group while it lasts.
    """

    __slots__ = ("claims", "firm", "number")

    def __init__(self, number: int, member: Member, chain: str) -> None:
        self.number = number
        self.claims = [number]
        self.firm: dict[UUID, set[str]] = {member.report_id: {chain}} if member.firm else {}

    def __len__(self) -> int:
        return len(self.claims)


class Groups:
    """`told`: in order of their ids, which gives them their numbers. `tied`: those to be grouped.

    `chains`: of each of these.
    """

    def __init__(
        self,
        told: Sequence[Member],
        number: Mapping[UUID, int],
        tied: Iterable[int],
        chains: Mapping[UUID, str],
    ) -> None:
        self.told = told
        self._number = number
        self.of = {n: Group(n, told[n], chains[told[n].claim_id]) for n in tied}

    def holding(self, claim: UUID) -> Group:
        return self.of[self._number[claim]]

    def all(self) -> list[list[Member]]:
        found = {group.number: group.claims for group in self.of.values()}
        return [[self.told[n] for n in claims] for claims in found.values()]

    def join(self, a: Group, b: Group) -> None:
        if a is b:
            return
        if len(a) < len(b):
            a, b = b, a
        a.claims += b.claims
        for report, chains in b.firm.items():
            a.firm.setdefault(report, set()).update(chains)
        for number in b.claims:
            self.of[number] = a

    def ruled_apart(self, a: Group, b: Group, apart: Apart) -> bool:
        if not apart:
            return False
        small, large = (a, b) if len(a) < len(b) else (b, a)
        ids = {self.told[number].claim_id for number in large.claims}
        return any(
            not ids.isdisjoint(apart.get(self.told[number].claim_id, NOBODY))
            for number in small.claims
        )


def told_apart(a: Group, b: Group) -> bool:
    """Whether one report itself lists a claim of each as two different things."""
    if len(a.firm) > len(b.firm):
        a, b = b, a
    for report, chains in a.firm.items():
        theirs = b.firm.get(report)
        if theirs is not None and len(chains | theirs) > 1:
            return True
    return False
