"""What partners may write for a value in an attache.report: plain text, or the parts of it.

Closed models: an unknown field is refused. Text is read by `services.normalize.reading`, parts
are taken as they are.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from schemas.values import LIMIT, Basis, Level, Qualifier, Stance, Verb

TEXT, PARTS, NUMBER = "(text)", "(parts)", "(number)"
"""Tags of the alternatives; in brackets, so that they are told from fields in error locations."""


class Input(BaseModel):
    """Closed and strict: "3" is not 3, and a field that we do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _form(value: Any) -> str | None:
    match value:
        case str():
            return TEXT
        case bool():
            return None
        case int() | float():
            return NUMBER
        case dict() | BaseModel():
            return PARTS
        case _:
            return None


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("invalid_value", "write it as 2025-04-28T09:30:00Z") from None


def _moment_or_day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return _moment(value)
    return value


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
MomentOrDay = Annotated[
    AwareDatetime | date,
    BeforeValidator(_moment_or_day),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
            ]
        }
    ),
]
Figure = Annotated[int | float, Field(ge=-LIMIT, le=LIMIT, allow_inf_nan=False)]
Count = Annotated[int | float, Field(ge=0, le=LIMIT, allow_inf_nan=False)]


class QuantityParts(Input):
    """How many, as a triple. All three left out: nothing is known of the number."""

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    qualifier: Qualifier | None = None
    basis: Basis | None = None
    unit: Text | None = None
    is_estimate: bool = False

    @model_validator(mode="after")
    def consistent(self) -> "QuantityParts":
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known):
            raise PydanticCustomError(
                "out_of_range", "low, best and high must not decrease: exchange them"
            )
        numberless = self.qualifier in {"undisclosed", "not_applicable", "unknown"}
        if numberless and known:
            raise PydanticCustomError(
                "invalid_value", "leave out low, best and high when no number is known"
            )
        return self


class WhenParts(Input):
    """An EDTF (ISO 8601-2) date: 2025-04-28, 2025-01/2025-02, 2024-10~."""

    edtf: Text


class WhereParts(Input):
    """A place with what is known of it. country is ISO 3166-1 alpha-3."""

    name: Text
    country: Annotated[str, Field(pattern=r"^[A-Z]{3,4}$")] | None = None
    admin1: Text | None = None
    admin2: Text | None = None
    lat: Annotated[int | float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    lon: Annotated[int | float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    precision: Annotated[int, Field(ge=1, le=7)] | None = None
    disputed: bool = False


class WeaponParts(Input):
    designation: Text
    description: Text | None = None


class UnitParts(Input):
    designation: Text
    echelon: Text | None = None


class MoneyParts(Input):
    amount: Figure
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    unit: Literal["one", "thousand", "million", "billion"] = "one"


class ParticipantParts(Input):
    """Who took part: a person, a party, or a person of a party."""

    person: Text | None = None
    title: Text | None = None
    party: Text | None = None
    role: Literal["host", "visitor", "principal", "delegate", "mediator"] | None = None
    level: Level | None = None

    @model_validator(mode="after")
    def consistent(self) -> "ParticipantParts":
        if self.person is None and self.party is None:
            raise PydanticCustomError("missing_field", "give a person, a party, or both")
        return self


class PartyStanceParts(Input):
    """What one party says of an outcome."""

    party: Text
    stance: Stance
    note: Text | None = None


class OutcomeParts(Input):
    kind: Literal["signed_agreement", "communique", "ceasefire", "none"]
    title: Text | None = None
    stances: list[PartyStanceParts] = []


class SpeakerParts(Input):
    """One link of the chain of who says it; the first is who said it originally."""

    speaker: Text
    party: Text | None = None
    capacity: Text | None = None
    verb: Verb = "says"
    quote: Text | None = None


class SourceParts(Input):
    """The document that the report rests on."""

    publisher: Text | None = None
    url: Text | None = None
    document_id: Text | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")] | None = None
    title: Text | None = None
    language: Text | None = None
    published_at: MomentOrDay | None = None
    retrieved_at: MomentOrDay | None = None
    scale: Text | None = None
    is_official: bool | None = None
    archive_url: Text | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Literal["1", "2", "3", "4", "5", "6"] | None = None


def _choice(error: str) -> Discriminator:
    return Discriminator(_form, custom_error_type="wrong_type", custom_error_message=error)


QuantityInput = Annotated[
    Annotated[Text, Tag(TEXT)]
    | Annotated[Count, Tag(NUMBER)]
    | Annotated[QuantityParts, Tag(PARTS)],
    _choice('a number, a text such as "10,000 to 12,000", or {low, best, high, …}'),
]
WhenInput = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[WhenParts, Tag(PARTS)],
    _choice('a text such as "last week" or "2025-04-28", or {"edtf": "2025-01/2025-02"}'),
]
WhereInput = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[WhereParts, Tag(PARTS)],
    _choice("a text, or {name, country, …}"),
]
WeaponInput = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[WeaponParts, Tag(PARTS)],
    _choice("a text, or {designation, description}"),
]
UnitInput = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[UnitParts, Tag(PARTS)],
    _choice("a text, or {designation, echelon}"),
]
ParticipantInput = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[ParticipantParts, Tag(PARTS)],
    _choice("a text such as Sergei Shoigu (Russia), or {person, title, party, role, level}"),
]
