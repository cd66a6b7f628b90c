"""receipt - what became of one record a partner sent: one answer per record and stage."""

from typing import ClassVar, Final, Literal
from uuid import UUID

from schemas.claims import Kind, Signal
from schemas.event import Event
from schemas.lineage import Lineage
from schemas.values import Value

Status = Literal[
    "accepted",
    "duplicate",
    "stale",
    "conflicting",
    "rejected",
    "interpreted",
    "withdrawn",
    "out_of_scope",
]


class ClaimReceipt(Value):
    claim_id: UUID
    partner_claim_id: str
    kind: Kind


class ReceiptV1(Event):
    type: ClassVar[str] = "receipt"
    version: ClassVar[int] = 1

    status: Status
    stage: Literal["ingest", "normalize"]
    partner: str
    record_id: str | None = None
    report_id: UUID | None = None
    revision: int | None = None
    topic: str | None = None  # the partner's own record: where it lies
    partition: int | None = None
    offset: int | None = None
    code: str | None = None
    field: str | None = None  # JSON pointer
    message: str | None = None
    claims: tuple[ClaimReceipt, ...] = ()
    signals: tuple[Signal, ...] = ()
    ignored: tuple[str, ...] = ()  # fields left alone on purpose


LINEAGE: Final = Lineage((ReceiptV1,))
Receipt = ReceiptV1
