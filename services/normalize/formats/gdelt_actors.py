"""Who GDELT's actor codes are: a state, an organisation, an armed group, or nobody known."""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import pycountry

from schemas.values import Party
from services.normalize.formats import cameo
from services.normalize.reading import parties


class Actor:
    """An actor as GDELT codes it: its party, or None for a mere role ("POLICE").

    `strange_group`: the code of a group that nobody knows.
    """

    __slots__ = ("kind", "name", "party", "resolved", "strange_group")

    def __init__(self, party: Party | None, kind: str, name: str, strange_group: str = "") -> None:
        self.party, self.kind, self.name = party, kind, name
        self.resolved = party is not None and parties.is_resolved(party)
        self.strange_group = strange_group


@lru_cache(maxsize=65536)
def actor(name: str, country: str, group: str, kind: str) -> Actor:
    """By the group's name, then its code, then the country's code; armed people are no state."""
    if not (country or group):
        return Actor(None, kind, name)
    sector = kind if kind in cameo.SECTORS and kind else None
    state = _state(country) if country else None
    apart = kind in cameo.NOT_THE_STATE
    if group or apart:
        known = _named(name, state) or _coded(group)
        if known is not None:
            return Actor(_with(known, name or group, sector, state), kind, name)
        if apart and state is not None:
            return Actor(_apart(state, kind, name or country), kind, name, group)
    if state is None:
        return Actor(_unknown(name or group or country, sector), kind, name, group)
    return Actor(_with(state, name or country, sector, state), kind, name, group)


@cache
def _states() -> Mapping[str, Party]:
    """Those of ISO 3166: nearly all there are."""
    codes = [country.alpha_3 for country in pycountry.countries]
    found = [(code, parties.from_code(code, "cameo")) for code in codes]
    return MappingProxyType({code: party for code, party in found if party is not None})


def _state(code: str) -> Party | None:
    """Or a region, or a state that is gone."""
    return _states().get(code) or parties.from_code(code, "cameo")


def _named(name: str, state: Party | None) -> Party | None:
    """Of a group: whom its name names, unless that is only the state."""
    found = parties.read(name) if name else None
    if found is None or not parties.is_resolved(found):
        return None
    return found if state is None or found.id != state.id else None


def _coded(group: str) -> Party | None:
    """The organisation or armed group of a code; codes of countries are none."""
    found = parties.from_code(group, "cameo") if group else None
    return found if found is not None and found.sector is not None else None


def _unknown(raw: str, sector: str | None) -> Party:
    return _with(parties.read(raw), raw, sector, None)


def _with(party: Party, raw: str, sector: str | None, state: Party | None) -> Party:
    return Party(
        id=party.id,
        name=party.name,
        country=party.country or (state.country if state is not None else None),
        sector=sector or party.sector,
        wikidata=party.wikidata,
        raw=raw,
        rule=party.rule,
    )


def _apart(state: Party, kind: str, raw: str) -> Party:
    """Armed people or the opposition of a country: nobody we know, and not the state."""
    return Party(
        id=f"~{state.id}-{kind}".lower(),
        name=f"{raw.title()} ({kind} in {state.name})",
        country=state.country,
        sector=kind,
        raw=raw,
        rule="unresolved",
    )
