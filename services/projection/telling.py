"""From settled values to columns: numbers, dates, places, and the evidence for each of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Final

import orjson

from schemas.claims import Claim
from schemas.values import Quantity, When, Where
from services.projection.agreement import (
    Agreed,
    agreed,
    agreed_party,
    agreed_place,
    unanimous,
)
from services.projection.dates import Dated, SettledWhen, Span, settle_when, span_of
from services.projection.quantities import Said, Settled
from services.projection.voices import Voice

Body = Any
ALL: Final = "all"
"""In evidence: the value rests on all claims of the row. A standing force may have hundreds."""


def json_text(value: Any) -> str | None:
    """Canonical JSON; None for None."""
    return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


class Fields:
    """Fields of a body, read one by one or all at once. `within`: the field that has them."""

    def __init__(self, *names: str, within: str = "") -> None:
        paths = [f"{within}.{name}" if within else name for name in names]
        self.each: Mapping[str, Callable[[Body], Any]] = {
            name: attrgetter(path) for name, path in zip(names, paths, strict=True)
        }
        self.all: Callable[[Body], tuple[Any, ...]] = attrgetter(*paths)

    def agreed(
        self, voices: Sequence[Voice], agreed: Callable[..., Agreed] = agreed
    ) -> Iterable[tuple[str, Agreed]]:
        """Of those that are stated, what is agreed on by that rule."""
        stated = [self.all(voice.claim.body) for voice in voices]
        if unanimous(stated):
            values = zip(self.each, stated[0], strict=True)
            return [(name, Agreed(value, voices)) for name, value in values if value is not None]
        found = [(name, agreed(voices, get)) for name, get in self.each.items()]
        return [(name, one) for name, one in found if one.value is not None]


class Teller:
    """The row of these claims in the making, and what each of its values rests on."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.row: dict[str, Any] = {}
        self._voices = voices
        self._evidence: dict[str, Any] = {}

    def tell(self, name: str, found: Agreed) -> Any:
        """A plain column."""
        if found.value is not None:
            self.row[name] = found.value
            self._told(name, found.voices)
        return found.value

    def plain(self, fields: Fields, voices: Sequence[Voice]) -> None:
        """Plain columns."""
        for name, found in fields.agreed(voices):
            self.tell(name, found)

    def parties(self, fields: Fields, voices: Sequence[Voice]) -> None:
        """Two columns for each: its id and its name."""
        for name, found in fields.agreed(voices, agreed_party):
            self.row[name] = found.value.id
            self.row[f"{name}_name"] = found.value.name
            self._told(name, found.voices)

    def rests(self, name: str, claims: Sequence[str]) -> None:
        if claims:
            self._evidence[name] = ALL if len(claims) == len(self._voices) else sorted(claims)

    def _told(self, name: str, voices: Sequence[Voice]) -> None:
        self.rests(name, [voice.id for voice in voices])

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
            self._told("place", found.voices)

    def close(self) -> dict[str, Any]:
        days = [day for v in self._voices if (day := announced(v.claim)) is not None]
        self.row["announced"] = min(days, default=None)
        self.row["evidence"] = json_text(self._evidence)
        return self.row


def quantities(
    voices: Sequence[Voice],
    get: Callable[[Body], Quantity | None],
    when: Callable[[Body], Span | None] = lambda _: None,
) -> list[Said]:
    """What these claims say of one number."""
    return [
        Said(quantity, v.root, v.id, when(v.claim.body))
        for v in voices
        if (quantity := get(v.claim.body)) is not None
    ]


def dates(voices: Sequence[Voice], get: Callable[[Body], When | None]) -> list[Dated]:
    return [Dated(when, v.root, v.id) for v in voices if (when := get(v.claim.body)) is not None]


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
