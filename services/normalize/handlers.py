"""Facts of ledger.reports in, claims and receipts out: a mapping without memory."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, assert_never

from schemas.event import NAMESPACE, derived_id, id_text
from schemas.events import (
    InterpretationWithdrawn,
    Receipt,
    ReportInterpreted,
    ReportRejected,
)
from schemas.topics import LEDGER_CLAIMS, LEDGER_REJECTIONS, RECEIPTS
from schemas.values import Source
from schemas.wording import printable
from services.kit.record import Emit, Fact, Record
from services.normalize.domain import Cause, Published, Said, interpret_all, said_id
from services.normalize.format import Format


def to_emits(
    formats: Mapping[str, Format], sources: Mapping[str, Source]
) -> Callable[[Sequence[Fact]], list[Emit]]:
    """The mapping for these formats (by name) and declared sources (by partner)."""

    def emits(facts: Sequence[Fact]) -> list[Emit]:
        # ledger.reports may carry facts that say nothing of claims
        told = [fact for fact in facts if isinstance(fact.event, Published)]
        causes = [_cause(fact) for fact in told]
        pairs = [(cause, fact.event) for cause, fact in zip(causes, told, strict=True)]
        all_said = interpret_all(pairs, formats, sources)
        return [
            _emit(fact, cause, each, formats[fact.event.format].version)
            for fact, cause, said in zip(told, causes, all_said, strict=True)
            for each in said
        ]

    return emits


def _cause(fact: Fact) -> Cause:
    envelope, record = fact.envelope, fact.record
    return Cause(
        envelope.event_id, envelope.recorded, record.topic, record.partition, record.offset
    )


def _emit(fact: Fact, cause: Cause, said: Said, version: int) -> Emit:
    envelope = fact.envelope
    return Emit(
        *_address(said),
        said,
        said_id(cause, said, version),
        envelope.recorded,
        envelope.event_id,
        envelope.traceparent,
    )


def _address(said: Said) -> tuple[str, str]:
    """Topic and key."""
    match said:
        case ReportInterpreted() | InterpretationWithdrawn():
            return LEDGER_CLAIMS, id_text(said.report_id)
        case Receipt():
            return RECEIPTS + said.partner, said.record_id or ""
        case ReportRejected():
            return LEDGER_REJECTIONS, said.partner
        case _:
            assert_never(said)


def refuse(record: Record, why: str) -> list[Emit]:
    """A record of our own ledger that is no fact: kept with its bytes, as far as it says whose."""
    told = _told(record.value)
    partner, record_id = told.get("partner"), told.get("record_id")
    place = f"{record.topic}\n{record.partition}\n{record.offset}\n{record.timestamp.isoformat()}"
    cause = derived_id(NAMESPACE, "record", place)
    rejected = ReportRejected(
        rejection_id=derived_id(cause, "rejection"),
        partner=printable(partner) if isinstance(partner, str) else "",
        record_id=printable(record_id) if isinstance(record_id, str) else None,
        code="unreadable_fact",
        field="",
        message=printable(why)[:500],
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        headers=tuple((printable(name), _base64(value)) for name, value in record.headers),
        key=None if record.key is None else _base64(record.key),
        raw=None if record.value is None else _base64(record.value),
    )
    event_id = derived_id(cause, rejected.type)
    return [Emit(LEDGER_REJECTIONS, rejected.partner, rejected, event_id, record.timestamp, None)]


def _told(value: bytes | None) -> dict[str, Any]:
    try:
        told = json.loads(value or b"")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _base64(value: bytes | None) -> str:
    return base64.b64encode(value or b"").decode("ascii")
