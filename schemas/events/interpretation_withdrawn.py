"""interpretation_withdrawn - a report was taken back, and its claims with it."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware


class InterpretationWithdrawnV1(Event):
    type: ClassVar[str] = "interpretation_withdrawn"
    version: ClassVar[int] = 1

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    first_recorded_at: Aware
    format: str
    format_version: int
    reason: str | None = None


LINEAGE: Final = Lineage((InterpretationWithdrawnV1,))
InterpretationWithdrawn = InterpretationWithdrawnV1
