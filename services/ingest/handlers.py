"""Records of any mix of partners in, facts and one receipt for each out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from schemas.event import report_id
from schemas.topics import REPORTS
from services.ingest import store
from services.ingest.answers import Answer, cause_of
from services.ingest.domain import Admitted, Arrival, Report, decide_report
from services.ingest.door import TurnedAway, admit
from services.ingest.partner import PartnerDoor
from services.kit.record import Emit, Handler, Record, Tx, Unfit


class Opened(NamedTuple):
    """A record at the door: let in, with the report it is about, or turned away."""

    answer: Answer
    said: Admitted | TurnedAway
    report_id: UUID | None = None


def on_records(doors: Mapping[str, PartnerDoor]) -> Handler:
    """The handler for the topics of these partners (by name)."""

    async def handle(records: Sequence[Record], tx: Tx) -> Sequence[Emit]:
        opened = [open_door(record, doors) for record in records]
        ids = {one.report_id for one in opened if one.report_id is not None}
        before = await store.load(ids, tx) if ids else {}
        now = dict(before)
        emits = decide(opened, now, doors)
        await store.save(now.values(), before, tx)
        return emits

    return handle


def open_door(record: Record, doors: Mapping[str, PartnerDoor]) -> Opened:
    """The partner is the topic."""
    partner = record.topic.removeprefix(REPORTS)
    door = doors.get(partner)
    if door is None:
        raise Unfit(f"no partner is declared for {record.topic}")
    answer = Answer(record, partner, cause_of(record))
    try:
        admitted = admit(record, door)
    except TurnedAway as why:
        return Opened(answer, why)
    return Opened(answer, admitted, report_id(partner, admitted.record_id))


def decide(
    opened: Sequence[Opened], reports: dict[UUID, Report], doors: Mapping[str, PartnerDoor]
) -> list[Emit]:
    """In the order of arrival; `reports` moves along."""
    emits: list[Emit] = []
    for answer, said, report in opened:
        if isinstance(said, TurnedAway):
            emits += answer.turned_away(said)
            continue
        assert report is not None  # whoever is admitted is about one
        form = doors[answer.partner].format
        arrival = Arrival(report, answer.partner, form, answer.record.timestamp, answer.cause)
        decision = decide_report(reports.get(report), said, arrival)
        if decision.report is not None:
            reports[report] = decision.report
        emits += answer.decided(decision, said, report)
    return emits
