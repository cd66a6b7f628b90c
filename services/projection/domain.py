"""An occurrence as the ledger tells it: a pure fold, cut at each moment something became known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, assert_never
from uuid import UUID

from schemas.claims import Claim, Kind
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
    Reason,
)
from services.kit.record import Unfit
from services.projection.voices import Voice, voice

OccurrenceEvent = (
    OccurrenceOpened
    | ClaimLinked
    | ClaimChanged
    | ClaimUnlinked
    | OccurrenceAbsorbed
    | OccurrenceRetired
)


class Link(NamedTuple):
    """A claim that is about an occurrence, and why dedupe thinks so."""

    voice: Voice
    score: float = 1.0
    matched: UUID | None = None
    reasons: tuple[Reason, ...] = ()
    rules: str = ""

    @property
    def claim(self) -> Claim:
        return self.voice.claim


class Gone(NamedTuple):
    """A claim that is no longer about an occurrence."""

    why: str
    moved_to: UUID | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`known`: recorded time of the last event, never earlier than that of one before it."""

    occurrence_id: UUID
    kind: Kind
    version: int
    known: datetime
    absorbed_into: UUID | None = None
    links: Mapping[UUID, Link] = field(default_factory=dict)

    @property
    def voices(self) -> list[Voice]:
        return [link.voice for link in self.links.values()]


class Cut(NamedTuple):
    """What stood from `known` on: the occurrence, and those of its claims that had changed."""

    known: datetime
    occurrence: Occurrence
    touched: Mapping[UUID, Link | Gone]


def fold(
    state: Occurrence | None, events: Iterable[tuple[datetime, OccurrenceEvent]]
) -> Sequence[Cut]:
    """One cut per distinct known time; the last one holds the new state. () if nothing is new.

    The first cut may have the known time of `state`: then it replaces what stood from there on.
    Raises Unfit when an event does not continue the occurrence.
    """
    cuts: list[Cut] = []
    story: _Story | None = None if state is None else _Story(state)
    for recorded, event in events:
        version = event.occurrence_version
        if story is None:
            if version != 1 or not isinstance(event, OccurrenceOpened):
                raise Unfit(f"{event.type} is version {version} of an occurrence never opened")
            story = _Story.opened(event, recorded)
        elif version <= story.version:
            continue  # a repeat: the log is at-least-once
        elif version != story.version + 1:
            raise Unfit(f"version {version} after version {story.version}: one is missing")
        elif recorded > story.known:
            if story.news:
                cuts.append(story.cut())
            story.known = recorded
        story.apply(event)
    if story is not None and story.news:
        cuts.append(story.cut())
    return cuts


class _Story:
    """An occurrence while its events are told; cheaper than a frozen copy per event."""

    def __init__(self, state: Occurrence) -> None:
        self.occurrence_id = state.occurrence_id
        self.kind = state.kind
        self.version = state.version
        self.known = state.known
        self.absorbed_into = state.absorbed_into
        self.links = dict(state.links)
        self.touched: dict[UUID, Link | Gone] = {}
        self.news = False

    @classmethod
    def opened(cls, event: OccurrenceOpened, recorded: datetime) -> "_Story":
        return cls(Occurrence(event.occurrence_id, event.kind, 0, recorded))

    def apply(self, event: OccurrenceEvent) -> None:
        match event:
            case OccurrenceOpened():
                if event.kind != self.kind:
                    raise Unfit(f"a {self.kind} cannot be opened again as a {event.kind}")
                self.absorbed_into = None
            case ClaimLinked(claim=claim):
                if claim.body.kind != self.kind:
                    raise Unfit(f"a {claim.body.kind} claim cannot be about a {self.kind}")
                self._hold(
                    claim.claim_id,
                    Link(voice(claim), event.score, event.matched, event.reasons, event.rules),
                )
            case ClaimChanged(claim=claim):
                held = self._held(claim.claim_id)
                if claim.body.kind != self.kind:
                    raise Unfit(f"a {self.kind} claim cannot turn into a {claim.body.kind}")
                self._hold(claim.claim_id, held._replace(voice=voice(claim)))
            case ClaimUnlinked():
                self._held(event.claim_id)
                self._drop(event.claim_id, Gone(event.why, event.moved_to))
            case OccurrenceAbsorbed():
                self.absorbed_into = event.into
                for claim_id in tuple(self.links):
                    self._drop(claim_id, Gone("moved", event.into))
            case OccurrenceRetired():
                for claim_id in tuple(self.links):
                    self._drop(claim_id, Gone("withdrawn"))
            case _:
                assert_never(event)
        self.version = event.occurrence_version
        self.news = True

    def cut(self) -> Cut:
        occurrence = Occurrence(
            self.occurrence_id,
            self.kind,
            self.version,
            self.known,
            self.absorbed_into,
            dict(self.links),
        )
        touched, self.touched, self.news = self.touched, {}, False
        return Cut(self.known, occurrence, touched)

    def _held(self, claim_id: UUID) -> Link:
        try:
            return self.links[claim_id]
        except KeyError:
            raise Unfit(f"claim {claim_id} is not about this occurrence") from None

    def _hold(self, claim_id: UUID, link: Link) -> None:
        self.links[claim_id] = link
        self.touched[claim_id] = link

    def _drop(self, claim_id: UUID, gone: Gone) -> None:
        del self.links[claim_id]
        self.touched[claim_id] = gone
