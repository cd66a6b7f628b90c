"""Dedupe without a database: all claims decided anew at every batch, by the pure domain alone."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from schemas.claims import Claim
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimsRuledSame,
    ClaimUnlinked,
    RulingWithdrawn,
)
from services.dedupe.causes import Cause, Causes, cause_order
from services.dedupe.clustering import cluster
from services.dedupe.domain import (
    NEVER,
    Decided,
    Known,
    OccurrenceEvent,
    Question,
    Standing,
    alike_pairs,
    decide,
    evolve,
)
from services.dedupe.handlers import _claim_set
from services.dedupe.incoming import body_of
from services.dedupe.likeness.chains import chained
from services.dedupe.likeness.extract import member_of
from services.dedupe.rulings import Ruling, in_force, pair
from services.dedupe.sets import Held, differences, newest
from services.kit.record import Fact
from tests.dedupe.build import MIDNIGHT


class Pure:
    """`fold` of its own events is all that it remembers of occurrences."""

    def __init__(self) -> None:
        self.claims: dict[UUID, Claim] = {}
        self.versions: dict[UUID, tuple[int, int]] = {}
        self.rulings: dict[UUID, Ruling] = {}
        self.withdrawn: set[UUID] = set()
        self.known: dict[UUID, Known] = {}
        self.held: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self.said: list[OccurrenceEvent] = []
        self.pairs: list[tuple[UUID, UUID]] = []

    def read(self, *batches: Sequence[Fact]) -> list[OccurrenceEvent]:
        before = len(self.said)
        for batch in batches:
            ruled = [f for f in batch if hasattr(f.event, "ruling_id")]
            told = [f for f in batch if not hasattr(f.event, "ruling_id")]
            if told and ruled:
                raise ValueError("one kind of fact per batch, as the kit runs handlers")
            for fact in ruled:
                self._ruling(fact)
            self._decide(told, ruled)
        return self.said[before:]

    def _ruling(self, fact: Fact) -> None:
        event = fact.event
        if isinstance(event, RulingWithdrawn):
            self.withdrawn.add(event.ruling_id)
            return
        recorded = int((fact.record.timestamp - MIDNIGHT).total_seconds() * 1_000_000)
        same = isinstance(event, ClaimsRuledSame)
        ab = pair(event.claim_a, event.claim_b)
        self.rulings.setdefault(event.ruling_id, Ruling(event.ruling_id, ab, same, recorded))

    def _decide(self, told: Sequence[Fact], ruled: Sequence[Fact]) -> None:
        sets = {
            report: one
            for report, one in newest(_claim_set(fact) for fact in told).items()
            if one.version >= self.versions.get(report, one.version)
        }
        held = [
            Held(
                claim.claim_id,
                claim.report_id,
                (claim.revision, claim.format_version),
                body_of(claim),
                member_of(claim),
            )
            for claim in self.claims.values()
            if claim.report_id in sets
        ]
        changes = differences(sets.values(), held)
        standing = {
            id_: Standing(claim.report_id, claim.revision, claim.format_version)
            for id_, claim in self.claims.items()
        }
        for id_ in changes.gone:
            del self.claims[id_]
        for id_, one in changes.incoming.items():
            self.claims[id_] = one.claim
            standing[id_] = Standing(
                one.claim.report_id, one.claim.revision, one.claim.format_version
            )
        self.versions |= changes.versions | changes.silent
        own = dict(changes.causes)
        for fact in ruled:
            cause = Cause(fact.record.timestamp, fact.envelope.event_id)
            for claim in (fact.event.claim_a, fact.event.claim_b):
                own[claim] = max(cause, own.get(claim, cause), key=cause_order)
        if not own:
            return
        members = [member_of(claim) for claim in self.claims.values()]
        alike = alike_pairs(members)
        holding = [r for r in self.rulings.values() if r.ruling_id not in self.withdrawn]
        found = cluster(members, alike, holding)
        ties = [
            *self.pairs,
            *alike,
            *((a.claim_id, b.claim_id) for a, b in chained(members)),
            *(ruling.pair for ruling in holding),
            *((occurrence, claim) for occurrence, its in self.held.items() for claim in its),
            *((one.occurrence_id, m.claim_id) for one in found.clusters for m in one.members),
        ]
        self.pairs = [*alike, *((a.claim_id, b.claim_id) for a, b in chained(members))]
        decided: list[Decided] = decide(
            Question(
                held={o: frozenset(its) for o, its in self.held.items() if its},
                known=self.known,
                clusters=found.clusters,
                alike=alike,
                causes=Causes(own, max(own.values(), key=cause_order), lambda: ties),
                rulings=in_force(holding),
                changed=frozenset(changes.changed),
                claims=self.claims,
                standing=standing | changes.gone,
            )
        )
        for event, _ in decided:
            self.said.append(event)
            self.fold(event)

    def fold(self, event: OccurrenceEvent) -> None:
        id_ = event.occurrence_id
        self.known[id_] = evolve(self.known.get(id_, NEVER), event)
        match event:
            case ClaimLinked():
                self.held[id_].add(event.claim.claim_id)
            case ClaimUnlinked():
                self.held[id_].discard(event.claim_id)
            case ClaimChanged():
                assert event.claim.claim_id in self.held[id_]
            case _:
                pass

    def occurrences(self) -> dict[UUID, UUID]:
        """Per claim its occurrence."""
        return {claim: o for o, its in self.held.items() for claim in its}
