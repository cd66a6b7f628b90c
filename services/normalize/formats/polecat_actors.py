"""POLECAT's actors and recipients: parallel lists of names, countries, sectors and titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from schemas.values import Participant, Party
from services.normalize.format import Fields, Row
from services.normalize.formats import blanks, plover
from services.normalize.reading import parties, people

EMPTY: Final = blanks.BLANKS
_SPLIT: Final = re.compile(r"\s*;\s*")

Side = Literal["Actor", "Recipient"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the named. `party` None: a name without a country that nobody knows."""

    name: str
    raw: str
    title: str | None
    party: Party | None
    is_person: bool
    sector: str | None = None

    @property
    def is_private(self) -> bool:
        return self.sector in plover.PRIVATE

    def participant(self, role: Any) -> Participant:
        return _participant(self, role)


def parts(text: str) -> tuple[str, ...]:
    """A list's members, without the empty ones."""
    return tuple(part for part in _SPLIT.split(text.strip()) if part not in EMPTY)


def read(row: Row, side: Side) -> tuple[Actor, ...]:
    names = ("Name", "Name Raw", "Country", "COW", "Title")
    columns = (*(f"{side} {name}" for name in names), f"Primary {side} Sector")
    return _read(*blanks.texts(row, columns))


def account(fields: Fields, side: Side, actors: Sequence[Actor]) -> None:
    names = [blanks.text(fields.take(f"{side} {name}")) for name in ("Name", "Name Raw", "Title")]
    sectors = blanks.text(fields.take(f"Primary {side} Sector"))
    country = blanks.text(fields.take(f"{side} Country"))
    cow = blanks.number(fields.take(f"{side} COW"))
    if not _agree(country, cow):
        fields.signal("contradiction", f"{side} COW", cow, f"other countries than {country}")
    for sector in parts(sectors):
        if sector not in plover.SECTORS:
            fields.signal("unknown_code", f"Primary {side} Sector", sector, "not in PLOVER")
    named = len(_aligned(names[0]) or _aligned(names[1]))
    for column, text in (("Name Raw", names[1]), ("Country", country), ("Title", names[2])):
        members = len(_aligned(text))
        if named and members > 1 and members != named:
            message = f"{members} of them for {named} names"
            fields.signal("contradiction", f"{side} {column}", text, message)
    for actor in actors:
        if actor.party is None or not parties.is_resolved(actor.party):
            fields.signal("unresolved_party", f"{side} Name", actor.raw)


@lru_cache(maxsize=16384)
def _agree(country: str, cow: str) -> bool:
    """False only if the numbers of the Correlates of War are surely other countries."""
    numbers, codes = parts(cow), parts(country)
    if not numbers or not codes or "|" in country or "|" in cow:
        return True
    known = [(_state(code, ()), _state("", (n,))) for code, n in zip(codes, numbers, strict=False)]
    return len(numbers) == len(codes) and all(
        state is None or (other is not None and state.id == other.id) for state, other in known
    )


@lru_cache(maxsize=65536)
def _read(
    name: str, raw_name: str, country: str, cow: str, title: str, sector: str
) -> tuple[Actor, ...]:
    names, raws = _aligned(name), _aligned(raw_name)
    names = names or raws
    countries, cows, titles = _aligned(country), _aligned(cow), _aligned(title)
    sectors = [one if one in plover.SECTORS else "" for one in _aligned(sector)]
    if not names:
        states = [_state(code, cows[n : n + 1]) for n, code in enumerate(countries or cows)]
        return tuple(
            _of_state(party, party.name, party.raw or party.id, _nth(sectors, number, states))
            for number, party in enumerate(states)
            if party is not None
        )
    found = []
    for number, one in enumerate(names):
        if one in EMPTY:
            continue
        state = _state(_nth(countries, number, names), (_nth(cows, number, names),))
        held = _nth(titles, number, names)
        raw = raws[number] if len(raws) == len(names) and raws[number] not in EMPTY else one
        found.append(
            _actor(one, raw, "" if held in EMPTY else held, state, _nth(sectors, number, names))
        )
    return tuple(found)


def _of_state(state: Party, name: str, raw: str, sector: str) -> Actor:
    return Actor(name, raw, None, _party(state, sector, name).changed(raw=raw), False, sector)


def _nth(members: Sequence[str], number: int, names: Sequence[Any]) -> str:
    """The member that belongs to a name: in a list as long as the names, or alone for all."""
    if len(members) == len(names):
        return members[number]
    return members[0] if len(members) == 1 else ""


def _aligned(text: str) -> list[str]:
    """The members with the empty ones in their places; nothing when all are empty."""
    members = _SPLIT.split(text)
    return members if any(member not in EMPTY for member in members) else []


def _state(code: str, cows: Sequence[str]) -> Party | None:
    """A country list may hold alternatives for one actor ("RUS|UKR"): then it is neither."""
    codes = [part for part in code.split("|") if part not in EMPTY]
    if len(codes) == 1:
        return None if codes[0] in plover.NO_STATE else _coded(codes[0]).changed(raw=codes[0])
    if codes or not cows or cows[0] in EMPTY or "|" in cows[0]:
        return None
    return parties.from_code(cows[0].removesuffix(".0"), "cow")


def _coded(code: str) -> Party:
    if code in plover.PARTLY:
        land = plover.PARTLY[code]
        name = f"an unrecognised state in {land}"
        return Party(id=f"~{code}".lower(), name=name, country=land, rule="unresolved")
    scheme: Literal["iso3", "iso2"] = "iso2" if len(code) == 2 else "iso3"
    known = None if code in plover.ENTITIES else parties.from_code(code, scheme)
    return known or parties.read(plover.ENTITIES.get(code, code))


def _actor(name: str, raw: str, title: str, state: Party | None, sector: str) -> Actor:
    named = parties.read(name)
    if parties.is_resolved(named):
        of = sector or named.sector
        # a state by its name, but its rebels by their sector
        is_state = state is not None and named.id == state.id
        party = _party(named, sector, name) if is_state else named.changed(sector=of)
        return Actor(name, raw, title or None, party.changed(raw=raw), False, of)
    party_of = None if state is None else _party(state, sector, name).changed(raw=raw)
    return Actor(name, raw, title or None, party_of, True, sector or None)


def _party(state: Party, sector: str, name: str) -> Party:
    """The state in a sector; of those who bear arms or stand against it, a party of their own."""
    if sector not in plover.NOT_THE_STATE or state.country is None:
        return state.changed(sector=sector or state.sector)
    return Party(
        id=f"~{state.id}-{sector}".lower(),
        name=f"{name} ({sector} in {state.name})",
        country=state.country,
        sector=sector,
        raw=state.raw,
        rule="unresolved",
    )


@lru_cache(maxsize=65536)
def _participant(actor: Actor, role: Any) -> Participant:
    party, title, raw = actor.party, actor.title, actor.raw
    if not actor.is_person:
        return Participant(title=title, party=party, role=role, raw=raw)
    named = people.read(f"{title} {actor.name}" if title else actor.name, party=party, role=role)
    if len(named) == 1:
        one = named[0]
        update = {"title": one.title or title, "party": one.party or party, "raw": raw}
        return one.changed(**update)
    return Participant(person=actor.name, title=title, party=party, role=role, raw=raw)
