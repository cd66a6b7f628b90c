"""What came of a meeting: each outcome once, how its parties stand to it, and its own status.

That they met is a fact, and one party's own word settles it. What they agreed on stands only by
the word of all its parties: one that refuses it disputes it, whatever the others confirm.
Only who took part can refuse; what others say of it is shown, as commentary.

How a party stands: its own words go before what others report of it, and of its own words those
of the last day on which it spoke. Where nobody says how it stands, its own account of the meeting
does: it stands by the outcomes that it tells of, and a denial of a meeting with an outcome refuses
at least that. To stand by "none" is to refuse whatever else is told.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date
from enum import IntEnum
from typing import Any, Final, NamedTuple

from schemas.values import Outcome, Party, PartyStance, Stance
from services.projection.agreement import distinct, usual
from services.projection.telling import announced
from services.projection.voices import (
    AFFIRMS,
    Hearing,
    Voice,
    folded,
    ids_of,
    names,
    root_of,
    roots,
)

Entry = dict[str, Any]
Told = tuple[Outcome, Voice]
Key = tuple[str, str]
"""(kind, folded title); "" where there is none."""

_PARTLY: Final = frozenset({"disputes_date", "disputes_quantity"})


class Weight(IntEnum):
    """Whose word on a party's stand it is; the least counts."""

    OWN = 0
    REPORTED = 1
    IMPLIED = 2


class Stand(NamedTuple):
    """That a party takes this stance, by one claim."""

    party: Party
    stance: Stance
    note: str | None
    weight: Weight
    day: date | None
    voice: Voice


def outcomes(hearing: Hearing, present: Set[str]) -> list[Entry]:
    """By kind and title; `present`: whatever those who took part may be called."""
    about = {voice.id for voice in hearing.about}
    aside = () if hearing.about[0].claim.stance == "denies" else hearing.denying
    groups = _told([*hearing.about, *aside])
    if not groups:
        return []
    _join(groups)
    told = {
        key: group for key, group in groups.items() if not about.isdisjoint(_claims(group))
    }  # what only a denial speaks of, nobody claims
    nothing = [one for key, group in told.items() if key[0] == "none" for one in group]
    refusing = [stand for one in nothing for stand in _refusing(*one)]
    # "no outcome" is what those write who do not know of the others
    known = {key: group for key, group in told.items() if key[0] != "none"}
    return [
        _entry(
            group,
            [stand for one in group for stand in _stands(*one, present)]
            + (refusing if key in known else []),
            present,
        )
        for key, group in sorted((known or told).items())
    ]


def disputing(entries: Iterable[Entry]) -> list[str]:
    """The parties that refuse, in whole or in part, what another says was agreed."""
    return distinct(
        stance["party_name"]
        for entry in entries
        if entry["status"] == "disputed"
        for stance in entry["stances"]
        if stance["stands"] and stance["took_part"] and stance["stance"] not in AFFIRMS
    )


def _told(voices: Iterable[Voice]) -> dict[Key, list[Told]]:
    groups: dict[Key, list[Told]] = {}
    for voice in voices:
        for outcome in voice.claim.body.outcomes:  # type: ignore[union-attr]
            key = outcome.kind, folded(outcome.title) if outcome.title else ""
            groups.setdefault(key, []).append((outcome, voice))
    return groups


def _join(groups: dict[Key, list[Told]]) -> None:
    """A refusal answers something that was said, in whatever words, and so does a bare kind.

    One that all only refuse, or that has no title, is the only one of its kind that somebody
    stands by, or the only one with a title. What one claim lists as two stays two.
    """
    for kind in {kind for kind, _ in groups}:
        titled = [key for key in groups if key[0] == kind and key[1]]
        firm = [key for key in titled if _asserted(groups[key])] or titled
        if len(firm) != 1:
            continue
        into = firm[0]
        listed = _claims(groups[into])
        for key in sorted(key for key in groups if key[0] == kind and key != into):
            loose = not key[1] or not _asserted(groups[key])
            if loose and listed.isdisjoint(_claims(groups[key])):
                groups[into] += groups.pop(key)


def _asserted(group: Iterable[Told]) -> bool:
    """Somebody stands by it, or a claim tells of it without a word on who does."""
    return any(
        not outcome.stances or any(stance.stance in AFFIRMS for stance in outcome.stances)
        for outcome, voice in group
        if voice.claim.stance != "denies"
    )


