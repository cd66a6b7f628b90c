"""Why two claims are, or are not, about one occurrence: by the rules in force, as they are now.

Pure. It asks dedupe's own rules; what it cannot find there it does not make up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from schemas.claims import Claim
from services.dedupe.blocking import candidates
from services.dedupe.likeness import RULES, likeness
from services.dedupe.likeness.chains import chains_of
from services.dedupe.likeness.evidence import Likeness
from services.dedupe.likeness.extract import member_of
from services.dedupe.likeness.features import Member
from services.operator.rulings import Ruling

Step = tuple[UUID, str, UUID]


@dataclass(frozen=True, slots=True)
class Comparison:
    a: UUID
    b: UUID
    together: bool
    likeness: Likeness
    threshold: float
    rules: str
    why: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "claims": [str(self.a), str(self.b)],
            "one_occurrence": self.together,
            "score": self.likeness.score,
            "threshold": self.threshold,
            "rules": self.rules,
            "contradiction": self.likeness.veto,
            "reasons": [reason._asdict() for reason in self.likeness.reasons],
            "why": list(self.why),
        }


def compare(
    a: UUID,
    b: UUID,
    claims: Mapping[UUID, Claim],
    wholes: tuple[Sequence[UUID], Sequence[UUID]],
    rulings: Sequence[Ruling],
) -> Comparison:
    """`wholes`: the claims of the occurrences that hold them, the same one twice if it is one.

    `claims`: all of them. `rulings`: those that hold on any of them.
    """
    members = {claim_id: member_of(claim) for claim_id, claim in claims.items()}
    one, other = members[a], members[b]
    together = b in wholes[0]
    compared = likeness(one, other)
    if together:
        why = tuple(_joined(one, other, [members[id_] for id_ in wholes[0]], rulings))
    else:
        sides = tuple([members[id_] for id_ in whole] for whole in wholes)
        why = tuple(_apart(one, other, compared, (sides[0], sides[1]), rulings))
    rule = RULES[one.kind]
    return Comparison(a, b, together, compared, rule.threshold, rule.name, why)


def _joined(
    one: Member, other: Member, members: Sequence[Member], rulings: Sequence[Ruling]
) -> Iterator[str]:
    chains = chains_of(members)
    direct = _tie(one, other, chains, rulings)
    if direct is not None:
        yield direct
        return
    path = _path(one, other, members, chains, rulings)
    if path:
        yield "not alike enough by themselves, but through other claims:"
        yield from (f"{a} {how} {b}" for a, how, b in path)
    else:
        yield "nothing that holds today ties them: the next decision about them may part them"


def _tie(
    one: Member, other: Member, chains: Mapping[UUID, str], rulings: Sequence[Ruling]
) -> str | None:
    """What holds two claims together without the help of others."""
    ids = {one.claim_id, other.claim_id}
    for ruling in rulings:
        if ruling.verdict == "same" and set(ruling.pair) == ids:
            return f"ruled the same by {ruling.actor}: {ruling.reason}"
    if one.report_id == other.report_id and chains[one.claim_id] == chains[other.claim_id]:
        return "their own report says that they are about the same"
    if one.series is not None and other.series is not None and one.series.key == other.series.key:
        return f"both measure the standing deployment {one.series.key}"
    compared = likeness(one, other)
    threshold = RULES[one.kind].threshold
    if compared.score >= threshold and candidates(one, other):
        return f"alike: {compared.score:.2f}, and {threshold:.2f} is enough"
    return None


def _path(
    one: Member,
    other: Member,
    members: Sequence[Member],
    chains: Mapping[UUID, str],
    rulings: Sequence[Ruling],
) -> list[Step]:
    """The fewest steps from one to the other."""
    came: dict[UUID, Step] = {}
    left = {member.claim_id: member for member in members if member is not one}
    edge = [one]
    while edge and other.claim_id in left:
        ring = []
        for here in edge:
            for claim_id, there in list(left.items()):
                how = _tie(here, there, chains, rulings)
                if how is not None:
                    came[claim_id] = (here.claim_id, f"({how})", claim_id)
                    ring.append(left.pop(claim_id))
        edge = ring
    steps: list[Step] = []
    at = other.claim_id
    while at in came:
        steps.append(came[at])
        at = came[at][0]
    return steps[::-1]


def _apart(
    one: Member,
    other: Member,
    compared: Likeness,
    sides: tuple[Sequence[Member], Sequence[Member]],
    rulings: Sequence[Ruling],
) -> Iterator[str]:
    if one.kind != other.kind:
        yield f"a {one.kind} is no {other.kind}"
        return
    left, right = ({member.claim_id for member in side} for side in sides)
    for ruling in rulings:
        x, y = ruling.pair
        if ruling.verdict == "different" and (
            (x in left and y in right) or (y in left and x in right)
        ):
            about = "" if {x, y} == {one.claim_id, other.claim_id} else f" ({x} and {y})"
            yield f"ruled different by {ruling.actor}{about}: {ruling.reason}"
    threshold = RULES[one.kind].threshold
    if compared.veto is not None:
        yield f"they contradict each other: {compared.veto}"
    elif compared.score < threshold:
        yield f"not alike enough: {compared.score:.2f}, and it takes {threshold:.2f}"
    elif not candidates(one, other):
        yield "never compared: no party and time in common by which one would find the other"
    yield from _wholes_apart(one, other, sides)


def _wholes_apart(
    one: Member, other: Member, sides: tuple[Sequence[Member], Sequence[Member]]
) -> Iterator[str]:
    """What keeps all of one side from all of the other, whatever the two claims say."""
    chains = chains_of([*sides[0], *sides[1]])
    asked = {one.claim_id, other.claim_id}
    scores: list[float] = []
    telling_two: dict[str, tuple[Member, Member]] = {}
    for x, y in product(*sides):
        named = f"{x.claim_id} and {y.claim_id}"
        one_report = x.report_id == y.report_id and x.firm and y.firm
        if one_report and chains[x.claim_id] != chains[y.claim_id]:
            yield f"one report lists {named} as two"
            return
        found = likeness(x, y)
        scores.append(found.score)
        if found.veto is not None and {x.claim_id, y.claim_id} != asked:
            yield f"the claims with them contradict each other ({named}): {found.veto}"
            return
        if x.partner == y.partner and RULES[x.kind].tells_two(x, y):
            telling_two.setdefault(x.partner, (x, y))
    floor = RULES[one.kind].floor
    mean = sum(scores) / len(scores)
    if len(scores) > 1 and mean < floor:
        yield f"all claims of both are alike by {mean:.2f} on average, and it takes {floor:.2f}"
    if len(telling_two) > 1:
        yield f"{' and '.join(sorted(telling_two))} each tell of two"
