"""claim_unlinked - a claim is no longer about this occurrence, and why."""

from typing import ClassVar, Final, Literal
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class ClaimUnlinkedV1(Event):
    type: ClassVar[str] = "claim_unlinked"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int
    claim_id: UUID
    report_id: UUID
    revision: int  # of the report, and the format's version, whose claim set led to this
    format_version: int
    why: Literal["withdrawn", "moved"]
    moved_to: UUID | None = None


LINEAGE: Final = Lineage((ClaimUnlinkedV1,))
ClaimUnlinked = ClaimUnlinkedV1
