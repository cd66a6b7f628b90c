"""report_withdrawn - the partner takes a report back; none of its claims stands any longer."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware


class ReportWithdrawnV1(Event):
    type: ClassVar[str] = "report_withdrawn"
    version: ClassVar[int] = 1

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    format: str
    sha256: str
    first_recorded_at: Aware
    reason: str | None = None


LINEAGE: Final = Lineage((ReportWithdrawnV1,))
ReportWithdrawn = ReportWithdrawnV1
