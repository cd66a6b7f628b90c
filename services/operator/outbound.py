"""A partner's record on its way to its topic: published, or taken back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.normalize.format import Format, Identity
from services.normalize.reading.records import Cut, parse

WITHDRAW = [("attache-operation", b"withdraw")]


class Origin(NamedTuple):
    """Which record of which file: ordered as they are read. Numbers count from 1."""

    file: int
    number: int


FIRST = Origin(0, 1)


class Outbound(NamedTuple):
    """A partner's record on its way. Without an id it goes without a key: the door answers it."""

    origin: Origin
    record_id: str | None
    value: bytes | None
    headers: list[tuple[str, bytes]]
    revision: int | None = None
    withdrawn: bool = False

    @property
    def key(self) -> bytes | None:
        if self.record_id is None:
            return None
        try:
            return self.record_id.encode()
        except UnicodeEncodeError:
            return None

    @property
    def size(self) -> int:
        return len(self.value or b"") + len(self.key or b"") + 100  # headers and framing


def addressed(form: Format, origin: Origin, record: Cut) -> Outbound:
    who = identity(form, record)
    return Outbound(
        origin,
        who.record_id,
        record.value,
        [("content-type", record.content_type.encode())],
        who.revision,
        who.withdrawn,
    )


def identity(form: Format, record: Cut) -> Identity:
    try:
        return form.identify(parse(record.content_type, record.text))
    except Exception:
        # Whatever is wrong with it, the door must say so, in a receipt; not this tool.
        return Identity(None)


def withdrawal(origin: Origin, record_id: str, reason: str | None = None) -> Outbound:
    """A record without a value: the partner takes back what it published under this id."""
    headers = list(WITHDRAW)
    if reason:
        headers.append(("attache-reason", reason.encode()))
    return Outbound(origin, record_id, None, headers, withdrawn=True)


def withdrawals(
    number: int, record_ids: Sequence[str], reason: str | None = None
) -> Iterator[Outbound]:
    """Numbered as if they stood in one more file."""
    for count, record_id in enumerate(record_ids, start=1):
        yield withdrawal(Origin(number, count), record_id, reason)
