"""Who may publish to us: one declaration per partner, as `deploy/partners.yaml` lists them.

Pure: the caller parses the YAML. Identity comes from the topic, so a name here is a topic's name.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

PARTITIONS: Final = 3

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class InvalidPartners(ValueError):
    """The declarations cannot be used. Each line says which partner, which field, and why."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Expected(_Declared):
    """How many records a day are normal; outside, `attache status` says so."""

    per_day_min: Annotated[int, Field(ge=0)]
    per_day_max: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _ordered(self) -> "Expected":
        if self.per_day_min > self.per_day_max:
            raise ValueError("per_day_min must not exceed per_day_max")
        return self


class SourceDefaults(_Declared):
    """What a record's source is taken to be where the record does not say."""

    publisher: Text | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Literal["1", "2", "3", "4", "5", "6"] | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None


class PartnerDeclaration(_Declared):
    """A partner: what it sends, who answers for it, what to expect."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,40}$")]
    format: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
    contact: Text
    title: Text
    source: SourceDefaults = SourceDefaults()
    expected: Expected | None = None
    partitions: Annotated[int, Field(ge=1, le=64)] = PARTITIONS


def load(document: Mapping[str, Any]) -> tuple[PartnerDeclaration, ...]:
    """The partners of a parsed document {"partners": [...]}, in its order. Raises InvalidPartners
    with every fault, not only the first."""
    if not isinstance(document, Mapping) or not isinstance(document.get("partners"), list):
        raise InvalidPartners("partners: a list of declarations is required")
    faults = [f"{name}: not a field of this file" for name in document if name != "partners"]
    found: list[PartnerDeclaration] = []
    for number, entry in enumerate(document["partners"]):
        try:
            found.append(PartnerDeclaration.model_validate(entry))
        except ValidationError as error:
            faults.extend(_faults(number, entry, error))
    seen: set[str] = set()
    for partner in found:
        if partner.name in seen:
            faults.append(f"{partner.name}: name: declared twice")
        seen.add(partner.name)
    if faults:
        raise InvalidPartners("\n".join(faults))
    return tuple(found)


def _faults(number: int, entry: Any, error: ValidationError) -> Sequence[str]:
    own = entry.get("name") if isinstance(entry, Mapping) else None
    label = own if isinstance(own, str) and own else f"partner {number + 1}"
    return [
        f"{label}: {'.'.join(str(step) for step in fault['loc']) or 'the declaration'}: "
        f"{fault['msg']}"
        for fault in error.errors(include_url=False)
    ]
