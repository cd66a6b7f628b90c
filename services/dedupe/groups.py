"""Claims held together: a union of groups that knows which groups may never be one."""

from collections.abc import Iterable
from uuid import UUID

from services.dedupe.likeness.chains import chains_of
from services.dedupe.likeness.features import Member


class Group:
    """Members that are together for good. `firm`: per report, the chains that it asserts here."""

    __slots__ = ("firm", "members")

    def __init__(self, member: Member, chain: str) -> None:
        self.members = [member]
        self.firm: dict[UUID, set[str]] = {member.report_id: {chain}} if member.firm else {}

    def __len__(self) -> int:
        return len(self.members)


class Groups:
    """`apart`: per claim, the claims that a person ruled to be about something else."""

    def __init__(self, members: Iterable[Member], apart: dict[UUID, set[UUID]]) -> None:
        given = list(members)
        chains = chains_of(given)
        self._apart = apart
        self._of = {m.claim_id: Group(m, chains[m.claim_id]) for m in given}

    def of(self, claim: UUID) -> Group:
        return self._of[claim]

    def __contains__(self, claim: UUID) -> bool:
        return claim in self._of

    def all(self) -> list[Group]:
        return list({id(group): group for group in self._of.values()}.values())

    def ruled_apart(self, a: Group, b: Group) -> bool:
        if not self._apart:
            return False
        small, large = (a, b) if len(a) < len(b) else (b, a)
        ids = {member.claim_id for member in large.members}
        return any(
            not ids.isdisjoint(self._apart.get(member.claim_id, ())) for member in small.members
        )

    def told_apart(self, a: Group, b: Group) -> bool:
        """Whether one report itself lists a claim of each as two different things."""
        if len(a.firm) > len(b.firm):
            a, b = b, a
        return any(
            report in b.firm and (len(chains | b.firm[report]) > 1)
            for report, chains in a.firm.items()
        )

    def join(self, a: Group, b: Group) -> None:
        if a is b:
            return
        if len(a) < len(b):
            a, b = b, a
        a.members += b.members
        for report, chains in b.firm.items():
            a.firm.setdefault(report, set()).update(chains)
        for member in b.members:
            self._of[member.claim_id] = a
