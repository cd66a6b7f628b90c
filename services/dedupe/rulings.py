"""Rulings as constraints: which pairs of claims must be together, and which must not."""

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias
from uuid import UUID

Pair: TypeAlias = tuple[UUID, UUID]


def pair(a: UUID, b: UUID) -> Pair:
    return (a, b) if a < b else (b, a)


class Ruling(NamedTuple):
    """A person's judgement of two claims. `recorded`: microseconds since 1970."""

    ruling_id: UUID
    pair: Pair
    same: bool
    recorded: int


def in_force(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The latest of each pair, in an order of their own."""
    latest: dict[Pair, Ruling] = {}
    for ruling in sorted(rulings, key=lambda r: (r.recorded, r.ruling_id)):
        latest[ruling.pair] = ruling
    return tuple(latest[pair] for pair in sorted(latest))
