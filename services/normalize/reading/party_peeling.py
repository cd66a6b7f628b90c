"""What may be peeled off a party's name before it is looked up, whole, again.

Each peel is a rule with a name. None of them looks for a known name inside an unknown one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from services.normalize.reading import folding, party_names
from services.normalize.reading.lexicon import rows
from services.normalize.reading.party_names import Known

_FOOTNOTES: Final = re.compile(r"(?:\s*(?:\*+|†|‡|\[\w{1,3}\])|\s+[a-h]/)+\s*$")
_PAREN: Final = re.compile(r"^([^()]+?)\s*\(([^()]*)\)\s*$")
_FORMAL: Final = re.compile(
    r"^(?:(?:(?:islamic|federal|federative|peoples|democratic|socialist|united|arab|bolivarian|"
    r"hashemite|independent|plurinational|cooperative|co operative|oriental|eastern|hellenic|"
    r"first|sovereign|autonomous|state) )*(?:republic|kingdom|state|union|commonwealth|"
    r"principality|sultanate|emirate|federation|confederation|nation|empire|government|"
    r"govt|grand duchy|rep)) of (?:the )?(.+)$"
)
_NOTE: Final = re.compile(
    r"^(?:provisional|interim|transitional|government|govt|exile|inc\b|incl|includ|excluding|see\b|"
    r"not available|former|formerly|state|country|the\b|rebels?$|opposition$|\d{4})",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(r"^\d{4}\s?[-–]\s?(?:\d{4})?$")
_RANK: Final = re.compile(
    r"^(?:senior|top|high ranking|unnamed|unidentified|several|some|other|local|national) "
)
_PERSON: Final = re.compile(r" (?:spokes(?:man|woman|person)|sources?|statement)$")
_NOT_THE_STATE: Final = frozenset({"REB", "PRM", "OPP", "MED"})
_STATE_RULES: Final = ("name", "former-or-unrecognised")


@cache
def _institutions() -> Mapping[str, str]:
    """Folded phrase -> PLOVER sector."""
    return MappingProxyType({row["phrase"]: row["sector"] for row in rows("institutions")})


def _is_state(known: Known) -> bool:
    return known.rule.startswith(_STATE_RULES)


def footnotes(text: str) -> Known | None:
    """ "Germany **", "Thailand e/"."""
    bare = _FOOTNOTES.sub("", text)
    return read(bare) if bare != text else None


def parenthesis(text: str) -> Known | None:
    """ "Siam (Thailand)", "France (Provisional Government)", "SLA (Lebanon)*"."""
    match = _PAREN.match(text)
    if not match:
        return None
    outer, inner = read(match[1]), read(match[2])
    if outer and inner:
        same = inner.id == outer.id or inner.country == outer.country
        return outer._replace(rule="two-names") if same else None
    if outer and _YEARS.match(match[2]):
        return outer
    if outer and "/" in match[2]:  # "PIJ (Israel/Palestine)"
        each = [party_names.find(part) for part in match[2].split("/")]
        return outer if any(p and p.country == outer.country for p in each) else None
    note = match[2].strip()
    if outer and _is_state(outer) and not inner and (_NOTE.match(note) or note.startswith("&")):
        return outer._replace(rule="note-in-parentheses")
    return None


def colon(text: str) -> Known | None:
    """ "JNIM: Group for the Support of Islam and Muslims"."""
    short, found, long = text.partition(":")
    left = party_names.find(short) if found and long.strip() else None
    right = party_names.find(long) if left else None
    return left if left and (right is None or right.id == left.id) else None


def inversion(text: str) -> Known | None:
    """ "Germany, Federal Republic of", "Bahamas, The"."""
    name, comma, rest = text.partition(",")
    if not comma or "," in rest or not rest.strip():
        return None
    turned = f"{rest.strip()} {name.strip()}"
    found = party_names.find(turned) or formal(turned)
    return found._replace(rule="inversion") if found and found.rule != "metonym" else None


def formal(text: str) -> Known | None:
    """ "Republic of Poland", "Federal Republic of Germany"."""
    for key in folding.keys(text):
        if (match := _FORMAL.match(key)) and key not in party_names.ambiguous():
            found = party_names.index().get(match[1])
            if found and _is_state(found):
                return found._replace(rule="formal-name")
    return None


def _owners(key: str) -> Iterator[tuple[str, str]]:
    """(owner, institution) for each way to cut a key in two."""
    words = key.split(" ")
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        yield left, right
        if right.startswith("of "):
            owner = right[3:]
            yield owner.removeprefix("the "), left
        if right.startswith("for "):
            yield right[4:].removeprefix("the "), left


def _sector(phrase: str) -> str | None:
    table = _institutions()
    if sector := table.get(phrase):
        return sector
    for glue in (" of the ", " of ", " for "):
        inner, found, outer = phrase.rpartition(glue)
        if found and inner in table and outer in table:
            return table[outer]
    return None


def institution(text: str) -> Known | None:
    """ "South Korea's Joint Chiefs of Staff", "Ministry of Defence of Ukraine", "US officials"."""
    names = party_names.index()
    bare = re.sub(r"['’]s?(?=\s)", "", text)
    key = _PERSON.sub("", _RANK.sub("", folding.native(bare)))
    if key != folding.native(text) and (known := names.get(key)) and known.sector:
        return known._replace(rule="spokesperson")
    if key.count(" ") > 12:
        return None
    for owner, phrase in _owners(key):
        known = names.get(owner)
        if known and (sector := _sector(_RANK.sub("", phrase))):
            return _belonging(known, phrase, sector)
    return None


def _belonging(known: Known, phrase: str, sector: str) -> Known:
    if known.country is None or known.rule in ("organisation", "armed-group"):
        return known._replace(rule="institution")
    if sector in _NOT_THE_STATE and not phrase.startswith("state "):
        name = f"{known.name} {phrase}"
        return Known(folding.slug(name), name, known.country, sector, None, "non-state-of-country")
    return known._replace(sector=sector, rule="institution")


def plural(text: str) -> Known | None:
    """ "Russians"."""
    key = folding.native(text)
    found = party_names.index().get(key[:-1]) if key.endswith("s") else None
    return found if found and found.rule == "demonym" else None


_PEELS: Final[tuple[Callable[[str], Known | None], ...]] = (
    footnotes,
    parenthesis,
    colon,
    inversion,
    formal,
    institution,
    plural,
)


def read(text: str) -> Known | None:
    """The party, by its exact name or by the first peel that leaves one."""
    text = text.strip()
    if found := party_names.find(text):
        return found
    return next((found for peel in _PEELS if (found := peel(text))), None)
