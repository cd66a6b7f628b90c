"""report_rejected - a record that did not get in, with its raw bytes, so that nothing is lost."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class ReportRejectedV1(Event):
    type: ClassVar[str] = "report_rejected"
    version: ClassVar[int] = 1

    rejection_id: UUID
    partner: str
    record_id: str | None = None
    revision: int | None = None
    code: str
    field: str  # JSON pointer; "" is the whole record
    message: str
    topic: str
    partition: int
    offset: int
    headers: tuple[tuple[str, str], ...] = ()  # values in base64
    key: str | None = None  # base64
    raw: str | None = None  # base64; None for a record without a value


LINEAGE: Final = Lineage((ReportRejectedV1,))
ReportRejected = ReportRejectedV1
