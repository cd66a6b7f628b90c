"""What the door knows of a partner, and the limits it holds a record to.

The partner is the topic, never the payload: broker ACLs make the topic trustworthy.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol


class Arrived(Protocol):
    """A record as it came from Kafka (see the kit's Record)."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...
    @property
    def timestamp(self) -> datetime: ...


class Named(Protocol):
    """What a format says of a row: which report it is about."""

    @property
    def record_id(self) -> str | None: ...
    @property
    def revision(self) -> int | None: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def reason(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a record may be. Generous for reports, small beside what a broker message may be."""

    record_bytes: int = 1 << 20
    header_bytes: int = 1 << 16
    headers: int = 100
    id_characters: int = 256
    depth: int = 64
    items: int = 10_000  # of a list, and names of an object
    claims: int = 1_000
    characters: int = 100_000  # of a string
    name_characters: int = 1_000
    number: int = 2**53 - 1
    first_year: int = 1000
    last_year: int = 2200
    ahead: timedelta = timedelta(days=1)

    def __post_init__(self) -> None:
        if self.record_bytes > 3 << 20:
            raise ValueError("record_bytes: as a fact it must fit in a message of 8 MiB")


@dataclass(frozen=True, slots=True)
class PartnerDoor:
    """A declared partner: the one format of its topic, and how that names its records."""

    format: str
    identify: Callable[[Mapping[str, Any]], Named]
    limits: Limits = field(default_factory=Limits)
