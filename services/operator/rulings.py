"""Every ruling there ever was, as ledger.rulings tells it: who judged what, and whether it holds.

People make them, so they are few: the topic is read whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from schemas import codec
from schemas.events import ClaimsRuledDifferent, ClaimsRuledSame, RulingWithdrawn
from schemas.topics import LEDGER_RULINGS
from services.dedupe.rulings import Pair, pair
from services.kit.kafka import Kafka
from services.operator import ledger

Verdict = Literal["same", "different"]
State = Literal["holds", "superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """`superseded`: of one pair the latest that is not withdrawn counts."""

    ruling_id: UUID
    verdict: Verdict
    pair: Pair
    actor: str
    reason: str
    recorded: datetime
    state: State = "holds"
    withdrawn_by: str | None = None
    withdrawn_for: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "ruling_id": str(self.ruling_id),
            "verdict": self.verdict,
            "claims": [str(claim) for claim in self.pair],
            "actor": self.actor,
            "reason": self.reason,
            "recorded": self.recorded.isoformat(),
            "state": self.state,
            "withdrawn_by": self.withdrawn_by,
            "withdrawn_for": self.withdrawn_for,
        }


Told = tuple[datetime, ClaimsRuledSame | ClaimsRuledDifferent | RulingWithdrawn]


def key_of(pair: Pair) -> str:
    return f"{pair[0]}:{pair[1]}"


def fold(told: Iterable[Told]) -> tuple[Ruling, ...]:
    """In the order they were made. A pair lies on one partition, so its facts come in order."""
    found: dict[UUID, Ruling] = {}
    for recorded, event in told:
        match event:
            case RulingWithdrawn():
                if (ruling := found.get(event.ruling_id)) and ruling.state != "withdrawn":
                    found[event.ruling_id] = replace(
                        ruling,
                        state="withdrawn",
                        withdrawn_by=event.actor,
                        withdrawn_for=event.reason,
                    )
            case ClaimsRuledSame() | ClaimsRuledDifferent():
                verdict: Verdict = "same" if isinstance(event, ClaimsRuledSame) else "different"
                claims = pair(event.claim_a, event.claim_b)
                ruling = Ruling(
                    event.ruling_id, verdict, claims, event.actor, event.reason, recorded
                )
                found.setdefault(event.ruling_id, ruling)
    rulings = sorted(found.values(), key=lambda r: (r.recorded, r.ruling_id))
    latest = {r.pair: r.ruling_id for r in rulings if r.state != "withdrawn"}
    return tuple(
        replace(r, state="superseded")
        if r.state == "holds" and latest[r.pair] != r.ruling_id
        else r
        for r in rulings
    )


def that_hold(rulings: Iterable[Ruling], claims: Iterable[UUID]) -> list[Ruling]:
    """On any of these claims."""
    wanted = set(claims)
    return [r for r in rulings if r.state == "holds" and not wanted.isdisjoint(r.pair)]


async def all_rulings(kafka: Kafka) -> Sequence[Ruling]:
    told: list[Told] = []
    async for record in ledger.read(kafka, LEDGER_RULINGS):
        try:
            _, event = codec.read(record.headers, record.value)
        except codec.Malformed:
            continue  # dedupe has parked it
        if isinstance(event, ClaimsRuledSame | ClaimsRuledDifferent | RulingWithdrawn):
            told.append((record.timestamp, event))
    return fold(told)
