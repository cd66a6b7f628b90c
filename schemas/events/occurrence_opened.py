"""occurrence_opened - the first claim about something real; named after that claim."""

from typing import ClassVar, Final
from uuid import UUID

from schemas.claims import Kind
from schemas.event import Event
from schemas.lineage import Lineage


class OccurrenceOpenedV1(Event):
    type: ClassVar[str] = "occurrence_opened"
    version: ClassVar[int] = 1

    occurrence_id: UUID
    occurrence_version: int
    kind: Kind


LINEAGE: Final = Lineage((OccurrenceOpenedV1,))
OccurrenceOpened = OccurrenceOpenedV1
