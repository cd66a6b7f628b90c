"""From a report's fact to its claims and receipts, with a format made for the purpose."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import pytest

from schemas.claims import Claim, Deployment, Signal
from schemas.codec import UnknownVersion
from schemas.codes import CODES
from schemas.event import NAMESPACE, claim_id, derived_id, report_id
from schemas.events import (
    ClaimReceipt,
    InterpretationWithdrawn,
    Receipt,
    ReportAccepted,
    ReportInterpreted,
    ReportRejected,
    ReportRevised,
    ReportWithdrawn,
)
from schemas.refusal import Refused
from schemas.values import Party, Source
from services.normalize.domain import LARGEST, Cause, interpret
from services.normalize.format import Fields, Format, Identity, Interpretation, Row, Statement
from services.normalize.statements import MOST_CLAIMS, MOST_SIGNALS

RECEIVED = datetime(2025, 5, 2, 12, tzinfo=UTC)
FIRST = datetime(2025, 4, 28, 9, tzinfo=UTC)
REPORT = report_id("desk", "a")
CAUSE = Cause(uuid5(NAMESPACE, "fact"), RECEIVED, "ledger.reports", 4, 77)
BODY = Deployment(
    deploying=Party(id="PRK", name="North Korea"),
    host=Party(id="RUS", name="Russia"),
    action="moved",
)
DECLARED = Source(publisher="Seoul desk", language="ko", reliability="B")


def read(row: Row) -> Interpretation:
    """One line of the toy format: {"says": [ids], "about": "weather", "fail": …}."""
    fields = Fields(row, {"id": "the door has it", "noise": "of no use"})
    if fields.text("about") == "weather":
        return Interpretation(out_of_scope="weather", ignored=fields.ignored)
    match fields.text("fail"):
        case "refuse":
            raise Refused("invalid_value", "/fail\x00", "not\nso")
        case "crash":
            raise ZeroDivisionError("half a \udc80 character")
    for number in range(int(fields.take("signals", 0))):
        fields.signal("odd", f"f{number}", number)
    summary = fields.take("summary")
    same_as: Mapping[str, str] = fields.take("same_as", {})
    statements = tuple(
        Statement(name, BODY, summary=summary, same_as=same_as.get(name))
        for name in fields.take("says", [])
    )
    return Interpretation(statements, fields.close(), fields.ignored)


TOY = Format("toy", 3, lambda row: Identity(row.get("id")), read)
FORMATS = {format.name: format for format in (TOY,)}


def accepted(row: Any, **differs: Any) -> ReportAccepted:
    about: dict[str, Any] = {
        "report_id": REPORT,
        "partner": "desk",
        "record_id": "a",
        "revision": 2,
        "format": "toy",
        "content_type": "application/json",
        "sha256": "0" * 64,
        "first_recorded_at": FIRST,
        "payload": json.dumps(row),
    }
    return ReportAccepted(**about | differs)


def revised(row: Any) -> ReportRevised:
    return ReportRevised(**accepted(row).fields())


def claim(name: str, **differs: Any) -> Claim:
    about: dict[str, Any] = {
        "claim_id": claim_id(REPORT, name),
        "report_id": REPORT,
        "partner": "desk",
        "record_id": "a",
        "revision": 2,
        "format_version": 3,
        "partner_claim_id": name,
        "first_recorded_at": FIRST,
        "source": DECLARED,
        "body": BODY,
    }
    return Claim(**about | differs)


def interpreted(*claims: Claim, **differs: Any) -> ReportInterpreted:
    about: dict[str, Any] = {
        "report_id": REPORT,
        "partner": "desk",
        "record_id": "a",
        "revision": 2,
        "first_recorded_at": FIRST,
        "format": "toy",
        "format_version": 3,
        "claims": claims,
    }
    return ReportInterpreted(**about | differs)


def receipt(status: str, *claims: Claim, **differs: Any) -> Receipt:
    about: dict[str, Any] = {
        "status": status,
        "stage": "normalize",
        "partner": "desk",
        "record_id": "a",
        "report_id": REPORT,
        "revision": 2,
        "claims": tuple(
            ClaimReceipt(claim_id=c.claim_id, partner_claim_id=c.partner_claim_id, kind=c.body.kind)
            for c in claims
        ),
    }
    return Receipt(**about | differs)


def said(fact: ReportAccepted | ReportRevised | ReportWithdrawn) -> tuple[Any, ...]:
    return interpret(CAUSE, fact, FORMATS, {"desk": DECLARED})


def rejection(fact: ReportAccepted | ReportRevised, **why: str) -> tuple[Any, ...]:
    return (
        ReportRejected(
            rejection_id=derived_id(CAUSE.event_id, "rejection", 3),
            partner="desk",
            record_id="a",
            revision=2,
            topic="ledger.reports",
            partition=4,
            offset=77,
            key=base64.b64encode(b"a").decode(),
            raw=base64.b64encode(fact.payload.encode()).decode(),
            **why,
        ),
        receipt("rejected", **why),
    )


def test_a_report_says_all_its_claims_and_its_partner_is_told() -> None:
    one, two = claim("1"), claim("2", same_as="1")
    signal = Signal(
        code="unknown_field", field="/odd", value="7", message="not part of this format"
    )
    row = {"id": "a", "says": ["1", "2"], "same_as": {"2": "1"}, "noise": 0, "odd": 7}
    assert said(accepted(row)) == (
        interpreted(one, two, signals=(signal,)),
        receipt("interpreted", one, two, signals=(signal,), ignored=("id", "noise")),
    )


def test_a_revision_says_the_whole_set_again_under_the_same_ids() -> None:
    assert said(revised({"says": ["2"]})) == (
        interpreted(claim("2")),
        receipt("interpreted", claim("2")),
    )


def test_out_of_scope_is_an_answer_and_leaves_no_claim_standing() -> None:
    assert said(revised({"about": "weather", "says": ["1"]})) == (
        interpreted(out_of_scope="weather"),
        receipt("out_of_scope", message="weather"),
    )


def test_a_withdrawn_report_takes_its_claims_with_it() -> None:
    gone = ReportWithdrawn(
        report_id=REPORT,
        partner="desk",
        record_id="a",
        revision=3,
        format="toy",
        sha256="0" * 64,
        first_recorded_at=FIRST,
        reason="wrong",
    )
    assert said(gone) == (
        InterpretationWithdrawn(
            report_id=REPORT,
            partner="desk",
            record_id="a",
            revision=3,
            first_recorded_at=FIRST,
            format="toy",
            format_version=3,
            reason="wrong",
        ),
        receipt("withdrawn", revision=3, message="wrong"),
    )


def test_what_the_format_refuses_is_kept_and_answered() -> None:
    fact = accepted({"fail": "refuse"})
    assert said(fact) == rejection(
        fact, code="invalid_value", field="/fail\\x00", message="not\\nso"
    )


def test_a_refused_revision_leaves_the_earlier_claims_and_says_so() -> None:
    fact = revised({"fail": "refuse"})
    message = "not\\nso; what an earlier revision claimed still stands"
    assert said(fact) == rejection(fact, code="invalid_value", field="/fail\\x00", message=message)


def test_a_format_that_crashes_costs_one_record_and_nothing_else() -> None:
    fact = accepted({"fail": "crash"})
    message = "toy 3: ZeroDivisionError: half a \\udc80 character"
    assert said(fact) == rejection(fact, code="format_error", field="", message=message)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"says": ["1", "2", "1"]}, "duplicate_claim_id"),
        ({"says": [" "]}, "missing_claim_id"),
        ({"says": ["x" * 257]}, "claim_id_too_long"),
        ({"says": [str(n) for n in range(MOST_CLAIMS + 1)]}, "too_many_claims"),
        ({"says": [1]}, "format_error"),
        ({"says": 7}, "format_error"),
        ({"says": ["1"], "summary": ["no", "text"]}, "format_error"),
        ([], "not_an_object"),
    ],
)
def test_what_cannot_be_a_set_of_claims_is_refused(row: Any, code: str) -> None:
    rejected, told = said(accepted(row))
    assert (rejected.type, rejected.code, told.status, told.code) == (
        "report_rejected",
        code,
        "rejected",
        code,
    )
    assert code in CODES


def test_claims_that_are_too_large_together_are_refused() -> None:
    row = {"says": [str(n) for n in range(100)], "summary": "x" * (LARGEST // 100)}
    rejected, _ = said(accepted(row))
    assert rejected.code == "interpretation_too_large"


def test_same_as_something_that_is_not_there_is_a_signal() -> None:
    fact, told = said(accepted({"says": ["1"], "same_as": {"1": "9"}}))
    message = "1 is the same as a claim that is not in this record"
    assert fact == interpreted(
        claim("1"), signals=(Signal(code="unknown_claim", value="9", message=message),)
    )
    assert told.signals == fact.signals


def test_a_flood_of_signals_is_counted() -> None:
    fact, _ = said(accepted({"signals": MOST_SIGNALS + 50}))
    assert len(fact.signals) == MOST_SIGNALS + 1
    assert fact.signals[-1] == Signal(code="more_signals", value="50", message="odd: 50")


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        (None, DECLARED),
        (Source(title="T"), DECLARED.changed(title="T")),
        (
            Source(publisher="Seoul desk", language="en"),
            DECLARED.changed(language="en"),
        ),
        (Source(publisher="a ministry"), Source(publisher="a ministry", reliability="B")),
        (Source(publisher="m", reliability="F"), Source(publisher="m", reliability="F")),
    ],
)
def test_a_source_is_completed_by_what_the_partner_declared(
    stated: Source | None, source: Source
) -> None:
    statement = Statement("1", BODY, source=stated)
    one = Format("toy", 3, TOY.identify, lambda _: Interpretation((statement,)))
    fact, _ = interpret(CAUSE, accepted({}), {"toy": one}, {"desk": DECLARED})
    assert fact == interpreted(claim("1", source=source))


def test_a_format_that_this_code_does_not_have_stops_it_until_it_is_deployed() -> None:
    with pytest.raises(UnknownVersion, match="format new"):
        said(accepted({}, format="new"))
