"""What ingest says of a record: the fact, the receipt, and the rejection that loses nothing."""

import base64
import hashlib
from typing import Final, NamedTuple, assert_never
from uuid import UUID

from schemas.codec import isoformat
from schemas.event import NAMESPACE, derived_id, id_text
from schemas.events import Receipt, ReportRejected
from schemas.events.receipt import Status
from schemas.topics import LEDGER_REJECTIONS, LEDGER_REPORTS, RECEIPTS
from schemas.wording import printable
from services.ingest import domain
from services.ingest.domain import Admitted, Decision
from services.ingest.door import TurnedAway
from services.ingest.envelope import TRACING
from services.kit.record import Emit, Record

KEPT: Final = 4 << 20
"""Bytes of a value that still fit in a fact; a longer one lies only on the partner's topic."""
KEPT_BESIDE: Final = 1 << 17  # of the key, and of all headers


def cause_of(record: Record) -> UUID:
    """The id of the partner's record: its place, and the moment (a topic may be made anew)."""
    place = f"{record.topic}\n{record.partition}\n{record.offset}"
    return derived_id(NAMESPACE, "record", f"{place}\n{isoformat(record.timestamp)}")


class Answer(NamedTuple):
    """A record, the partner it came from, and its id."""

    record: Record
    partner: str
    cause: UUID

    def decided(self, decision: Decision, admitted: Admitted, report_id: UUID) -> list[Emit]:
        outcome, report = decision.outcome, decision.report
        status, code = _status(outcome)
        receipt = self._receipt(
            status,
            admitted.record_id,
            code,
            decision.message,
            field=None if code is None else "",
            report_id=report_id,
            revision=_revision(decision, admitted),
        )
        emits: list[Emit] = []
        if report is not None and (fact := domain.fact_of(report, outcome, admitted)) is not None:
            event_id = derived_id(report_id, fact.type, f"{report.revision}:{report.sha256}")
            emits.append(self._emit(LEDGER_REPORTS, id_text(report_id), fact, admitted, event_id))
        emits.append(self._emit(RECEIPTS + self.partner, admitted.record_id, receipt, admitted))
        if code is not None:
            rejected = self._rejected(
                admitted.record_id, code, "", decision.message or "", admitted.revision
            )
            emits.append(self._emit(LEDGER_REJECTIONS, self.partner, rejected, admitted))
        return emits

    def turned_away(self, why: TurnedAway) -> list[Emit]:
        receipt = self._receipt("rejected", why.record_id, why.code, why.message, field=why.field)
        rejected = self._rejected(why.record_id, why.code, why.field, why.message, None)
        return [
            self._emit(RECEIPTS + self.partner, why.record_id or "", receipt),
            self._emit(LEDGER_REJECTIONS, self.partner, rejected),
        ]

    def _receipt(
        self,
        status: Status,
        record_id: str | None,
        code: str | None,
        message: str | None,
        *,
        field: str | None = None,
        report_id: UUID | None = None,
        revision: int | None = None,
    ) -> Receipt:
        return Receipt(
            status=status,
            stage="ingest",
            partner=self.partner,
            record_id=record_id,
            report_id=report_id,
            revision=revision,
            topic=self.record.topic,
            partition=self.record.partition,
            offset=self.record.offset,
            code=code,
            field=field,
            message=message,
        )

    def _rejected(
        self, record_id: str | None, code: str, field: str, message: str, revision: int | None
    ) -> ReportRejected:
        record = self.record
        raw = record.value
        if raw is not None and len(raw) > KEPT:
            raw, message = None, f"{message}; too long to be kept here, it lies on its topic only"
        headers = [(printable(name), value or b"") for name, value in record.headers]
        if sum(len(name) + len(value) for name, value in headers) > KEPT_BESIDE:
            headers = []
        key = record.key if record.key is None or len(record.key) <= KEPT_BESIDE else None
        return ReportRejected(
            rejection_id=rejection_id(self.partner, record, revision, code, field),
            partner=self.partner,
            record_id=record_id,
            revision=revision,
            code=code,
            field=field,
            message=message,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            headers=tuple((name, _base64(value)) for name, value in headers),
            key=None if key is None else _base64(key),
            raw=None if raw is None else _base64(raw),
        )

    def _emit(
        self,
        topic: str,
        key: str,
        event: domain.Published | Receipt | ReportRejected,
        admitted: Admitted | None = None,
        event_id: UUID | None = None,
    ) -> Emit:
        return Emit(
            topic,
            key,
            event,
            event_id or derived_id(self.cause, event.type, "ingest"),
            self.record.timestamp,
            self.cause,
            admitted.traceparent if admitted else None,
        )


def _status(outcome: domain.Outcome) -> tuple[Status, str | None]:
    """The receipt's status, and the code where the record is not taken."""
    match outcome:
        case "accepted" | "revised" | "withdrawn" | "taken_before":
            return "accepted", None
        case "duplicate":
            return "duplicate", None
        case "conflicting":
            return "conflicting", "conflicting_revision"
        case "stale":
            return "stale", "stale_revision"
        case "unknown_report":
            return "rejected", "unknown_report"
        case _:
            assert_never(outcome)


def _revision(decision: Decision, admitted: Admitted) -> int | None:
    """Its own number where it is not taken, else the one it has with us."""
    if decision.outcome in ("stale", "conflicting", "unknown_report"):
        return admitted.revision
    if decision.revision is not None:
        return decision.revision
    return decision.report.revision if decision.report else None


def rejection_id(partner: str, record: Record, revision: int | None, code: str, field: str) -> UUID:
    """Of what was refused and why, so that an exact repeat is the same rejection, not another."""
    given = [(n, v) for n, v in record.headers if n.lower() not in TRACING]
    parts = [record.key, record.value]
    parts += [part for n, v in given for part in (printable(n).encode(), v)]
    content = hashlib.sha256()
    for part in parts:
        content.update(b"-" if part is None else b"%d\n%b" % (len(part), part))
    why = f"{partner}\n{revision}\n{code}\n{field}\n{content.hexdigest()}"
    return derived_id(NAMESPACE, "rejection", why)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
