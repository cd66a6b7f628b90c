"""deployment/1: are two claims about the same deployment? Whose, where to, what and when."""

from typing import Final

from services.dedupe.likeness.evidence import Tally
from services.dedupe.likeness.features import Deployment, Member, Range
from services.dedupe.likeness.names import name_likeness
from services.dedupe.likeness.places import kilometres, same_name
from services.dedupe.likeness.spans import ASSUMED, Span, gap
from services.dedupe.likeness.wares import numbers

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

UNFOLDS: Final = 62  # days between two accounts of one deployment that goes on
INCREMENT: Final = 7  # days: a reinforcement is a thing of its own, and dated
NEAR_KM: Final = 60.0
ALIKE: Final = 0.85  # names
_OVERLAP: Final = {1: 0.25, 2: 0.25, 3: 0.22, 4: 0.2}  # by precision


def compare(one: Member, other: Member, evidence: Tally) -> None:
    a, b = one.features, other.features
    assert isinstance(a, Deployment)
    assert isinstance(b, Deployment)
    _contradict(one, other, a, b, evidence)
    if evidence.contradicted:
        return
    if a.deploying and b.deploying:  # nobody is like nobody known
        _parties(a, b, evidence)
    if not evidence.score:
        return
    if a.when is not None and b.when is not None:
        _time(a.when, b.when, evidence)
    _numbers(a, b, evidence)
    _unit(a, b, evidence)
    _place(a, b, evidence)
    if a.purpose and b.purpose and a.purpose != b.purpose:
        evidence.add("purpose", -0.1, "%s / %s", a.purpose, b.purpose)


def tells_two(one: Member, other: Member) -> bool:
    """One of its records is of an increment, the other is not."""
    a, b = one.features, other.features
    assert isinstance(a, Deployment)
    assert isinstance(b, Deployment)
    return a.increment != b.increment


def _contradict(one: Member, other: Member, a: Deployment, b: Deployment, evidence: Tally) -> None:
    """The first that holds; all are cheap to ask."""
    if a.deploying != b.deploying and a.deploying and b.deploying:
        evidence.contradict("troops of %s and of %s", a.deploying, b.deploying)
    elif a.group != b.group:
        evidence.contradict("%s and %s are two things", a.group, b.group)
    elif (one.series is None) != (other.series is None):
        evidence.contradict("a number of those sent, and one of those there")
    elif a.captured != b.captured:
        evidence.contradict("prisoners and other losses")
    elif a.mode != b.mode and not _one_crew(a, b):
        evidence.contradict("%s and %s", a.mode, b.mode)
    elif a.when is not None and b.when is not None and _too_far(a, b, a.when, b.when):
        evidence.contradict("%s and %s are too far apart", a.when, b.when)
    elif a.unit and b.unit and a.echelon == b.echelon and _numbered_apart(a.unit, b.unit):
        evidence.contradict("%s and %s are two units", a.unit, b.unit)


def _one_crew(a: Deployment, b: Deployment) -> bool:
    """A battery may be told of as a weapon, and as those who serve it."""
    served = {a.mode, b.mode} == {"troops", "weapons"}
    return served and bool(a.unit) and bool(b.unit) and name_likeness(a.unit, b.unit) >= ALIKE


def _too_far(a: Deployment, b: Deployment, x: Span, y: Span) -> bool:
    apart = gap(x, y)
    if ASSUMED in (x.precision, y.precision) or apart == 0:
        return False
    if a.increment or b.increment:
        return apart > INCREMENT or max(x.precision, y.precision) > 3
    return apart > UNFOLDS


