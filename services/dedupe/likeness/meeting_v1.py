"""meeting/1: are two claims about the same meeting? Who met, when, and where, in this order."""

from typing import Final

from services.dedupe.likeness.evidence import Evidence, Likeness, contradiction
from services.dedupe.likeness.features import Meeting, Member, Person, Place
from services.dedupe.likeness.names import DIFFERENT, SAME, name_likeness
from services.dedupe.likeness.spans import ASSUMED, Span, gap, in_words

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

TOLERANCE: Final = 2  # days beyond the precision of the dates
APART: Final = 6  # days beyond it that no mistake explains
SHORT: Final = 14  # days: longer visits overlap for reasons of their own
SAME_PLACE_KM: Final = 50.0


def likeness(one: Member, other: Member) -> Likeness:
    a, b = one.features, other.features
    assert isinstance(a, Meeting)
    assert isinstance(b, Meeting)
    if a.when is not None and b.when is not None and _too_far(a.when, b.when):
        return contradiction(f"{in_words(a.when)} and {in_words(b.when)} are too far apart")
    evidence = Evidence()
    if a.many or b.many:
        if one.partner == other.partner and _two_encounters(a, b):
            return contradiction(f"{one.partner} tells of two encounters")
        _gathering(a, b, evidence)
    else:
        _encounter(a, b, evidence)
    if evidence.contradicted or not evidence.score:
        return evidence.likeness()
    if a.when is not None and b.when is not None:
        _time(a.when, b.when, evidence)
        if one.partner == other.partner and tells_two(one, other):
            evidence.add("partner", -0.1, f"{one.partner} itself dates them apart")
    if a.place is not None and b.place is not None:
        _place(a.place, b.place, evidence)
    return evidence.likeness()


def tells_two(one: Member, other: Member) -> bool:
    """Its records give days that do not meet."""
    a, b = one.features, other.features
    assert isinstance(a, Meeting)
    assert isinstance(b, Meeting)
    return a.when is not None and b.when is not None and gap(a.when, b.when) > 0


def _too_far(a: Span, b: Span) -> bool:
    return ASSUMED not in (a.precision, b.precision) and gap(a, b) > APART


def _encounter(a: Meeting, b: Meeting, evidence: Evidence) -> None:
    """Two parties, or what is known of them. Every party that both name must agree with itself."""
    shared = [party for party in a.parties if party in b.parties]
    met: list[str] = []
    for party in shared:
        found = _people_of(party, a, b)
        if found is None:
            continue
        score, pair = found
        if score >= SAME:
            met.append(f"{pair[0]} ({party})" if pair[0] == pair[1] else f"{pair[0]} = {pair[1]}")
        elif score < DIFFERENT and _lone(party, a) and _lone(party, b):
            evidence.contradict(f"{pair[0]} and {pair[1]} are two people of {party}")
            return
        else:
            evidence.add("persons", -0.15 if score < DIFFERENT else -0.05, f"{pair[0]} / {pair[1]}")
    met += _stateless(a, b)
    if len(a.parties) > 1 and len(b.parties) > 1 and len(shared) < 2:
        if len(met) > 1:
            evidence.add("parties", 0.3, f"only {', '.join(shared)} in common")
        elif shared and not a.complete and not b.complete:
            evidence.add("parties", 0.1, f"only {shared[0]} in common, of lists with gaps")
        else:
            evidence.contradict("they have fewer than two parties in common")
            return
    elif len(shared) > 1:
        evidence.add("parties", 0.38, f"both of {', '.join(shared)}")
    elif shared:
        evidence.add("parties", 0.25, f"both of {shared[0]}")
    if met:
        single = 0.16 if len(shared) != 1 or min(len(a.parties), len(b.parties)) < 2 else 0.05
        evidence.add("persons", 0.22 if len(met) > 1 else single, "; ".join(sorted(met)))


def _lone(party: str, it: Meeting) -> bool:
    return sum(1 for person in it.persons if person.party == party) == 1


def _people_of(party: str, a: Meeting, b: Meeting) -> tuple[float, tuple[str, str]] | None:
    """The best match among the people of one party; None where one side names nobody."""
    ours = [p.name for p in a.persons if p.party == party]
    theirs = [p.name for p in b.persons if p.party == party]
    if not ours or not theirs:
        return None
    return max((name_likeness(x, y), (x, y)) for x in ours for y in theirs)


