"""meeting/1: are two claims about the same meeting? Who met, when, and where, in this order."""

from typing import Final

from services.dedupe.likeness import encounter_v1, gathering_v1
from services.dedupe.likeness.evidence import Tally
from services.dedupe.likeness.features import Meeting, Member, Place
from services.dedupe.likeness.names import name_likeness
from services.dedupe.likeness.spans import ASSUMED, Span, gap

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

TOLERANCE: Final = 2  # days beyond the precision of the dates
APART: Final = 6  # days beyond it that no mistake explains
_OVERLAP: Final = {1: 0.3, 2: 0.27, 3: 0.22, 4: 0.1}  # by precision
SHORT: Final = 14  # days: longer visits overlap for reasons of their own


def compare(one: Member, other: Member, evidence: Tally) -> None:
    a, b = one.features, other.features
    assert isinstance(a, Meeting)
    assert isinstance(b, Meeting)
    if a.when is not None and b.when is not None and _too_far(a.when, b.when):
        evidence.contradict("%s and %s are too far apart", a.when, b.when)
        return
    if not (a.many or b.many) or _views_of_one_guest(a, b):
        encounter_v1.compare(a, b, evidence)
        if a.event and b.event:
            same = name_likeness(a.event, b.event) >= gathering_v1.SAME_EVENT
            evidence.add("event", 0.15 if same else -0.2, "%s / %s", a.event, b.event)
    elif one.partner == other.partner and gathering_v1.two_visits(a, b):
        evidence.contradict("%s tells of two visits", one.partner)
    else:
        gathering_v1.compare(a, b, evidence)
    if evidence.contradicted or not evidence.score:
        return
    if a.when is not None and b.when is not None:
        _time(a.when, b.when, evidence)
        if one.partner == other.partner and tells_two(one, other):
            evidence.add("partner", -0.1, "%s itself dates them apart", one.partner)
    if a.place is not None and b.place is not None:
        _place(a.place, b.place, evidence)


def tells_two(one: Member, other: Member) -> bool:
    """Its records give days that do not meet."""
    a, b = one.features, other.features
    assert isinstance(a, Meeting)
    assert isinstance(b, Meeting)
    return a.when is not None and b.when is not None and gap(a.when, b.when) > 0


def _views_of_one_guest(a: Meeting, b: Meeting) -> bool:
    """A visit, and the same visit as one of those to a gathering."""
    if len(a.parties) > 2 or len(b.parties) > 2:
        return False
    return a.pair or b.pair or (len(a.parties) == 2 and a.parties == b.parties)


def _too_far(a: Span, b: Span) -> bool:
    return ASSUMED not in (a.precision, b.precision) and gap(a, b) > APART


def _time(a: Span, b: Span, evidence: Tally) -> None:
    apart = gap(a, b)
    vague = max(a.precision, b.precision)
    if vague == ASSUMED:
        evidence.add("time", 0.05 if apart == 0 else -0.1, "%s and %s, as far as known", a, b)
    elif apart == 0:
        overlap = _OVERLAP.get(vague, 0.04)
        if min(a.days, b.days) > SHORT and abs(a.first - b.first) > SHORT:
            overlap = min(overlap, 0.15)
        if a.first == b.first and 1 in (a.precision, b.precision):
            overlap = max(overlap, 0.2)  # one gives the day of arrival, the other the whole stay
        evidence.add("time", overlap, "%s", (a, b))
    elif apart <= TOLERANCE and vague < 4:  # of two months that touch, neither is a slip
        evidence.add("time", 0.24 if apart == 1 else 0.17, "%s and %s, %s apart", a, b, apart)
    else:
        evidence.add("time", -0.1, "%s and %s, %s days apart", a, b, apart)


def _place(a: Place, b: Place, evidence: Tally) -> None:
    """A place that differs is poor evidence: sources name the city, the palace or the country."""
    if a.country is not None and b.country is not None and a.country != b.country:
        evidence.add("place", -0.25, "in %s / in %s", a.country, b.country)
    elif a.name and b.name and name_likeness(a.name, b.name) >= 0.85:
        evidence.add("place", 0.12, "%s", a.name)
    elif a.country is not None and a.country == b.country:
        both_exact = max(a.precision, b.precision) <= 2
        evidence.add("place", 0.0 if both_exact else 0.05, "%s / %s, %s", a.name, b.name, a.country)
