"""attache.report: our own format, for partners who write for us. Strict, closed, all or nothing.

Any value may be plain text ("10,000 to 12,000", "last week") or its parts. A structural error
refuses the whole record; a text that we cannot read is kept as it is, with a signal. Relative
dates are resolved against published_at. Nothing is ignored but the claims of a withdrawal.
"""

from collections.abc import Mapping
from typing import Any, Final, assert_never

from pydantic import ValidationError

from schemas.claims import Body, Deployment, Meeting, Transfer
from schemas.refusal import Refused, pointer
from schemas.values import Money, Outcome, PartyStance, Source
from services.normalize.format import Format, Identity, Interpretation, Layout, Row, Statement
from services.normalize.formats import attache_quick
from services.normalize.formats.attache_errors import refused
from services.normalize.formats.attache_model import (
    AnyClaim,
    DeploymentClaim,
    MeetingClaim,
    Report,
    TransferClaim,
    Withdrawal,
    schema,
)
from services.normalize.formats.attache_values import Reader

__all__ = ["FORMAT", "Report", "Withdrawal", "schema"]


def identify(row: Row) -> Identity:
    """Who the record is, without looking at its claims."""
    record_id = _text(row, "record_id")
    revision = row.get("revision")
    if revision is None:
        raise Refused("missing_field", "/revision", "revision is required: count from 1")
    if isinstance(revision, bool) or not isinstance(revision, int):
        raise Refused("wrong_type", "/revision", "revision is a whole number: 1, 2, 3 …")
    if not 1 <= revision <= 2**53:
        raise Refused("out_of_range", "/revision", "revision counts from 1")
    withdrawn = row.get("withdrawn", False)
    if not isinstance(withdrawn, bool):
        raise Refused("wrong_type", "/withdrawn", "withdrawn is true or false")
    return Identity(record_id, revision, withdrawn, _text(row, "reason") if withdrawn else None)


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refused("wrong_type", f"/{name}", f"{name} is a text")
    return value if value.strip() else None


def interpret(row: Row) -> Interpretation:
    found = attache_quick.read(row)
    if found is not None:
        return _interpreted(found)
    model = Withdrawal if row.get("withdrawn") is True else Report
    try:
        report = model.model_validate(dict(row))
    except ValidationError as error:
        raise refused(error, row) from error
    match report:
        case Withdrawal():
            return Interpretation(ignored=("claims",) if report.claims is not None else ())
        case Report():
            return _interpreted(report)
        case _:
            raise AssertionError(report)


def _interpreted(report: Report) -> Interpretation:
    _check_ids(report)
    given = report.source
    source = Source(
        publisher=given.publisher,
        url=given.url,
        document_id=given.document_id,
        sha256=given.sha256,
        title=given.title,
        language=given.language or report.language,
        published_at=given.published_at or report.published_at,
        retrieved_at=given.retrieved_at,
        scale=given.scale,
        is_official=given.is_official,
        archive_url=given.archive_url,
        reliability=given.reliability,
        credibility=given.credibility,
    )
    read = Reader(report.published_at.date())
    statements = tuple(
        _statement(read, claim, number, source) for number, claim in enumerate(report.claims)
    )
    return Interpretation(statements, tuple(read.signals))


def _check_ids(report: Report) -> None:
    kinds: dict[str, str] = {}
    for number, claim in enumerate(report.claims):
        if claim.id in kinds:
            where = pointer(("claims", number, "id"))
            message = f"{claim.id} is the id of an earlier claim: give each claim its own"
            raise Refused("duplicate_claim_id", where, message)
        kinds[claim.id] = claim.kind
    for number, claim in enumerate(report.claims):
        if claim.same_as is None:
            continue
        where = pointer(("claims", number, "same_as"))
        if claim.same_as == claim.id:
            raise Refused("invalid_value", where, "same_as names another claim, not itself")
        if claim.same_as not in kinds:
            message = f"no claim of this report has the id {claim.same_as}"
            raise Refused("invalid_value", where, message)
        if kinds[claim.same_as] != claim.kind:
            message = f"{claim.same_as} is a {kinds[claim.same_as]}, this is a {claim.kind}"
            raise Refused("invalid_value", where, message)


