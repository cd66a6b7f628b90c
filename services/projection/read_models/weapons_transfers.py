"""weapons_transfers - one row per deal or gift of weapons, with its stages."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from schemas.shape import jsonable
from services.projection.agreement import agreed, agreed_party
from services.projection.dates import Span, settle_course, span_of
from services.projection.quantities import settle
from services.projection.read_model import DATED, GONE, SAID, TOLD, ReadModel, columns
from services.projection.telling import Teller, dates, json_text, quantities
from services.projection.voices import Hearing, Voice, names, party_ids, said

_PARTS: Final = (
    "low numeric", "best numeric", "high numeric", "qualifier text", "basis text", "unit text",
    "edtf text", "earliest date", "latest date",
)  # fmt: skip

READ_MODEL: Final = ReadModel(
    name="weapons_transfers",
    key=("occurrence_id",),
    columns=columns(
        """
        occurrence_id        uuid
        supplier             text
        supplier_name        text
        recipient            text
        recipient_name       text
        intermediary         text
        intermediary_name    text
        financed_by          text
        financed_by_name     text
        weapon               text
        designation          text
        family               text
        sipri_category       text
        un_category          text
        condition            text
        stage                text
        """
    )
    + SAID
    + columns("\n".join(f"{what}_{part}" for what in ("ordered", "delivered") for part in _PARTS))
    + DATED
    + columns(
        """
        values               jsonb
        origin               text
        deal                 text
        stages               jsonb
        """
    )
    + TOLD,
    kept=GONE,
    indexes=("supplier, recipient", "recipient", "earliest"),
    comment="Who arms whom, with what, how many, how far the deal has come, and who says so",
)

_STAGES: Final = (
    "requested", "offered", "committed", "allocated", "ordered", "cancelled", "reallocated",
    "produced_under_licence", "shipped", "delivered",
)  # fmt: skip
"""How far a deal has come; the furthest stage that is affirmed is the row's."""
_ARRIVING: Final = frozenset({"produced_under_licence", "shipped", "delivered"})
_WEAPON: Final = ("designation", "family", "sipri_category", "un_category")


def fuse(hearing: Hearing) -> dict[str, Any]:
    """The row of a transfer; a pure function of its claims."""
    about = hearing.about
    teller = Teller()
    row = teller.row
    for name in ("supplier", "recipient", "intermediary", "financed_by"):
        teller.party(name, agreed_party(about, attrgetter(name)))
    teller.tell("weapon", agreed(about, attrgetter("weapon.raw")))
    for name in _WEAPON:
        row[name] = agreed(about, attrgetter(f"weapon.{name}")).value
    for name in ("condition", "origin", "deal"):
        teller.tell(name, agreed(about, attrgetter(name)))
    row["stage"] = max((v.claim.body.stage for v in about), key=_STAGES.index)  # type: ignore[union-attr]
    for name in ("ordered", "delivered"):
        _stage_columns(teller, hearing, name)
    course = settle_course(
        dates(hearing.dated, attrgetter("delivered")) or dates(hearing.dated, attrgetter("ordered"))
    )
    teller.occurred(course)
    row["values"] = _values(about)
    row["stages"] = json_text(_stages(hearing))
    row |= said(hearing, party_ids(about, attrgetter("supplier"), attrgetter("recipient")))
    return teller.close(hearing.voices)


def _stage_columns(teller: Teller, hearing: Hearing, name: str) -> None:
    """What was ordered, or delivered: how many, and when."""
    row = teller.row
    get = attrgetter(name)
    number = settle(
        quantities(hearing.counted, attrgetter(f"{name}_quantity"), lambda b: span_of(get(b))),
        additive=True,
    )
    teller.number(name, number, unsaid="unknown")
    row[f"{name}_basis"], row[f"{name}_unit"] = number.basis, number.unit
    course = settle_course(dates(hearing.dated, get))
    row[f"{name}_edtf"] = course.edtf
    row[f"{name}_earliest"], row[f"{name}_latest"] = course.earliest, course.latest
    teller.rests(f"{name}_date", course.claims)


def _stages(hearing: Hearing) -> list[dict[str, Any]]:
    """Each stage that a claim tells, in the order of a deal."""
    counted = {v.claim.claim_id for v in hearing.counted}
    by_stage: dict[str, list[Voice]] = {}
    for voice in hearing.about:
        by_stage.setdefault(voice.claim.body.stage, []).append(voice)  # type: ignore[union-attr]
    told = []
    for stage in sorted(by_stage, key=_STAGES.index):
        voices = by_stage[stage]
        name = "delivered" if stage in _ARRIVING else "ordered"
        get = attrgetter(name)
        course = settle_course(dates(voices, get))
        number = settle(
            quantities(
                [v for v in voices if v.claim.claim_id in counted],
                attrgetter(f"{name}_quantity"),
                _span(name),
            ),
            additive=True,
        )
        told.append(
            {
                "stage": stage,
                "edtf": course.edtf,
                "earliest": course.earliest,
                "latest": course.latest,
                "low": number.low,
                "best": number.best,
                "high": number.high,
                "qualifier": number.qualifier or "unknown",
                "says": names(voices),
                "claims": [v.claim.claim_id for v in voices],
            }
        )
    return told


def _span(name: str) -> Any:
    get = attrgetter(name)

    def of(body: Any) -> Span | None:
        return span_of(get(body))

    return of


def _values(about: Sequence[Voice]) -> str | None:
    """Every amount that is stated, each once."""
    found = {
        (money.currency, money.unit, money.amount): money
        for voice in about
        for money in voice.claim.body.values  # type: ignore[union-attr]
    }
    if not found:
        return None
    return json_text([jsonable(money.changed(raw=None)) for _, money in sorted(found.items())])
