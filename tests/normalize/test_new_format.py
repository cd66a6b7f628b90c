"""A partner with a new format is one file, one line in `FORMATS`, and its declaration."""

import json
from datetime import UTC, datetime
from typing import Final

import pytest

from schemas.claims import Meeting, Signal
from schemas.event import claim_id, derived_id, report_id
from schemas.events import ClaimReceipt, Receipt, ReportAccepted, ReportInterpreted
from schemas.partners import PartnerDeclaration
from schemas.topics import LEDGER_REPORTS, RECEIPTS
from schemas.values import Source
from services.ingest.answers import cause_of
from services.ingest.door import TurnedAway, admit
from services.ingest.handlers import decide, open_door
from services.ingest.partner import PartnerDoor
from services.kit.record import Emit, Record
from services.normalize.domain import Cause, interpret
from services.normalize.format import Format
from services.normalize.formats import FORMATS as KNOWN
from tests.ingest.hostile import HOSTILE, Hostile
from tests.normalize import toy_format

# The one line, as it would stand in services/normalize/formats/__init__.py:
FORMATS: Final[tuple[Format, ...]] = (*KNOWN, toy_format.FORMAT)

# The declaration, as it would stand in deploy/partners.yaml:
GATEKEEPER = PartnerDeclaration(
    name="gatekeeper", format="test.format", contact="gate@palace.example", title="Guest book"
)

RECEIVED = datetime(2025, 5, 2, 12, tzinfo=UTC)
ENTRY = {"id": "a-1", "guest": "France", "host": "Japan", "day": "2025-04-28", "ink": "blue"}


def received(entry: object, offset: int = 0) -> Record:
    value = json.dumps(entry).encode()
    return Record("reports.gatekeeper", 0, offset, b"a-1", value, (), RECEIVED)


def door() -> PartnerDoor:
    """As ingest's composition root makes it for each declared partner."""
    identify = {form.name: form.identify for form in FORMATS}
    return PartnerDoor(GATEKEEPER.format, identify[GATEKEEPER.format])


def let_in(record: Record) -> list[Emit]:
    doors = {GATEKEEPER.name: door()}
    return decide([open_door(record, doors)], {}, doors)


def read(fact: ReportAccepted, cause: Cause) -> tuple[object, ...]:
    formats = {form.name: form for form in FORMATS}
    default = Source(**GATEKEEPER.source.model_dump())
    return interpret(cause, fact, formats, {GATEKEEPER.name: default})


def test_ingest_takes_a_record_of_the_new_format() -> None:
    record = received(ENTRY)
    report = report_id("gatekeeper", "a-1")
    taken, answered = let_in(record)
    assert isinstance(taken.event, ReportAccepted)
    assert taken == Emit(
        LEDGER_REPORTS,
        str(report),
        ReportAccepted(
            report_id=report,
            partner="gatekeeper",
            record_id="a-1",
            revision=1,
            format="test.format",
            content_type="application/json",
            sha256=taken.event.sha256,
            payload=json.dumps(ENTRY),
            first_recorded_at=RECEIVED,
        ),
        derived_id(report, "report_accepted", f"1:{taken.event.sha256}"),
        RECEIVED,
        cause_of(record),
    )
    assert answered.topic == RECEIPTS + "gatekeeper"
    assert isinstance(answered.event, Receipt)
    assert (answered.event.status, answered.event.report_id) == ("accepted", report)


def test_normalize_makes_its_claims_and_accounts_for_every_field() -> None:
    taken = let_in(received(ENTRY | {"umbrella": "black"}))[0]
    assert isinstance(taken.event, ReportAccepted)
    interpreted, receipt = read(taken.event, Cause(taken.event_id, RECEIVED, LEDGER_REPORTS, 0, 0))
    report = taken.event.report_id
    assert isinstance(interpreted, ReportInterpreted)
    (claim,) = interpreted.claims
    assert isinstance(claim.body, Meeting)
    assert [(p.role, p.party.id) for p in claim.body.participants if p.party] == [
        ("visitor", "FRA"),
        ("host", "JPN"),
    ]
    assert receipt == Receipt(
        status="interpreted",
        stage="normalize",
        partner="gatekeeper",
        record_id="a-1",
        report_id=report,
        revision=1,
        claims=(
            ClaimReceipt(
                claim_id=claim_id(report, "visit"), partner_claim_id="visit", kind="meeting"
            ),
        ),
        signals=(
            Signal(
                code="unknown_field",
                field="/umbrella",
                value="black",
                message="not part of this format",
            ),
        ),
        ignored=("id", "ink"),
    )


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_the_door_guards_the_new_format_like_any_other(hostile: Hostile) -> None:
    record = Record(
        "reports.gatekeeper", 0, 0, hostile.key, hostile.value, hostile.headers, RECEIVED
    )
    if hostile.code == "unknown_report":
        answered = let_in(record)[0].event
        assert isinstance(answered, Receipt)
        assert (answered.code, answered.field) == (hostile.code, hostile.field)
        return
    with pytest.raises(TurnedAway) as why:
        admit(record, door())
    assert (why.value.code, why.value.field) == (hostile.code, hostile.field)
