"""The record of an attache.report as partners send it: closed pydantic models.

`Report` stands; `Withdrawal` takes one back. The published JSON Schema is generated from both.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from schemas.values import Modality, Stance
from services.normalize.formats.attache_inputs import (
    Input,
    Moment,
    MoneyParts,
    OutcomeParts,
    ParticipantInput,
    QuantityInput,
    SourceParts,
    SpeakerParts,
    Text,
    UnitInput,
    WeaponInput,
    WhenInput,
    WhereInput,
)

ClaimId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
RecordId = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
Revision = Annotated[int, Field(ge=1, le=2**53)]


class ClaimInput(Input):
    """What every claim has, whatever its kind."""

    id: ClaimId
    stance: Stance = "asserts"
    modality: Modality = "asserted"
    same_as: ClaimId | None = None
    attribution: list[SpeakerParts] = []
    summary: Text | None = None
    announced: WhenInput | None = None


class DeploymentClaim(ClaimInput):
    """Troops of one party in, or on the way to, a place."""

    kind: Literal["deployment"]
    deploying: Text
    host: Text | None = None
    theatre: Text | None = None
    in_support_of: Text | None = None
    against: Text | None = None
    unit: UnitInput | None = None
    scope: Text | None = None
    action: Literal[
        "announced",
        "mobilised",
        "moved",
        "arrived",
        "engaged",
        "rotated",
        "reinforced",
        "withdrawn",
        "casualties",
        "stationed",
    ]
    mode: Literal["troops", "weapons", "police", "militia"] = "troops"
    personnel: QuantityInput | None = None
    components: dict[Text, QuantityInput] = {}
    killed: QuantityInput | None = None
    wounded: QuantityInput | None = None
    captured: QuantityInput | None = None
    killed_or_wounded: QuantityInput | None = None
    origin: WhereInput | None = None
    place: WhereInput | None = None
    occurred: WhenInput | None = None
    as_of: WhenInput | None = None
    purpose: Text | None = None
    legal_basis: Text | None = None


class TransferClaim(ClaimInput):
    """Weapons going from a supplier to a recipient."""

    kind: Literal["transfer"]
    supplier: Text
    recipient: Text
    intermediary: Text | None = None
    financed_by: Text | None = None
    weapon: WeaponInput
    condition: Literal["new", "second hand", "second hand but modernized"] | None = None
    stage: Literal[
        "requested",
        "offered",
        "committed",
        "allocated",
        "ordered",
        "shipped",
        "delivered",
        "produced_under_licence",
        "cancelled",
        "reallocated",
    ]
    ordered_quantity: QuantityInput | None = None
    delivered_quantity: QuantityInput | None = None
    ordered: WhenInput | None = None
    delivered: WhenInput | None = None
    values: list[MoneyParts] = []
    origin: Literal["stocks", "procurement", "third_party"] | None = None
    deal: Text | None = None


class MeetingClaim(ClaimInput):
    """People of several parties meeting; one claim, however many took part."""

    kind: Literal["meeting"]
    participants: Annotated[list[ParticipantInput], Field(min_length=1)]
    participants_complete: bool = True
    format: Literal["visit", "third_party", "multilateral", "remote"] | None = None
    visit_class: (
        Literal["state", "official", "official working", "working", "private", "transit"] | None
    ) = None
    event_name: Text | None = None
    place: WhereInput | None = None
    occurred: WhenInput | None = None
    state: Literal["planned", "held", "postponed", "cancelled"] = "held"
    topics: list[Text] = []
    outcomes: list[OutcomeParts] = []


AnyClaim = Annotated[
    DeploymentClaim | TransferClaim | MeetingClaim,
    Field(discriminator="kind"),
]


class Report(Input):
    """One report of a partner, with everything that it claims."""

    record_id: RecordId
    revision: Revision
    withdrawn: Literal[False] = False
    published_at: Moment
    language: Text | None = None
    source: SourceParts = SourceParts()
    claims: Annotated[list[AnyClaim], Field(max_length=1000)]


class Withdrawal(Input):
    """A report taken back: none of its claims stands. What it said may be sent along."""

    record_id: RecordId
    revision: Revision
    withdrawn: Literal[True]
    reason: Text | None = None
    published_at: Moment | None = None
    language: Text | None = None
    source: SourceParts | None = None
    claims: list[Any] | None = None


def schema() -> dict[str, Any]:
    """The JSON Schema of a record: a report or a withdrawal."""
    adapter: TypeAdapter[Report | Withdrawal] = TypeAdapter(Report | Withdrawal)
    return adapter.json_schema()
