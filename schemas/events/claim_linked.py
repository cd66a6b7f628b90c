"""claim_linked - a claim is about this occurrence; carried whole, with the score and reasons."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.claims import Claim
from schemas.event import Event
from schemas.lineage import Lineage
from schemas.values import Value


class Reason(Value):
    """One piece of evidence: what was compared, what it added to the score, in words."""

    feature: str
    score: float
    text: str


class ClaimLinkedV1(Event):
    type: ClassVar[str] = "claim_linked"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int
    claim: Claim
    score: float = 1.0
    matched: UUID | None = None  # the claim it is most alike; None for the founder
    reasons: tuple[Reason, ...] = ()
    rules: str


LINEAGE: Final = Lineage((ClaimLinkedV1,))
ClaimLinked = ClaimLinkedV1
