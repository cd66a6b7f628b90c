"""ruling_withdrawn - a ruling no longer holds."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class RulingWithdrawnV1(Event):
    type: ClassVar[str] = "ruling_withdrawn"
    version: ClassVar[int] = 1

    ruling_id: UUID
    claim_a: UUID
    claim_b: UUID
    actor: str
    reason: str


LINEAGE: Final = Lineage((RulingWithdrawnV1,))
RulingWithdrawn = RulingWithdrawnV1
