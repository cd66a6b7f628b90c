"""Standing deployments: measurements of one force in one place, cut where they lie far apart."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from services.dedupe.likeness.features import Member

RULES: Final = "standing/1"
APART: Final = 5 * 366
"""Days between two measurements after which another standing deployment begins."""


def standing(members: Iterable[Member]) -> list[list[Member]]:
    """Every measurement among them, by standing deployment, each in order of its day."""
    by_key: defaultdict[str, list[tuple[int, Member]]] = defaultdict(list)
    for member in members:
        if member.series is not None:
            by_key[member.series.key].append((member.series.day, member))
    found: list[list[Member]] = []
    for key in sorted(by_key):
        last: int | None = None
        for day, member in sorted(by_key[key], key=lambda it: (it[0], it[1].founding)):
            if last is None or day - last > APART:
                found.append([])
            found[-1].append(member)
            last = day
    return found
