"""The value types every claim is made of: quantity, when, where, party, source, attribution.

Sources: UCDP GED codebook (low/best/high, date_prec, where_prec), EDTF (ISO 8601-2), PLOVER
(sectors, modality), the Admiralty code (reliability A-F, credibility 1-6).
Every normalised value keeps what the source wrote in `raw` and names the rule that read it.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from schemas.shape import Moment, Shape

LIMIT = 10**15  # larger numbers do not survive a JSON double unharmed

Number = int | float
Iso3 = Annotated[str, Meta(pattern=r"^[A-Z]{3,4}$")]
"""ISO 3166-1 alpha-3, or the alpha-4 of ISO 3166-3 for a former state; XKX for Kosovo."""

Qualifier = Literal[
    "exact",
    "about",
    "at_least",
    "more_than",
    "up_to",
    "fewer_than",
    "range",
    "order_of_magnitude",
    "undisclosed",
    "not_applicable",
    "unknown",
]
Basis = Literal["stock", "flow", "cumulative_total", "increment"]
Stance = Literal["asserts", "confirms", "denies", "disputes_quantity", "disputes_date"]
Modality = Literal["asserted", "planned", "conditional", "hypothetical", "historical"]
Verb = Literal["says", "confirms", "denies", "estimates", "reports", "cites"]
Level = Literal[
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "official",
    "envoy",
]


class Value(Shape):
    """A value type."""


class Quantity(Value):
    """How many, as UCDP's triple; all three None when nothing is known of the number."""

    low: Number | None = None
    best: Number | None = None
    high: Number | None = None
    qualifier: Qualifier = "unknown"
    basis: Basis | None = None
    unit: str | None = None
    is_estimate: bool = False
    raw: str | None = None
    rule: str | None = None

    def __post_init__(self) -> None:
        low, best, high = self.low, self.best, self.high
        if low == best == high and (low is None or -LIMIT <= low <= LIMIT):
            return  # one number, or none: the usual cases
        known = [n for n in (low, best, high) if n is not None]
        if known != sorted(known) or not all(-LIMIT <= n <= LIMIT for n in known):
            raise ValueError(f"low, best and high must not decrease, and lie within ±{LIMIT}")


class When(Value):
    """A day or a span of days, both ends inclusive. precision is UCDP's date_prec 1-5."""

    edtf: str
    earliest: date | None = None
    latest: date | None = None
    precision: Annotated[int, Meta(ge=1, le=5)] = 1
    raw: str | None = None
    rule: str | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("earliest must not be after latest")


class Where(Value):
    """A place. precision is UCDP's where_prec: 1 exact … 6 country, 7 sea or air."""

    raw: str | None = None
    name: str | None = None
    country: Iso3 | None = None
    admin1: str | None = None
    admin2: str | None = None
    provider_admin1: str | None = None
    provider_admin2: str | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    geonames_id: int | None = None
    precision: Annotated[int, Meta(ge=1, le=7)] = 6
    disputed: bool = False
    rule: str | None = None


class Party(Value):
    """A state, organisation or armed group. `id` is canonical: an ISO alpha-3 or a slug."""

    id: str
    name: str
    country: Iso3 | None = None
    sector: str | None = None  # PLOVER: GOV MIL COP SPY REB PRM UAF IGO NGO MNC …
    wikidata: str | None = None
    role: str | None = None
    raw: str | None = None
    rule: str | None = None


class Source(Value):
    """The document a report rests on."""

    publisher: str | None = None
    url: str | None = None
    document_id: str | None = None
    sha256: str | None = None
    title: str | None = None
    language: str | None = None  # BCP 47
    published_at: Moment | None = None
    retrieved_at: Moment | None = None
    scale: str | None = None
    is_official: bool | None = None
    archive_url: str | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Literal["1", "2", "3", "4", "5", "6"] | None = None


class Speaker(Value):
    """One link of an attribution chain: who says it, in what capacity, and how."""

    name: str
    party: Party | None = None
    capacity: str | None = None
    verb: Verb = "says"
    quote: str | None = None


class Weapon(Value):
    """A designation as written, the family it belongs to, and the two standard categories."""

    raw: str
    designation: str | None = None
    family: str | None = None  # a slug that unites variants: "hwasong-11"
    description: str | None = None
    sipri_category: str | None = None
    un_category: str | None = None  # UN Register: "I" … "VII", "SALW"
    rule: str | None = None


class Money(Value):
    """An amount in a currency (ISO 4217), or in SIPRI's trend-indicator values ("TIV")."""

    amount: Number
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    unit: Literal["one", "thousand", "million", "billion"] = "one"
    raw: str | None = None

    def __post_init__(self) -> None:
        if not -LIMIT <= self.amount <= LIMIT:
            raise ValueError(f"amount must lie within ±{LIMIT}")


class Participant(Value):
    """Who took part in a meeting. person, party or both are known."""

    person: str | None = None
    title: str | None = None
    party: Party | None = None
    role: Literal["host", "visitor", "principal", "delegate", "mediator"] | None = None
    level: Level | None = None
    raw: str | None = None


class PartyStance(Value):
    """What one party says of an outcome."""

    party: Party
    stance: Stance
    note: str | None = None


class Outcome(Value):
    """What a meeting produced, and who stands by it."""

    kind: Literal["signed_agreement", "communique", "ceasefire", "none"]
    title: str | None = None
    stances: tuple[PartyStance, ...] = ()


class Unit(Value):
    """The military unit that was sent."""

    designation: str
    echelon: str | None = None  # squad … battalion, brigade, division, corps, army
