"""A claim: one statement of a report, in our vocabulary, with who says it and how.

`Claim` is the common part; its `body` is one of the three kinds.
"""

from typing import ClassVar, Literal
from uuid import UUID

from schemas.shape import Aware
from schemas.values import (
    Modality,
    Money,
    Outcome,
    Participant,
    Party,
    Quantity,
    Source,
    Speaker,
    Stance,
    Unit,
    Value,
    Weapon,
    When,
    Where,
)

Kind = Literal["deployment", "transfer", "meeting"]
KINDS: tuple[Kind, ...] = ("deployment", "transfer", "meeting")


class Deployment(Value, tag_field="kind", tag="deployment"):
    """Troops (or weapons, police, militia) of one party in, or on the way to, a place."""

    kind: ClassVar[Literal["deployment"]] = "deployment"
    deploying: Party
    host: Party | None = None
    theatre: str | None = None
    in_support_of: Party | None = None
    against: Party | None = None
    unit: Unit | None = None
    scope: str | None = None  # force scope of a stock, e.g. "active duty" or "all services"
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
    personnel: Quantity | None = None
    components: tuple[tuple[str, Quantity], ...] = ()  # ("army", …): parts of `personnel`
    killed: Quantity | None = None
    wounded: Quantity | None = None
    captured: Quantity | None = None
    killed_or_wounded: Quantity | None = None
    origin: Where | None = None
    place: Where | None = None
    occurred: When | None = None
    as_of: When | None = None  # the day a stock was measured
    purpose: str | None = None  # combat · training · engineering · demining · peacekeeping
    legal_basis: str | None = None


class Transfer(Value, tag_field="kind", tag="transfer"):
    """Weapons going from a supplier to a recipient. Stages of one deal are one transfer."""

    kind: ClassVar[Literal["transfer"]] = "transfer"
    supplier: Party
    recipient: Party
    intermediary: Party | None = None
    financed_by: Party | None = None
    weapon: Weapon
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
    ordered_quantity: Quantity | None = None
    delivered_quantity: Quantity | None = None
    ordered: When | None = None
    delivered: When | None = None
    values: tuple[Money, ...] = ()
    origin: Literal["stocks", "procurement", "third_party"] | None = None
    deal: str | None = None  # the provider's own number of the deal, if it has one


class Meeting(Value, tag_field="kind", tag="meeting"):
    """People of several parties meeting. A multilateral meeting is one claim, never pairs."""

    kind: ClassVar[Literal["meeting"]] = "meeting"
    participants: tuple[Participant, ...]
    participants_complete: bool = True
    format: Literal["visit", "third_party", "multilateral", "remote"] | None = None
    visit_class: (
        Literal["state", "official", "official working", "working", "private", "transit"] | None
    ) = None
    event_name: str | None = None
    place: Where | None = None
    occurred: When | None = None
    state: Literal["planned", "held", "postponed", "cancelled"] = "held"
    topics: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


Body = Deployment | Transfer | Meeting


class Claim(Value):
    """One statement. `claim_id` is uuid5(report_id, the partner's id of the claim)."""

    claim_id: UUID
    report_id: UUID
    partner: str
    record_id: str
    revision: int
    format_version: int
    partner_claim_id: str
    first_recorded_at: Aware  # of the report's first accepted revision
    same_as: str | None = None  # partner_claim_id, in this report, about the same occurrence
    stance: Stance = "asserts"
    modality: Modality = "asserted"
    attribution: tuple[Speaker, ...] = ()  # the first is the root: who said it originally
    source: Source = Source()
    announced: When | None = None
    summary: str | None = None
    body: Body


class Signal(Value):
    """Something a format or a rule saw and could not read, or had to doubt. Never swallowed."""

    code: str
    field: str = ""  # JSON pointer into the record
    value: str | None = None
    message: str = ""
