"""report_accepted - a partner's report, new to us, payload kept as sent."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware


class ReportAcceptedV1(Event):
    type: ClassVar[str] = "report_accepted"
    version: ClassVar[int] = 1

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    format: str
    content_type: str
    sha256: str
    first_recorded_at: Aware
    payload: str  # the record's UTF-8 text, verbatim


LINEAGE: Final = Lineage((ReportAcceptedV1,))
ReportAccepted = ReportAcceptedV1