def _statement(read: Reader, claim: AnyClaim, number: int, source: Source) -> Statement:
    read.at("claims", number)
    return Statement(
        id=claim.id,
        body=_body(read, claim),
        stance=claim.stance,
        modality=claim.modality,
        attribution=read.speakers(claim.attribution),
        source=source,
        announced=read.when("announced", claim.announced),
        summary=claim.summary,
        same_as=claim.same_as,
    )


def _body(read: Reader, claim: AnyClaim) -> Body:
    match claim.kind:
        case "deployment":
            return _deployment(read, claim)
        case "transfer":
            return _transfer(read, claim)
        case "meeting":
            return _meeting(read, claim)
        case _:
            assert_never(claim)


def _deployment(read: Reader, claim: DeploymentClaim) -> Deployment:
    counted: Mapping[str, Any] = claim.components
    return Deployment(
        deploying=read.party("deploying", claim.deploying),
        host=read.maybe_party("host", claim.host),
        theatre=claim.theatre,
        in_support_of=read.maybe_party("in_support_of", claim.in_support_of),
        against=read.maybe_party("against", claim.against),
        unit=read.unit(claim.unit),
        scope=claim.scope,
        action=claim.action,
        mode=claim.mode,
        personnel=read.quantity("personnel", claim.personnel),
        components=tuple(
            (name, quantity)
            for name, value in counted.items()
            if (quantity := read.quantity(pointer(("components", name))[1:], value)) is not None
        ),
        killed=read.quantity("killed", claim.killed),
        wounded=read.quantity("wounded", claim.wounded),
        captured=read.quantity("captured", claim.captured),
        killed_or_wounded=read.quantity("killed_or_wounded", claim.killed_or_wounded),
        origin=read.where("origin", claim.origin),
        place=read.where("place", claim.place),
        occurred=read.when("occurred", claim.occurred),
        as_of=read.when("as_of", claim.as_of),
        purpose=claim.purpose,
        legal_basis=claim.legal_basis,
    )


def _transfer(read: Reader, claim: TransferClaim) -> Transfer:
    return Transfer(
        supplier=read.party("supplier", claim.supplier),
        recipient=read.party("recipient", claim.recipient),
        intermediary=read.maybe_party("intermediary", claim.intermediary),
        financed_by=read.maybe_party("financed_by", claim.financed_by),
        weapon=read.weapon("weapon", claim.weapon),
        condition=claim.condition,
        stage=claim.stage,
        ordered_quantity=read.quantity("ordered_quantity", claim.ordered_quantity),
        delivered_quantity=read.quantity("delivered_quantity", claim.delivered_quantity),
        ordered=read.when("ordered", claim.ordered),
        delivered=read.when("delivered", claim.delivered),
        values=tuple(
            Money(amount=value.amount, currency=value.currency, unit=value.unit)
            for value in claim.values
        ),
        origin=claim.origin,
        deal=claim.deal,
    )


def _meeting(read: Reader, claim: MeetingClaim) -> Meeting:
    return Meeting(
        participants=read.participants(claim.participants),
        participants_complete=claim.participants_complete,
        format=claim.format,
        visit_class=claim.visit_class,
        event_name=claim.event_name,
        place=read.where("place", claim.place),
        occurred=read.when("occurred", claim.occurred),
        state=claim.state,
        topics=tuple(claim.topics),
        outcomes=tuple(
            Outcome(
                kind=outcome.kind,
                title=outcome.title,
                stances=tuple(
                    PartyStance(
                        party=read.party(f"outcomes/{n}/stances/{m}/party", stance.party),
                        stance=stance.stance,
                        note=stance.note,
                    )
                    for m, stance in enumerate(outcome.stances)
                ),
            )
            for n, outcome in enumerate(claim.outcomes)
        ),
    )


FORMAT: Final = Format(
    name="attache.report",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(),
    ignores={"claims": "of a withdrawal: nothing that it said stands"},
)
