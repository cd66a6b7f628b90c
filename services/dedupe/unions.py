"""Rulings of "same" carried out: the occurrence of one claim and that of the other become one.

This comes after all else, and on whole clusters, so that nobody is torn from those that it was
with; without the ruling, everything is again as it was. A person may judge otherwise than the
rules, and than a report that tells of the two as two things; only other rulings stand against it.
"""

from collections.abc import Iterable

from services.dedupe.groups import Groups
from services.dedupe.rulings import Apart, Overruled, Ruling


def unite(groups: Groups, joined: Iterable[Ruling], apart: Apart) -> list[Overruled]:
    """In the order of `joined`; those that others do not let come true."""
    lost: list[Overruled] = []
    for ruling in joined:
        a, b = (groups.holding(claim) for claim in ruling.pair)
        if a is not b and groups.ruled_apart(a, b, apart):
            lost.append(Overruled(ruling, "another ruling keeps claims beside them apart"))
        else:
            groups.join(a, b)
    return lost
