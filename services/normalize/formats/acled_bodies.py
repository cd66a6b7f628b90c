"""What one of ACLED's strategic developments says, in our vocabulary."""

from collections.abc import Iterator
from typing import Any

from schemas.claims import Deployment, Meeting, Transfer
from schemas.values import Outcome, Participant, Party, Quantity, When, Where
from services.normalize.format import Fields
from services.normalize.formats import acled_actors, acled_values
from services.normalize.reading import parties
from services.normalize.reading import weapons as weapon_names

Bodies = Iterator[tuple[str, Any]]


def agreement(
    fields: Fields,
    first: Party | None,
    second: Party | None,
    associated: list[Party],
    occurred: When | None,
    place: Where | None,
) -> Bodies:
    people: dict[str, Participant] = {}
    for party in (first, second):
        if party is not None:
            people[party.id] = Participant(party=party, role="principal", raw=party.raw)
    for party in associated:
        people.setdefault(party.id, Participant(party=party, role="delegate", raw=party.raw))
    if first is None or len(people) < 2:
        fields.signal("unresolved_party", "actor2", None, "an agreement of fewer than two parties")
    if not people:
        return
    yield (
        "meeting",
        Meeting(
            participants=tuple(people.values()),
            participants_complete=len(people) > 1,
            place=place,
            occurred=occurred,
            outcomes=(Outcome(kind="signed_agreement"),),
        ),
    )


def base(
    fields: Fields,
    first: Party | None,
    occurred: When | None,
    place: Where | None,
    dead: Quantity | None,
) -> Bodies:
    if first is None:
        fields.signal("unresolved_party", "actor1", None, "a base without anybody in it")
        return
    yield "deployment", _deployment(first, "arrived", occurred, place, dead)


def territory(
    fields: Fields,
    first: Party | None,
    second: Party | None,
    notes: str,
    occurred: When | None,
    place: Where | None,
    dead: Quantity | None,
) -> Bodies:
    if first is None:
        fields.signal("unresolved_party", "actor1", None, "territory that nobody takes over")
    else:
        yield "deployment", _deployment(first, "moved", occurred, place, dead)
    if second is None:
        return
    if acled_values.says_withdrawn(notes):
        yield "withdrawal", _deployment(second, "withdrawn", occurred, place, None)
    else:
        message = "its part in the transfer of territory is not said"
        fields.signal("unresolved_party", "actor2", second.raw, message)


def _deployment(
    party: Party, action: Any, occurred: When | None, place: Where | None, dead: Quantity | None
) -> Deployment:
    abroad = place is not None and place.country not in (None, party.country)
    return Deployment(
        deploying=party,
        host=parties.state(place.country) if place is not None and abroad else None,
        action=action,
        mode=acled_actors.mode(party.sector),
        killed=dead,
        place=place,
        occurred=occurred,
    )


def weapons(fields: Fields, notes: str) -> Bodies:
    """When it was shipped is not said: the day is that of the seizure."""
    found = acled_values.shipment(notes)
    if found is None:
        message = "captured or disarmed; the notes send nothing from one party to another"
        fields.signal("unresolved_weapon", "notes", notes or None, message)
        return
    supplier, recipient, weapon = found
    yield (
        "transfer",
        Transfer(
            supplier=supplier,
            recipient=recipient,
            weapon=weapon_names.read(weapon),
            stage="shipped",
        ),
    )
