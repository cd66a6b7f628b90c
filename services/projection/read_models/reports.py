"""reports - what became of each record a partner sent: one row per report, one per rejection."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from schemas.events import InterpretationWithdrawn, ReportInterpreted, ReportRejected
from schemas.shape import jsonable
from services.projection.read_model import ReadModel, columns
from services.projection.telling import json_text

READ_MODEL: Final = ReadModel(
    name="reports",
    key=("id",),
    columns=columns(
        """
        id                  uuid
        state               text
        partner             text
        record_id           text
        report_id           uuid
        revision            bigint
        format              text
        format_version      int
        reason              text
        claims              int
        claim_ids           uuid[]
        n_signals           int
        signals             jsonb
        code                text
        field               text
        message             text
        """
    ),
    indexes=("partner, record_id", "report_id"),
    comment="What became of each report, and each record that was rejected, with the reason",
)

ReportEvent = ReportInterpreted | InterpretationWithdrawn | ReportRejected


class Told(NamedTuple):
    """What we know of a report or rejection: as of when, in which edition, and its row."""

    known: datetime
    edition: tuple[int, int]  # (revision, format version): the newest counts
    row: dict[str, Any]


def id_of(event: ReportEvent) -> UUID:
    return event.rejection_id if isinstance(event, ReportRejected) else event.report_id


def fold(state: Told | None, events: Iterable[tuple[datetime, ReportEvent]]) -> Sequence[Told]:
    """One per distinct known time, the last one the new state; () if nothing is new."""
    told: list[Told] = []
    for recorded, event in events:
        edition = _edition(event)
        if state is not None and edition <= state.edition:
            continue  # a repeat, or older than what we know
        known = recorded if state is None else max(state.known, recorded)
        state = Told(known, edition, _row(event))
        if told and told[-1].known == known:
            told.pop()
        told.append(state)
    return told


def _edition(event: ReportEvent) -> tuple[int, int]:
    if isinstance(event, ReportRejected):
        return (0, 0)
    return (event.revision, event.format_version)


def _row(event: ReportEvent) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": id_of(event),
        "partner": event.partner,
        "record_id": _storable(event.record_id),
        "revision": event.revision,
        "claims": 0,
        "claim_ids": [],
        "n_signals": 0,
    }
    match event:
        case ReportRejected():
            row |= {
                "state": "rejected",
                "code": event.code,
                "field": _storable(event.field),
                "message": _storable(event.message),
            }
        case InterpretationWithdrawn():
            row |= _format(event) | {"state": "withdrawn", "reason": event.reason}
        case ReportInterpreted():
            row |= _format(event) | {
                "state": "interpreted" if event.out_of_scope is None else "out_of_scope",
                "reason": event.out_of_scope,
                "claims": len(event.claims),
                "claim_ids": [claim.claim_id for claim in event.claims],
                "n_signals": len(event.signals),
                "signals": json_text(jsonable(event.signals)) if event.signals else None,
            }
    return row


def _format(event: ReportInterpreted | InterpretationWithdrawn) -> dict[str, Any]:
    return {
        "report_id": event.report_id,
        "format": event.format,
        "format_version": event.format_version,
    }


def _storable(text: str | None) -> str | None:
    """A rejected record may name itself with what Postgres cannot hold."""
    if text is None:
        return None
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
