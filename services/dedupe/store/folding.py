"""Folds the ledger back into the tables, to the very state of those who wrote it.

A ledger has no order across its partitions, and its last batch may be there only in part. So a
claim can, for a while, be in two occurrences or in none: such rows are marked, and what is left of
them at the end is settled by the next decision.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from schemas.claims import KINDS
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimsRuledDifferent,
    ClaimsRuledSame,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
    RulingWithdrawn,
)
from schemas.topics import LEDGER_RULINGS
from services.dedupe.domain import NEVER, Known, OccurrenceEvent, evolve
from services.dedupe.incoming import Incoming
from services.dedupe.likeness.features import Member
from services.dedupe.store import claims, doubts, graph, occurrences, rulings
from services.dedupe.store.rows import ALSO_HERE, HERE, ON_ITS_WAY, Row, row_of
from services.dedupe.store.rulings import Given
from services.kit.record import Fact, Tx

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RULINGS = (ClaimsRuledSame, ClaimsRuledDifferent, RulingWithdrawn)
_OCCURRENCES = (
    OccurrenceOpened,
    ClaimLinked,
    ClaimChanged,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceRetired,
)


async def fold(facts: Sequence[Fact], tx: Tx) -> None:
    """Facts of ledger.occurrences and of ledger.rulings. What was folded before changes nothing."""
    await occurrences.lock(KINDS, tx)
    if given := [ruling_of(fact) for fact in facts if isinstance(fact.event, _RULINGS)]:
        await rulings.add(given, tx)
    if told := [fact for fact in facts if isinstance(fact.event, _OCCURRENCES)]:
        await _fold([fact.event for fact in told], tx)
        await doubts.note(told, tx)


def ruled_at(fact: Fact) -> datetime:
    """When the log took the ruling: its topic has LogAppendTime."""
    on_its_topic = fact.record is not None and fact.record.topic == LEDGER_RULINGS
    return fact.record.timestamp if on_its_topic else fact.envelope.recorded


def ruling_of(fact: Fact) -> Given:
    event: Any = fact.event
    at = (ruled_at(fact) - _EPOCH) // timedelta(microseconds=1)
    ids = (event.ruling_id, event.claim_a, event.claim_b)
    if isinstance(event, RulingWithdrawn):
        return Given(*ids, None, None, True)
    return Given(*ids, isinstance(event, ClaimsRuledSame), at, False)


class Tables:
    """The rows that some events are about, while they are applied in memory."""

    def __init__(
        self,
        rows: Sequence[Row],
        known: Mapping[UUID, Known],
        versions: Mapping[UUID, tuple[int, int]],
    ) -> None:
        self.rows: defaultdict[UUID, dict[UUID, Row]] = defaultdict(dict)
        for row in rows:
            self.rows[row.claim_id][row.occurrence_id] = row
        self.known = dict(known)
        self.versions = dict(versions)
        self.told: dict[UUID, Known] = {}
        self.touched: set[UUID] = set()

    def apply(self, event: OccurrenceEvent) -> None:
        known = self.known.get(event.occurrence_id, NEVER)
        if event.occurrence_version <= known.version:
            return
        self.known[event.occurrence_id] = evolve(known, event)
        self.told[event.occurrence_id] = self.known[event.occurrence_id]
        match event:
            case ClaimLinked() | ClaimChanged():
                claim = event.claim
                row = row_of(Incoming(claim), event.occurrence_id)
                self.rows[claim.claim_id][event.occurrence_id] = row
                self._learn(claim.claim_id, claim.report_id, row.version)
            case ClaimUnlinked():
                row_then = self.rows[event.claim_id].get(event.occurrence_id)
                if event.why == "moved" and row_then is not None:
                    row_then.state = ON_ITS_WAY
                else:
                    self.rows[event.claim_id].pop(event.occurrence_id, None)
                version = (event.revision, event.format_version)
                self._learn(event.claim_id, event.report_id, version)
            case _:
                pass

    def _learn(self, claim: UUID, report: UUID, version: tuple[int, int]) -> None:
        self.touched.add(claim)
        self.versions[report] = max(version, self.versions.get(report, version))

    def tidy(self, claim: UUID) -> None:
        """One row of the claim is current, and none is on its way to where another is."""
        rows = self.rows[claim]
        here = [row for row in rows.values() if row.state != ON_ITS_WAY]
        if not here:
            here = [row for row in rows.values() if row.version >= self.versions[row.report_id]]
        if not here:
            rows.clear()
            return
        main = min(here, key=lambda row: (-row.revision, -row.format_version, row.occurrence_id))
        if main.state == ON_ITS_WAY:
            self.rows[claim] = {main.occurrence_id: main}
            return
        self.rows[claim] = {row.occurrence_id: row for row in here}
        for row in here:
            row.state = HERE if row is main else ALSO_HERE


async def _fold(events: Sequence[OccurrenceEvent], tx: Tx) -> None:
    ids: set[UUID] = set()
    reports: set[UUID] = set()
    for event in events:
        match event:
            case ClaimLinked() | ClaimChanged():
                ids.add(event.claim.claim_id)
                reports.add(event.claim.report_id)
            case ClaimUnlinked():
                ids.add(event.claim_id)
                reports.add(event.report_id)
            case _:
                pass
    rows = await claims.whole(ids, tx)
    before = _current(rows)
    known = await occurrences.told({event.occurrence_id for event in events}, tx)
    versions = await claims.versions(reports, tx)
    tables = Tables(rows, known, versions.of)
    for event in events:
        tables.apply(event)
    for claim in tables.touched:
        tables.tidy(claim)
    before = {id_: member for id_, member in before.items() if id_ in tables.touched}
    left = [row for claim in tables.touched for row in tables.rows[claim].values()]
    after = _current(left)
    await claims.drop(tables.touched, tx)
    await claims.add(left, tx)
    old = [member for id_, member in before.items() if member != after.get(id_)]
    new = [member for id_, member in after.items() if member != before.get(id_)]
    old, new = await _with_their_chains(old, new, tx)
    await graph.forget(old, tx)
    await graph.index(new, tx)
    await occurrences.save(tables.told, tx)
    await claims.save_versions(tables.versions, tx)


def _current(rows: Sequence[Row]) -> dict[UUID, Member]:
    return {row.claim_id: row.member for row in rows if row.current}


async def _with_their_chains(
    old: list[Member], new: list[Member], tx: Tx
) -> tuple[list[Member], list[Member]]:
    """Where a report says of claims that they are about the same, all of its claims go together.

    On the ledger they arrive one by one.
    """
    reports = {member.report_id for member in (*old, *new)}
    stored = [row.member for row in await claims.of_reports(reports, tx) if row.current]
    chained = {m.report_id for m in (*old, *stored) if m.same_as is not None}
    mates = [
        member
        for member in stored
        if member.report_id in chained and member.claim_id not in {m.claim_id for m in new}
    ]
    return old + mates, new + mates
