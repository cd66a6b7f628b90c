"""From a claim to what matching needs of it, once, when the claim comes in."""

from datetime import UTC, datetime, timedelta
from typing import Final, assert_never

from schemas import claims as said
from schemas.claims import Claim
from schemas.values import Participant, Quantity, Where
from services.dedupe.likeness.actors import actor, somebody, stated
from services.dedupe.likeness.features import (
    Deployment,
    Features,
    Group,
    Meeting,
    Member,
    Person,
    Place,
    Range,
    Series,
    Transfer,
)
from services.dedupe.likeness.names import fold, fold_person, written_in_han
from services.dedupe.likeness.spans import Span, around, day_of, hull, span_of

_HAN: Final = frozenset({"CHN", "TWN", "HKG", "MAC"})
"""Parties whose people are named by Han characters as they sound; elsewhere these only hint."""
_HEADS: Final = frozenset({"head_of_state", "head_of_government"})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SPOKEN_BACK: Final = 365  # a source that gives no date speaks of the year behind it
_SPOKEN_ON: Final = 31
_CANCELLED_BACK: Final = 6 * 366  # who tells that a deal is off tells of one made years ago
_PLANNED_ON: Final = 365
_MEETING_BACK: Final = 30  # news of a meeting is fresher than that


def member_of(claim: Claim) -> Member:
    features: Features
    series: Series | None = None
    match claim.body:
        case said.Meeting():
            features = _meeting(claim, claim.body)
        case said.Transfer():
            features = _transfer(claim, claim.body)
        case said.Deployment():
            features = _deployment(claim, claim.body)
            series = _series(claim, claim.body, features)
        case _:
            assert_never(claim.body)
    return Member(
        claim_id=claim.claim_id,
        report_id=claim.report_id,
        kind=claim.body.kind,
        recorded=(claim.first_recorded_at - _EPOCH) // _MICROSECOND,
        partner=claim.partner,
        label=claim.partner_claim_id,
        same_as=claim.same_as,
        firm=claim.stance in ("asserts", "confirms"),
        features=features,
        series=series,
    )


def _spoken(claim: Claim, back: int, on: int) -> Span | None:
    """The days a source without a date may mean: those before it spoke, by its own clocks."""
    announced = span_of(claim.announced)
    published = day_of(claim.source.published_at)
    day = announced.last if announced is not None else published
    if day is None:
        return None
    on = max(on, _PLANNED_ON) if claim.modality == "planned" else on
    return around(day, back, on)


def _place(where: Where | None) -> Place | None:
    if where is None:
        return None
    name = stated(fold(where.name or where.raw or ""))
    region = fold(where.admin1 or where.provider_admin1 or "")
    return Place(where.country, name, region, where.lat, where.lon, where.precision)


def _numbers(quantity: Quantity | None) -> Range | None:
    if quantity is None:
        return None
    known = [n for n in (quantity.low, quantity.best, quantity.high) if n is not None]
    if not known:
        return None
    low, high = float(min(known)), float(max(known))
    match quantity.qualifier:
        case "about" | "order_of_magnitude":
            return low * 0.8, high * 1.25
        case "at_least" | "more_than":
            return low, high * 2
        case "up_to" | "fewer_than":
            return low / 2, high
        case _:
            return low, high


def _person(participant: Participant) -> Person | None:
    if not participant.person:
        return None
    party = participant.party
    country = f"{party.name} {party.raw or ''}" if party is not None else ""
    name = somebody(fold_person(participant.person, country))
    if not name:
        return None
    head = None if participant.level is None else participant.level in _HEADS
    theirs = actor(party)
    loose = theirs not in _HAN and written_in_han(participant.person)
    return Person(name, theirs, head, loose)


def _meeting(claim: Claim, body: said.Meeting) -> Meeting:
    named = [(actor(p.party), p) for p in body.participants]
    parties = {party for party, _ in named if party is not None}
    between = {party for party, p in named if p.role == "mediator"}
    persons = {person for p in body.participants if (person := _person(p)) is not None}
    place = _place(body.place)
    event = stated(fold(body.event_name or ""))
    many = body.format == "multilateral" or (body.format is None and len(parties - between) > 2)
    anybody = any(party is None and not p.person for party, p in named)
    if len(parties) < 2 and not anybody and place is not None and place.country is not None:
        parties.add(place.country)  # whoever is received somewhere is received by somebody
    return Meeting(
        parties=tuple(sorted(parties)),
        persons=tuple(sorted(persons, key=lambda p: (p.name, p.party or "", str(p.head), p.loose))),
        place=place,
        when=span_of(body.occurred) or _spoken(claim, _MEETING_BACK, 0),
        event=event,
        many=many,
        pair=body.format in ("visit", "third_party", "remote") and len(parties) <= 2 and not event,
        complete=body.participants_complete,
    )


