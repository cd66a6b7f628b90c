"""What dedupe does when a report's claims, or a ruling, come in."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

from schemas.claims import KINDS
from schemas.event import Event, derived_id, id_text
from schemas.events import (
    ClaimsRuledDifferent,
    ClaimsRuledSame,
    InterpretationWithdrawn,
    ReportInterpreted,
    RulingWithdrawn,
)
from schemas.topics import LEDGER_OCCURRENCES
from services.dedupe import settling
from services.dedupe.causes import Cause, cause_order
from services.dedupe.domain import Decided, occurrence_of
from services.dedupe.sets import ClaimSet, Held, differences, newest
from services.dedupe.store import claims, folding, occurrences, rulings
from services.kit.record import Emit, Fact, Handler, Tx, Unfit


async def on_interpretation(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
    """The newest set of each report replaces the one that is held; older ones say nothing."""
    sets = [_claim_set(fact) for fact in facts]
    last = max((one.cause for one in sets), key=cause_order)
    told = newest(sets)
    versions = await claims.versions(told.keys(), tx)
    told = {
        report: one
        for report, one in told.items()
        if report not in versions.of or one.version >= versions.of[report]
    }
    kinds = {claim.body.kind for one in told.values() for claim in one.claims}
    await occurrences.lock(kinds | versions.kinds, tx)
    rows = await claims.of_reports([report for report in told if report in versions.of], tx)
    held = [Held(r.claim_id, r.report_id, r.version, r.body or "", r.member) for r in rows]
    changes = differences(told.values(), held)
    decided = await settling.settle(changes, {}, rows, last, tx)
    return _emits(decided)


async def on_ruling(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
    """A ruling binds the two claims, or no longer does; what hangs on them is decided anew."""
    await occurrences.lock(KINDS, tx)
    await rulings.add([folding.ruling_of(fact) for fact in facts], tx)
    ruled: dict[UUID, Cause] = {}
    for fact in facts:
        cause = Cause(folding.ruled_at(fact), fact.envelope.event_id, fact.envelope.traceparent)
        for claim in (fact.event.claim_a, fact.event.claim_b):
            ruled[claim] = max(cause, ruled.get(claim, cause), key=cause_order)
    last = max(ruled.values(), key=cause_order)
    decided = await settling.settle(differences((), ()), ruled, [], last, tx)
    return _emits(decided)


def _claim_set(fact: Fact) -> ClaimSet:
    event: ReportInterpreted | InterpretationWithdrawn = fact.event
    envelope = fact.envelope
    told = event.claims if isinstance(event, ReportInterpreted) else ()
    for claim in told:
        if claim.report_id != event.report_id:
            raise Unfit(f"claim {claim.claim_id} is of another report than its set")
    if len(told) > 1 and len({claim.claim_id for claim in told}) != len(told):
        raise Unfit(f"report {event.report_id} has two claims of one id")
    return ClaimSet(
        report_id=event.report_id,
        version=(event.revision, event.format_version),
        withdrawn=isinstance(event, InterpretationWithdrawn),
        claims=told,
        cause=Cause(envelope.recorded, envelope.event_id, envelope.traceparent),
    )


def _emits(decided: Iterable[Decided]) -> list[Emit]:
    found: list[Emit] = []
    for occurrence, its in groupby(decided, key=occurrence_of):
        key = id_text(occurrence)
        found += [
            Emit(
                topic=LEDGER_OCCURRENCES,
                key=key,
                event=event,
                event_id=derived_id(occurrence, event.type, event.occurrence_version),
                recorded=cause.recorded,
                causation=cause.event_id,
                traceparent=cause.traceparent,
            )
            for event, cause in its
        ]
    return found


HANDLERS: Final[Mapping[type[Event], Handler]] = {
    ReportInterpreted: on_interpretation,
    InterpretationWithdrawn: on_interpretation,
    ClaimsRuledSame: on_ruling,
    ClaimsRuledDifferent: on_ruling,
    RulingWithdrawn: on_ruling,
}
