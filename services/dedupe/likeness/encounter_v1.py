"""Two parties that met, or what is known of them: who, of both, according to both claims.

What both sides name must agree: the parties, and the person of each. One person who is the same is
needed, or the two parties where a side names nobody.
"""

from services.dedupe.likeness.actors import UNRESOLVED
from services.dedupe.likeness.evidence import Tally
from services.dedupe.likeness.features import Meeting, Person
from services.dedupe.likeness.names import DIFFERENT, SAME, person_likeness


def compare(a: Meeting, b: Meeting, evidence: Tally) -> None:
    shared = [party for party in a.parties if party in b.parties]
    met: list[str] = []
    strangers: list[tuple[Person, Person]] = []
    for party in shared:
        found = _best_of(party, a, b)
        if found is None:
            continue
        score, x, y = found
        if score >= SAME:
            met.append(x.name if x.name == y.name else f"{x.name} = {y.name}")
        elif score < DIFFERENT:
            strangers.append((x, y))
        else:
            evidence.add("persons", -0.05, "%s / %s", x.name, y.name)
    met += _stateless(a, b)
    for x, y in strangers:
        if _lone(x, a) and _lone(y, b) and not (met and {x.head, y.head} == {True, False}):
            evidence.contradict("%s and %s are two people of %s", x.name, y.name, x.party)
            return
        evidence.add("persons", -0.15, "%s / %s", x.name, y.name)
    if len(a.parties) > 1 and len(b.parties) > 1 and len(shared) < 2:
        _little_in_common(a, b, shared, met, evidence)
        return
    if not shared and met:
        evidence.add("persons", 0.5 if len(met) > 1 else 0.3, "%s", "; ".join(sorted(met)))
        return
    if shared:
        evidence.add("parties", 0.38 if len(shared) > 1 else 0.25, "both of %s", shared)
    if met:
        evidence.add("persons", 0.22 if len(met) > 1 else 0.16, "%s", "; ".join(sorted(met)))


def _little_in_common(
    a: Meeting, b: Meeting, shared: list[str], met: list[str], evidence: Tally
) -> None:
    """Both name two parties, and but one of them is the same."""
    if len(met) > 1:
        evidence.add("persons", 0.5, "%s", "; ".join(sorted(met)))
    elif shared and ((not a.complete and not b.complete) or _unread(a, b)):
        evidence.add("parties", 0.13, "only %s in common, of lists with gaps", shared[0])
    else:
        evidence.contradict("they have fewer than two parties in common")


def _unread(a: Meeting, b: Meeting) -> bool:
    """A party that nobody could read may be any other."""
    return any(party.startswith(UNRESOLVED) for party in (*a.parties, *b.parties))


def _lone(person: Person, it: Meeting) -> bool:
    """The only one that is named of that party."""
    return sum(1 for other in it.persons if other.party == person.party) == 1


def _best_of(party: str, a: Meeting, b: Meeting) -> tuple[float, Person, Person] | None:
    """The most alike of the people of one party; None where one side names nobody."""
    best: tuple[float, Person, Person] | None = None
    for x in a.persons:
        if x.party != party:
            continue
        for y in b.persons:
            if y.party == party:
                score = person_likeness(x.name, y.name)
                if score < SAME and (x.loose or y.loose):
                    continue
                if best is None or score > best[0]:
                    best = (score, x, y)
    return best


def _stateless(a: Meeting, b: Meeting) -> list[str]:
    """People who match although one side does not say, or says otherwise, for whom they stand."""
    if a.parties == b.parties and _all_placed(a) and _all_placed(b):
        return []
    return [
        f"{x.name} = {y.name}"
        for x in a.persons
        for y in b.persons
        if (x.party is None or y.party is None or _elsewhere(x, y, a, b))
        and person_likeness(x.name, y.name) >= SAME
    ]


def _all_placed(it: Meeting) -> bool:
    return None not in [person.party for person in it.persons]


def _elsewhere(x: Person, y: Person, a: Meeting, b: Meeting) -> bool:
    """Of different parties, neither of which the other side knows of."""
    return x.party != y.party and x.party not in b.parties and y.party not in a.parties
