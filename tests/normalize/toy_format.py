"""test.format: a guest book, one visit per entry. The format of a partner that only tests have."""

from typing import Any, Final

from schemas.claims import Meeting
from schemas.values import Participant
from services.normalize.format import Fields, Format, Identity, Interpretation, Row, Statement
from services.normalize.reading import dates, parties

_IGNORES: Final = {"id": "the door has it", "revision": "the door has it", "ink": "says nothing"}


def identify(row: Row) -> Identity:
    """An entry, as JSON or as an XML element, names itself; without an id, the key does."""
    entry = _entry(row)
    record_id: Any = entry.get("id")
    if not isinstance(record_id, str | None):
        raise TypeError("id is a text")
    return Identity(record_id, entry.get("revision"), entry.get("gone") is True)


def interpret(row: Row) -> Interpretation:
    fields = Fields(_entry(row), _IGNORES)
    guest, host, day = (fields.text(name) for name in ("guest", "host", "day"))
    when = dates.read(day) if day else None
    if day and when is None:
        fields.signal("unread_date", "day", day, "no date that we read")
    visit = Meeting(
        participants=(
            Participant(party=parties.read(guest), role="visitor"),
            Participant(party=parties.read(host), role="host"),
        ),
        format="visit",
        occurred=when,
    )
    return Interpretation((Statement("visit", visit),), fields.close(), fields.ignored)


def _entry(row: Row) -> Row:
    inside = row.get("v")
    return inside if isinstance(inside, dict) and "id" not in row else row


FORMAT: Final = Format(
    name="test.format", version=1, identify=identify, interpret=interpret, ignores=_IGNORES
)
