"""A gathering of many parties, of which every source lists others: its name, and some in common."""

from typing import Final

from services.dedupe.likeness.evidence import Tally
from services.dedupe.likeness.features import Meeting
from services.dedupe.likeness.names import DIFFERENT, SAME, name_likeness, person_likeness
from services.dedupe.likeness.spans import gap

SAME_EVENT: Final = 0.8


def compare(a: Meeting, b: Meeting, evidence: Tally) -> None:
    if a.pair or b.pair:
        evidence.contradict("a meeting of two beside a multilateral one")
        return
    named_both = a.event and b.event
    if a.many != b.many and a.complete and b.complete and not named_both and not _host(a, b):
        evidence.add("format", -0.15, "only one says that it was multilateral")
    shared = [party for party in a.parties if party in b.parties]
    people = _people(a, b)
    named = name_likeness(a.event, b.event) if a.event and b.event else None
    if not shared and not people and (named is None or named < SAME_EVENT):
        return
    common = len(shared) + len(people)
    smaller = max(1, min(len(a.parties), len(b.parties)))
    score = 0.1 + 0.04 * min(common, 4) + 0.08 * len(shared) / smaller
    in_common = [*shared, *people][:8] or ["nobody"]
    evidence.add("participants", round(score, 4), "both: %s", in_common)
    if common < 2 and a.when is not None and b.when is not None and gap(a.when, b.when) > 0:
        evidence.add("participants", -0.15, "on two days, with one in common")
    if named is not None and named >= SAME_EVENT:
        evidence.add("event", 0.25, "%s = %s", a.event, b.event)
    elif named is not None and named < DIFFERENT:
        evidence.add("event", -0.08, "%s / %s", a.event, b.event)


def _host(a: Meeting, b: Meeting) -> bool:
    """What one lists beyond the other is the country in which they met."""
    beyond = set(a.parties) ^ set(b.parties)
    return len(beyond) == 1 and any(
        it.place is not None and it.place.country in beyond for it in (a, b)
    )


def two_visits(a: Meeting, b: Meeting) -> bool:
    """Each of one guest and of the same host: a register of visits to the same gathering."""
    return len(a.parties) == len(b.parties) == 2 and len(set(a.parties) & set(b.parties)) == 1


def _people(a: Meeting, b: Meeting) -> list[str]:
    return [
        x.name
        for x in a.persons
        if any(
            (x.party is None or y.party is None or x.party == y.party)
            and person_likeness(x.name, y.name) >= SAME
            for y in b.persons
        )
    ]
