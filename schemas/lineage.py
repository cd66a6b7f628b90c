"""All versions of one event, oldest first, and the pure steps from each to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemas.event import Event


@dataclass(frozen=True, slots=True)
class Lineage:
    """`upcasts[n]` turns an instance of `versions[n]` into one of `versions[n + 1]`."""

    versions: tuple[type[Event], ...]
    upcasts: tuple[Callable[[Any], Event], ...] = ()

    def __post_init__(self) -> None:
        if len(self.upcasts) != len(self.versions) - 1:
            raise ValueError(f"{self.type}: one upcast per version but the last")
        if [v.version for v in self.versions] != list(range(1, len(self.versions) + 1)):
            raise ValueError(f"{self.type}: versions must count 1, 2, 3 …")

    @property
    def type(self) -> str:
        return self.versions[0].type
