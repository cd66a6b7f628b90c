"""report_interpreted - every claim of one report revision, maybe none, as one format reads it.

A newer set replaces an older one; they are ordered by (revision, format_version).
"""

from typing import ClassVar, Final
from uuid import UUID

from schemas.claims import Claim, Signal
from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware


class ReportInterpretedV1(Event):
    type: ClassVar[str] = "report_interpreted"
    version: ClassVar[int] = 1

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    first_recorded_at: Aware
    format: str
    format_version: int
    out_of_scope: str | None = None  # why the record does not concern us
    claims: tuple[Claim, ...]
    signals: tuple[Signal, ...] = ()


LINEAGE: Final = Lineage((ReportInterpretedV1,))
ReportInterpreted = ReportInterpretedV1
