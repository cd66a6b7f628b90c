"""What every fact has in common, and the envelope it travels in (CloudEvents 1.0)."""

import hashlib
from datetime import datetime
from typing import ClassVar, Final, NamedTuple
from uuid import UUID

import msgspec

from schemas.shape import Shape, encode

NAMESPACE = UUID("6f0d8e5c-3b1a-5f0e-9a53-2f3f2c1b7a10")
"""The root of every derived id."""


class Event(Shape):
    """A fact that has been published. Frozen: to change one, publish another."""

    type: ClassVar[str]
    version: ClassVar[int]


class Envelope(NamedTuple):
    """A fact's address: which one, of what kind and version, when, and because of what.

    `recorded` is the LogAppendTime of the partner's record (or ruling, or operation) that all
    this follows from; it is the system time of the read models.
    """

    event_id: UUID
    type: str
    version: int
    source: str
    recorded: datetime
    causation: UUID | None = None
    traceparent: str | None = None


_HASHED: Final = ~(0xF << 76 | 0x3 << 62) & (1 << 128) - 1
_MARKS: Final = 0x5 << 76 | 0x2 << 62  # the version, and the variant
_SIXTEEN: Final = b"\xc4\x10"  # MessagePack's head of as many bytes
_decode: Final = msgspec.msgpack.Decoder(UUID).decode


def uuid5(namespace: UUID, name: str) -> UUID:
    """As the standard library's (RFC 9562), in half the time: ids are made for every fact."""
    text = namespace.int.to_bytes(16, "big") + name.encode()
    digest = hashlib.sha1(text, usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16], "big") & _HASHED | _MARKS
    return _decode(_SIXTEEN + number.to_bytes(16, "big"))


def id_bytes(given: UUID) -> bytes:
    """As `str(given).encode()`, in a third of the time."""
    return encode(given)[1:-1]


def id_text(given: UUID) -> str:
    """As `str(given)`."""
    return id_bytes(given).decode()


def derived_id(cause: UUID, kind: str, ordinal: int | str = 0) -> UUID:
    """The id of a consequence: the same cause, kind and ordinal always give the same id."""
    return uuid5(cause, f"{kind}#{ordinal}")


def report_id(partner: str, record_id: str) -> UUID:
    """Identity of a report: the partner (from the topic) and the partner's own record id."""
    return uuid5(NAMESPACE, f"report\n{partner}\n{record_id}")


def claim_id(report: UUID, partner_claim_id: str) -> UUID:
    """Identity of a claim, stable over the revisions of its report."""
    return uuid5(report, f"claim\n{partner_claim_id}")
