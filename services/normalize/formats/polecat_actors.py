"""POLECAT's actors and recipients: parallel lists of names, countries, sectors and titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, cast

from schemas.values import Participant, Party
from services.normalize.format import Fields, Row
from services.normalize.reading import parties, people

EMPTY: Final = frozenset({"", "None", "none", "NONE", "NA", "N/A", "nan", "NaN", "null"})
_SPLIT: Final = re.compile(r"\s*;\s*")

Side = Literal["Actor", "Recipient"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the named. `party` None: a name without a country that nobody knows."""

    raw: str
    title: str | None
    party: Party | None
    is_person: bool

    def participant(self, role: Any) -> Participant:
        return _participant(self.raw, self.title, self.party, self.is_person, role)


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
    for name in ("Name", "Name Raw", "Country", "COW", "Title", "Sectors"):
        fields.take(f"{side} {name}")
    fields.take(f"Primary {side} Sector")
    for actor in actors:
        if actor.party is None or not parties.is_resolved(actor.party):
            fields.signal("unresolved_party", f"{side} Name", actor.raw)


@lru_cache(maxsize=65536)
def _read(
    name: str, raw_name: str, country: str, cow: str, title: str, sector: str
) -> tuple[Actor, ...]:
    names = _aligned(name) or _aligned(raw_name)
    countries, titles = _aligned(country), _aligned(title)
    cows = _aligned(cow)
    alone = parts(sector)
    one_sector = alone[0] if len(alone) == 1 else None
    if not names:
        named = [_state(code, cows[n : n + 1]) for n, code in enumerate(countries)]
        return tuple(
            Actor(party.raw or party.id, None, _of(party, one_sector), False)
            for party in named
            if party is not None
        )
    found = []
    for number, one in enumerate(names):
        if one in EMPTY:
            continue
        code = countries[number] if len(countries) == len(names) else ""
        if len(countries) == 1:
            code = countries[0]
        state = _state(code, cows[number : number + 1] if len(cows) == len(names) else cows[:1])
        held = titles[number] if len(titles) == len(names) else ""
        held = titles[0] if len(titles) == 1 and len(names) == 1 else held
        found.append(_actor(one, "" if held in EMPTY else held, state, one_sector))
    return tuple(found)


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
        return (found or parties.read(codes[0])).model_copy(update={"raw": codes[0]})
    if codes or not cows or cows[0] in EMPTY or "|" in cows[0]:
        return None
    return parties.from_code(cows[0].removesuffix(".0"), "cow")


def _actor(name: str, title: str, state: Party | None, sector: str | None) -> Actor:
    named = parties.read(name)
    if parties.is_resolved(named):
        return Actor(name, title or None, _of(named, sector), False)
    if state is not None:
        party = _of(state, sector).model_copy(update={"raw": name})
        return Actor(name, title or None, party, True)
    return Actor(name, title or None, None, True)


def _of(party: Party, sector: str | None) -> Party:
    return party.model_copy(update={"sector": sector or party.sector})


@lru_cache(maxsize=65536)
def _participant(
    raw: str, title: str | None, party: Party | None, is_person: bool, role: Any
) -> Participant:
    if not is_person:
        return Participant(party=party, role=role, raw=raw)
    read_people = people.read(f"{title} {raw}" if title else raw, party=party, role=role)
    if len(read_people) == 1:
        first = read_people[0]
        return first.model_copy(
            update={"title": first.title or title, "party": first.party or party, "raw": raw}
        )
    return Participant(person=raw, title=title, party=party, role=cast(Any, role), raw=raw)
