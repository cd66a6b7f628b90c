"""A claim as dedupe's table holds it."""

from functools import cached_property
from typing import Final
from uuid import UUID

from schemas.claims import Kind
from services.dedupe.blocking import hashed
from services.dedupe.incoming import Incoming
from services.dedupe.likeness.features import Member, unpack

HERE: Final = 0
ALSO_HERE: Final = 1  # the ledger shows it in this occurrence besides another
ON_ITS_WAY: Final = 2  # it left this occurrence, and the ledger does not show where it went


class Row:
    """`body` is None where it was not asked for."""

    def __init__(
        self,
        claim_id: UUID,
        occurrence_id: UUID,
        report_id: UUID,
        kind: Kind,
        revision: int,
        format_version: int,
        state: int,
        packed: bytes,
        body: str | None = None,
    ) -> None:
        self.claim_id = claim_id
        self.occurrence_id = occurrence_id
        self.report_id = report_id
        self.kind = kind
        self.revision = revision
        self.format_version = format_version
        self.state = state
        self.packed = packed
        self.body = body

    @cached_property
    def member(self) -> Member:
        return unpack(self.claim_id, self.report_id, self.kind, self.packed)

    @property
    def version(self) -> tuple[int, int]:
        return self.revision, self.format_version

    @property
    def series(self) -> int | None:
        """The standing deployment of which it is a measurement."""
        series = self.member.series
        return None if series is None else hashed(series.key)

    @property
    def current(self) -> bool:
        """One row of each claim is; it is the one that is matched."""
        return self.state != ALSO_HERE


def row_of(it: Incoming, occurrence: UUID, state: int = HERE) -> Row:
    claim = it.claim
    row = Row(
        claim.claim_id,
        occurrence,
        claim.report_id,
        claim.body.kind,
        claim.revision,
        claim.format_version,
        state,
        it.packed,
        it.body,
    )
    row.member = it.member
    return row
