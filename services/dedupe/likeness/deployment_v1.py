"""deployment/1: are two claims about the same deployment? Whose, where to, what and when."""

import re
from typing import Final

from services.dedupe.likeness.evidence import Evidence, Likeness, contradiction
from services.dedupe.likeness.features import Deployment, Member, Range
from services.dedupe.likeness.names import name_likeness
from services.dedupe.likeness.places import kilometres, same_name
from services.dedupe.likeness.spans import ASSUMED, Span, gap, in_words

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

UNFOLDS: Final = 62  # days between two accounts of one deployment that goes on
INCREMENT: Final = 7  # days: a reinforcement is a thing of its own, and dated
NEAR_KM: Final = 60.0
_NUMBER: Final = re.compile(r"\d+")


def likeness(one: Member, other: Member) -> Likeness:
    a, b = one.features, other.features
    assert isinstance(a, Deployment)
    assert isinstance(b, Deployment)
    if (against := _contradiction(one, other, a, b)) is not None:
        return contradiction(against)
    evidence = Evidence()
    _parties(a, b, evidence)
    if not evidence.score:
        return evidence.likeness()
    if a.when is not None and b.when is not None:
        _time(a.when, b.when, evidence)
    _numbers(a, b, evidence)
    _unit(a, b, evidence)
    _place(a, b, evidence)
    if a.purpose and b.purpose and a.purpose != b.purpose:
        evidence.add("purpose", -0.1, f"{a.purpose} / {b.purpose}")
    return evidence.likeness()


def tells_two(one: Member, other: Member) -> bool:
    """One of its records is of an increment, the other is not."""
    a, b = one.features, other.features
    assert isinstance(a, Deployment)
    assert isinstance(b, Deployment)
    return a.increment != b.increment


def _contradiction(one: Member, other: Member, a: Deployment, b: Deployment) -> str | None:
    if a.deploying != b.deploying:
        return f"troops of {a.deploying} and of {b.deploying}"
    if a.group != b.group:
        return f"{a.group} and {b.group} are two things"
    if (one.series is None) != (other.series is None):
        return "a number of those sent, and one of those there"
    if a.mode != b.mode:
        return f"{a.mode} and {b.mode}"
    if a.when is not None and b.when is not None and _too_far(a, b, a.when, b.when):
        return f"{in_words(a.when)} and {in_words(b.when)} are too far apart"
    if a.unit and b.unit and a.echelon == b.echelon and _numbered_apart(a.unit, b.unit):
        return f"{a.unit} and {b.unit} are two units"
    return None


def _too_far(a: Deployment, b: Deployment, x: Span, y: Span) -> bool:
    apart = gap(x, y)
    if ASSUMED in (x.precision, y.precision) or apart == 0:
        return False
    if a.increment or b.increment:
        return apart > INCREMENT or max(x.precision, y.precision) > 3
    return apart > UNFOLDS


def _numbered_apart(x: str, y: str) -> bool:
    ours, theirs = set(_NUMBER.findall(x)), set(_NUMBER.findall(y))
    return bool(ours and theirs and not ours & theirs)


def _parties(a: Deployment, b: Deployment, evidence: Evidence) -> None:
    hosts = set(a.hosts) & set(b.hosts)
    supported = a.supported is not None and a.supported == b.supported
    crossed = a.supported in b.hosts or b.supported in a.hosts
    if hosts == {a.deploying}:
        evidence.add("parties", 0.3, f"{a.deploying} at home")
    elif hosts:
        evidence.add("parties", 0.46, f"{a.deploying} in {', '.join(sorted(hosts))}")
    elif a.hosts and b.hosts and not supported:
        evidence.contradict(f"in {', '.join(a.hosts)} and in {', '.join(b.hosts)}")
    elif a.hosts and b.hosts:
        evidence.add("parties", 0.36, f"{a.deploying} for {a.supported}, host differs")
    elif supported or crossed:
        evidence.add("parties", 0.44, f"{a.deploying} for {a.supported or b.supported}")
    elif a.theatre and b.theatre and name_likeness(a.theatre, b.theatre) >= 0.85:
        evidence.add("parties", 0.42, f"{a.deploying} in {a.theatre}")
    elif a.against is not None and a.against == b.against:
        evidence.add("parties", 0.36, f"{a.deploying} against {a.against}")


def _time(x: Span, y: Span, evidence: Evidence) -> None:
    apart = gap(x, y)
    words = f"{in_words(x)} and {in_words(y)}" if x != y else in_words(x)
    vague = max(x.precision, y.precision)
    if vague == ASSUMED:
        evidence.add("time", 0.16 if apart == 0 else -0.1, f"{words}, as far as known")
    elif apart == 0:
        evidence.add("time", {1: 0.25, 2: 0.25, 3: 0.22, 4: 0.2}.get(vague, 0.17), words)
    elif apart <= INCREMENT:
        evidence.add("time", 0.17, f"{words}, {apart} days apart")
    else:
        evidence.add("time", 0.15 if apart <= 31 else 0.08, f"{words}, {apart} days apart")


def _numbers(a: Deployment, b: Deployment, evidence: Evidence) -> None:
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


def _unit(a: Deployment, b: Deployment, evidence: Evidence) -> None:
    if not a.unit or not b.unit:
        return
    if name_likeness(a.unit, b.unit) >= 0.85 and not _numbered_apart(a.unit, b.unit):
        evidence.add("unit", 0.15, a.unit)
    elif a.echelon == b.echelon:
        evidence.add("unit", -0.12, f"{a.unit} / {b.unit}")


def _place(a: Deployment, b: Deployment, evidence: Evidence) -> None:
    if a.place is None or b.place is None:
        return
    if max(a.place.precision, b.place.precision) > 4:
        return
    distance = kilometres(a.place, b.place)
    if same_name(a.place, b.place) or (distance is not None and distance <= NEAR_KM):
        evidence.add("place", 0.1, f"{a.place.name} / {b.place.name}")
    elif distance is None or distance > 4 * NEAR_KM:
        evidence.add("place", -0.08, f"{a.place.name} / {b.place.name}")
