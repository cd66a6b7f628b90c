"""What is known of a claim: the occurrence that holds it, the claims beside it, the rulings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.operator import evidence
from services.operator.evidence import Connection
from services.operator.rulings import Ruling, that_hold


@dataclass(frozen=True, slots=True)
class Explained:
    """A claim, and the occurrence that holds it now. `claims` is empty where nothing stands."""

    asked: UUID
    occurrence: UUID
    stands: bool
    gone: Mapping[str, Any] | None  # why the asked claim no longer stands
    row: Mapping[str, Any] | None
    claims: Sequence[Mapping[str, Any]]
    rulings: Sequence[Ruling]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.asked,
            "occurrence_id": self.occurrence,
            "stands": self.stands,
            "gone": self.gone,
            "occurrence": self.row,
            "claims": list(self.claims),
            "rulings": [ruling.as_json() for ruling in self.rulings],
        }


def explained(connection: Connection, claim: UUID, rulings: Sequence[Ruling]) -> Explained:
    occurrence = evidence.occurrence_of(connection, claim)
    claims = evidence.claims_of(connection, [occurrence])
    ids = {row["claim_id"] for row in claims}
    stands = claim in ids
    return Explained(
        claim,
        occurrence,
        stands,
        None if stands else evidence.gone(connection, claim),
        evidence.row_of(connection, occurrence, claims[0]["kind"]) if claims else None,
        claims,
        that_hold(rulings, {claim, *ids}),
    )
