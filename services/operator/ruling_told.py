"""What a ruling changed: the occurrences that hold its claims, before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.dedupe.rulings import Pair
from services.kit.settings import Settings
from services.operator import evidence
from services.operator.show import reader

Wholes = dict[UUID, list[UUID]]
"""Occurrence -> its claims"""


@dataclass(frozen=True, slots=True)
class Made:
    """A ruling on the log. `after` None: nobody waited for it."""

    ruling_id: UUID
    verdict: str
    pair: Pair
    recorded: datetime
    before: Wholes
    after: Wholes | None

    def as_json(self) -> dict[str, Any]:
        return {
            "ruling_id": str(self.ruling_id),
            "verdict": self.verdict,
            "claims": [str(claim) for claim in self.pair],
            "recorded": self.recorded.isoformat(),
            "before": _plain(self.before),
            "after": None if self.after is None else _plain(self.after),
        }

    def lines(self) -> Iterator[str]:
        yield f"ruling {self.ruling_id}: {self.verdict}"
        if self.after is None:
            return
        if self.before == self.after:
            yield f"nothing changed{_why_not(self.verdict, self.pair, self.after)}"
            return
        for title, held in (("before", self.before), ("now", self.after)):
            yield title
            for occurrence, claims in held.items():
                yield f"  occurrence {occurrence}"
                for claim in claims:
                    yield f"    {'→' if claim in self.pair else '·'} claim {claim}"


def wholes(settings: Settings, claims: Sequence[UUID]) -> Wholes:
    """The occurrences that hold these claims, complete."""
    with reader(settings) as connection:
        held = {evidence.occurrence_of(connection, claim) for claim in claims}
        found: Wholes = {}
        for row in evidence.claims_of(connection, sorted(held)):
            found.setdefault(row["occurrence_id"], []).append(row["claim_id"])
    return found


def _plain(wholes: Wholes) -> dict[str, list[str]]:
    return {str(occurrence): [str(claim) for claim in its] for occurrence, its in wholes.items()}


def _why_not(verdict: str, pair: Pair, wholes: Wholes) -> str:
    together = any(set(pair) <= set(claims) for claims in wholes.values())
    match verdict:
        case "same":
            return ": they were one" if together else ": another ruling keeps them apart"
        case "different":
            return ": they were two"
        case _:
            return ""
