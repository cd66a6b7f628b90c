"""Who met: the union of what the claims say, people under one name."""

from collections.abc import Iterable, Sequence
from typing import Any

from schemas.values import Participant
from services.projection.agreement import distinct, unanimous, usual
from services.projection.voices import Voice, folded

Entry = dict[str, Any]
Key = tuple[str, str]
"""(party's id, folded name of the person); "" where a claim does not say."""


def participants(voices: Sequence[Voice]) -> list[Entry]:
    """Merged by party and name. A party that sends named people is not listed without them."""
    told = [p for voice in voices for p in voice.claim.body.participants]  # type: ignore[union-attr]
    groups: dict[Key, list[Participant]] = {}
    for one in told:
        groups.setdefault(_key(one), []).append(one)
    if len(told) > 1:
        _adopt(groups)
    named = {party for party, person in groups if person}
    unnamed = {party: groups[party, ""] for party, person in list(groups) if not person}
    entries = []
    for (party, person), group in sorted(groups.items()):
        if not person and party in named:
            continue
        roles = group + unnamed.get(party, []) if person else group
        entries.append(_entry(group, roles))
    return entries


def display_names(entries: Iterable[Entry]) -> list[str]:
    return [
        f"{e['person']} ({e['party_name']})"
        if e["person"] and e["party_name"]
        else e["person"] or e["party_name"]
        for e in entries
    ]


def _key(one: Participant) -> Key:
    party = one.party.id if one.party is not None else ""
    person = one.person or (one.raw if one.party is None else None)
    return party, folded(person) if person else ""


def _adopt(groups: dict[Key, list[Participant]]) -> None:
    """A person named without a party is the one of that name whose party another claim gives."""
    for party, person in [key for key in groups if not key[0] and key[1]]:
        known = [key for key in groups if key[1] == person and key[0]]
        if len(known) == 1:
            groups[known[0]] += groups.pop((party, person))


def _entry(group: Sequence[Participant], roles: Sequence[Participant]) -> Entry:
    if unanimous(group):
        group = group[:1]
    party = next((p.party for p in group if p.party is not None), None)
    return {
        "person": usual(p.person or (p.raw if p.party is None else None) for p in group),
        "party": party.id if party else None,
        "party_name": usual(p.party.name for p in group if p.party is not None),
        "country": usual(p.party.country for p in group if p.party is not None),
        "titles": distinct(p.title for p in group),
        "roles": distinct(p.role for p in roles),
        "levels": distinct(p.level for p in group),
    }
