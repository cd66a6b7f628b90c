"""Parties: states present and former, organisations, armed groups, and those who act for them.

`read` never fails: what no exact name and no named peel can read keeps its own text, with an
id that begins with "~".
"""

import re
from functools import lru_cache
from typing import Final, Literal

from schemas.values import Party
from services.normalize.reading import folding, party_codes, party_names, party_peeling
from services.normalize.reading.party_names import Known

VERSION: Final = 1
Scheme = Literal["iso3", "iso2", "cameo", "cow"]
_ISO3: Final = re.compile(r"[A-Z]{3}")
_NOT_SAID: Final = re.compile(
    r"(?:unknown|undisclosed|unspecified|unidentified)"
    r"(?: (?:supplier|seller|recipient|buyer|country|countries|party|state|actor|rebel group)s?)?"
    r"(?: s)?"
)
_SEVERAL: Final = re.compile(
    r"(?:multiple|several|various) (?:sellers|suppliers|buyers|recipients|donors|countries|states)"
)
_NON_STATE: Final = re.compile(r"^([^()*]+?)\s*\(([^()]+)\)\s*\*+$")


def _party(known: Known, raw: str, role: str | None) -> Party:
    return Party(
        id=known.id,
        name=known.name,
        country=known.country,
        sector=known.sector,
        wikidata=known.wikidata,
        role=role,
        raw=raw,
        rule=f"parties/{known.rule}@{VERSION}",
    )


def _unresolved(raw: str, role: str | None) -> Party:
    name = folding.clean(raw)
    return Party(id="~" + folding.slug(raw), name=name, role=role, raw=name, rule="unresolved")


def _undisclosed(raw: str) -> Known | None:
    """A source that says it does not know, or that there are several."""
    key = folding.native(raw)
    if _NOT_SAID.fullmatch(key):
        return Known("unknown", "Unknown", None, None, None, "said-to-be-unknown")
    if _SEVERAL.fullmatch(key):
        return Known("multiple", "Multiple parties", None, None, None, "said-to-be-several")
    return None


def _non_state(raw: str) -> Known | None:
    """ "Front X (Chad)*": the asterisk says that it is no state, the parentheses where."""
    match = _NON_STATE.match(raw.strip())
    place = party_peeling.read(match[2]) if match else None
    if not match or not place or not place.country:
        return None
    name = match[1].strip()
    key = folding.slug(f"{name} {place.name}")
    return Known(key, name, place.country, "UAF", None, "non-state-of-country")


@lru_cache(maxsize=1 << 15)
def _read(raw: str, role: str | None) -> Party:
    text = folding.clean(raw)
    known = party_names.find(text)
    if not known and _ISO3.fullmatch(text.strip()):
        known = party_codes.find(text.strip(), "iso3")
    known = known or party_peeling.read(text) or _undisclosed(text) or _non_state(text)
    return _party(known, text, role) if known else _unresolved(raw, role)


def read(raw: str, *, role: str | None = None) -> Party:
    """Who `raw` names."""
    return _read(raw, role) if len(raw) <= folding.LIMIT else _unresolved(raw, role)


def is_resolved(party: Party) -> bool:
    return not party.id.startswith("~")


@lru_cache(maxsize=1 << 12)
def from_code(code: str, scheme: Scheme) -> Party | None:
    """The party of a code in a published scheme; None for a code that the scheme does not have."""
    known = party_codes.find(code.strip(), scheme) if len(code) < 16 else None
    return _party(known, folding.clean(code), None) if known else None


def state(iso3: str | None) -> Party | None:
    """The state of an ISO code, where there is one."""
    return from_code(iso3, "iso3") if iso3 else None
