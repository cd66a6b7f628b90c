"""POLECAT's actors and recipients: parallel lists of names, countries, sectors and titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from schemas.values import Participant, Party
from services.normalize.format import Fields, Row
from services.normalize.reading import parties, people

EMPTY: Final = frozenset({"", "None", "none", "NONE", "NA", "N/A", "nan", "NaN", "null"})
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

    def participant(self, role: Any) -> Participant:
        return _participant(self, role)


def parts(text: str) -> tuple[str, ...]:
    """A list's members, without the empty ones."""
    return tuple(part for part in _SPLIT.split(text.strip()) if part not in EMPTY)


def read(row: Row, side: Side) -> tuple[Actor, ...]:
    names = ("Name", "Name Raw", "Country", "COW", "Title")
    values = [row.get(f"{side} {name}") for name in names]
    primary = row.get(f"Primary {side} Sector")
    texts = ("" if v is None else str(v).strip() for v in (*values, primary))
    return _read(*texts)


def account(fields: Fields, side: Side, actors: Sequence[Actor]) -> None:
    for name in ("Name", "Name Raw", "Title"):
        fields.take(f"{side} {name}")
    fields.take(f"Primary {side} Sector")
    country, cow = fields.text(f"{side} Country"), fields.text(f"{side} COW")
    if not _agree(country, cow):
        fields.signal("contradiction", f"{side} COW", cow, f"other countries than {country}")
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
    alone = parts(sector)
    one_sector = alone[0] if len(alone) == 1 else None
    if not names:
        states = [_state(code, cows[n : n + 1]) for n, code in enumerate(countries)]
        return tuple(
            Actor(party.name, party.raw or party.id, None, _of(party, one_sector), False)
            for party in states
            if party is not None
        )
    found = []
    for number, one in enumerate(names):
        if one in EMPTY:
            continue
        state = _state(_nth(countries, number, names), (_nth(cows, number, names),))
        held = _nth(titles, number, names)
        raw = raws[number] if len(raws) == len(names) and raws[number] not in EMPTY else one
        found.append(_actor(one, raw, "" if held in EMPTY else held, state, one_sector))
    return tuple(found)


def _nth(members: Sequence[str], number: int, names: Sequence[str]) -> str:
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
        scheme: Literal["iso3", "iso2"] = "iso2" if len(codes[0]) == 2 else "iso3"
        found = parties.from_code(codes[0], scheme)
        return (found or parties.read(codes[0])).changed(raw=codes[0])
    if codes or not cows or cows[0] in EMPTY or "|" in cows[0]:
        return None
    return parties.from_code(cows[0].removesuffix(".0"), "cow")


def _actor(name: str, raw: str, title: str, state: Party | None, sector: str | None) -> Actor:
    named = parties.read(name)
    if parties.is_resolved(named):
        party = _of(named, sector).changed(raw=raw)
        return Actor(name, raw, title or None, party, False)
    if state is not None:
        party = _of(state, sector).changed(raw=raw)
        return Actor(name, raw, title or None, party, True)
    return Actor(name, raw, title or None, None, True)


def _of(party: Party, sector: str | None) -> Party:
    return party.changed(sector=sector or party.sector)


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
