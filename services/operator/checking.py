"""The receipts that records would get, worked out offline by the services' own pure code."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from schemas.event import Envelope
from schemas.events import Receipt
from schemas.topics import LEDGER_REPORTS, REPORTS
from schemas.values import Source
from services.ingest.domain import Report
from services.ingest.handlers import Older, decide, open_door
from services.ingest.partner import PartnerDoor
from services.kit.record import Emit, Fact, Record
from services.normalize.format import Format
from services.normalize.handlers import to_emits
from services.operator.outbound import Origin, Outbound


class Checked(NamedTuple):
    origin: Origin
    receipt: Receipt


def receipts(
    partner: str, form: Format, source: Source, records: Iterable[Outbound], now: datetime
) -> Iterator[Checked]:
    """As if these were the first records of this partner, and arrived at that moment."""
    doors = {partner: PartnerDoor(form.name, form.identify)}
    interpret = to_emits({form.name: form}, {partner: source})
    held: dict[UUID, Report] = {}
    older: Older = {}
    for offset, record in enumerate(records):
        arrived = Record(
            REPORTS + partner, 0, offset, record.key, record.value, record.headers, now
        )
        emits = decide([open_door(arrived, doors)], held, doors, older)
        facts = [_fact(emit, offset) for emit in emits if emit.topic == LEDGER_REPORTS]
        for emit in (*emits, *interpret(facts)):
            if isinstance(emit.event, Receipt):
                yield Checked(record.origin, emit.event)


def _fact(emit: Emit, offset: int) -> Fact:
    """As normalize will read it from the ledger."""
    event = emit.event
    envelope = Envelope(
        emit.event_id, event.type, event.version, "/attache/ingest", emit.recorded, emit.causation
    )
    record = Record(emit.topic, 0, offset, emit.key.encode(), b"", (), emit.recorded)
    return Fact(envelope, event, record)
