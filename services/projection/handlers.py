"""Facts into the read models of one generation. It says nothing: nothing reads on from here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from schemas.event import Event
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimUnlinked,
    InterpretationWithdrawn,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
    ReportInterpreted,
    ReportRejected,
)
from services.kit.record import Emit, Fact, Handler, Tx
from services.projection import fusion, store
from services.projection.domain import Cut, fold
from services.projection.read_model import Past, pasts_of
from services.projection.read_models import claims, reports


def history_of(cuts: Sequence[Cut]) -> list[Past]:
    """An occurrence's rows, one per cut."""
    return pasts_of(
        [(cut.known, bool(cut.occurrence.links), fusion.row_of(cut.occurrence)) for cut in cuts]
    )


def history_of_claims(cuts: Sequence[Cut]) -> list[Past]:
    """The rows of its claims, those of one claim in order."""
    by_claim: dict[UUID, list[tuple[Any, bool, Any]]] = {}
    for known, occurrence, touched in cuts:
        for claim_id, held in touched.items():
            row = claims.row(occurrence.occurrence_id, claim_id, held)
            present = claim_id in occurrence.links
            by_claim.setdefault(claim_id, []).append((known, present, row))
    return [past for rows in by_claim.values() for past in pasts_of(rows)]


def history_of_report(told: Sequence[reports.Told]) -> list[Past]:
    return pasts_of([(one.known, True, one.row) for one in told])


def grouped(facts: Sequence[Fact], by: Any) -> dict[UUID, list[tuple[Any, Any]]]:
    """(recorded, event) of each thing, in order."""
    groups: dict[UUID, list[tuple[Any, Any]]] = {}
    for fact in facts:
        groups.setdefault(by(fact.event), []).append((fact.envelope.recorded, fact.event))
    return groups


def handlers_for(generation: int) -> Mapping[type[Event], Handler]:
    """What each fact does to that generation."""
    memory = store.Memory()

    async def on_occurrence_event(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
        schema = await store.schema_of(tx, generation)
        groups = grouped(facts, lambda event: event.occurrence_id)
        states = await store.occurrences(tx, schema, list(groups), memory)
        told = [cuts for key, events in groups.items() if (cuts := fold(states.get(key), events))]
        if not told:
            return ()
        for kind, model in fusion.MODELS.items():
            pasts = [
                past
                for cuts in told
                if cuts[0].occurrence.kind == kind
                for past in history_of(cuts)
            ]
            await store.append(tx, schema, model, pasts, states)
        evidence = [past for cuts in told for past in history_of_claims(cuts)]
        await store.append(tx, schema, claims.READ_MODEL, evidence, states)
        await store.keep_states(tx, schema, [cuts[-1].occurrence for cuts in told])
        for cuts in told:
            memory.keep(cuts[-1].occurrence)
        return ()

    async def on_report_event(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
        schema = await store.schema_of(tx, generation)
        groups = grouped(facts, reports.id_of)
        known = await store.reported(tx, schema, list(groups))
        pasts = [
            past
            for key, events in groups.items()
            for past in history_of_report(reports.fold(known.get(key), events))
        ]
        await store.append(tx, schema, reports.READ_MODEL, pasts, known)
        return ()

    return {
        OccurrenceOpened: on_occurrence_event,
        ClaimLinked: on_occurrence_event,
        ClaimChanged: on_occurrence_event,
        ClaimUnlinked: on_occurrence_event,
        OccurrenceAbsorbed: on_occurrence_event,
        OccurrenceRetired: on_occurrence_event,
        ReportInterpreted: on_report_event,
        InterpretationWithdrawn: on_report_event,
        ReportRejected: on_report_event,
    }
