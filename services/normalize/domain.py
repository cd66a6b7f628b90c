"""A report's fact to all that it claims, by its partner's format: no memory, no clock.

A revision that the format refuses is not taken: the claims of the revision before it stand, and
the partner is told. A revision out of scope is taken, and has no claims.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple, assert_never
from uuid import UUID

from schemas.claims import Claim, Signal
from schemas.codec import UnknownVersion
from schemas.event import claim_id, derived_id
from schemas.events import (
    ClaimReceipt,
    InterpretationWithdrawn,
    Receipt,
    ReportAccepted,
    ReportInterpreted,
    ReportRejected,
    ReportRevised,
    ReportWithdrawn,
)
from schemas.refusal import Refused
from schemas.shape import encode
from schemas.values import Source
from schemas.wording import printable
from services.normalize.format import Format, Statement
from services.normalize.reading.records import parse
from services.normalize.statements import bounded, check_ids, completed, dangling_links

Published = ReportAccepted | ReportRevised | ReportWithdrawn
Said = ReportInterpreted | InterpretationWithdrawn | ReportRejected | Receipt

LARGEST: Final = 6 << 20  # bytes of a fact: the broker takes 8 MiB
_STANDS: Final = "; what an earlier revision claimed still stands"


class Cause(NamedTuple):
    """The fact on ledger.reports, and where it lies."""

    event_id: UUID
    recorded: datetime
    topic: str
    partition: int
    offset: int


def interpret(
    cause: Cause,
    fact: Published,
    formats: Mapping[str, Format],
    sources: Mapping[str, Source],
) -> tuple[Said, ...]:
    """What follows from a fact. `sources`: per partner, what its declaration says of its source.

    Raises UnknownVersion for a format that this code does not have: the cure is a deploy.
    """
    return interpret_all([(cause, fact)], formats, sources)[0]


def interpret_all(
    facts: Sequence[tuple[Cause, Published]],
    formats: Mapping[str, Format],
    sources: Mapping[str, Source],
) -> list[tuple[Said, ...]]:
    """`interpret`, one step for all facts and then the next: a processor repeats itself faster."""
    said = [
        _or_rejected(cause, fact, formats, partial(_said, fact, formats, sources))
        for cause, fact in facts
    ]
    return [
        _or_rejected(cause, fact, formats, partial(_held_to_contract, each))
        for (cause, fact), each in zip(facts, said, strict=True)
    ]


def _or_rejected(
    cause: Cause,
    fact: Published,
    formats: Mapping[str, Format],
    decide: Callable[[], tuple[Said, ...]],
) -> tuple[Said, ...]:
    try:
        return decide()
    except UnknownVersion:
        raise
    except Exception as error:
        if isinstance(fact, ReportWithdrawn):
            raise
        using = formats[fact.format]
        if isinstance(error, Refused):
            return _rejected(cause, fact, using, error)
        # the format's own fault, and this record's alone
        said = f"{fact.format} {using.version}: {type(error).__name__}: {error}"
        return _rejected(cause, fact, using, Refused("format_error", "", said[:300]))


def _said(
    fact: Published, formats: Mapping[str, Format], sources: Mapping[str, Source]
) -> tuple[Said, ...]:
    partner_format = formats.get(fact.format)
    if partner_format is None:
        raise UnknownVersion(f"format {fact.format}")
    match fact:
        case ReportWithdrawn():
            return _withdrawn(fact, partner_format)
        case ReportAccepted() | ReportRevised():
            return _interpreted(fact, partner_format, sources.get(fact.partner, Source()))
        case _:
            assert_never(fact)


def _held_to_contract(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """A format that breaks the contract is told so, here."""
    for each in said:
        if isinstance(each, ReportInterpreted):
            text = encode(each)
            if len(text) > LARGEST:
                size = f"{len(text)} bytes, allowed are {LARGEST}"
                raise Refused("interpretation_too_large", "", size)
            ReportInterpreted.from_json(text)
    return said


def said_id(cause: Cause, event: Said, format_version: int) -> UUID:
    """The same fact read by the same version of its format gives the same ids."""
    return derived_id(cause.event_id, event.type, format_version)


def _interpreted(
    fact: ReportAccepted | ReportRevised, using: Format, default: Source
) -> tuple[ReportInterpreted, Receipt]:
    found = using.interpret(parse(fact.content_type, fact.payload))
    statements = () if found.out_of_scope is not None else found.statements
    check_ids(statements)
    dangling = dangling_links(statements)
    claims = tuple(_claim(fact, using, statement, default, dangling) for statement in statements)
    signals = bounded((*found.signals, *dangling.values()))
    interpreted = ReportInterpreted(
        report_id=fact.report_id,
        partner=fact.partner,
        record_id=fact.record_id,
        revision=fact.revision,
        first_recorded_at=fact.first_recorded_at,
        format=using.name,
        format_version=using.version,
        out_of_scope=found.out_of_scope,
        claims=claims,
        signals=signals,
    )
    receipt = Receipt(
        status="interpreted" if found.out_of_scope is None else "out_of_scope",
        stage="normalize",
        partner=fact.partner,
        record_id=fact.record_id,
        report_id=fact.report_id,
        revision=fact.revision,
        message=found.out_of_scope,
        claims=tuple(
            ClaimReceipt(
                claim_id=claim.claim_id,
                partner_claim_id=claim.partner_claim_id,
                kind=claim.body.kind,
            )
            for claim in claims
        ),
        signals=signals,
        ignored=found.ignored,
    )
    return interpreted, receipt


def _claim(
    fact: ReportAccepted | ReportRevised,
    using: Format,
    statement: Statement,
    default: Source,
    dangling: Mapping[str, Signal],
) -> Claim:
    return Claim(
        claim_id=claim_id(fact.report_id, statement.id),
        report_id=fact.report_id,
        partner=fact.partner,
        record_id=fact.record_id,
        revision=fact.revision,
        format_version=using.version,
        partner_claim_id=statement.id,
        first_recorded_at=fact.first_recorded_at,
        same_as=None if statement.id in dangling else statement.same_as,
        stance=statement.stance,
        modality=statement.modality,
        attribution=statement.attribution,
        source=completed(statement.source, default),
        announced=statement.announced,
        summary=statement.summary,
        body=statement.body,
    )


def _withdrawn(fact: ReportWithdrawn, using: Format) -> tuple[InterpretationWithdrawn, Receipt]:
    withdrawn = InterpretationWithdrawn(
        report_id=fact.report_id,
        partner=fact.partner,
        record_id=fact.record_id,
        revision=fact.revision,
        first_recorded_at=fact.first_recorded_at,
        format=using.name,
        format_version=using.version,
        reason=fact.reason,
    )
    receipt = Receipt(
        status="withdrawn",
        stage="normalize",
        partner=fact.partner,
        record_id=fact.record_id,
        report_id=fact.report_id,
        revision=fact.revision,
        message=fact.reason,
    )
    return withdrawn, receipt


def _rejected(
    cause: Cause, fact: ReportAccepted | ReportRevised, using: Format, refused: Refused
) -> tuple[ReportRejected, Receipt]:
    message = printable(refused.message)
    if isinstance(fact, ReportRevised):
        message += _STANDS
    field = printable(refused.field)
    rejected = ReportRejected(
        rejection_id=derived_id(cause.event_id, "rejection", using.version),
        partner=fact.partner,
        record_id=fact.record_id,
        revision=fact.revision,
        code=refused.code,
        field=field,
        message=message,
        topic=cause.topic,
        partition=cause.partition,
        offset=cause.offset,
        key=base64.b64encode(fact.record_id.encode()).decode("ascii"),
        raw=base64.b64encode(fact.payload.encode()).decode("ascii"),
    )
    receipt = Receipt(
        status="rejected",
        stage="normalize",
        partner=fact.partner,
        record_id=fact.record_id,
        report_id=fact.report_id,
        revision=fact.revision,
        code=refused.code,
        field=field,
        message=message,
    )
    return rejected, receipt
