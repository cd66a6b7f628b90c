"""What dedupe decides: from where claims were and where they belong to what is said about it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias, assert_never
from uuid import UUID

from schemas.claims import Claim, Kind
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
)
from services.dedupe.blocking import blocks
from services.dedupe.candidates import pairs_among, runs_of
from services.dedupe.causes import Cause, Causes, cause_order
from services.dedupe.clustering import Cluster, Clustering, cluster
from services.dedupe.likeness import enough
from services.dedupe.likeness.chains import chained
from services.dedupe.likeness.features import Member
from services.dedupe.matching import Match, match_of
from services.dedupe.rulings import Pair, Ruling, pair

OccurrenceEvent: TypeAlias = (
    OccurrenceOpened
    | ClaimLinked
    | ClaimChanged
    | ClaimUnlinked
    | OccurrenceAbsorbed
    | OccurrenceRetired
)


class Known(NamedTuple):
    """An occurrence id that was ever used: `version` counts its events over its whole life."""

    kind: Kind
    version: int
    open: bool
    size: int  # claims


NEVER: Final = Known("meeting", 0, False, 0)


def evolve(known: Known, event: OccurrenceEvent) -> Known:
    """What is known of an occurrence after this was said of it."""
    kind, _, is_open, size = known
    match event:
        case ClaimLinked():
            size += 1
        case OccurrenceOpened():
            kind, is_open = event.kind, True
        case ClaimUnlinked():
            size -= 1
        case ClaimChanged():
            pass
        case OccurrenceAbsorbed() | OccurrenceRetired():
            is_open = False
        case _:
            assert_never(event)
    return Known(kind, event.occurrence_version, is_open, size)


class Standing(NamedTuple):
    """A claim's report, and the set of claims that it stands or fell by."""

    report_id: UUID
    revision: int
    format_version: int


class Decided(NamedTuple):
    event: OccurrenceEvent
    cause: Cause


def occurrence_of(decided: Decided) -> UUID:
    return decided.event.occurrence_id


@dataclass(frozen=True, slots=True)
class Question:
    """All that one decision rests on. Only occurrences that may have changed are in it."""

    held: Mapping[UUID, frozenset[UUID]]  # occurrence -> its claims before
    known: Mapping[UUID, Known]  # every occurrence id in `held` or among the clusters
    clusters: Sequence[Cluster]  # after
    alike: Mapping[Pair, float]
    causes: Causes
    rulings: Sequence[Ruling] = ()
    changed: frozenset[UUID] = frozenset()  # claims that say something else now
    claims: Mapping[UUID, Claim] = field(default_factory=dict)  # those to be carried whole
    standing: Mapping[UUID, Standing] = field(default_factory=dict)  # those to be unlinked


def to_link(
    held: Mapping[UUID, frozenset[UUID]],
    known: Mapping[UUID, Known],
    clusters: Iterable[Cluster],
) -> set[UUID]:
    """Claims that will be carried whole because they come to an occurrence."""
    found: set[UUID] = set()
    for it in clusters:
        ids = {member.claim_id for member in it.members}
        before = known.get(it.occurrence_id, NEVER)
        stays = not before.open or before.kind == it.kind
        found |= ids - held.get(it.occurrence_id, frozenset()) if stays else ids
    return found


def decide(asked: Question) -> list[Decided]:
    """What is to be said, per occurrence in order; nothing where nothing has changed."""
    after = {it.occurrence_id: it for it in asked.clusters}
    where = {member.claim_id: it.occurrence_id for it in asked.clusters for member in it.members}
    decided: list[Decided] = []
    for occurrence in sorted(asked.held.keys() | after.keys(), key=_number):
        known = asked.known.get(occurrence, NEVER)
        was = asked.held.get(occurrence, frozenset())
        now = after.get(occurrence)
        story = _Story(asked, occurrence, known.version, where)
        if now is not None and known.open and known.kind != now.kind:
            story.unlink(was)
            story.close(was)
            was, known = frozenset(), known._replace(open=False)
        if now is None:
            story.unlink(was)
            if known.open:
                story.close(was)
        else:
            ids = {member.claim_id for member in now.members}
            come = [m for m in now.members if m.claim_id not in was] if was else now.members
            story.link(now, come, not known.open)
            story.change(ids & was & asked.changed)
            story.unlink(was - ids)
        decided += story.decided
    return decided