def _stateless(a: Meeting, b: Meeting) -> list[str]:
    """People who match although one side does not say, or says otherwise, for whom they stand."""
    return [
        f"{x.name} = {y.name}"
        for x in a.persons
        for y in b.persons
        if (x.party is None or y.party is None or _elsewhere(x, y, a, b))
        and name_likeness(x.name, y.name) >= SAME
    ]


def _elsewhere(x: Person, y: Person, a: Meeting, b: Meeting) -> bool:
    """Of different parties, neither of which the other side knows of."""
    return x.party != y.party and x.party not in b.parties and y.party not in a.parties


def _two_encounters(a: Meeting, b: Meeting) -> bool:
    """One met this person, and one met that person: on the fringe of something, but each alone."""
    if len(a.parties) != 2 or len(b.parties) != 2 or a.parties == b.parties:
        return False
    named = {p.party for p in a.persons} & set(a.parties), {p.party for p in b.persons}
    return len(named[0]) == 2 and named[1].issuperset(b.parties)


def _gathering(a: Meeting, b: Meeting, evidence: Evidence) -> None:
    """Many parties, of which every source lists others: the name, the place and some in common."""
    if a.pair or b.pair:
        evidence.contradict("a meeting of two beside a multilateral one")
        return
    if a.many != b.many and (a.complete and b.complete) and not (a.event and b.event):
        evidence.add("format", -0.15, "only one says that it was multilateral")
    shared = [party for party in a.parties if party in b.parties]
    people = [
        x.name
        for x in a.persons
        if any(
            (x.party is None or y.party is None or x.party == y.party)
            and name_likeness(x.name, y.name) >= SAME
            for y in b.persons
        )
    ]
    named = name_likeness(a.event, b.event) if a.event and b.event else None
    if not shared and not people and (named is None or named < 0.85):
        return
    common = len({*shared, *people})
    smaller = max(1, min(len(a.parties), len(b.parties)))
    share = min(1.0, len(shared) / smaller)
    if common < 2 and a.when is not None and b.when is not None and gap(a.when, b.when) > 0:
        evidence.add("time", -0.15, "on two days, with one in common")
    in_common = ", ".join([*shared, *people][:8])
    evidence.add("participants", 0.1 + 0.04 * min(common, 4) + 0.08 * share, f"both: {in_common}")
    if named is not None and named >= 0.8:
        evidence.add("event", 0.25, f"{a.event} = {b.event}")
    elif named is not None and named < DIFFERENT:
        evidence.add("event", -0.08, f"{a.event} / {b.event}")


def _time(a: Span, b: Span, evidence: Evidence) -> None:
    apart = gap(a, b)
    words = f"{in_words(a)} and {in_words(b)}"
    vague = max(a.precision, b.precision)
    if vague == ASSUMED:
        evidence.add("time", 0.05 if apart == 0 else -0.1, f"{words}, as far as known")
    elif apart == 0:
        overlap = {1: 0.3, 2: 0.27, 3: 0.22, 4: 0.1}.get(vague, 0.04)
        if min(a.days, b.days) > SHORT and abs(a.first - b.first) > SHORT:
            overlap = min(overlap, 0.15)
        evidence.add("time", overlap, words if a != b else in_words(a))
    elif apart <= TOLERANCE:
        evidence.add("time", 0.24 if apart == 1 else 0.17, f"{words}, {apart} apart")
    else:
        evidence.add("time", -0.1, f"{words}, {apart} days apart")


def _place(a: Place, b: Place, evidence: Evidence) -> None:
    """A place that differs is poor evidence: sources name the city, the palace or the country."""
    if a.country is not None and b.country is not None and a.country != b.country:
        evidence.add("place", -0.25, f"in {a.country} / in {b.country}")
    elif a.name and b.name and name_likeness(a.name, b.name) >= 0.85:
        evidence.add("place", 0.12, a.name)
    elif a.country is not None and a.country == b.country:
        both_exact = max(a.precision, b.precision) <= 2
        evidence.add("place", 0.0 if both_exact else 0.05, f"{a.name} / {b.name}, {a.country}")
