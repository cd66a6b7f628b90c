"""Who ACLED's actors are: regimes with their years, units behind them, groups by several names."""

import re
from functools import lru_cache
from typing import Final, Literal

from schemas.values import Party
from services.normalize.reading import folding, parties, party_names

SECTORS: Final[dict[str, str | None]] = {
    "": None,
    "0": None,
    "1": "MIL",
    "state forces": "MIL",
    "2": "REB",
    "rebel group": "REB",
    "rebel groups": "REB",
    "rebel forces": "REB",
    "3": "PRM",
    "political militia": "PRM",
    "political militias": "PRM",
    "4": "UAF",
    "identity militia": "UAF",
    "identity militias": "UAF",
    "ethnic militia": "UAF",
    "communal militia": "UAF",
    "communal militias": "UAF",
    "5": "CVL",
    "rioters": "CVL",
    "6": "CVL",
    "protesters": "CVL",
    "7": "CVL",
    "civilians": "CVL",
    "8": None,
    "external/other forces": None,
    "external/other force": None,
    "external forces": None,
    "other forces": None,
    "other": None,
}
"""ACLED's kinds of actors, as numbers (until 2024) and as words, in the sectors of PLOVER."""

_ALSO: Final[dict[str, str]] = {
    "hamas movement": "Hamas",
    "houthi movement - ansar allah": "Houthis",
    "islamic state (iraq and levant)": "Islamic State",
    "islamic state (iraq)": "Islamic State",
    "islamic state (syria)": "Islamic State",
    "islamic state west africa province (iswap)": "ISWAP",
    "islamic state (west africa)": "ISWAP",
    "islamic state (west africa) - lake chad faction": "ISWAP",
    "islamic state west africa province (iswap) - lake chad faction": "ISWAP",
    "islamic state (west africa) - greater sahara faction": "Islamic State in the Greater Sahara",
    "islamic state (greater sahara)": "Islamic State in the Greater Sahara",
}
"""ACLED's own names of groups that we know by others."""

_RIVALS: Final[tuple[tuple[str, str, str], ...]] = (
    ("YEM", "supreme political council", "Houthis"),
    ("LBY", "haftar faction", "Libyan National Army"),
    ("LBY", "libyan national army", "Libyan National Army"),
    ("LBY", "government of national accord", "Government of National Accord"),
    ("LBY", "government of national unity", "Government of National Unity"),
    ("SDN", "rapid support forces", "Rapid Support Forces"),
)
"""Forces of a state that two governments claim: state, the words behind it, and whose they are."""

_YEARS: Final = re.compile(r"\s*\(\s*\d{4}\s*-\s*(?:\d{4})?\s*\)")
_FORCES: Final = re.compile(
    r"^(?P<apart>(?:Former|Mutiny of|Mutinous) )?(?P<kind>Military Forces|Police Forces|"
    r"Government|Coast Guard|Border Guards?|Prison Guards|Presidential Guard) of "
    r"(?:the )?(?P<state>.+)$",
    re.I,
)
_OF_A_LAND: Final = re.compile(r"^(?P<who>.+?)\s*\((?P<land>[^()]+)\)$")
_STATES: Final = ("name", "former")  # how a name may name a state itself
_MILITIA: Final = frozenset({"REB", "PRM", "UAF"})

Mode = Literal["troops", "police", "militia"]


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def sector(code: str) -> tuple[str | None, bool]:
    """PLOVER's sector of ACLED's inter code or label, and whether the code is known."""
    key = code.lower().removesuffix(".0")
    return SECTORS.get(key), key in SECTORS


@lru_cache(maxsize=65536)
def party(raw: str, kind: str | None) -> Party:
    """Without the years in office; forces of a state are that state, in that sector."""
    name = " ".join(_YEARS.sub(" ", raw).split())
    match = _FORCES.match(name)
    if match is not None and (found := _forces(match, kind)) is not None:
        return found.changed(raw=raw)
    for candidate in (_ALSO.get(name.lower(), name), *reversed(name.split(": ", 1))):
        found = parties.read(candidate)
        if parties.is_resolved(found):
            return found.changed(raw=raw, sector=found.sector or kind)
    return _unknown(name, kind).changed(raw=raw)


def _forces(match: re.Match[str], kind: str | None) -> Party | None:
    state, unit = _state_and_unit(match["state"])
    if state is None:
        return None
    if match["apart"]:
        name = match[0]
        return Party(
            id="~" + folding.slug(name),
            name=name,
            country=state.country,
            sector="REB",
            rule="unresolved",
        )
    for land, words, group in _RIVALS:
        if state.id == land and words in unit.lower():
            return parties.read(group)
    return state.changed(sector=_sector_of(match["kind"], kind))


def _state_and_unit(text: str) -> tuple[Party | None, str]:
    """Of "Guinea Bissau Navy" the state, by the longest name there is, and the unit behind it."""
    words = text.split()
    for end in range(min(len(words), 8), 0, -1):
        name = " ".join(words[:end]).rstrip(" -,:")
        known = party_names.find(name)
        if known is not None and known.sector is None and known.rule.startswith(_STATES):
            return parties.read(name), " ".join(words[end:])
    return None, ""


def _is_state(found: Party) -> bool:
    """By its name; not by an institution that stands behind it."""
    rule = (found.rule or "").removeprefix("parties/")
    return rule.startswith(_STATES) and found.sector is None and parties.is_resolved(found)


def _sector_of(words: str, kind: str | None) -> str | None:
    lower = words.lower()
    if "police" in lower:
        return "COP"
    return "GOV" if lower == "government" else kind or "MIL"


def _unknown(name: str, kind: str | None) -> Party:
    """ "Unidentified Armed Group (Mali)" is nobody we know, but of Mali."""
    found = parties.read(name)
    match = _OF_A_LAND.match(name)
    land = parties.read(match["land"]) if match is not None else None
    country = land.country if land is not None and _is_state(land) else found.country
    return found.changed(country=country, sector=found.sector or kind)


def mode(kind: str | None) -> Mode:
    if kind == "COP":
        return "police"
    return "militia" if kind in _MILITIA else "troops"
