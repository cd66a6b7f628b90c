"""operation_recorded - who rebuilt, promoted, redrove, discarded or adopted what, and why."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class OperationRecordedV1(Event):
    type: ClassVar[str] = "operation_recorded"
    version: ClassVar[int] = 1

    operation_id: UUID
    actor: str
    action: str
    target: str
    reason: str | None = None


LINEAGE: Final = Lineage((OperationRecordedV1,))
OperationRecorded = OperationRecordedV1
