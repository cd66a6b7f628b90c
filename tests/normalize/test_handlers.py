"""Facts of ledger.reports in, claims and receipts out, each to its topic."""

import base64
from typing import Any
from uuid import UUID

import pytest

from schemas.codes import CODES
from schemas.event import Envelope, derived_id
from schemas.events import ReportRejected
from services.kit.record import Emit, Fact, Record
from services.normalize.handlers import refuse, to_emits
from tests.normalize.test_domain import (
    CAUSE,
    DECLARED,
    FORMATS,
    RECEIVED,
    REPORT,
    accepted,
    claim,
    interpreted,
)


def fact_of(event: Any) -> Fact:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    envelope = Envelope(
        CAUSE.event_id, event.type, 1, "/attache/ingest", RECEIVED, UUID(int=1), trace
    )
    return Fact(envelope, event, Record("ledger.reports", 4, 77, b"k", b"v", (), RECEIVED))


def test_what_is_said_goes_to_its_topics_because_of_the_fact() -> None:
    facts = [fact_of(accepted({"says": ["1"]})), fact_of(accepted({"fail": "refuse"}))]
    emits = to_emits(FORMATS, {"desk": DECLARED})(facts)
    trace = facts[0].envelope.traceparent
    assert [(emit.topic, emit.key) for emit in emits] == [
        ("ledger.claims", str(REPORT)),
        ("receipts.desk", "a"),
        ("ledger.rejections", "desk"),
        ("receipts.desk", "a"),
    ]
    assert emits[0] == Emit(
        "ledger.claims",
        str(REPORT),
        interpreted(claim("1")),
        derived_id(CAUSE.event_id, "report_interpreted", 3),
        RECEIVED,
        CAUSE.event_id,
        trace,
    )
    assert emits == to_emits(FORMATS, {"desk": DECLARED})(facts)


def test_facts_that_are_read_together_are_answered_as_each_alone() -> None:
    rows: list[Any] = [
        {"says": ["1", "2"]},
        {"says": ["1"], "summary": ["no", "text"]},  # breaks the contract
        {"fail": "refuse"},
        {"fail": "crash"},
        {"says": ["3"]},
    ]
    facts = [fact_of(accepted(row)) for row in rows]
    emits = to_emits(FORMATS, {"desk": DECLARED})
    assert emits(facts) == [emit for fact in facts for emit in emits([fact])]
    assert emits([fact_of(interpreted(claim("1")))]) == []


@pytest.mark.parametrize(
    ("value", "partner"),
    [(b'{"partner":"desk","record_id":"a"}', "desk"), (b"\xff", ""), (None, ""), (b"[1]", "")],
)
def test_an_unreadable_record_of_our_own_ledger_is_kept(value: bytes | None, partner: str) -> None:
    record = Record("ledger.reports", 1, 5, b"k", value, [("x", b"\xff")], RECEIVED)
    [kept] = refuse(record, "no header 'ce_id'")
    assert (kept.topic, kept.key) == ("ledger.rejections", partner)
    assert isinstance(kept.event, ReportRejected)
    assert kept.event.raw == (None if value is None else base64.b64encode(value).decode())
    assert kept.event.code in CODES
    assert kept == refuse(record, "no header 'ce_id'")[0]
