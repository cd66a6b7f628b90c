"""troop_deployments - one row per deployment: a move, an increment, or a standing force.

The row of a standing deployment (told in stocks) shows its latest measurement; `series` has all
of them. An increment is a row of its own; `standing_key` names the standing deployment beside it.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from schemas.shape import Shape
from services.projection.agreement import agreed, distinct
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
from services.projection.telling import Fields, Teller, json_text, quantities, when
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

_SIDES: Final = attrgetter("deploying", "host", "in_support_of")
_PARTIES: Final = Fields("deploying", "host", "in_support_of", "against")
_PLAIN: Final = Fields("theatre", "mode", "scope", "purpose", "legal_basis")
_CASUALTIES: Final = Fields("killed", "wounded", "captured", "killed_or_wounded")
_ACTIONS: Final = (
    "casualties", "withdrawn", "rotated", "reinforced", "engaged", "stationed", "arrived",
    "moved", "mobilised", "announced",
)  # fmt: skip
"""Between actions that equally many sources state, the one further along."""


def fuse(hearing: Hearing) -> dict[str, Any]:
    """The row of a deployment; a pure function of its claims."""
    about, counted = hearing.about, hearing.counted
    teller = Teller(hearing.voices)
    row = teller.row
    teller.parties(_PARTIES, about)
    teller.plain(_PLAIN, about)
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
    where = row.get("host") or row.get("theatre", "")
    row["standing_key"] = f"{row['deploying']}:{where}:{row.get('scope', '')}"
    row |= said(
        hearing,
        party_ids(about, _SIDES),
        party_ids(hearing.voices, lambda body: (body.against,)),
    )
    return teller.close()


def _numbers(teller: Teller, counted: Sequence[Voice]) -> list[Said]:
    """Personnel, components, casualties; the stock measurements, if it stands on them."""
    row = teller.row
    told = quantities(counted, attrgetter("personnel"), _measured_on)
    personnel = settle(told)
    teller.number("personnel", personnel, unsaid="unknown")
    row["personnel_basis"], row["personnel_unit"] = personnel.basis, personnel.unit
    row["as_of"] = personnel.as_of
    row["standing"] = personnel.basis == "stock"
    for name, get in _CASUALTIES.each.items():
        if found := quantities(counted, get, _measured_on):
            teller.number(name, settle(found))
    resting = set(personnel.claims)
    row["components"] = _components([v for v in counted if v.id in resting])
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
    """[as_of, low, best, high, claim], oldest first."""
    dated = sorted((s.when, s.claim, s.quantity) for s in measured if s.when is not None)
    return [
        [span.latest, plain(q.low), plain(q.best), plain(q.high), claim] for span, claim, q in dated
    ]


def _measured_over(measured: Sequence[Said]) -> SettledWhen:
    spans = [s.when for s in measured if s.when is not None]
    earliest, latest = min(s.earliest for s in spans), max(s.latest for s in spans)
    edtf = str(earliest) if earliest == latest else f"{earliest}/{latest}"
    return SettledWhen(edtf, earliest, latest, None, tuple(s.claim for s in measured))


def _components(voices: Sequence[Voice]) -> str | None:
    """By name, settled like the whole, from the claims that the whole rests on."""
    parts: dict[str, list[Said]] = {}
    for voice in voices:
        for name, quantity in voice.claim.body.components:  # type: ignore[union-attr]
            part = Said(quantity, voice.root, voice.id)
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
