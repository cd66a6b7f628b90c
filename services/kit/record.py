"""What a processor reads and says: raw records in, facts between, emissions out."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from schemas.event import Envelope, Event

Tx = AsyncConnection[Any]
"""A connection inside the batch's transaction, search_path on the service's own schema."""


class Unfit(ValueError):
    """This record can never be handled, however often it is read: it is parked, with its bytes."""


class Unready(Exception):
    """The service cannot work now, through no record's fault: the session ends and starts anew."""


class Record(NamedTuple):
    """A Kafka record. `topic` is the contract's name, without a deployment's prefix."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]
    timestamp: datetime


class Fact(NamedTuple):
    """An event that was read, with its envelope and the record that carried it."""

    envelope: Envelope
    event: Any
    record: Record


class Emit(msgspec.Struct, frozen=True, gc=False):
    """An event to be published: where, under which key, and because of what."""

    topic: str
    key: str
    event: Event
    event_id: UUID
    recorded: datetime
    causation: UUID | None = None
    traceparent: str | None = None


Handler = Callable[[Sequence[Any], Tx], Awaitable[Sequence[Emit]]]
"""A run of items (Facts, or Records where a processor decodes for itself) to what it says.

Raises Unfit (or any error that is not the weather) when an item is at fault: the kit then
bisects the batch by savepoints and parks the item.
"""
