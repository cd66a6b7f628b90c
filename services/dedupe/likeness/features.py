"""What matching needs of a claim, and nothing else: small, immutable, cheap to store and read."""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias
from uuid import UUID

import msgspec

from schemas.claims import Kind
from schemas.shape import decoder, encode
from services.dedupe.likeness.spans import Span

Range: TypeAlias = tuple[float, float]
"""From and to, both inclusive."""


class Place(NamedTuple):
    """`name` is folded; `precision` is UCDP's where_prec, 4 or less being within a country."""

    country: str | None
    name: str
    region: str
    lat: float | None
    lon: float | None
    precision: int


class Person(NamedTuple):
    """`name` is folded and without titles. `head`: of state or government, if a rank is known.

    `loose`: written in signs that tell little of how the name sounds.
    """

    name: str
    party: str | None
    head: bool | None = None
    loose: bool = False


class Meeting(NamedTuple):
    parties: tuple[str, ...]  # sorted
    persons: tuple[Person, ...]  # sorted
    place: Place | None
    when: Span | None
    event: str  # folded name of a multilateral event
    many: bool  # multilateral
    pair: bool  # said to be of two parties, and of them alone
    complete: bool


Group = Literal["deploy", "withdraw", "casualties"]


class Deployment(NamedTuple):
    deploying: str
    hosts: tuple[str, ...]  # sorted
    supported: str | None
    against: str | None
    theatre: str
    group: Group
    increment: bool
    captured: bool  # of its losses only prisoners are told
    mode: str
    unit: str
    echelon: str
    personnel: Range | None
    harmed: Range | None
    place: Place | None
    when: Span | None
    purpose: str


class Transfer(NamedTuple):
    supplier: str | None
    recipient: str | None
    family: str
    specific: bool  # a model is named, not only what sort of thing it is
    text: str
    description: str
    sipri: str
    un: str
    cancelled: bool  # the deal was called off
    condition: str
    ordered: Span | None
    delivered: Span | None
    spoken: Span | None  # when the source spoke, widened back, if it gives neither
    ordered_number: Range | None
    delivered_number: Range | None
    deal: str


Features: TypeAlias = Meeting | Deployment | Transfer


class Series(NamedTuple):
    """A measurement of a standing deployment: of which one, and on what day."""

    key: str
    day: int


class Member(NamedTuple):
    """A claim as matching sees it."""

    claim_id: UUID
    report_id: UUID
    kind: Kind
    recorded: int  # microseconds since 1970: its report's first revision
    partner: str
    label: str  # the partner's id of the claim
    same_as: str | None
    firm: bool  # asserts or confirms
    features: Features
    series: Series | None

    @property
    def founding(self) -> tuple[int, UUID]:
        """The smallest founds the occurrence."""
        return self.recorded, self.claim_id


_DECODERS: Final[Mapping[Kind, "msgspec.json.Decoder[Any]"]] = {
    "meeting": decoder(tuple[Kind, int, str, str, str | None, bool, Meeting, Series | None]),
    "deployment": decoder(tuple[Kind, int, str, str, str | None, bool, Deployment, Series | None]),
    "transfer": decoder(tuple[Kind, int, str, str, str | None, bool, Transfer, Series | None]),
}


def pack(member: Member) -> bytes:
    """All but the two ids, which have columns of their own."""
    return encode(member[2:])


def unpack(claim_id: UUID, report_id: UUID, kind: Kind, packed: bytes) -> Member:
    return Member(claim_id, report_id, *_DECODERS[kind].decode(packed))
