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
_PREFIX: Final = re.compile(
    r"^(?:(?:modernised|modernized|upgraded|refurbished|second hand|second-hand|used|new|surplus|"
    r"additional|various|other|the)\s+)+",
    re.IGNORECASE,
)
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
    for cut in range(1, len(words)):
        if found := kind(" ".join(words[cut:])):
            yield " ".join(words[:cut]), found


def _agreed(text: str) -> tuple[Found, ...]:
    """The families that the parts of "Shahed-136/Geran-2" agree on."""
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) < 2:
        return ()
    each = [found for part in parts if (found := weapon_names.find(part))]
    if not each or not (len(each) > 1 or each[0] is weapon_names.find(parts[0]) or parts):
        return ()
    shared = set.intersection(*({found.family for found in part} for part in each))
    return tuple(found for found in each[0] if found.family in shared)


def _candidates(designation: str) -> tuple[Found, ...]:
    bare = _PREFIX.sub("", designation)
    return weapon_names.find(bare) or weapon_names.find(_CALIBRE.sub("", bare)) or _agreed(bare)


def _fits(found: Found, said: Kind | None) -> bool:
    category = found.family.category
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


def _weapon(
    raw: str, description: str | None, family: Family | None, said: Kind | None, rule: str
) -> Weapon:
    category = said.category if said else family.category if family else None
    register = said.un if said else None
    if family and (said is None or said.category == family.category):
        register = family.un or register
    return Weapon(
        raw=raw,
        designation=family.name if family else None,
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
        return _weapon(text, description, family, said, "family")
    for bare, named in _trailing(_PREFIX.sub("", designation)):
        if said is None and (family := _choose(_candidates(bare), named)):
            return _weapon(text, description, family, named, "family-and-description")
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
