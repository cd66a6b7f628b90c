"""Records, partners and doors for the tests of ingest."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.ingest.partner import PartnerDoor
from services.kit.record import Record
from services.normalize.format import Identity

RECEIVED = datetime(2025, 5, 2, 12, tzinfo=UTC)
FORMAT = "test.format"


def identify(row: Mapping[str, Any]) -> Identity:
    """The id of a JSON object, or of the child of an XML element."""
    fields = row.get("v") if isinstance(row.get("v"), dict) and "id" not in row else row
    assert isinstance(fields, Mapping)
    record_id = fields.get("id")
    assert record_id is None or isinstance(record_id, str)
    return Identity(record_id, fields.get("revision"), fields.get("gone") is True)


def keyed(row: Mapping[str, Any]) -> Identity:
    """Of a format whose records carry no id: the key says it all."""
    return Identity(None)


DOOR = PartnerDoor(FORMAT, identify)
DOORS = {"desk": DOOR, "wire": DOOR, "table": PartnerDoor("test.table", keyed)}


def record(
    value: bytes | None,
    *,
    partner: str = "desk",
    key: bytes | None = None,
    headers: tuple[tuple[str, bytes], ...] = (),
    offset: int = 0,
    partition: int = 0,
    received: datetime = RECEIVED,
) -> Record:
    return Record("reports." + partner, partition, offset, key, value, headers, received)


def report(record_id: str, text: str = "", **about: Any) -> Record:
    """A sound JSON record that names itself."""
    members = {name: about.pop(name) for name in ("revision", "gone") if name in about}
    row = {"id": record_id, "text": text} | members
    return record(json.dumps(row).encode(), **about)


def placed(records: Iterable[Record]) -> list[Record]:
    """One after the other on their partition; some in the same millisecond."""
    return [
        one._replace(offset=number, timestamp=RECEIVED + timedelta(milliseconds=number // 2))
        for number, one in enumerate(records)
    ]