_number: Final = attrgetter("int")  # ids are in order as their numbers are, which compare faster


class _Story:
    """What is told of one occurrence, each event with the next version."""

    def __init__(
        self, asked: Question, occurrence: UUID, version: int, where: Mapping[UUID, UUID]
    ) -> None:
        self._asked = asked
        self._id = occurrence
        self._version = version
        self._where = where
        self.decided: list[Decided] = []

    def _next(self) -> int:
        self._version += 1
        return self._version

    def _say(self, event: OccurrenceEvent, cause: Cause) -> None:
        self.decided.append(Decided(event, cause))

    def _in_order(self, claims: Iterable[UUID]) -> list[tuple[UUID, Cause]]:
        told = [(claim, self._asked.causes.of(claim)) for claim in claims]
        return sorted(told, key=lambda it: (it[1].recorded, it[0].int))

    def link(self, now: Cluster, members: Sequence[Member], opens: bool) -> None:
        by_id = {member.claim_id: member for member in members}
        told = self._in_order(by_id)
        rulings, alike = self._asked.rulings, self._asked.alike
        if opens:
            cause = min((c for _, c in told), key=cause_order)
            self._say(
                OccurrenceOpened(
                    occurrence_id=self._id, occurrence_version=self._next(), kind=now.kind
                ),
                cause,
            )
        for claim, cause in told:
            found: Match = match_of(by_id[claim], now, alike, rulings)
            event = ClaimLinked(
                occurrence_id=self._id,
                occurrence_version=self._next(),
                claim=self._asked.claims[claim],
                score=found.score,
                matched=found.matched,
                reasons=found.reasons,
                rules=found.rules,
            )
            self._say(event, cause)

    def change(self, claims: Iterable[UUID]) -> None:
        for claim, cause in self._in_order(claims):
            event = ClaimChanged(
                occurrence_id=self._id,
                occurrence_version=self._next(),
                claim=self._asked.claims[claim],
            )
            self._say(event, cause)

    def unlink(self, claims: Iterable[UUID]) -> None:
        for claim, cause in self._in_order(claims):
            moved_to = self._where.get(claim)
            standing = self._asked.standing[claim]
            event = ClaimUnlinked(
                occurrence_id=self._id,
                occurrence_version=self._next(),
                claim_id=claim,
                report_id=standing.report_id,
                revision=standing.revision,
                format_version=standing.format_version,
                why="withdrawn" if moved_to is None else "moved",
                moved_to=moved_to,
            )
            self._say(event, cause)

    def close(self, was: frozenset[UUID]) -> None:
        """Absorbed by where most of its claims went, or its founding claim; else retired."""
        causes = [self._asked.causes.around(claim) for claim in (was or {self._id})]
        cause = max(causes, key=cause_order)
        went = Counter(self._where[claim] for claim in (was or {self._id}) if claim in self._where)
        went.pop(self._id, None)
        if went:
            into = min(went, key=lambda occurrence: (-went[occurrence], occurrence))
            self._say(
                OccurrenceAbsorbed(
                    occurrence_id=self._id, occurrence_version=self._next(), into=into
                ),
                cause,
            )
        else:
            self._say(
                OccurrenceRetired(occurrence_id=self._id, occurrence_version=self._next()), cause
            )


def alike_pairs(members: Iterable[Member]) -> dict[Pair, float]:
    """Every pair of candidates that is alike enough: what the store keeps, worked out afresh."""
    given = list(members)
    boxes = [(block, number) for number, one in enumerate(given) for block in blocks(one)]
    pairs = [(given[a], given[b]) for a, b in pairs_among(runs_of(boxes))]
    return {
        pair(one.claim_id, other.claim_id): alike
        for one, other in (*pairs, *chained(given))
        if (alike := enough(one, other)) is not None
    }


def occurrences(members: Iterable[Member], rulings: Iterable[Ruling] = ()) -> Clustering:
    """The occurrences of this set of claims: the truth that every other way must agree with."""
    given = list(members)
    return cluster(given, alike_pairs(given), rulings)
