"""From the claims of an occurrence to its row: `fuse`, a pure function of their set.

Neither the order of the claims nor when they were recorded or linked has any part in it, so
independent runs over the same reports give the same rows, byte for byte.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from schemas.claims import Claim, Kind
from services.projection.domain import Occurrence
from services.projection.read_model import ReadModel
from services.projection.read_models import (
    diplomatic_meetings,
    troop_deployments,
    weapons_transfers,
)
from services.projection.voices import Hearing, Voice, hear, voice

MODELS: Final[Mapping[Kind, ReadModel]] = {
    "deployment": troop_deployments.READ_MODEL,
    "transfer": weapons_transfers.READ_MODEL,
    "meeting": diplomatic_meetings.READ_MODEL,
}
_FUSE: Final[Mapping[Kind, Callable[[Hearing], dict[str, Any]]]] = {
    "deployment": troop_deployments.fuse,
    "transfer": weapons_transfers.fuse,
    "meeting": diplomatic_meetings.fuse,
}


def fuse(kind: Kind, occurrence_id: UUID, claims: Iterable[Claim]) -> dict[str, Any]:
    """The row of an occurrence with at least one claim."""
    return _row(kind, occurrence_id, map(voice, claims))


def row_of(occurrence: Occurrence) -> dict[str, Any]:
    """Its row, or what its history says once no claim is left: absorbed, or retracted."""
    if occurrence.links:
        return _row(occurrence.kind, occurrence.occurrence_id, occurrence.voices)
    return {
        "occurrence_id": occurrence.occurrence_id,
        "status": "absorbed" if occurrence.absorbed_into else "retracted",
        "absorbed_into": occurrence.absorbed_into,
    }


def _row(kind: Kind, occurrence_id: UUID, voices: Iterable[Voice]) -> dict[str, Any]:
    row = _FUSE[kind](hear(voices))
    row["occurrence_id"] = occurrence_id
    return row
