"""claims_ruled_same - a person judged two claims to be about the same occurrence."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class ClaimsRuledSameV1(Event):
    type: ClassVar[str] = "claims_ruled_same"
    version: ClassVar[int] = 1

    ruling_id: UUID
    claim_a: UUID
    claim_b: UUID
    actor: str
    reason: str


LINEAGE: Final = Lineage((ClaimsRuledSameV1,))
ClaimsRuledSame = ClaimsRuledSameV1
