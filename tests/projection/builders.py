"""Builders: claims and events in the fewest words."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from schemas.claims import Claim, Deployment, Meeting, Transfer
from schemas.event import Envelope, claim_id, derived_id, report_id
from schemas.events import (
    ClaimChanged,
    ClaimLinked,
    ClaimUnlinked,
    OccurrenceAbsorbed,
    OccurrenceOpened,
    OccurrenceRetired,
    Reason,
)
from schemas.topics import LEDGER_CLAIMS, LEDGER_OCCURRENCES, LEDGER_REJECTIONS
from schemas.values import Participant, Party, Quantity, Source, Speaker, Weapon, When, Where
from services.kit.record import Fact, Record

NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)

KOREA = Party(id="PRK", name="North Korea", country="PRK")
SOUTH = Party(id="KOR", name="South Korea", country="KOR")
RUSSIA = Party(id="RUS", name="Russia", country="RUS")
UKRAINE = Party(id="UKR", name="Ukraine", country="UKR")
AMERICA = Party(id="USA", name="United States", country="USA")

SEOUL = Speaker(name="Joint Chiefs of Staff", party=SOUTH)
KYIV = Speaker(name="Ukrainian officials", party=UKRAINE)
WASHINGTON = Speaker(name="US officials", party=AMERICA)
MOSCOW = Speaker(name="Kremlin", party=RUSSIA)
PYONGYANG = Speaker(name="Central Military Commission", party=KOREA)
KURSK = Where(raw="Kursk", name="Kursk Oblast", country="RUS", precision=4)


def at(minutes: int) -> datetime:
    """A recorded time."""
    return NOON + timedelta(minutes=minutes)


def day(text: str) -> When:
    found = date.fromisoformat(text)
    return When(edtf=text, earliest=found, latest=found, precision=1)


def span(edtf: str, earliest: str, latest: str, precision: int) -> When:
    return When(
        edtf=edtf,
        earliest=date.fromisoformat(earliest),
        latest=date.fromisoformat(latest),
        precision=precision,
    )


def between(low: int, high: int, **more: Any) -> Quantity:
    return Quantity(low=low, high=high, qualifier="range", **more)


def exactly(n: float, **more: Any) -> Quantity:
    return Quantity(low=n, best=n, high=n, qualifier="exact", **more)


def claim(
    name: str,
    body: Deployment | Transfer | Meeting,
    *said_by: Speaker,
    partner: str = "wire",
    **more: Any,
) -> Claim:
    """A claim in a report of its own, called `name`."""
    report = report_id(partner, name)
    return Claim(
        claim_id=claim_id(report, "1"),
        report_id=report,
        partner=partner,
        record_id=name,
        revision=1,
        format_version=1,
        partner_claim_id="1",
        first_recorded_at=NOON,
        attribution=said_by,
        body=body,
        **({"source": Source(publisher=partner.title())} | more),
    )


def deployment(**more: Any) -> Deployment:
    return Deployment(**({"deploying": KOREA, "host": RUSSIA, "action": "moved"} | more))


def transfer(**more: Any) -> Transfer:
    given = {
        "supplier": KOREA,
        "recipient": RUSSIA,
        "weapon": Weapon(raw="KN-23", designation="Hwasong-11", family="hwasong-11"),
        "stage": "delivered",
    }
    return Transfer(**(given | more))


def meeting(*who: Participant, **more: Any) -> Meeting:
    return Meeting(participants=who, **more)


def person(name: str | None, party: Party | None, **more: Any) -> Participant:
    return Participant(person=name, party=party, **more)


class Told:
    """The story of one occurrence: each call is its next event."""

    def __init__(self, first: Claim) -> None:
        self.occurrence_id = first.claim_id
        self.kind = first.body.kind
        self.events: list[tuple[datetime, Any]] = []

    def opened(self, minutes: int) -> "Told":
        return self._add(minutes, OccurrenceOpened, kind=self.kind)

    def linked(self, minutes: int, *claims: Claim) -> "Told":
        for one in claims:
            founder = one.claim_id == self.occurrence_id
            reason = Reason(feature="parties", score=0.9, text="the same parties")
            more: dict[str, Any] = {} if founder else {"score": 0.9, "reasons": (reason,)}
            self._add(minutes, ClaimLinked, claim=one, rules="1", **more)
        return self

    def changed(self, minutes: int, claim: Claim) -> "Told":
        return self._add(minutes, ClaimChanged, claim=claim)

    def unlinked(self, minutes: int, claim: Claim, moved_to: UUID | None = None) -> "Told":
        return self._add(
            minutes,
            ClaimUnlinked,
            claim_id=claim.claim_id,
            report_id=claim.report_id,
            revision=2,
            format_version=1,
            why="moved" if moved_to else "withdrawn",
            moved_to=moved_to,
        )

    def absorbed(self, minutes: int, into: UUID) -> "Told":
        return self._add(minutes, OccurrenceAbsorbed, into=into)

    def retired(self, minutes: int) -> "Told":
        return self._add(minutes, OccurrenceRetired)

    def _add(self, minutes: int, event: Any, **fields: Any) -> "Told":
        version = len(self.events) + 1
        told = event(occurrence_id=self.occurrence_id, occurrence_version=version, **fields)
        self.events.append((at(minutes), told))
        return self


def story(*claims: Claim, minutes: int = 0) -> Told:
    """An occurrence that is opened with these claims at one moment."""
    return Told(claims[0]).opened(minutes).linked(minutes, *claims)


def facts(events: Sequence[tuple[datetime, Any]], start: int = 0) -> list[Fact]:
    """As a processor gets them."""
    return [_fact(recorded, event, start + n) for n, (recorded, event) in enumerate(events)]


def _fact(recorded: datetime, event: Any, offset: int) -> Fact:
    if hasattr(event, "occurrence_id"):
        topic, key = LEDGER_OCCURRENCES, event.occurrence_id
    elif hasattr(event, "rejection_id"):
        topic, key = LEDGER_REJECTIONS, event.partner
    else:
        topic, key = LEDGER_CLAIMS, event.report_id
    cause = report_id("test", f"{topic} {key} {offset}")
    envelope = Envelope(derived_id(cause, event.type), event.type, event.version, "/test", recorded)
    record = Record(topic, 0, offset, str(key).encode(), b"{}", (), recorded)
    return Fact(envelope, event, record)
