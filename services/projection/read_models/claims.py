"""claims - the evidence: every claim of every occurrence, and why it belongs there.

It is also the state of the fold: what an occurrence holds is read back from here.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from schemas.claims import Body, Claim
from schemas.events import Reason
from schemas.shape import Shape, decoder, encode
from schemas.values import Quantity, Source, Speaker, When, Where
from services.projection.dates import span_of
from services.projection.domain import Gone, Link
from services.projection.quantities import plain
from services.projection.read_model import ReadModel, columns
from services.projection.voices import voice

_PLAIN: Final = (
    "claim_id", "partner", "record_id", "report_id", "revision", "format_version",
    "partner_claim_id", "same_as", "stance", "modality", "summary",
)  # fmt: skip
_plain: Final = attrgetter(*_PLAIN)
_SPEAKERS: Final = decoder(tuple[Speaker, ...])
_BODY: Final = decoder(Body)
_REASONS: Final = decoder(tuple[Reason, ...])

READ_MODEL: Final = ReadModel(
    name="claims",
    key=("occurrence_id", "claim_id"),
    columns=columns(
        """
        occurrence_id       uuid
        claim_id            uuid
        partner             text
        record_id           text
        report_id           uuid
        revision            bigint
        format_version      int
        partner_claim_id    text
        same_as             text
        kind                text
        stance              text
        modality            text
        speaker             text
        root                text
        quantity_low        numeric
        quantity_best       numeric
        quantity_high       numeric
        quantity_qualifier  text
        quantity_basis      text
        occurred_edtf       text
        earliest            date
        latest              date
        place_name          text
        summary             text
        attribution         jsonb
        source              jsonb
        announced           jsonb
        body                jsonb
        """
    ),
    kept=columns(  # how it came to be linked depends on what was known then: see claim_links
        """
        score               double precision
        matched             uuid
        reasons             jsonb
        rules               text
        first_recorded_at   timestamptz
        why                 text
        moved_to            uuid
        """
    ),
    indexes=("claim_id", "report_id"),
    comment="Every claim about an occurrence, with who says it and why it was linked",
)


def row(occurrence_id: UUID, claim_id: UUID, held: Link | Gone) -> dict[str, Any]:
    """A row of the history: what the claim says, or why it is gone."""
    if isinstance(held, Gone):
        return {
            "occurrence_id": occurrence_id,
            "claim_id": claim_id,
            "why": held.why,
            "moved_to": held.moved_to,
        }
    said, claim = held.voice, held.voice.claim
    found: dict[str, Any] = dict(zip(_PLAIN, _plain(claim), strict=True))
    number, when, where = _main(claim)
    span = span_of(when)
    found |= {
        "occurrence_id": occurrence_id,
        "kind": claim.body.kind,
        "speaker": said.name,
        "root": said.root,
        "occurred_edtf": when.edtf if when else None,
        "earliest": span.earliest if span else None,
        "latest": span.latest if span else None,
        "place_name": (where.name or where.raw) if where else None,
        "attribution": _list(claim.attribution),
        "source": claim.source.to_json(),
        "announced": claim.announced.to_json() if claim.announced else None,
        "body": claim.body.to_json(),
        "score": held.score,
        "matched": held.matched,
        "reasons": _list(held.reasons),
        "rules": held.rules,
        "first_recorded_at": claim.first_recorded_at,
    }
    if number is not None:
        found["quantity_low"] = plain(number.low)
        found["quantity_best"] = plain(number.best)
        found["quantity_high"] = plain(number.high)
        found["quantity_qualifier"] = number.qualifier
        found["quantity_basis"] = number.basis
    return found


def link(row: Mapping[str, Any]) -> Link:
    """What `row` was made of."""
    claim = Claim(
        attribution=_SPEAKERS.decode(row["attribution"]),
        source=Source.from_json(row["source"]),
        announced=None if row["announced"] is None else When.from_json(row["announced"]),
        body=_BODY.decode(row["body"]),
        **{name: row[name] for name in (*_PLAIN, "first_recorded_at")},
    )
    reasons = _REASONS.decode(row["reasons"])
    return Link(voice(claim), row["score"], row["matched"], reasons, row["rules"])


def _list(values: tuple[Shape, ...]) -> str:
    return encode(values).decode()


def _main(claim: Claim) -> tuple[Quantity | None, When | None, Where | None]:
    """The number, time and place a reader looks for first."""
    body = claim.body
    match body.kind:
        case "deployment":
            number = (
                body.personnel or body.killed_or_wounded or body.killed or body.wounded
                or body.captured
            )  # fmt: skip
            return number, body.occurred or body.as_of, body.place
        case "transfer":
            number = body.delivered_quantity or body.ordered_quantity
            return number, body.delivered or body.ordered, None
        case "meeting":
            return None, body.occurred, body.place