def _claims(group: Sequence[Told]) -> set[str]:
    return {voice.id for _, voice in group}


def _stands(outcome: Outcome, voice: Voice, present: Set[str]) -> list[Stand]:
    """What one claim says of where the parties stand, and what it implies of its own speaker."""
    denies = voice.claim.stance == "denies"
    told = [_said(stance, voice) for stance in outcome.stances]
    if denies:  # what it says of others belongs to what it denies
        told = [stand for stand in told if stand.weight is Weight.OWN]
    speaker = voice.claim.attribution[0].party if voice.claim.attribution else None
    if speaker is None or any(stand.weight is Weight.OWN for stand in told):
        return told
    if present.isdisjoint(ids_of(speaker)) or voice.claim.stance in _PARTLY:
        return told
    day = announced(voice.claim)
    if denies:
        return [*told, Stand(speaker, "denies", None, Weight.OWN, day, voice)]
    if not _asserted([(outcome, voice)]):  # it tells of a refusal alone
        return told
    return [*told, Stand(speaker, "asserts", None, Weight.IMPLIED, day, voice)]


def _said(stance: PartyStance, voice: Voice) -> Stand:
    own = not voice.speaks_for.isdisjoint(ids_of(stance.party))
    weight = Weight.OWN if own else Weight.REPORTED
    day = announced(voice.claim)
    return Stand(stance.party, stance.stance, stance.note, weight, day, voice)


def _refusing(outcome: Outcome, voice: Voice) -> list[Stand]:
    """Who stands by "none" refuses the rest."""
    return [
        _said(stance, voice)._replace(stance="denies")
        for stance in outcome.stances
        if stance.stance in AFFIRMS
    ]


def _standing(stands: Sequence[Stand]) -> list[Stand]:
    """Of one party's: its own words, the last; else all that is reported; else what it implies."""
    weight = min(stand.weight for stand in stands)
    found = [stand for stand in stands if stand.weight == weight]
    days = [stand.day for stand in found if stand.day is not None]
    if weight is Weight.OWN and days:
        found = [stand for stand in found if stand.day in (None, max(days))]
    return found


def _entry(group: Sequence[Told], stands: Sequence[Stand], present: Set[str]) -> Entry:
    by_party: dict[str, list[Stand]] = {}
    for stand in stands:
        by_party.setdefault(root_of(stand.party), []).append(stand)
    stances = [
        entry
        for party, theirs in sorted(by_party.items())
        for entry in _stances(party, theirs, present)
    ]
    telling = [one for one in group if one[1].claim.stance != "denies"]
    return {
        "kind": group[0][0].kind,
        "title": usual(outcome.title for outcome, _ in group),
        "status": _status(telling, stances),
        "stances": stances,
        "claims": sorted(_claims(group)),
    }


def _stances(party: str, stands: Sequence[Stand], present: Set[str]) -> list[Entry]:
    standing = _standing(stands)
    own_names = {name for stand in stands for name in ids_of(stand.party)}
    called = usual(stand.party.name for stand in stands)
    return [
        {
            "party": party,
            "party_name": called,
            "stance": stance,
            "notes": distinct(stand.note for stand in same),
            "says": names(stand.voice for stand in same),
            "took_part": not own_names.isdisjoint(present),
            "stands": any(stand in standing for stand in same),
        }
        for stance in sorted({stand.stance for stand in stands})
        if (same := [stand for stand in stands if stand.stance == stance])
    ]


def _status(telling: Sequence[Told], stances: Sequence[Entry]) -> str:
    """As of an occurrence, but for this: a refusal goes before all confirmations."""
    standing = [entry for entry in stances if entry["stands"]]
    accepted = [entry for entry in standing if entry["stance"] in AFFIRMS]
    refused = [e for e in standing if e["took_part"] and e["stance"] not in AFFIRMS]
    if refused or not telling:
        plainly = any(not outcome.stances for outcome, _ in telling)
        partly = any(entry["stance"] in _PARTLY for entry in refused)
        return "disputed" if accepted or plainly or partly else "denied"
    if any(entry["took_part"] for entry in accepted):
        return "confirmed_by_party"
    return "corroborated" if roots(voice for _, voice in telling) > 1 else "claimed"
