"""occurrence_absorbed - all its claims are now about another occurrence."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.event import Event
from schemas.lineage import Lineage


class OccurrenceAbsorbedV1(Event):
    type: ClassVar[str] = "occurrence_absorbed"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int
    into: UUID


LINEAGE: Final = Lineage((OccurrenceAbsorbedV1,))
OccurrenceAbsorbed = OccurrenceAbsorbedV1
