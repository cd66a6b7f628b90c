"""Records of any mix of partners in, facts and one receipt for each out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from schemas.event import report_id
from schemas.topics import REPORTS
from services.ingest import domain, store
from services.ingest.answers import Answer, cause_of
from services.ingest.domain import Admitted, Arrival, Report, Superseded, decide_report
from services.ingest.door import TurnedAway, admit
from services.ingest.partner import PartnerDoor
from services.kit.record import Emit, Handler, Record, Tx, Unfit

Older = dict[UUID, list[Superseded]]
"""By report, the revisions that newer ones have followed."""


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
        asked = concerned(opened, before) if before else set()
        known = await store.load_superseded(asked, tx) if asked else {}
        now = dict(before)
        older = {report: list(revisions) for report, revisions in known.items()}
        emits = decide(opened, now, doors, older)
        await store.save(now.values(), before, tx)
        followed = [
            one for report, found in older.items() for one in found[len(known.get(report, ())) :]
        ]
        if followed:
            await store.supersede(followed, tx)
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


def concerned(opened: Sequence[Opened], before: Mapping[UUID, Report]) -> set[UUID]:
    """The reports whose older revisions decide what some of these records are."""
    return {
        report
        for answer, said, report in opened
        if report is not None
        and (held := before.get(report)) is not None
        and not isinstance(said, TurnedAway)
        and domain.concerns_older(held, said, answer.record.timestamp)
    }


def decide(
    opened: Sequence[Opened],
    reports: dict[UUID, Report],
    doors: Mapping[str, PartnerDoor],
    older: Older | None = None,
) -> list[Emit]:
    """In the order of arrival; `reports` and `older` move along."""
    older = {} if older is None else older
    emits: list[Emit] = []
    for answer, said, report in opened:
        if isinstance(said, TurnedAway):
            emits += answer.turned_away(said)
            continue
        assert report is not None  # whoever is admitted is about one
        form = doors[answer.partner].format
        arrival = Arrival(report, answer.partner, form, answer.record.timestamp, answer.cause)
        held = reports.get(report)
        decision = decide_report(held, said, arrival, older.get(report, ()))
        if decision.report is not None and decision.report is not held:
            reports[report] = decision.report
            if held is not None:
                older.setdefault(report, []).append(domain.superseded(held))
        emits += answer.decided(decision, said, report)
    return emits
