"""weapons_transfers - one row per deal or gift of weapons, with its stages."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from schemas.shape import jsonable
from services.projection.agreement import agreed
from services.projection.dates import SettledWhen, settle_course, span_of
from services.projection.quantities import Settled, settle
from services.projection.read_model import DATED, GONE, SAID, TOLD, ReadModel, columns
from services.projection.telling import Fields, Teller, dates, json_text, quantities
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
_SIDES: Final = attrgetter("supplier", "recipient")
_PARTIES: Final = Fields("supplier", "recipient", "intermediary", "financed_by")
_WEAPON: Final = Fields("designation", "family", "sipri_category", "un_category", within="weapon")
_PLAIN: Final = Fields("condition", "origin", "deal")


def fuse(hearing: Hearing) -> dict[str, Any]:
    """The row of a transfer; a pure function of its claims."""
    about = hearing.about
    teller = Teller(hearing.voices)
    row = teller.row
    teller.parties(_PARTIES, about)
    teller.tell("weapon", agreed(about, attrgetter("weapon.raw")))
    row.update((name, found.value) for name, found in _WEAPON.agreed(about))
    teller.plain(_PLAIN, about)
    row["stage"] = max((v.claim.body.stage for v in about), key=_STAGES.index)  # type: ignore[union-attr]
    courses = {
        name: _course(name, hearing.counted, hearing.dated) for name in ("ordered", "delivered")
    }
    for name, course in courses.items():
        _stage_columns(teller, name, course)
    days = courses["delivered"].days
    teller.occurred(days if days.claims else courses["ordered"].days)
    row["values"] = _values(about)
    row["stages"] = json_text(_stages(hearing, courses))
    row |= said(hearing, party_ids(about, _SIDES))
    return teller.close()


class _Course(NamedTuple):
    """What was ordered, or delivered: how many, and when."""

    number: Settled
    days: SettledWhen


def _course(name: str, counted: Sequence[Voice], dated: Sequence[Voice]) -> _Course:
    get = attrgetter(name)
    told = quantities(counted, attrgetter(f"{name}_quantity"), lambda body: span_of(get(body)))
    return _Course(settle(told, additive=True), settle_course(dates(dated, get)))


def _stage_columns(teller: Teller, name: str, course: _Course) -> None:
    row = teller.row
    number, days = course
    teller.number(name, number, unsaid="unknown")
    row[f"{name}_basis"], row[f"{name}_unit"] = number.basis, number.unit
    row[f"{name}_edtf"] = days.edtf
    row[f"{name}_earliest"], row[f"{name}_latest"] = days.earliest, days.latest
    teller.rests(f"{name}_date", days.claims)


def _stages(hearing: Hearing, courses: Mapping[str, _Course]) -> list[dict[str, Any]]:
    """Each stage that a claim tells, in the order of a deal. `courses`: those of all claims."""
    counted = {v.id for v in hearing.counted}
    by_stage: dict[str, list[Voice]] = {}
    for voice in hearing.about:
        by_stage.setdefault(voice.claim.body.stage, []).append(voice)  # type: ignore[union-attr]
    whole = len(hearing.about) == len(hearing.counted) == len(hearing.dated)
    told = []
    for stage in sorted(by_stage, key=_STAGES.index):
        voices = by_stage[stage]
        name = "delivered" if stage in _ARRIVING else "ordered"
        number, days = (
            courses[name]
            if whole and len(by_stage) == 1
            else _course(name, [v for v in voices if v.id in counted], voices)
        )
        told.append(
            {
                "stage": stage,
                "edtf": days.edtf,
                "earliest": days.earliest,
                "latest": days.latest,
                "low": number.low,
                "best": number.best,
                "high": number.high,
                "qualifier": number.qualifier or "unknown",
                "says": names(voices),
                "claims": [v.id for v in voices],
            }
        )
    return told


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
