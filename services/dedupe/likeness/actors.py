"""Who is meant by a party, if anybody: what names nobody in particular must not match itself."""

import re
from functools import lru_cache
from typing import Final

from schemas.values import Party
from services.dedupe.likeness.names import tokens

STATE_SECTORS: Final = frozenset({None, "", "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI"})
"""Sectors whose parties act as their state: a ministry's troops are the state's troops."""
UNRESOLVED: Final = "~"
"""With it begins the id of a party that nobody could read: its text is all that is known."""

_UNKNOWN: Final = "unknown"
_REGION: Final = "region-"
_NOT_SAID: Final = """
    unknown unk xxx unspecified unidentified undisclosed unnamed unclear anonymous none na tbd
    various several multiple many some other others certain numerous different mixed
"""
_IF_NOT: Final = "not known disclosed specified available applicable clear given"
_ANYBODY: Final = """
    actor actors ally allies alliance and armed army bloc civilian civilians coalition community
    companies company contractor contractors country countries delegation diplomat diplomats
    envoy envoys fighter fighters firm firms force forces foreign foreigner foreigners former
    gang gangs government governments group groups gunman gunmen guerrilla guerrillas
    international insurgent insurgents jihadist jihadists leader leaders local man men mercenary
    mercenaries military militia militias militant militants minister ministers nation nations
    neighbour neighbours neighboring neighbouring official officials of opposition organisation
    organisations organization organizations parties partner partners party people person
    persons police rebel rebels recipient recipients regime representative representatives
    security senior separatist separatists seller sellers side sides soldier soldiers source
    sources state states supplier suppliers buyer buyers terrorist terrorists the troop troops
    unit units veteran veterans volunteer volunteers world
"""
_SOMEWHERE: Final = """
    africa african america american americans arab asia asian balkan balkans baltic caribbean
    caucasus central east eastern europe european europeans gulf islamic islamist kurdish latin
    mediterranean middle muslim nordic north northern pacific persian region regional
    scandinavia scandinavian south southeast southern west western westerners
"""
_NO_WORDS: Final = re.compile(r"~[0-9a-f]{12}")  # the digest of a text such as "?"
NOT_SAID: Final = frozenset(_NOT_SAID.split())
_DENIED: Final = NOT_SAID | frozenset(_IF_NOT.split())
_VAGUE: Final = NOT_SAID | frozenset(_ANYBODY.split()) | frozenset(_SOMEWHERE.split())


def actor(party: Party | None) -> str | None:
    """Who acts: the state for its organs, the party itself for all others; None for nobody known.

    Nobody known are also several at once, a region, and a word for anybody ("rebels").
    """
    if party is None:
        return None
    return _actor(party.id, party.country, party.sector)


@lru_cache(1 << 14)
def _actor(id_: str, country: str | None, sector: str | None) -> str | None:
    plain = id_.lower()
    if plain in NOT_SAID or not plain or plain.startswith((_UNKNOWN, _REGION)):
        return None
    if plain.startswith(UNRESOLVED):
        if _NO_WORDS.fullmatch(plain):
            return None
        theirs = {word.lower() for word in (country, sector) if word}
        if _VAGUE.union(theirs).issuperset(plain[1:].split("-")):
            return country if country is not None and sector in STATE_SECTORS - {None} else None
    if country is not None and sector in STATE_SECTORS:
        return country
    return id_


@lru_cache(1 << 14)
def stated(folded: str) -> str:
    """A folded text; "" where it says that nothing is known ("unknown", "not disclosed")."""
    words = folded.split()
    nothing = _DENIED if "not" in words else NOT_SAID
    return "" if nothing.issuperset(words) or folded == "n a" else folded


@lru_cache(1 << 14)
def somebody(name: str) -> str:
    """A folded name of a person; "" where it is a word for anybody ("senior officials")."""
    return "" if _VAGUE.issuperset(tokens(name)) else name
