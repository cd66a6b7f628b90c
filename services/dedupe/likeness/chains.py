"""Claims that their own report says are about the same thing: chains of `same_as`."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from uuid import UUID

from services.dedupe.likeness.features import Member


def chains_of(members: Iterable[Member]) -> dict[UUID, str]:
    """Per claim a label that all claims of its chain share. It means nothing across reports.

    A label that no claim bears still joins those that name it.
    """
    given = list(members)
    found = {member.claim_id: member.label for member in given}
    naming = {member.report_id for member in given if member.same_as is not None}
    if not naming:
        return found
    by_report: defaultdict[tuple[UUID, str], list[Member]] = defaultdict(list)
    for member in given:
        if member.report_id in naming:
            by_report[member.report_id, member.kind].append(member)
    for told in by_report.values():
        root: dict[str, str] = {}

        def top(label: str, root: dict[str, str] = root) -> str:
            while root.setdefault(label, label) != label:
                label = root[label]
            return label

        for member in told:
            if member.same_as is not None:
                a, b = sorted((top(member.label), top(member.same_as)))
                root[b] = a
        found.update((member.claim_id, top(member.label)) for member in told)
    return found


def chained(members: Iterable[Member]) -> list[tuple[Member, Member]]:
    """Every pair of one chain."""
    given = list(members)
    naming = {member.report_id for member in given if member.same_as is not None}
    if not naming:
        return []
    told = [member for member in given if member.report_id in naming]
    by_chain: defaultdict[tuple[UUID, str, str], list[Member]] = defaultdict(list)
    labels = chains_of(told)
    for member in told:
        by_chain[member.report_id, member.kind, labels[member.claim_id]].append(member)
    return [pair for chain in by_chain.values() for pair in combinations(chain, 2)]
