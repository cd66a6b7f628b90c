"""claims_ruled_different - a person judged two claims to be about different occurrences."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class ClaimsRuledDifferentV1(Event):
    type: ClassVar[str] = "claims_ruled_different"
    version: ClassVar[int] = 1

    ruling_id: UUID
    claim_a: UUID
    claim_b: UUID
    actor: str
    reason: str


LINEAGE: Final = Lineage((ClaimsRuledDifferentV1,))
ClaimsRuledDifferent = ClaimsRuledDifferentV1