def _numbered_apart(x: str, y: str) -> bool:
    ours, theirs = numbers(x), numbers(y)
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def _parties(a: Deployment, b: Deployment, evidence: Tally) -> None:
    hosts = [host for host in a.hosts if host in b.hosts]
    supported = a.supported is not None and a.supported == b.supported
    crossed = a.supported in b.hosts or b.supported in a.hosts
    if hosts == [a.deploying]:
        evidence.add("parties", 0.3, "%s at home", a.deploying)
    elif hosts:
        evidence.add("parties", 0.46, "%s in %s", a.deploying, hosts)
    elif a.hosts and b.hosts and not supported:
        evidence.contradict("in %s and in %s", list(a.hosts), list(b.hosts))
    elif a.hosts and b.hosts:
        evidence.add("parties", 0.36, "%s for %s, host differs", a.deploying, a.supported)
    elif supported or crossed:
        evidence.add("parties", 0.44, "%s for %s", a.deploying, a.supported or b.supported)
    elif a.theatre and b.theatre and name_likeness(a.theatre, b.theatre) >= ALIKE:
        evidence.add("parties", 0.44, "%s in %s", a.deploying, a.theatre)
    elif a.against is not None and a.against == b.against:
        evidence.add("parties", 0.36, "%s against %s", a.deploying, a.against)


def _time(x: Span, y: Span, evidence: Tally) -> None:
    apart = gap(x, y)
    both = (x, y)
    vague = x.precision if x.precision > y.precision else y.precision
    if vague == ASSUMED:
        evidence.add("time", 0.16 if apart == 0 else -0.1, "%s, as far as known", both)
    elif apart == 0:
        evidence.add("time", _OVERLAP.get(vague, 0.17), "%s", both)
    elif apart <= INCREMENT:
        evidence.add("time", 0.17, "%s, %s days apart", both, apart)
    else:
        evidence.add("time", 0.15 if apart <= 31 else 0.08, "%s, %s days apart", both, apart)


def _numbers(a: Deployment, b: Deployment, evidence: Tally) -> None:
    ours, theirs = (a.harmed, b.harmed) if a.group == "casualties" else (a.personnel, b.personnel)
    alike = None if ours is None or theirs is None else _apart(ours, theirs)
    if a.increment != b.increment:
        little = alike is not None and alike <= 1.25
        evidence.add("increment", -0.06 if little else -0.25, "only one is said to be an increment")
    if alike is None:
        return
    if alike <= 1.0:
        evidence.add("quantity", 0.07, "the numbers agree")
    elif alike > 3.0 and a.group == "deploy":
        evidence.add("quantity", -0.1, "the numbers are far apart")


def _apart(x: Range, y: Range) -> float:
    """1 when the two ranges overlap, else how many times the one is beyond the other."""
    if x[0] <= y[1] and y[0] <= x[1]:
        return 1.0
    low, high = (x[1], y[0]) if x[1] < y[0] else (y[1], x[0])
    return high / low if low > 0 else 99.0


def _unit(a: Deployment, b: Deployment, evidence: Tally) -> None:
    if not a.unit or not b.unit:
        return
    if name_likeness(a.unit, b.unit) >= ALIKE and not _numbered_apart(a.unit, b.unit):
        evidence.add("unit", 0.15, a.unit)
    elif a.echelon and a.echelon == b.echelon and not numbers(a.unit).isdisjoint(numbers(b.unit)):
        evidence.add("unit", 0.1, "%s / %s, by its number", a.unit, b.unit)
    elif a.echelon == b.echelon:
        evidence.add("unit", -0.12, "%s / %s", a.unit, b.unit)


def _place(a: Deployment, b: Deployment, evidence: Tally) -> None:
    if a.place is None or b.place is None:
        return
    if max(a.place.precision, b.place.precision) > 4:
        return
    same = same_name(a.place, b.place)
    distance = None if same else kilometres(a.place, b.place)
    if same or (distance is not None and distance <= NEAR_KM):
        evidence.add("place", 0.1, "%s / %s", a.place.name, b.place.name)
    elif distance is None or distance > 4 * NEAR_KM:
        evidence.add("place", -0.08, "%s / %s", a.place.name, b.place.name)
