"""One record's JSON text to a row, strictly: a quick way for sound records, a careful one."""

from datetime import datetime

from services.ingest import json_careful, json_quick
from services.ingest.json_careful import Parsed
from services.ingest.partner import Limits


def read(value: bytes, text: str, limits: Limits, recorded: datetime) -> Parsed:
    """`text` is the decoded `value`."""
    row = json_quick.read(value, limits, recorded)
    return json_careful.read(text, limits, recorded) if row is None else Parsed(row)
