"""From settled values to columns: numbers, dates, places, and the evidence for each of them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from schemas.claims import Claim
from schemas.values import Quantity, When, Where
from services.projection.agreement import Agreed, agreed_place
from services.projection.dates import Dated, SettledWhen, Span, settle_when, span_of
from services.projection.quantities import Said, Settled
from services.projection.voices import Voice

Body = Any
ALL: Final = "all"
"""In evidence: the value rests on all claims of the row. A standing force may have hundreds."""


def json_text(value: Any) -> str | None:
    """Canonical JSON; None for None."""
    return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


class Teller:
    """A row in the making, and what each of its values rests on."""

    def __init__(self) -> None:
        self.row: dict[str, Any] = {}
        self._evidence: dict[str, tuple[UUID, ...]] = {}

    def tell(self, name: str, found: Agreed) -> Any:
        """A plain column."""
        self.row[name] = found.value
        self.rests(name, found.claims)
        return found.value

    def rests(self, name: str, claims: tuple[UUID, ...]) -> None:
        if claims:
            self._evidence[name] = claims

    def party(self, name: str, found: Agreed) -> None:
        """Two columns: its id and its name."""
        party = found.value
        self.row[name] = party.id if party else None
        self.row[f"{name}_name"] = party.name if party else None
        self.rests(name, found.claims)

    def number(self, name: str, settled: Settled, *, unsaid: str | None = None) -> None:
        """Four columns of `name` and what they rest on. `unsaid`: the qualifier of silence."""
        self.row[f"{name}_low"] = settled.low
        self.row[f"{name}_best"] = settled.best
        self.row[f"{name}_high"] = settled.high
        self.row[f"{name}_qualifier"] = settled.qualifier or unsaid
        self.rests(name, settled.claims)

    def occurred(self, settled: SettledWhen) -> None:
        self.row["occurred_edtf"] = settled.edtf
        self.row["earliest"] = settled.earliest
        self.row["latest"] = settled.latest
        self.row["date_precision"] = settled.precision
        self.rests("occurred", settled.claims)

    def place(self, voices: Sequence[Voice], get: Callable[[Body], Where | None]) -> None:
        found = agreed_place(voices, get)
        where: Where | None = found.value
        if where is not None:
            self.row["place"] = where.to_json()
            self.row["place_name"] = where.name or where.raw
            self.row["place_country"] = where.country
            self.row["place_precision"] = where.precision
        self.rests("place", found.claims)

    def close(self, voices: Sequence[Voice]) -> dict[str, Any]:
        days = [day for v in voices if (day := announced(v.claim)) is not None]
        self.row["announced"] = min(days, default=None)
        self.row["evidence"] = json_text(
            {
                name: ALL if len(claims) == len(voices) else sorted(map(str, claims))
                for name, claims in self._evidence.items()
            }
        )
        return self.row


def quantities(
    voices: Sequence[Voice],
    get: Callable[[Body], Quantity | None],
    when: Callable[[Body], Span | None] = lambda _: None,
) -> list[Said]:
    """What these claims say of one number."""
    return [
        Said(quantity, v.root, v.claim.claim_id, when(v.claim.body))
        for v in voices
        if (quantity := get(v.claim.body)) is not None
    ]


def dates(voices: Sequence[Voice], get: Callable[[Body], When | None]) -> list[Dated]:
    return [
        Dated(when, v.root, v.claim.claim_id)
        for v in voices
        if (when := get(v.claim.body)) is not None
    ]


def when(voices: Sequence[Voice], get: Callable[[Body], When | None]) -> SettledWhen:
    return settle_when(dates(voices, get))


def announced(claim: Claim) -> date | None:
    """The day it was said: announced, or else published."""
    span = span_of(claim.announced)
    if span is not None:
        return span.earliest
    published = claim.source.published_at
    if isinstance(published, datetime):
        return published.astimezone(UTC).date()
    return published
