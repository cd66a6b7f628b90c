"""Many statements of when: one span of days, the most precise that most sources agree with."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from schemas.values import When
from services.projection.agreement import unanimous

_FEW_DAYS: Final = 2  # of UCDP's date_prec: two to six days
_stated: Final = attrgetter("edtf", "earliest", "latest", "precision")


class Span(NamedTuple):
    """Days, both ends inclusive. Orders by what is measured later, the vaguer first."""

    earliest: date
    latest: date


class Dated(NamedTuple):
    when: When
    root: str
    claim: str


class SettledWhen(NamedTuple):
    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    precision: int | None = None
    claims: tuple[str, ...] = ()


def span_of(when: When | None) -> Span | None:
    """Its days, when both ends are known or one stands for both."""
    if when is None:
        return None
    earliest, latest = when.earliest or when.latest, when.latest or when.earliest
    return Span(earliest, latest) if earliest and latest else None


def settle_when(dated: Sequence[Dated]) -> SettledWhen:
    """The statement that most roots' spans overlap; then the most precise, then the widest.

    A few days that more roots state are not shortened to one of them: talks last, and who tells
    of one session names its day. So also the widest last.
    """
    if not dated:
        return SettledWhen()
    choice = dated[0].when
    if not unanimous([_stated(d.when) for d in dated]):
        choice = min({d.when.edtf: d.when for d in _in_order(dated)}.values(), key=_Rank(dated))
    return SettledWhen(
        choice.edtf,
        choice.earliest,
        choice.latest,
        choice.precision,
        tuple(sorted([d.claim for d in dated if d.when.edtf == choice.edtf])),
    )


def settle_course(dated: Sequence[Dated]) -> SettledWhen:
    """When something that may happen in parts took place: the whole course, if the spans differ."""
    if not dated or unanimous([_stated(d.when) for d in dated]):
        return settle_when(dated)
    spans = sorted(span for d in dated if (span := span_of(d.when)) is not None)
    if not spans or spans[-1].earliest <= min(span.latest for span in spans):
        return settle_when(dated)  # all overlap: the same days, told more or less precisely
    earliest, latest = spans[0].earliest, max(span.latest for span in spans)
    precision = max(d.when.precision for d in dated)
    claims = tuple(sorted(d.claim for d in dated))
    return SettledWhen(f"{earliest}/{latest}", earliest, latest, precision, claims)


def _in_order(dated: Sequence[Dated]) -> list[Dated]:
    """So that of two readings of one EDTF text the same one is taken, in whatever order."""
    return sorted(dated, key=lambda d: (-d.when.precision, str(d.when.earliest), d.claim))


class _Rank:
    def __init__(self, dated: Sequence[Dated]) -> None:
        self._dated = dated

    def __call__(self, when: When) -> tuple[int, int, int, int, date, int, str]:
        mine = span_of(when)
        overlapping = {d.root for d in self._dated if _overlap(mine, span_of(d.when))}
        stating = {d.root for d in self._dated if d.when.edtf == when.edtf}
        days = (mine.latest - mine.earliest).days if mine else 0
        earliest = mine.earliest if mine else date.max
        coarse = max(when.precision, _FEW_DAYS)
        return (
            -len(overlapping), coarse, -len(stating), when.precision, earliest, -days, when.edtf
        )  # fmt: skip


def _overlap(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.earliest <= other.latest and other.earliest <= one.latest
