"""claim_changed - a claim of this occurrence says something else now (a revision)."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.claims import Claim
from schemas.event import Event
from schemas.lineage import Lineage


class ClaimChangedV1(Event):
    type: ClassVar[str] = "claim_changed"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int
    claim: Claim


LINEAGE: Final = Lineage((ClaimChangedV1,))
ClaimChanged = ClaimChangedV1
