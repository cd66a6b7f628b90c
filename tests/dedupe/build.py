"""Claims, sets and facts for tests: say only what the test is about."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from schemas.claims import Body, Claim, Deployment, Meeting, Transfer
from schemas.event import NAMESPACE, Envelope, claim_id, derived_id, report_id
from schemas.events import (
    ClaimsRuledDifferent,
    ClaimsRuledSame,
    InterpretationWithdrawn,
    ReportInterpreted,
    RulingWithdrawn,
)
from schemas.topics import LEDGER_CLAIMS, LEDGER_RULINGS
from schemas.values import Participant, Party, Quantity, Source, Unit, Weapon, When, Where
from services.dedupe.likeness.extract import member_of
from services.dedupe.likeness.features import Member
from services.kit.record import Fact, Record

MIDNIGHT = datetime(2025, 1, 1, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return MIDNIGHT + timedelta(minutes=minutes)


def party(code: str, name: str | None = None, **more: Any) -> Party:
    known = {"country": code if len(code) == 3 else None}
    return Party(**{"id": code, "name": name or code} | known | more)


PRK = party("PRK", "North Korea")
RUS = party("RUS", "Russia")
UKR = party("UKR", "Ukraine")
USA = party("USA", "United States")
FRA = party("FRA", "France")
DEU = party("DEU", "Germany")


def when(first: str, last: str | None = None, precision: int = 1) -> When:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    edtf = first if last is None else f"{first}/{last}"
    return When(edtf=edtf, earliest=start, latest=end, precision=precision)


def month(text: str) -> When:
    first = date.fromisoformat(f"{text}-01")
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return When(edtf=text, earliest=first, latest=last, precision=4)


def year(number: int) -> When:
    return When(
        edtf=str(number), earliest=date(number, 1, 1), latest=date(number, 12, 31), precision=5
    )


def numbered(low: float, high: float | None = None, basis: Any = None) -> Quantity:
    qualifier = "exact" if high is None else "range"
    return Quantity(low=low, high=high or low, qualifier=qualifier, basis=basis)


def guest(person: str | None, of: Party | None = None, **more: Any) -> Participant:
    return Participant(person=person, party=of, **more)


def place(name: str, country: str | None = None, precision: int = 2, **more: Any) -> Where:
    return Where(raw=name, name=name, country=country, precision=precision, **more)


def meeting(*who: Participant | Party, **more: Any) -> Meeting:
    participants = tuple(Participant(party=w) if isinstance(w, Party) else w for w in who)
    return Meeting(participants=participants, **more)


def troops(**more: Any) -> Deployment:
    return Deployment(**{"deploying": PRK, "host": RUS, "action": "moved"} | more)


def arms(weapon: str | Weapon, **more: Any) -> Transfer:
    given = weapon if isinstance(weapon, Weapon) else Weapon(raw=weapon)
    return Transfer(
        **{"supplier": PRK, "recipient": RUS, "weapon": given, "stage": "delivered"} | more
    )


def unit(designation: str, echelon: str | None = None) -> Unit:
    return Unit(designation=designation, echelon=echelon)


def published(day: str) -> Source:
    return Source(published_at=date.fromisoformat(day))


def a_claim(
    body: Body, record: str = "r1", name: str = "c", partner: str = "wire", **more: Any
) -> Claim:
    report = report_id(partner, record)
    return Claim(
        **{
            "claim_id": claim_id(report, name),
            "report_id": report,
            "partner": partner,
            "record_id": record,
            "revision": 1,
            "format_version": 1,
            "partner_claim_id": name,
            "first_recorded_at": MIDNIGHT,
            "body": body,
        }
        | more
    )


def a_member(body: Body, record: str = "r1", **more: Any) -> Member:
    return member_of(a_claim(body, record, **more))


def a_set(*claims: Claim, record: str = "r1", partner: str = "wire", **more: Any) -> Any:
    """`report_interpreted` with these claims, brought to its revision."""
    version = {"revision": 1, "format_version": 1} | {
        key: more[key] for key in ("revision", "format_version") if key in more
    }
    report = report_id(partner, record)
    return ReportInterpreted(
        **{
            "report_id": report,
            "partner": partner,
            "record_id": record,
            "first_recorded_at": claims[0].first_recorded_at if claims else MIDNIGHT,
            "format": "attache.report",
            "claims": tuple(claim.changed(**version) for claim in claims),
        }
        | version
        | more
    )


def taken_back(record: str = "r1", revision: int = 2, partner: str = "wire") -> Any:
    return InterpretationWithdrawn(
        report_id=report_id(partner, record),
        partner=partner,
        record_id=record,
        revision=revision,
        first_recorded_at=MIDNIGHT,
        format="attache.report",
        format_version=1,
    )


def ruled(same: bool, a: UUID, b: UUID, name: str = "ruling") -> Any:
    cls = ClaimsRuledSame if same else ClaimsRuledDifferent
    return cls(
        ruling_id=derived_id(NAMESPACE, name),
        claim_a=a,
        claim_b=b,
        actor="analyst",
        reason="read both",
    )


def unruled(a: UUID, b: UUID, name: str = "ruling") -> Any:
    return RulingWithdrawn(
        ruling_id=derived_id(NAMESPACE, name),
        claim_a=a,
        claim_b=b,
        actor="analyst",
        reason="read again",
    )


def a_fact(event: Any, offset: int, recorded: datetime | None = None) -> Fact:
    ruling = not isinstance(event, ReportInterpreted | InterpretationWithdrawn)
    topic = LEDGER_RULINGS if ruling else LEDGER_CLAIMS
    moment = recorded or at(offset)
    envelope = Envelope(
        event_id=derived_id(NAMESPACE, f"{topic}/{event.type}", offset),
        type=event.type,
        version=event.version,
        source="/attache/test",
        recorded=moment,
    )
    return Fact(envelope, event, Record(topic, 0, offset, None, b"", (), moment))


def facts(events: Iterable[Any]) -> list[Fact]:
    return [a_fact(event, offset) for offset, event in enumerate(events)]


def names(clusters: Iterable[Any], known: dict[str, Sequence[UUID] | UUID]) -> set[frozenset[str]]:
    """Clusters as sets of the test's own names of claims."""
    back = {id_: name for name, id_ in known.items()}
    return {frozenset(back[m.claim_id] for m in one.members) for one in clusters}
