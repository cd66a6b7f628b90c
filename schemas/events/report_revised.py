"""report_revised - a newer revision of a report we hold, payload kept as sent."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware


class ReportRevisedV1(Event):
    type: ClassVar[str] = "report_revised"
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


LINEAGE: Final = Lineage((ReportRevisedV1,))
ReportRevised = ReportRevisedV1
