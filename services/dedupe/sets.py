"""The claims of a report as one set: which set is newest, and what it changes."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from schemas.claims import Claim
from services.dedupe.causes import Cause
from services.dedupe.domain import Standing
from services.dedupe.incoming import Incoming, body_of
from services.dedupe.likeness.features import Member


class ClaimSet(NamedTuple):
    """All claims of a report by (revision, format version); none when it was withdrawn."""

    report_id: UUID
    version: tuple[int, int]
    withdrawn: bool
    claims: tuple[Claim, ...]
    cause: Cause

    @property
    def order(self) -> tuple[tuple[int, int], bool]:
        """A publication with the number of a withdrawal follows it."""
        return self.version, not self.withdrawn


class Held(NamedTuple):
    """A claim of the report as it is known so far."""

    claim_id: UUID
    report_id: UUID
    version: tuple[int, int]
    body: str
    member: Member


class Changes(NamedTuple):
    """What a batch of sets changes. `before`: what matching knew of the changed and the gone."""

    new: dict[UUID, Incoming]
    changed: dict[UUID, Incoming]
    gone: dict[UUID, Standing]
    before: dict[UUID, Member]
    again: dict[UUID, Member]  # unchanged beside changed ones, after a half published batch
    causes: dict[UUID, Cause]
    versions: dict[UUID, tuple[int, int]]
    silent: dict[UUID, tuple[int, int]]  # sets that change nothing, and that may have older ones

    @property
    def incoming(self) -> dict[UUID, Incoming]:
        return self.new | self.changed


def newest(sets: Iterable[ClaimSet]) -> dict[UUID, ClaimSet]:
    found: dict[UUID, ClaimSet] = {}
    for one in sets:
        held = found.get(one.report_id)
        if held is None or one.order >= held.order:
            found[one.report_id] = one
    return found


def differences(told: Iterable[ClaimSet], held: Iterable[Held]) -> Changes:
    """Claim by claim; a set that says what is held already changes nothing."""
    known: defaultdict[UUID, dict[UUID, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for one in held:
        known[one.report_id][one.claim_id].append(one)
    changes = Changes({}, {}, {}, {}, {}, {}, {}, {})
    for its in told:
        before = known.get(its.report_id, {})
        same: dict[UUID, Member] = {}
        for claim in its.claims:
            rows = before.pop(claim.claim_id, [])
            if not _compare(claim, rows, its, changes):
                same[claim.claim_id] = _latest(rows).member
        for claim_id, rows in before.items():
            if its.withdrawn and any(row.version >= its.version for row in rows):
                continue
            changes.gone[claim_id] = Standing(its.report_id, *its.version)
            changes.before[claim_id] = _latest(rows).member
            _note(claim_id, its, changes)
        if its.report_id in changes.versions:
            changes.again.update(same)
        elif its.version[0] > 1:
            changes.silent[its.report_id] = its.version
    return changes


def _compare(claim: Claim, rows: list[Held], its: ClaimSet, changes: Changes) -> bool:
    """Whether the claim is new or changed."""
    body = body_of(claim)
    if not rows:
        changes.new[claim.claim_id] = Incoming(claim, body)
    elif _latest(rows).body == body:
        return False
    else:
        changes.changed[claim.claim_id] = Incoming(claim, body)
        changes.before[claim.claim_id] = _latest(rows).member
    _note(claim.claim_id, its, changes)
    return True


def _note(claim_id: UUID, its: ClaimSet, changes: Changes) -> None:
    changes.causes[claim_id] = its.cause
    changes.versions[its.report_id] = its.version


def _latest(rows: list[Held]) -> Held:
    return max(rows, key=lambda row: row.version)
