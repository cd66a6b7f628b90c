"""An explanation in words: the occurrence, its claims and their links, rulings, the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.operator.comparison import Comparison
from services.operator.explained import Explained
from services.operator.rulings import Ruling
from services.operator.tables import COLUMNS, decoded, triple
from services.operator.wording import clean, when, words

MODELS = {"deployment": "deployments", "transfer": "transfers", "meeting": "meetings"}


def lines(
    found: Explained, other: Explained | None = None, compared: Comparison | None = None
) -> Iterator[str]:
    if other is None or compared is None:
        yield from _occurrence(found, found.claims)
        return
    yield from _verdict(compared)
    for each in (found, other):
        yield ""
        yield from _occurrence(each, [row for row in each.claims if row["claim_id"] == each.asked])


def _verdict(compared: Comparison) -> Iterator[str]:
    yield f"{compared.a} and {compared.b}"
    yield "  are about one occurrence" if compared.together else "  are about two occurrences"
    yield from (f"  because {clean(line)}" for line in compared.why)
    yield (
        f"  by themselves: {compared.likeness.score:.2f} alike ({compared.rules}; "
        f"{compared.threshold:.2f} is enough)"
    )
    for reason in compared.likeness.reasons:
        yield f"    {reason.score:+.2f}  {clean(reason.text)}"


def _occurrence(found: Explained, shown: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not found.stands:
        gone = found.gone or {}
        since = f" since {gone['since']:%Y-%m-%d %H:%M}" if gone.get("since") else ""
        yield f"claim {found.asked} no longer stands ({words(gone.get('why')) or 'unknown'}{since})"
    if not found.claims:
        yield f"it was last in occurrence {found.occurrence}, which has no claims now"
        return
    kind = str(found.claims[0]["kind"])
    yield f"{kind} {found.occurrence}"
    if found.row is not None:
        yield f"  {clean(_sentence(kind, found.row))}"
    for row in shown:
        yield from _claim(row, row["claim_id"] == found.asked)
    if len(shown) < len(found.claims):
        yield f"  · and {len(found.claims) - len(shown):,} more claims"
    yield from _rulings(found.rulings)


def _sentence(kind: str, row: Mapping[str, Any]) -> str:
    cells = ((column.heading, column.cell(row)) for column in COLUMNS[MODELS[kind]])
    return " · ".join(f"{heading}: {text}" for heading, text in cells if text)


def _claim(row: Mapping[str, Any], asked: bool) -> Iterator[str]:
    yield f"  {'→' if asked else '·'} claim {row['claim_id']}"
    told = (
        f"{row['speaker'] or 'somebody'} {words(row['stance'])}",
        triple(row, "quantity"),
        when(row["occurred_edtf"]),
        row["place_name"],
        row["summary"],
    )
    yield f"      {clean(' · '.join(str(part) for part in told if part))}"
    yield clean(
        f"      in {row['partner']} {row['record_id']}, revision {row['revision']}, "
        f"claim {row['partner_claim_id']}"
    )
    if row["matched"] is None:
        yield f"      the occurrence is named after it ({row['rules']})"
        return
    yield f"      {row['score']:.2f} alike to {row['matched']} when it came ({row['rules']})"
    for reason in decoded(row["reasons"]) or ():
        yield f"        {reason['score']:+.2f}  {clean(reason['text'])}"


def _rulings(rulings: Sequence[Ruling]) -> Iterator[str]:
    for ruling in rulings:
        a, b = ruling.pair
        yield f"  ruling {ruling.ruling_id}: {a} and {b} are {ruling.verdict}"
        yield clean(f"      {ruling.actor}, {ruling.recorded:%Y-%m-%d %H:%M}: {ruling.reason}")
