"""The door: one raw record to what it asks of us, or the first thing that is wrong with it.

The checks come in one order: size, headers, key, encoding, text, content, identity.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from schemas import jsonrow, xmlrow
from schemas.refusal import Refused
from schemas.wording import printable
from services.ingest import content, envelope, json_quick
from services.ingest.domain import Admitted
from services.ingest.encoding import decoded
from services.ingest.envelope import JSON, XML, Letterhead
from services.ingest.partner import Arrived, Limits, Named, PartnerDoor

_REASON: Final = 1000  # characters
_HIGHEST: Final = 10**18 - 1


class TurnedAway(Refused):
    """Refused, with the id the record gave itself as far as that could be read."""

    def __init__(self, refused: Refused, record_id: str | None) -> None:
        super().__init__(refused.code, printable(refused.field), printable(refused.message))
        self.record_id = record_id


def admit(record: Arrived, door: PartnerDoor) -> Admitted:
    """What the record asks. Raises TurnedAway, and nothing else."""
    reading = _Reading(record, door)
    try:
        return reading.admitted()
    except Refused as refused:
        raise TurnedAway(refused, reading.record_id) from refused


class _Reading:
    """One record on its way in. `record_id` is known as early as can be."""

    def __init__(self, record: Arrived, door: PartnerDoor) -> None:
        self._record = record
        self._door = door
        self._limits: Limits = door.limits
        self.record_id: str | None = None

    def admitted(self) -> Admitted:
        record, limits = self._record, self._limits
        value = record.value
        key_problem = self._key_problem()
        if value is not None and len(value) > limits.record_bytes:
            said = f"{len(value)} bytes, allowed are {limits.record_bytes}"
            raise Refused("record_too_large", "", said)
        head = envelope.letterhead(record.headers, self._door.format, limits)
        if key_problem is not None:
            raise key_problem
        if value is None or (head.withdraws and not value):
            return self._tombstone(head)
        text = decoded(value)
        kind = head.content_type or (XML if text.lstrip()[:1] == "<" else JSON)
        row = self._row(value, text, kind)
        named = self._identity(row)
        revision = named.revision if head.revision is None else head.revision
        withdrawn = head.withdraws or named.withdrawn
        return Admitted(
            self._agreed(named.record_id),
            revision,
            withdrawn,
            _reason(head.reason or named.reason) if withdrawn else None,
            text,
            kind,
            hashlib.sha256(value).hexdigest(),
            head.traceparent,
        )

    def _key_problem(self) -> Refused | None:
        """Reads the key first, so that every receipt can name the record; judges it in its turn."""
        try:
            self.record_id = envelope.key_of(self._record.key, self._limits)
        except Refused as problem:
            return problem
        return None

    def _tombstone(self, head: Letterhead) -> Admitted:
        if self.record_id is None:
            raise Refused("missing_record_id", "", "a withdrawal without a value needs the key")
        empty = hashlib.sha256(b"").hexdigest()
        reason = _reason(head.reason)
        kind = head.content_type or JSON
        return Admitted(
            self.record_id, head.revision, True, reason, "", kind, empty, head.traceparent
        )

    def _row(self, value: bytes, text: str, kind: str) -> Mapping[str, Any]:
        limits, recorded = self._limits, self._record.timestamp
        if kind == XML:
            row = xmlrow.row(text, limits.depth)
        elif (sound := json_quick.read(value, limits, recorded)) is not None:
            return sound
        else:
            row = jsonrow.marked(text, limits.depth)
        try:
            content.check(row, limits, recorded)
        except Refused:
            self._name_by_payload(row)
            raise
        return row

    def _name_by_payload(self, row: Mapping[str, Any]) -> None:
        """For the receipt of a record that is refused anyway."""
        if self.record_id is not None:
            return
        try:
            found = self._door.identify(row).record_id
            if type(found) is str:
                self.record_id = envelope.usable(found, self._limits)
        except Exception:  # the row is not sound: whatever happens, the first problem stands
            pass

    def _identity(self, row: Mapping[str, Any]) -> Named:
        try:
            named = self._door.identify(row)
        except Refused:
            raise
        except Exception as error:
            said = f"who the record is: {type(error).__name__}: {error}"
            raise Refused("format_error", "", said[:300]) from error
        revision = named.revision
        if revision is not None and (type(revision) is not int or not 0 <= revision <= _HIGHEST):
            raise Refused("bad_revision", "", f"revision {str(revision)[:40]}")
        return named

    def _agreed(self, named: str | None) -> str:
        """The id that key and payload give; one of them may be silent."""
        by_key = self.record_id
        if named is None:
            if by_key is None:
                raise Refused("missing_record_id", "", "neither the key nor the record has an id")
            return by_key
        self.record_id = by_key or envelope.usable(named, self._limits)
        if by_key is not None and named != by_key:
            said = f"the key is {by_key[:80]!r}, the record says {named[:80]!r}"
            raise Refused("record_id_mismatch", "", said)
        return self.record_id


def _reason(text: str | None) -> str | None:
    return printable(text.strip()[:_REASON]) if text and text.strip() else None
