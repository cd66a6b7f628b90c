"""Which claims are compared: those whose blocks of one key meet, found by a sweep over the days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from services.dedupe.blocking import Block

Box: TypeAlias = tuple[int, int, int]
"""The first and the last day of a block, and the number of its claim."""


class Run(NamedTuple):
    """Blocks of one key without a day between them, in order of their first day.

    So whatever meets the days of the run meets those of at least one of its blocks.
    """

    key: int
    first: int
    last: int
    boxes: Sequence[Box]


def runs_of(indexed: Iterable[tuple[Block, int]]) -> list[Run]:
    """Blocks, each with the number of its claim."""
    by_key: defaultdict[int, list[Box]] = defaultdict(list)
    for (key, _, first, last), number in indexed:
        by_key[key].append((first, last, number))
    found: list[Run] = []
    for key, boxes in by_key.items():
        boxes.sort()
        start, (first, until, _) = 0, boxes[0]
        for place, (day, last, _) in enumerate(boxes):
            if day > until:
                found.append(Run(key, first, until, boxes[start:place]))
                start, first = place, day
            until = max(until, last)
        found.append(Run(key, first, until, boxes[start:]))
    return found


def pairs_among(runs: Iterable[Run]) -> set[tuple[int, int]]:
    """Every pair of numbers whose blocks meet, the smaller number first."""
    found: set[tuple[int, int]] = set()
    for run in runs:
        for place, (_, last, one) in enumerate(run.boxes, 1):
            for first, _, other in run.boxes[place:]:
                if first > last:
                    break
                if one != other:
                    found.add((one, other) if one < other else (other, one))
    return found


def numbers_meeting(run: Run, first: int, last: int) -> list[int]:
    """Of the claims of this run, those that have a block on any of these days."""
    return [number for day, until, number in run.boxes if day <= last and first <= until]
