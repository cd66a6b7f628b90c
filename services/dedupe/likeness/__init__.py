"""How alike two claims are, by rules that are never edited in place: a new version is a sibling."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from schemas.claims import Kind
from services.dedupe.likeness import deployment_v1, meeting_v1, transfer_v1
from services.dedupe.likeness.evidence import Evidence, Likeness, Tally
from services.dedupe.likeness.features import Member


class Rules(NamedTuple):
    """One version of the rules for one kind.

    `floor`: the mean likeness a whole must keep. `tells_two`: whether one partner, by these two of
    its records, speaks of two things.
    """

    name: str
    compare: Callable[[Member, Member, Tally], None]
    threshold: float
    floor: float
    tells_two: Callable[[Member, Member], bool]


RULES: Final[Mapping[Kind, Rules]] = MappingProxyType(
    {
        "deployment": Rules(
            "deployment/1",
            deployment_v1.compare,
            deployment_v1.THRESHOLD,
            deployment_v1.FLOOR,
            deployment_v1.tells_two,
        ),
        "transfer": Rules(
            "transfer/1",
            transfer_v1.compare,
            transfer_v1.THRESHOLD,
            transfer_v1.FLOOR,
            transfer_v1.tells_two,
        ),
        "meeting": Rules(
            "meeting/1",
            meeting_v1.compare,
            meeting_v1.THRESHOLD,
            meeting_v1.FLOOR,
            meeting_v1.tells_two,
        ),
    }
)
"""The rules in force."""
SURELY: Final = max(rules.threshold for rules in RULES.values())
"""A score by which two claims of any kind are alike."""

DIFFERENT_KINDS: Final = Likeness(0.0, (), "of different kinds")


def likeness(a: Member, b: Member) -> Likeness:
    """Symmetric: the two are always compared in the order of their ids."""
    if a.kind != b.kind:
        return DIFFERENT_KINDS
    evidence = Evidence()
    if b.claim_id < a.claim_id:
        a, b = b, a
    RULES[a.kind].compare(a, b, evidence)
    return evidence.likeness()


def score(a: Member, b: Member) -> float | None:
    """The score of `likeness` alone, at a third of the cost; None for a contradiction."""
    if a.kind != b.kind:
        return None
    tally = Tally()
    if b.claim_id.int < a.claim_id.int:
        a, b = b, a
    RULES[a.kind].compare(a, b, tally)
    return None if tally.contradicted else tally.rounded()


def enough(a: Member, b: Member) -> float | None:
    """Their score, if it is one by which two claims are alike."""
    found = score(a, b)
    return found if found is not None and found >= RULES[a.kind].threshold else None
