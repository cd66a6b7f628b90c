"""occurrence_retired - no claim about it stands any longer."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class OccurrenceRetiredV1(Event):
    type: ClassVar[str] = "occurrence_retired"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int


LINEAGE: Final = Lineage((OccurrenceRetiredV1,))
OccurrenceRetired = OccurrenceRetiredV1
