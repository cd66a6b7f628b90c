"""Receipts find their records, in whatever order they come."""

from schemas.claims import Signal
from schemas.event import claim_id, report_id
from schemas.events import ClaimReceipt, Receipt
from services.operator.answers import Answers
from services.operator.outbound import Origin, Outbound
from services.operator.tally import Refusal, Tally

PARTNER = "desk"


def record(number: int, record_id: str | None = "a") -> Outbound:
    return Outbound(Origin(0, number), record_id, b"{}", [])


def ingested(offset: int, status="accepted", revision=1, record_id="a", **more) -> Receipt:
    return Receipt(
        status=status, stage="ingest", partner=PARTNER, record_id=record_id,
        report_id=report_id(PARTNER, record_id), revision=revision,
        topic="reports.desk", partition=0, offset=offset, **more,
    )  # fmt: skip


def interpreted(revision=1, record_id="a", **more) -> Receipt:
    report = report_id(PARTNER, record_id)
    claim = ClaimReceipt(claim_id=claim_id(report, "1"), partner_claim_id="1", kind="meeting")
    return Receipt(
        status="interpreted", stage="normalize", partner=PARTNER, record_id=record_id,
        report_id=report, revision=revision, claims=(claim,), **more,
    )  # fmt: skip


def started(*records: Outbound) -> tuple[Answers, Tally]:
    tally = Tally()
    answers = Answers(PARTNER, tally, lambda origin: f"#{origin.number}")
    answers.sending(records)
    return answers, tally


def test_an_accepted_record_waits_for_its_interpretation():
    answers, tally = started(record(1))
    answers.sent(record(1), 0, 7)
    answers.receipt(ingested(7))
    assert answers.awaited == (0, 1)
    answers.receipt(interpreted(signals=(Signal(code="odd", field="/x", value="y"),)))
    assert answers.awaited == (0, 0)
    assert (tally.answers, tally.interpreted, tally.claims) == (
        {"accepted": 1}, 1, {"meeting": 1}
    )  # fmt: skip
    assert (tally.signals, tally.samples) == ({"odd": 1}, {"odd": "/x = 'y'"})
    assert not tally.failed


def test_a_receipt_may_come_before_the_brokers_acknowledgement():
    answers, tally = started(record(1))
    answers.receipt(ingested(7))
    answers.receipt(interpreted())
    answers.sent(record(1), 0, 7)
    assert answers.outstanding == 0
    assert (tally.sent, tally.answers, tally.interpreted) == (1, {"accepted": 1}, 1)


def test_the_interpretation_may_overtake_the_acceptance():
    answers, tally = started(record(1))
    answers.sent(record(1), 0, 7)
    answers.receipt(interpreted())
    answers.receipt(ingested(7))
    assert answers.outstanding == 0
    assert tally.interpreted == 1


def test_a_duplicate_waits_for_nothing_more():
    answers, tally = started(record(1))
    answers.sent(record(1), 0, 7)
    answers.receipt(ingested(7, status="duplicate"))
    assert answers.outstanding == 0
    assert tally.answers == {"duplicate": 1}
    assert not tally.failed


def test_a_rejection_is_told_with_its_place_in_the_file():
    answers, tally = started(record(3, None))
    answers.sent(record(3, None), 0, 7)
    answers.receipt(
        Receipt(
            status="rejected",
            stage="ingest",
            partner=PARTNER,
            record_id=None,
            topic="reports.desk",
            partition=0,
            offset=7,
            code="invalid_json",
            field="",
            message="no object",
        )
    )
    assert tally.refusals == [Refusal("invalid_json", "", "no object", None, "#3")]
    assert tally.failed


def test_other_publishers_receipts_are_nobodys_business():
    answers, tally = started(record(1))
    answers.sent(record(1), 0, 7)
    answers.receipt(ingested(6, record_id="other"))
    answers.receipt(interpreted(record_id="other"))
    answers.receipt(ingested(7))
    answers.receipt(interpreted(revision=9))
    assert answers.awaited == (0, 1)
    assert (tally.answers, tally.interpreted) == ({"accepted": 1}, 0)


def test_a_repeated_receipt_counts_once():
    answers, tally = started(record(1))
    answers.sent(record(1), 0, 7)
    for _ in range(2):
        answers.receipt(ingested(7))
        answers.receipt(interpreted())
    assert (tally.answers, tally.interpreted) == ({"accepted": 1}, 1)


def test_the_oldest_unanswered_record_is_where_a_killed_publication_goes_on():
    answers, _ = started(record(1), record(2, "b"), record(3, "c"))
    for number, given in enumerate((record(1), record(2, "b"), record(3, "c"))):
        answers.sent(given, 0, number)
    answers.receipt(ingested(0, status="duplicate"))
    answers.receipt(ingested(2, status="duplicate", record_id="c"))
    assert answers.oldest == Origin(0, 2)
