"""Weapons: designation -> family -> SIPRI's armament category -> category of the UN Register.

A description alone still gives the categories; a description that contradicts a designation's
family wins, for it is what the source says, while the family is only what we know of the name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from schemas.values import Weapon
from services.normalize.reading import folding, weapon_names
from services.normalize.reading.lexicon import cells, rows
from services.normalize.reading.weapon_names import Family, Found

VERSION: Final = 1
_KIN: Final = frozenset(
    map(
        frozenset,
        (
            ("Missiles", "Air-defence systems"),
            ("Missiles", "Artillery"),
            ("Missiles", "Armoured vehicles"),
            ("Missiles", "Aircraft"),
            ("Artillery", "Armoured vehicles"),
            ("Artillery", "Naval weapons"),
            ("Air-defence systems", "Artillery"),
            ("Air-defence systems", "Armoured vehicles"),
            ("Air-defence systems", "Naval weapons"),
            ("Naval weapons", "Anti-submarine warfare weapons"),
            ("Missiles", "Anti-submarine warfare weapons"),
            ("Missiles", "Other"),
            ("Artillery", "Other"),
        ),
    )
)
"""Categories between which one design is put now here, now there: a missile and its launcher."""
_UMBRELLAS: Final = frozenset(
    {
        "armoured vehicle", "aircraft", "helicopter", "light helicopter", "ship", "missile", "UAV",
        "air-to-air missile", "short-range air-to-air missile", "surface-to-air missile",
        "guided bomb", "light transport aircraft", "combat/trainer aircraft", "patrol craft",
    }
)  # fmt: skip
"""Descriptions that leave open what the UN Register asks."""
_PREFIX: Final = re.compile(
    r"^(?:(?:modernised|modernized|upgraded|refurbished|second hand|second-hand|used|new|surplus|"
    r"additional|various|other|the)\s+)+",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 6
_BORE: Final = re.compile(r"\b\d{2,3}\s?mm\b")
_GUNS: Final = ("Artillery", "Armoured vehicles", "Air-defence systems", "Naval weapons", "Other")
_CALIBRE: Final = re.compile(r"^\d{2,3}\s?-?mm\s+", re.IGNORECASE)
_PARTS: Final = re.compile(r"\s*[/(),;]\s*|\s+(?:and|or)\s+")


class Kind(NamedTuple):
    """What a description says a weapon is."""

    label: str
    category: str
    un: str | None


@cache
def _kinds() -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for row in rows("weapon_descriptions"):
        kind = Kind(row["description"], row["category"], row["un"] or None)
        for label in (row["description"], *cells(row["labels"])):
            found.setdefault(folding.native(label), kind)
    return MappingProxyType(found)


def _singular(key: str) -> str:
    for plural, single in (("batteries", "battery"), ("ies", "y"), ("craft", "craft"), ("s", "")):
        if key.endswith(plural):
            return key.removesuffix(plural) + single
    return key


def kind(description: str) -> Kind | None:
    """The canonical description of a label, old or new, singular or plural."""
    key = folding.native(description)
    kinds = _kinds()
    return kinds.get(key) or kinds.get(_singular(key)) or kinds.get(_CALIBRE.sub("", key))


def _trailing(designation: str) -> Iterator[tuple[str, Kind]]:
    """(designation, kind) for each way in which it ends in a description, longest first."""
    words = designation.split(" ")
    for cut in range(max(1, len(words) - _LONGEST_LABEL), len(words)):
        if found := kind(" ".join(words[cut:])):
            yield " ".join(words[:cut]), found


def _agreed(text: str) -> tuple[Found, ...]:
    """The families that the parts of "Shahed-136/Geran-2" agree on."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return ()
    each = [found for part in parts if (found := weapon_names.find(part))]
    if not each or (len(each) == 1 and not weapon_names.find(parts[0])):
        return ()
    shared = set.intersection(*({found.family for found in part} for part in each))
    return tuple(found for found in each[0] if found.family in shared)


def _candidates(designation: str) -> tuple[Found, ...]:
    bare = _PREFIX.sub("", designation)
    for text in dict.fromkeys((bare, _CALIBRE.sub("", bare), _singular(bare))):
        if found := weapon_names.find(text):
            return found
    return _agreed(bare)


def _fits(found: Found, said: Kind | None) -> bool:
    category = found.family.category
    if _BORE.search(found.rest) and category not in _GUNS:
        return False
    rest = kind(found.rest) if found.rest else None
    return all(
        other is None or other.category == category or frozenset((other.category, category)) in _KIN
        for other in (said, rest)
    )


def _choose(candidates: tuple[Found, ...], said: Kind | None) -> Family | None:
    """The one family that the description leaves; None when several or none remain."""
    fitting = [found for found in candidates if _fits(found, said)]
    if said is not None and len(fitting) > 1:
        fitting = [f for f in fitting if f.family.category == said.category] or fitting
    return fitting[0].family if len({found.family for found in fitting}) == 1 else None


def _register(family: Family | None, said: Kind | None) -> str | None:
    """A recovery tank is no tank; but "helicopter" says less than the family does."""
    if family is None or said is None:
        return family.un if family else said.un if said else None
    if said.un is None and said.label not in _UMBRELLAS:
        return None
    same = family.category == said.category or said.un is None
    return (family.un or said.un) if same else said.un


def _weapon(
    raw: str,
    description: str | None,
    family: Family | None,
    said: Kind | None,
    rule: str,
    designation: str | None = None,
) -> Weapon:
    category = said.category if said else family.category if family else None
    register = _register(family, said)
    return Weapon(
        raw=raw,
        designation=designation,
        family=family.id if family else None,
        description=said.label if said else description,
        sipri_category=category,
        un_category=register,
        rule=f"weapons/{rule}@{VERSION}",
    )


@lru_cache(maxsize=1 << 15)
def _read(raw: str, given: str | None) -> Weapon:
    text = folding.clean(raw)
    description = folding.clean(given) if given else None
    designation = " ".join(text.split()).strip(" *?")
    said = kind(description) if description else None
    if family := _choose(_candidates(designation), said):
        return _weapon(text, description, family, said, "family", designation)
    for bare, named in _trailing(_PREFIX.sub("", designation)):
        if said is None and (family := _choose(_candidates(bare), named)):
            return _weapon(text, description, family, named, "family-and-description", bare)
    generic = kind(_PREFIX.sub("", designation)) if said is None else None
    if generic:
        slug = folding.slug(generic.label)
        family = Family(slug, generic.label, generic.category, generic.un)
        return _weapon(text, description, family, generic, "generic")
    if said:
        return _weapon(text, description, None, said, "description")
    for _, named in _trailing(designation):
        return _weapon(text, description, None, named, "trailing-description")
    return Weapon(raw=text, description=description, rule="unresolved")


def read(designation: str, description: str | None = None) -> Weapon:
    """What a designation (and the source's own description of it) says the weapon is."""
    if len(designation) > folding.LIMIT or len(description or "") > folding.LIMIT:
        text = folding.clean(designation)
        return Weapon(
            raw=text, description=description and folding.clean(description), rule="unresolved"
        )
    return _read(designation, description)
