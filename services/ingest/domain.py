"""A report as an aggregate: what an arriving record does to it, and how its facts fold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple, assert_never
from uuid import UUID

from schemas.events import ReportAccepted, ReportRevised, ReportWithdrawn

Published = ReportAccepted | ReportRevised | ReportWithdrawn
"""The facts of ledger.reports."""


class Admitted(NamedTuple):
    """A record that the door let in. `revision` None: ordered by arrival."""

    record_id: str
    revision: int | None
    withdrawn: bool
    reason: str | None
    text: str
    content_type: str
    sha256: str
    traceparent: str | None = None


class Report(NamedTuple):
    """What we hold of a report. `recorded_at` and `cause`: of the record that made it so."""

    report_id: UUID
    partner: str
    record_id: str
    format: str
    revision: int
    sha256: str
    withdrawn: bool
    first_recorded_at: datetime
    recorded_at: datetime
    cause: UUID


class Superseded(NamedTuple):
    """A revision that was taken, and that a newer one has followed."""

    report_id: UUID
    revision: int
    withdrawn: bool
    sha256: str
    cause: UUID


class Arrival(NamedTuple):
    """Which record it is, on which topic, and when it was recorded."""

    report_id: UUID
    partner: str
    format: str
    recorded: datetime
    cause: UUID  # derived from the record's place in its topic


Outcome = Literal[
    "accepted",
    "revised",
    "withdrawn",
    "taken_before",  # by this very record; the fact is on the ledger
    "duplicate",
    "conflicting",
    "stale",
    "unknown_report",
]


class Decision(NamedTuple):
    """What becomes of the record; `report` is what we hold from now on.

    `revision`: the one this record is with us, where that is not the report's.
    """

    outcome: Outcome
    report: Report | None
    message: str | None = None
    revision: int | None = None


def concerns_older(held: Report, admitted: Admitted, recorded: datetime) -> bool:
    """Whether the record may be, or repeat, one that was taken before what we hold."""
    given = admitted.revision
    if recorded <= held.recorded_at:
        return True
    if given is None:
        return False
    return given < held.revision or (given == held.revision and admitted.withdrawn)


def decide_report(
    held: Report | None,
    admitted: Admitted,
    arrival: Arrival,
    older: Sequence[Superseded] = (),
) -> Decision:
    """Same report, same content: nothing new. Otherwise the higher revision stands.

    A withdrawal takes a revision of its own, so that it is newer than what it withdraws. A
    publication with that same number may follow it: partners count only what they publish.
    Without numbers, content that was there before and comes again is a correction back.

    `older` is asked only about what `concerns_older`.
    """
    if held is None:
        return _first(admitted, arrival)
    if held.cause == arrival.cause:  # read again after the database was lost
        return Decision("taken_before", held)
    for one in older:
        if one.cause == arrival.cause:
            return Decision("taken_before", held, revision=one.revision)
    given = admitted.revision
    if admitted.withdrawn:
        return _withdrawal(held, admitted, arrival, older)
    if admitted.sha256 == held.sha256 and not held.withdrawn:
        return Decision("duplicate", held, f"the same content as revision {held.revision}")
    if given is None:
        if arrival.recorded < held.recorded_at:
            return Decision("stale", held, "a record that came later has been taken")
        given = held.revision + 1
    if given < held.revision:
        return _older(held, admitted, given, older)
    if given == held.revision and not held.withdrawn:
        return Decision("conflicting", held, f"revision {given} is there with other content")
    return Decision("revised", _taken(admitted, arrival, given, held.first_recorded_at))


def _first(admitted: Admitted, arrival: Arrival) -> Decision:
    if admitted.withdrawn:
        return Decision("unknown_report", None, "there is no such report to withdraw")
    revision = 1 if admitted.revision is None else admitted.revision
    return Decision("accepted", _taken(admitted, arrival, revision, arrival.recorded))


def _older(held: Report, admitted: Admitted, given: int, older: Sequence[Superseded]) -> Decision:
    """A publication whose number we are beyond: known, or contradicting what is, or too late."""
    known = [one for one in older if one.revision == given and not one.withdrawn]
    if any(one.sha256 == admitted.sha256 for one in known):
        return Decision("duplicate", held, f"the same content as revision {given}", given)
    if known:
        return Decision("conflicting", held, f"revision {given} is there with other content")
    return Decision("stale", held, f"revision {given} is older than {held.revision}")


def _withdrawal(
    held: Report, admitted: Admitted, arrival: Arrival, older: Sequence[Superseded]
) -> Decision:
    given = admitted.revision
    if held.withdrawn:
        return Decision("duplicate", held, "the report is withdrawn already")
    if given is None and arrival.recorded < held.recorded_at:
        return Decision("stale", held, "a record that came later has been taken")
    if given is None or given == held.revision:
        given = held.revision + 1
    if given < held.revision:
        for one in older:  # it took its own number, or the next one if that was published
            same = one.withdrawn and one.sha256 == admitted.sha256
            if same and one.revision in (given, given + 1):
                message = f"the same withdrawal as revision {one.revision}"
                return Decision("duplicate", held, message, one.revision)
        return Decision("stale", held, f"revision {given} is older than {held.revision}")
    return Decision("withdrawn", _taken(admitted, arrival, given, held.first_recorded_at))


def _taken(admitted: Admitted, arrival: Arrival, revision: int, first: datetime) -> Report:
    return Report(
        arrival.report_id,
        arrival.partner,
        admitted.record_id,
        arrival.format,
        revision,
        admitted.sha256,
        admitted.withdrawn,
        first,
        arrival.recorded,
        arrival.cause,
    )


def fact_of(report: Report, outcome: Outcome, admitted: Admitted) -> Published | None:
    """The fact for the ledger; None when nothing has changed."""
    match outcome:
        case "accepted" | "revised":
            kind = ReportAccepted if outcome == "accepted" else ReportRevised
            return kind(
                report_id=report.report_id,
                partner=report.partner,
                record_id=report.record_id,
                revision=report.revision,
                format=report.format,
                content_type=admitted.content_type,
                sha256=report.sha256,
                first_recorded_at=report.first_recorded_at,
                payload=admitted.text,
            )
        case "withdrawn":
            return ReportWithdrawn(
                report_id=report.report_id,
                partner=report.partner,
                record_id=report.record_id,
                revision=report.revision,
                format=report.format,
                sha256=report.sha256,
                first_recorded_at=report.first_recorded_at,
                reason=admitted.reason,
            )
        case "taken_before" | "duplicate" | "conflicting" | "stale" | "unknown_report":
            return None
        case _:
            assert_never(outcome)


def fold(held: Report | None, fact: Published, recorded: datetime, cause: UUID) -> Report:
    """What we hold after this fact; an older one, or the same again, changes nothing."""
    told = Report(
        fact.report_id,
        fact.partner,
        fact.record_id,
        fact.format,
        fact.revision,
        fact.sha256,
        isinstance(fact, ReportWithdrawn),
        fact.first_recorded_at,
        recorded,
        cause,
    )
    return told if held is None or order(told) > order(held) else held


def superseded(report: Report) -> Superseded:
    return Superseded(
        report.report_id, report.revision, report.withdrawn, report.sha256, report.cause
    )


def order(report: Report) -> tuple[int, bool]:
    """Newer is greater. Of one revision, the publication followed the withdrawal."""
    return report.revision, not report.withdrawn
