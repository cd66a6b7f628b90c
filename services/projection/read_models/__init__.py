"""Every read model. A new one is one file and one line here."""

from typing import Final

from services.projection.read_model import ReadModel
from services.projection.read_models import (
    claims,
    diplomatic_meetings,
    reports,
    troop_deployments,
    weapons_transfers,
)

READ_MODELS: Final[tuple[ReadModel, ...]] = (
    troop_deployments.READ_MODEL,
    weapons_transfers.READ_MODEL,
    diplomatic_meetings.READ_MODEL,
    claims.READ_MODEL,
    reports.READ_MODEL,
)
