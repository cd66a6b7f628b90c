"""What a POLECAT event says, in our vocabulary: who met, who mobilised, who was given aid."""

from collections.abc import Iterator
from typing import Final

from schemas.claims import Deployment, Meeting, Transfer
from schemas.values import Modality, Party, Quantity, Weapon, When, Where
from services.normalize.formats import plover
from services.normalize.formats.polecat_actors import Actor
from services.normalize.reading import parties

_AID: Final = Weapon(raw="military aid (PLOVER AID)", rule="polecat.type")
_UNKNOWN: Final = Quantity(qualifier="unknown", rule="polecat.type")


def meeting(
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
    mode: str | None,
    modality: Modality,
    topics: tuple[str, ...],
    occurred: When | None,
    place: Where | None,
) -> Meeting:
    style = plover.CONSULT_MODES.get(mode or "")
    guests, hosts = ("visitor", "host") if mode == "visit" else ("principal", "principal")
    if mode == "host":
        guests, hosts = "host", "visitor"
    people = [one.participant(guests) for one in actors]
    people += [one.participant(hosts) for one in recipients]
    return Meeting(
        participants=tuple(dict.fromkeys(people)),
        participants_complete=False,  # who the article named, whoever else was there
        format=style,
        place=place,
        occurred=occurred,
        state="held" if modality in ("asserted", "historical") else "planned",
        topics=topics,
    )


def deployments(
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
    mode: str | None,
    occurred: When | None,
    place: Where | None,
) -> Iterator[tuple[str, Deployment]]:
    against = next(iter(_distinct(recipients)), None)
    for deploying in _distinct(actors):
        abroad = place is not None and place.country not in (None, deploying.country)
        yield (
            f"deployment:{deploying.raw}",
            Deployment(
                deploying=deploying,
                host=parties.state(place.country) if place is not None and abroad else None,
                against=against if against is None or against.id != deploying.id else None,
                action="mobilised",
                mode=plover.MOBILIZE_MODES.get(mode or "", "troops"),
                place=place,
                occurred=occurred,
            ),
        )


def transfers(
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
    modality: Modality,
    occurred: When | None,
) -> Iterator[tuple[str, Transfer]]:
    given = modality in ("asserted", "historical")
    for supplier in _distinct(actors):
        for recipient in _distinct(recipients):
            yield (
                f"transfer:{supplier.raw}>{recipient.raw}",
                Transfer(
                    supplier=supplier,
                    recipient=recipient,
                    weapon=_AID,
                    stage="delivered" if given else "offered",
                    delivered_quantity=_UNKNOWN if given else None,
                    delivered=occurred if given else None,
                ),
            )


def bears_arms(one: Actor) -> bool:
    """An opposition may; a company or a newspaper does not for its state."""
    return not one.is_private or one.sector in plover.NOT_THE_STATE


def _distinct(actors: tuple[Actor, ...]) -> tuple[Party, ...]:
    """Several people of one country are one party."""
    found: dict[str, Party] = {}
    for one in actors:
        if one.party is not None and bears_arms(one):
            found.setdefault(one.party.id, one.party)
    return tuple(found.values())
