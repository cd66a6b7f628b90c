"""Batches of any mix: a receipt for each record, in order, and what goes on the ledgers."""

import base64
import hashlib
from uuid import UUID

import pytest

from schemas.event import derived_id, report_id
from schemas.events import Receipt, ReportAccepted, ReportRejected
from schemas.topics import LEDGER_REJECTIONS, LEDGER_REPORTS
from services.ingest.answers import KEPT, cause_of
from services.ingest.domain import Report
from services.ingest.handlers import decide, open_door
from services.kit.record import Emit, Record, Unfit
from tests.ingest.builders import DOORS, FORMAT, RECEIVED, placed, record, report
from tests.ingest.hostile import HOSTILE

REJECTION = "30ad5f0d-111a-562e-8594-9dfd30cb158c"


def answered(*records: Record, held: dict[UUID, Report] | None = None) -> list[Emit]:
    reports = {} if held is None else held
    return decide([open_door(one, DOORS) for one in records], reports, DOORS)


def receipts(emits: list[Emit]) -> list[Receipt]:
    return [emit.event for emit in emits if isinstance(emit.event, Receipt)]


def test_a_sound_record_becomes_a_fact_and_a_receipt() -> None:
    sent = report("a", "hello", offset=7, partition=2)
    assert sent.value is not None
    a = report_id("desk", "a")
    fact = ReportAccepted(
        report_id=a,
        partner="desk",
        record_id="a",
        revision=1,
        format=FORMAT,
        content_type="application/json",
        sha256=hashlib.sha256(sent.value).hexdigest(),
        first_recorded_at=RECEIVED,
        payload=sent.value.decode(),
    )
    [said, receipt] = answered(sent)
    cause = cause_of(sent)
    fact_id = derived_id(a, "report_accepted", f"1:{fact.sha256}")
    assert said == Emit(LEDGER_REPORTS, str(a), fact, fact_id, RECEIVED, cause)
    told = Receipt(
        status="accepted",
        stage="ingest",
        partner="desk",
        record_id="a",
        report_id=a,
        revision=1,
        topic="reports.desk",
        partition=2,
        offset=7,
    )
    receipt_id = derived_id(cause, "receipt", "ingest")
    assert receipt == Emit("receipts.desk", "a", told, receipt_id, RECEIVED, cause)


def test_a_refused_record_is_answered_and_kept_with_its_bytes() -> None:
    sent = record(b'{"id":"a","v":NaN}', key=None, headers=(("x-\n", b"\xff"),), offset=3)
    cause = cause_of(sent)
    message = "NaN is no number of JSON"
    told = Receipt(
        status="rejected",
        stage="ingest",
        partner="desk",
        record_id="a",
        topic="reports.desk",
        partition=0,
        offset=3,
        code="not_finite",
        field="/v",
        message=message,
    )
    kept = ReportRejected(
        rejection_id=UUID(REJECTION),
        partner="desk",
        record_id="a",
        code="not_finite",
        field="/v",
        message=message,
        topic="reports.desk",
        partition=0,
        offset=3,
        headers=(("x-\\n", base64.b64encode(b"\xff").decode()),),
        raw=base64.b64encode(b'{"id":"a","v":NaN}').decode(),
    )
    assert answered(sent) == [
        Emit("receipts.desk", "a", told, derived_id(cause, "receipt", "ingest"), RECEIVED, cause),
        Emit(
            LEDGER_REJECTIONS,
            "desk",
            kept,
            derived_id(cause, "report_rejected", "ingest"),
            RECEIVED,
            cause,
        ),
    ]


def test_several_records_of_one_report_are_handled_in_order() -> None:
    numbered = (("attache-revision", b"2"),)
    first = (("attache-revision", b"1"),)
    told = receipts(
        answered(
            *placed(
                [
                    report("a", "one"),
                    report("a", "two"),
                    report("a", "two"),
                    report("a", "other", headers=numbered),
                    report("a", "old", headers=first),
                    report("a", "one", headers=first),
                    record(None, key=b"a"),
                    record(None, key=b"a"),
                    report("a", "three", revision=3),
                ]
            )
        )
    )
    assert [(r.status, r.revision, r.code) for r in told] == [
        ("accepted", 1, None),
        ("accepted", 2, None),
        ("duplicate", 2, None),
        ("conflicting", 2, "conflicting_revision"),
        ("conflicting", 1, "conflicting_revision"),
        ("duplicate", 1, None),
        ("accepted", 3, None),
        ("duplicate", 3, None),
        ("accepted", 3, None),
    ]


def test_the_same_id_of_two_partners_is_two_reports() -> None:
    told = receipts(answered(report("a"), report("a", partner="wire")))
    assert [(r.partner, r.status) for r in told] == [("desk", "accepted"), ("wire", "accepted")]
    assert told[0].report_id != told[1].report_id


def test_only_what_is_not_taken_is_kept_as_a_rejection_and_duplicates_are_not() -> None:
    numbered = [("x", 2), ("x", 2), ("y", 1)]
    emits = answered(*placed(report("a", text, revision=n) for text, n in numbered))
    assert [emit.topic for emit in emits] == [
        LEDGER_REPORTS,
        "receipts.desk",
        "receipts.desk",
        "receipts.desk",
        LEDGER_REJECTIONS,
    ]


def test_an_exact_repeat_of_what_was_refused_is_the_same_rejection() -> None:
    """Told to each record, but one row for readers."""
    bad = record(b'{"id":"a","v":NaN}')
    traced = bad._replace(headers=(("traceparent", b"00-1-2-01"),))
    others = [
        record(b'{"id":"a","v":-NaN}'),
        bad._replace(key=b"a"),
        bad._replace(headers=(("attache-revision", b"2"),)),
    ]
    emits = answered(*placed([bad, bad, traced, *others]))
    rejected = [emit for emit in emits if isinstance(emit.event, ReportRejected)]
    assert len({emit.event_id for emit in rejected}) == 6
    ids = [emit.event.rejection_id for emit in rejected]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids)) == 4


def test_hostile_records_change_nothing_for_the_good_ones_around_them() -> None:
    mixed: list[Record] = []
    for number, hostile in enumerate(HOSTILE):
        mixed.append(report(f"good {number}"))
        mixed.append(record(hostile.value, key=hostile.key, headers=hostile.headers))
    batch = placed(mixed)
    told = receipts(answered(*batch))
    assert [r.offset for r in told] == list(range(len(batch)))
    assert [r.status for r in told[::2]] == ["accepted"] * len(HOSTILE)
    assert [r.code for r in told[1::2]] == [hostile.code for hostile in HOSTILE]
    assert {r.status for r in told[1::2]} == {"rejected"}


def test_the_same_records_give_the_same_ids() -> None:
    records = [report("a"), record(b"no json", offset=1), report("a", "b", offset=2)]
    assert answered(*records) == answered(*records)


def test_a_topic_made_anew_gives_new_ids() -> None:
    again = report("a")._replace(timestamp=RECEIVED.replace(year=2026))
    assert cause_of(report("a")) != cause_of(again)


def test_what_is_too_large_for_a_fact_is_left_where_it_lies() -> None:
    [_, kept] = answered(record(b"x" * (KEPT + 1), key=b"a" * 200_000))
    assert isinstance(kept.event, ReportRejected)
    assert (kept.event.raw, kept.event.key) == (None, None)
    assert kept.event.message.endswith("it lies on its topic only")


def test_a_topic_that_nobody_declared_is_parked_and_not_answered() -> None:
    with pytest.raises(Unfit, match=r"no partner is declared for reports\.nobody"):
        answered(report("a", partner="nobody"))
