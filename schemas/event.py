"""What every fact has in common, and the envelope it travels in (CloudEvents 1.0)."""

import hashlib
from datetime import datetime
from typing import ClassVar, Final, NamedTuple
from uuid import UUID

import msgspec

from schemas.shape import Shape

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


_VARIANT: Final = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def uuid5(namespace: UUID, name: str) -> UUID:
    """As the standard library's (RFC 9562), in half the time: ids are made for every fact."""
    text = namespace.int.to_bytes(16, "big") + name.encode()
    h = hashlib.sha1(text, usedforsecurity=False).hexdigest()
    return msgspec.convert(f"{h[:12]}5{h[13:16]}{_VARIANT[h[16]]}{h[17:32]}", UUID)


def derived_id(cause: UUID, kind: str, ordinal: int | str = 0) -> UUID:
    """The id of a consequence: the same cause, kind and ordinal always give the same id."""
    return uuid5(cause, f"{kind}#{ordinal}")


def report_id(partner: str, record_id: str) -> UUID:
    """Identity of a report: the partner (from the topic) and the partner's own record id."""
    return uuid5(NAMESPACE, f"report\n{partner}\n{record_id}")


def claim_id(report: UUID, partner_claim_id: str) -> UUID:
    """Identity of a claim, stable over the revisions of its report."""
    return uuid5(report, f"claim\n{partner_claim_id}")
