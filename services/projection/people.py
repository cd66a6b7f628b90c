"""Who met, and with what outcome: the union of what the claims say, people under one name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from schemas.values import Outcome, Participant, PartyStance
from services.projection.agreement import distinct
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


def outcomes(voices: Sequence[Voice]) -> list[Entry]:
    """By kind and title; an untitled one joins the only titled one of its kind."""
    groups: dict[tuple[str, str], list[tuple[Outcome, Voice]]] = {}
    for voice in voices:
        for outcome in voice.claim.body.outcomes:  # type: ignore[union-attr]
            key = outcome.kind, folded(outcome.title) if outcome.title else ""
            groups.setdefault(key, []).append((outcome, voice))
    for kind in {kind for kind, _ in groups}:
        titled = [key for key in groups if key[0] == kind and key[1]]
        if len(titled) == 1 and (kind, "") in groups:
            groups[titled[0]] += groups.pop((kind, ""))
    if len(groups) > 1:  # "no outcome" is what those write who do not know of the others
        groups = {key: group for key, group in groups.items() if key[0] != "none"} or groups
    return [_outcome(group) for _, group in sorted(groups.items())]


def _outcome(group: Sequence[tuple[Outcome, Voice]]) -> Entry:
    stances = {
        (s.party.id, s.stance, s.note or ""): _stance(s) for o, _ in group for s in o.stances
    }
    told = [entry for _, entry in sorted(stances.items())]
    accepts = any(entry["stance"] in ("asserts", "confirms") for entry in told)
    refuses = any(entry["stance"] not in ("asserts", "confirms") for entry in told)
    return {
        "kind": group[0][0].kind,
        "title": _usual(o.title for o, _ in group),
        "stances": told,
        "disputed": accepts and refuses,
        "claims": sorted({str(voice.claim.claim_id) for _, voice in group}),
    }


def _stance(said: PartyStance) -> Entry:
    return {
        "party": said.party.id,
        "party_name": said.party.name,
        "stance": said.stance,
        "note": said.note,
    }


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
    party = next((p.party for p in group if p.party is not None), None)
    return {
        "person": _usual(p.person or (p.raw if p.party is None else None) for p in group),
        "party": party.id if party else None,
        "party_name": _usual(p.party.name for p in group if p.party is not None),
        "country": _usual(p.party.country for p in group if p.party is not None),
        "titles": distinct(p.title for p in group),
        "roles": distinct(p.role for p in roles),
        "levels": distinct(p.level for p in group),
    }


def _usual(spellings: Iterable[str | None]) -> str | None:
    found = [s for s in spellings if s]
    if len(set(found)) < 2:
        return found[0] if found else None
    counted = Counter(found)
    return min(counted, key=lambda s: (-counted[s], s))
