"""troop_deployments - one row per deployment: a move, an increment, or a standing force.

The row of a standing deployment (told in stocks) shows its latest measurement; `series` has all
of them. An increment is a row of its own; `standing_key` names the standing deployment beside it.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from schemas.shape import Shape
from services.projection.agreement import agreed, agreed_party, distinct
from services.projection.dates import SettledWhen, Span, span_of
from services.projection.quantities import Said, plain, settle
from services.projection.read_model import (
    DATED,
    GONE,
    PLACED,
    SAID,
    TOLD,
    ReadModel,
    columns,
)
from services.projection.telling import Teller, json_text, quantities, when
from services.projection.voices import Hearing, Voice, party_ids, said

READ_MODEL: Final = ReadModel(
    name="troop_deployments",
    key=("occurrence_id",),
    columns=columns(
        """
        occurrence_id        uuid
        deploying            text
        deploying_name       text
        host                 text
        host_name            text
        theatre              text
        in_support_of        text
        in_support_of_name   text
        against              text
        against_name         text
        action               text
        actions              text[]
        mode                 text
        """
    )
    + SAID
    + columns(
        """
        personnel_low        numeric
        personnel_best       numeric
        personnel_high       numeric
        personnel_qualifier  text
        personnel_basis      text
        personnel_unit       text
        as_of                date
        """
    )
    + columns(
        "\n".join(
            f"{what}_{part}"
            for what in ("killed", "wounded", "captured", "killed_or_wounded")
            for part in ("low numeric", "best numeric", "high numeric", "qualifier text")
        )
    )
    + DATED
    + PLACED
    + columns(
        """
        origin_name          text
        unit                 text
        echelon              text
        scope                text
        components           jsonb
        purpose              text
        legal_basis          text
        standing             boolean
        standing_key         text
        series               jsonb
        """
    )
    + TOLD,
    kept=GONE,
    indexes=("deploying, host", "earliest", "standing_key"),
    comment="Who has, or sent, troops where, how many, and who says so",
)

_CASUALTIES: Final = ("killed", "wounded", "captured", "killed_or_wounded")
_ACTIONS: Final = (
    "casualties", "withdrawn", "rotated", "reinforced", "engaged", "stationed", "arrived",
    "moved", "mobilised", "announced",
)  # fmt: skip
"""Between actions that equally many sources state, the one further along."""


def fuse(hearing: Hearing) -> dict[str, Any]:
    """The row of a deployment; a pure function of its claims."""
    about, counted = hearing.about, hearing.counted
    teller = Teller()
    row = teller.row
    for name in ("deploying", "host", "in_support_of", "against"):
        teller.party(name, agreed_party(about, attrgetter(name)))
    for name in ("theatre", "mode", "scope", "purpose", "legal_basis"):
        teller.tell(name, agreed(about, attrgetter(name)))
    teller.tell("action", agreed(about, attrgetter("action"), prefer=_ACTIONS.index))
    row["actions"] = distinct(v.claim.body.action for v in about)  # type: ignore[union-attr]
    unit = teller.tell("unit", agreed(about, attrgetter("unit"), prefer=_text))
    row["unit"], row["echelon"] = (unit.designation, unit.echelon) if unit else (None, None)
    origin = teller.tell("origin_name", agreed(about, attrgetter("origin"), prefer=_text))
    row["origin_name"] = (origin.name or origin.raw) if origin else None
    teller.place(about, attrgetter("place"))
    measured = _numbers(teller, counted)
    occurred = when(hearing.dated, attrgetter("occurred"))
    if occurred.edtf is None and measured:
        occurred = _measured_over(measured)
    teller.occurred(occurred)
    where = row["host"] or row["theatre"]
    row["standing_key"] = f"{row['deploying']}:{where or ''}:{row['scope'] or ''}"
    row |= said(
        hearing,
        party_ids(about, attrgetter("deploying"), attrgetter("host"), attrgetter("in_support_of")),
        party_ids(hearing.voices, attrgetter("against")),
    )
    return teller.close(hearing.voices)


def _numbers(teller: Teller, counted: Sequence[Voice]) -> list[Said]:
    """Personnel, components, casualties; the stock measurements, if it stands on them."""
    row = teller.row
    told = quantities(counted, attrgetter("personnel"), _measured_on)
    personnel = settle(told)
    teller.number("personnel", personnel, unsaid="unknown")
    row["personnel_basis"], row["personnel_unit"] = personnel.basis, personnel.unit
    row["as_of"] = personnel.as_of
    row["standing"] = personnel.basis == "stock"
    for name in _CASUALTIES:
        teller.number(name, settle(quantities(counted, attrgetter(name), _measured_on)))
    resting = set(personnel.claims)
    row["components"] = _components([v for v in counted if v.claim.claim_id in resting])
    if not row["standing"]:
        row["series"] = None
        return []
    measured = [s for s in told if s.quantity.basis in ("stock", None) and s.when is not None]
    row["series"] = json_text(_series(measured))
    return measured


def _measured_on(body: Any) -> Span | None:
    """The day a number holds for. Only a stock may take it from when the claim says it was so."""
    if body.as_of is None and (body.personnel is None or body.personnel.basis != "stock"):
        return None
    return span_of(body.as_of or body.occurred)


def _series(measured: Sequence[Said]) -> list[list[Any]]:
    """[as_of, low, best, high, claim_id], oldest first."""
    dated = sorted((s.when, s.claim_id, s.quantity) for s in measured if s.when is not None)
    return [
        [span.latest, plain(q.low), plain(q.best), plain(q.high), claim_id]
        for span, claim_id, q in dated
    ]


def _measured_over(measured: Sequence[Said]) -> SettledWhen:
    spans = [s.when for s in measured if s.when is not None]
    earliest, latest = min(s.earliest for s in spans), max(s.latest for s in spans)
    edtf = str(earliest) if earliest == latest else f"{earliest}/{latest}"
    return SettledWhen(edtf, earliest, latest, None, tuple(s.claim_id for s in measured))


def _components(voices: Sequence[Voice]) -> str | None:
    """By name, settled like the whole, from the claims that the whole rests on."""
    parts: dict[str, list[Said]] = {}
    for voice in voices:
        for name, quantity in voice.claim.body.components:  # type: ignore[union-attr]
            part = Said(quantity, voice.root, voice.claim.claim_id)
            parts.setdefault(name, []).append(part)
    if not parts:
        return None
    settled = {name: settle(told) for name, told in parts.items()}
    return json_text(
        {
            name: {"low": s.low, "best": s.best, "high": s.high, "qualifier": s.qualifier}
            for name, s in settled.items()
        }
    )


def _text(value: Shape) -> str:
    return value.to_json()
