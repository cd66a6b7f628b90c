"""Who GDELT's actor codes are: a state, an organisation, an armed group, or nobody known."""

from functools import lru_cache

from schemas.values import Party
from services.normalize.formats import cameo
from services.normalize.reading import parties


class Actor:
    """An actor as GDELT codes it: its party, or None for a mere role ("POLICE")."""

    __slots__ = ("kind", "name", "party", "resolved")

    def __init__(self, party: Party | None, kind: str, name: str) -> None:
        self.party, self.kind, self.name = party, kind, name
        self.resolved = party is not None and parties.is_resolved(party)


@lru_cache(maxsize=65536)
def actor(code: str, name: str, country: str, group: str, kind: str) -> Actor:
    sector = kind if kind in cameo.SECTORS and kind else None
    if group or kind in cameo.ARMED:
        # a group or a rebel is not the state whose code it carries
        state = parties.from_code(country, "cameo") if country else None
        named = parties.read(name or code)
        if kind in cameo.ARMED and state is not None and named.id == state.id:
            return Actor(_rebels(state, kind, name or code), kind, name)
        if parties.is_resolved(named) or not country or kind in cameo.ARMED:
            known = bool(group or country)
            return Actor(_with(named, name or code, sector, state) if known else None, kind, name)
    if country:
        state = parties.from_code(country, "cameo")
        if state is None:
            return Actor(_with(parties.read(name or country), name, sector, None), kind, name)
        return Actor(_with(state, name or country, sector, state), kind, name)
    return Actor(None, kind, name)


def _with(party: Party, raw: str, sector: str | None, state: Party | None) -> Party:
    country = party.country or (state.country if state is not None else None)
    return party.changed(raw=raw, sector=sector or party.sector, country=country)


def _rebels(state: Party, kind: str, raw: str) -> Party:
    """Armed people of a country, whoever they are: nobody we know, and not the state."""
    return Party(
        id=f"~{state.id}-{kind}".lower(),
        name=f"{raw.title()} ({kind} in {state.name})",
        country=state.country,
        sector=kind,
        raw=raw,
        rule="unresolved",
    )