def _group(action: str) -> Group:
    match action:
        case "withdrawn":
            return "withdraw"
        case "casualties":
            return "casualties"
        case _:
            return "deploy"


def _deployment(claim: Claim, body: said.Deployment) -> Deployment:
    place = _place(body.place)
    hosts = {actor(body.host), place.country if place is not None else None}
    basis = body.personnel.basis if body.personnel is not None else None
    group = _group(body.action)
    harmed = [_numbers(q) for q in (body.killed_or_wounded, body.killed, body.wounded)]
    return Deployment(
        deploying=actor(body.deploying) or "",
        hosts=tuple(sorted(h for h in hosts if h is not None)),
        supported=actor(body.in_support_of),
        against=actor(body.against),
        theatre=stated(fold(body.theatre or "")),
        group=group,
        increment=group == "deploy" and (basis == "increment" or body.action == "reinforced"),
        captured=group == "casualties" and body.captured is not None and harmed == [None] * 3,
        mode=body.mode,
        unit=stated(fold(body.unit.designation)) if body.unit is not None else "",
        echelon=fold(body.unit.echelon or "") if body.unit is not None else "",
        personnel=_numbers(body.personnel),
        harmed=harmed[0] or harmed[1] or harmed[2],
        place=place,
        when=span_of(body.occurred)
        or span_of(body.as_of)
        or _spoken(claim, _SPOKEN_BACK, _SPOKEN_ON),
        purpose=fold(body.purpose or ""),
    )


def _series(claim: Claim, body: said.Deployment, features: Deployment) -> Series | None:
    """A stock is a measurement of a standing deployment; a presence without a number is not."""
    stock = body.personnel is not None and body.personnel.basis == "stock"
    measured = body.action == "stationed" and (
        body.personnel is not None or body.as_of is not None or bool(body.components)
    )
    moved = body.personnel is not None and body.personnel.basis not in (None, "stock")
    if not features.deploying or features.group != "deploy" or moved or not (stock or measured):
        return None
    when = span_of(body.as_of) or span_of(body.occurred) or _spoken(claim, 0, 0)
    where = actor(body.host) or (features.place.country if features.place is not None else None)
    if where is None:
        where = features.theatre or (features.place.name if features.place is not None else "")
    if when is None or not where:
        return None
    key = (features.deploying, where, fold(body.scope or ""), body.mode)
    return Series("|".join(key), (when.first + when.last) // 2)


def _transfer(claim: Claim, body: said.Transfer) -> Transfer:
    weapon = body.weapon
    cancelled = body.stage == "cancelled"
    ordered, delivered, spoken = span_of(body.ordered), span_of(body.delivered), None
    if ordered is None and delivered is None:
        spoken = _spoken(claim, _CANCELLED_BACK if cancelled else _SPOKEN_BACK, _SPOKEN_ON)
    return Transfer(
        supplier=actor(body.supplier),
        recipient=actor(body.recipient),
        family=weapon.family or "",
        specific=bool(weapon.designation),
        text=stated(fold(weapon.designation or weapon.raw)),
        description=stated(fold(weapon.description or weapon.raw)),
        sipri=fold(weapon.sipri_category or ""),
        un=weapon.un_category or "",
        cancelled=cancelled,
        condition=body.condition or "",
        ordered=ordered,
        delivered=delivered,
        spoken=spoken,
        ordered_number=_numbers(body.ordered_quantity),
        delivered_number=_numbers(body.delivered_quantity),
        deal=body.deal or "",
    )


def days_of(features: Features) -> Span | None:
    """All the days that a claim may be about."""
    match features:
        case Transfer():
            return hull(features.ordered, features.delivered) or features.spoken
        case Meeting() | Deployment():
            return features.when
        case _:
            assert_never(features)
