"""Because of which fact a claim is where it is: its own report's, else the latest around it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Cause(NamedTuple):
    """The fact that led to a decision. Ordered by when it was recorded."""

    recorded: datetime
    event_id: UUID
    traceparent: str | None = None


def cause_order(cause: Cause) -> tuple[datetime, UUID]:
    return cause.recorded, cause.event_id


class Causes:
    """`own`: per claim, the fact about it. `ties`: claims that bore on one another."""

    def __init__(self, own: Mapping[UUID, Cause], ties: Iterable[tuple[UUID, UUID]]) -> None:
        self._own = own
        self._top: dict[UUID, UUID] = {}
        for a, b in ties:
            x, y = self._root(a), self._root(b)
            if x != y:
                self._top[y] = x
        self._latest: dict[UUID, Cause] = {}
        for claim, cause in own.items():
            root = self._root(claim)
            held = self._latest.get(root)
            if held is None or cause_order(cause) > cause_order(held):
                self._latest[root] = cause
        self._last = max(own.values(), key=cause_order)

    def of(self, claim: UUID) -> Cause:
        own = self._own.get(claim)
        return own if own is not None else self.around(claim)

    def around(self, claim: UUID) -> Cause:
        """The latest fact among those about anything this claim hangs together with."""
        return self._latest.get(self._root(claim), self._last)

    def _root(self, claim: UUID) -> UUID:
        top = self._top
        while (above := top.get(claim, claim)) != claim:
            claim = top[claim] = top.get(above, above)
        return claim
