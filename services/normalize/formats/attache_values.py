"""From what a partner wrote to our values, with a signal for every text that we cannot read."""

from collections.abc import Sequence
from datetime import date

from schemas.claims import Signal
from schemas.refusal import Refused, pointer
from schemas.values import (
    Participant,
    Party,
    Qualifier,
    Quantity,
    Speaker,
    Unit,
    Weapon,
    When,
    Where,
)
from services.normalize.formats.attache_inputs import (
    ParticipantInput,
    ParticipantParts,
    QuantityInput,
    QuantityParts,
    SpeakerParts,
    UnitInput,
    WeaponInput,
    WhenInput,
    WhereInput,
)
from services.normalize.reading import dates, parties, people, places, quantities, weapons

GIVEN = "attache-report/given"
"""The rule's name for parts that the partner gave and we took."""


class Reader:
    """Reads the values of one report; knows the day it was published and where it stands."""

    def __init__(self, published: date) -> None:
        self._published = published
        self._base: tuple[str | int, ...] = ()
        self.signals: list[Signal] = []

    def at(self, *base: str | int) -> None:
        """The claim that is being read."""
        self._base = base

    def _signal(self, code: str, name: str, value: str, message: str) -> None:
        """`name` is a JSON pointer from the claim, without its first slash."""
        field = f"{pointer(self._base)}/{name}"
        self.signals.append(Signal(code=code, field=field, value=value[:500], message=message))

    def party(self, name: str, raw: str) -> Party:
        read = parties.read(raw)
        if not parties.is_resolved(read):
            self._signal("unresolved_party", name, raw, "kept as written: no party that we know")
        return read

    def maybe_party(self, name: str, raw: str | None) -> Party | None:
        return None if raw is None else self.party(name, raw)

    def quantity(self, name: str, given: QuantityInput | None) -> Quantity | None:
        if given is None:
            return None
        if not isinstance(given, str | int | float):
            return _of_parts(given)
        if not isinstance(given, str):
            number = given
            return Quantity(
                low=number,
                best=number,
                high=number,
                qualifier="exact",
                raw=str(given),
                rule=GIVEN,
            )
        read = quantities.read(given)
        if read is None:
            self._signal("unread_quantity", name, given, "kept as written: no number that we read")
            return Quantity(qualifier="unknown", raw=given, rule="unread")
        return read

    def when(self, name: str, given: WhenInput | None) -> When | None:
        if given is None:
            return None
        if isinstance(given, str):
            read = dates.read(given, published=self._published)
            if read is None:
                self._signal("unread_date", name, given, "no date that we read")
            return read
        read = dates.read(given.edtf)
        if read is None:
            where = pointer((*self._base, name, "edtf"))
            message = "write EDTF such as 2025-04-28, 2025-04 or 2025-01/2025-02"
            raise Refused("invalid_value", where, message)
        return read

    def where(self, name: str, given: WhereInput | None) -> Where | None:
        if given is None:
            return None
        if isinstance(given, str):
            read = places.read(given)
        else:
            read = places.read(
                given.name,
                country=given.country,
                lat=given.lat,
                lon=given.lon,
                precision=given.precision,
            )
            read = read.changed(
                admin1=read.admin1 or given.admin1,
                admin2=read.admin2 or given.admin2,
                provider_admin1=given.admin1,
                provider_admin2=given.admin2,
                disputed=read.disputed or given.disputed,
            )
        if read.rule == "unresolved":
            raw = given if isinstance(given, str) else given.name
            self._signal("unresolved_place", name, raw, "kept as written: no place that we know")
        return read

    def weapon(self, name: str, given: WeaponInput) -> Weapon:
        if isinstance(given, str):
            read, raw = weapons.read(given), given
        else:
            read, raw = weapons.read(given.designation, given.description), given.designation
        if read.family is None and read.sipri_category is None:
            message = "kept as written: no designation that we know"
            self._signal("unresolved_weapon", name, raw, message)
        return read

    def unit(self, given: UnitInput | None) -> Unit | None:
        if given is None:
            return None
        if isinstance(given, str):
            return Unit(designation=given)
        return Unit(designation=given.designation, echelon=given.echelon)

    def speakers(self, given: Sequence[SpeakerParts]) -> tuple[Speaker, ...]:
        return tuple(
            Speaker(
                name=link.speaker,
                party=self.maybe_party(f"attribution/{number}/party", link.party),
                capacity=link.capacity,
                verb=link.verb,
                quote=link.quote,
            )
            for number, link in enumerate(given)
        )

    def participants(self, given: Sequence[ParticipantInput]) -> tuple[Participant, ...]:
        found: list[Participant] = []
        for number, who in enumerate(given):
            found.extend(self._participant(f"participants/{number}", who))
        return tuple(found)

    def _participant(self, name: str, who: ParticipantInput) -> Sequence[Participant]:
        if not isinstance(who, str):
            return (self._of_parts(name, who),)
        read = people.read(who)
        if not read:
            return (Participant(party=self.party(name, who), raw=who),)
        for person in read:
            if person.party is not None and not parties.is_resolved(person.party):
                self._signal("unresolved_party", name, who, "kept as written")
        return read

    def _of_parts(self, name: str, who: ParticipantParts) -> Participant:
        party = self.maybe_party(f"{name}/party", who.party)
        if who.person is None:
            return Participant(title=who.title, party=party, role=who.role, level=who.level)
        written = who.person if who.title is None else f"{who.title} {who.person}"
        read = people.read(written, party=party, role=who.role)
        known = read[0] if len(read) == 1 else Participant()
        return Participant(
            person=who.person if who.title else known.person or who.person,
            title=who.title or known.title,
            party=party or known.party,
            role=who.role,
            level=who.level or known.level,
            raw=who.person,
        )


def _of_parts(given: QuantityParts) -> Quantity:
    """What the figures alone say, where the partner names no qualifier."""
    low, best, high = given.low, given.best, given.high
    qualifier = given.qualifier or _qualifier(low, best, high)
    if qualifier == "exact" and best is not None:
        low, high = best if low is None else low, best if high is None else high
    return Quantity(
        low=low,
        best=best,
        high=high,
        qualifier=qualifier,
        basis=given.basis,
        unit=given.unit,
        is_estimate=given.is_estimate,
        rule=GIVEN,
    )


def _qualifier(low: float | None, best: float | None, high: float | None) -> Qualifier:
    match low, best, high:
        case None, None, None:
            return "unknown"
        case _, None, None:
            return "at_least"
        case None, None, _:
            return "up_to"
        case _:
            return "exact" if len({low, best, high} - {None}) == 1 else "range"
