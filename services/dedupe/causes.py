"""Because of which fact a claim is where it is: its own report's, else the latest around it."""

from collections.abc import Callable, Iterable, Mapping
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
    """`own`: per claim, the fact about it. `ties`: claims that bore on one another, if asked.

    `last`: what to name where no fact is about anything near.
    """

    def __init__(
        self,
        own: Mapping[UUID, Cause],
        last: Cause,
        ties: Callable[[], Iterable[tuple[UUID, UUID]]],
    ) -> None:
        self._own = own
        self._last = last
        self._ties = ties
        self._top: dict[UUID, UUID] = {}
        self._latest: dict[UUID, Cause] | None = None

    def of(self, claim: UUID) -> Cause:
        own = self._own.get(claim)
        return own if own is not None else self.around(claim)

    def around(self, claim: UUID) -> Cause:
        """The latest fact among those about anything this claim hangs together with."""
        if self._latest is None:
            self._latest = self._trace()
        return self._latest.get(self._root(claim), self._last)

    def _trace(self) -> dict[UUID, Cause]:
        for a, b in self._ties():
            x, y = self._root(a), self._root(b)
            if x != y:
                self._top[y] = x
        latest: dict[UUID, Cause] = {}
        for claim, cause in self._own.items():
            root = self._root(claim)
            held = latest.get(root)
            if held is None or cause_order(cause) > cause_order(held):
                latest[root] = cause
        return latest

    def _root(self, claim: UUID) -> UUID:
        top = self._top
        while (above := top.get(claim)) is not None:
            higher = top.get(above)
            if higher is None:
                return above
            top[claim] = higher
            claim = higher
        return claim
