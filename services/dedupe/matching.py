"""Why a claim is in its cluster: the other claim it is most alike, with the score and reasons."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from schemas.events import Reason
from services.dedupe import series
from services.dedupe.clustering import Cluster
from services.dedupe.likeness import RULES, likeness
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import Pair, Ruling, pair


class Match(NamedTuple):
    score: float
    matched: UUID | None
    reasons: tuple[Reason, ...]
    rules: str


def match_of(
    member: Member, its: Cluster, alike: Mapping[Pair, float], rulings: Sequence[Ruling]
) -> Match:
    """The founder matches nobody: the occurrence is named after it."""
    standing = member.series is not None
    rules = series.RULES if standing else RULES[member.kind].name
    if member is its.members[0]:
        return Match(1.0, None, (), rules)
    if rulings and (ruled := _ruled_with(member, its, alike, rulings)) is not None:
        other_id, ruling = ruled
        return Match(1.0, other_id, _because("ruling", f"ruling {ruling.ruling_id}"), rules)
    if (best := _most_alike(member, its, alike)) is not None:
        compared = likeness(member, best)
        told = tuple(Reason(feature=f, score=s, text=t) for f, s, t in compared.reasons)
        return Match(compared.score, best.claim_id, told, rules)
    if standing and (near := _nearest(member, its)) is not None:
        key = member.series.key if member.series is not None else ""
        reason = _because("series", f"a measurement of the same standing deployment, {key}")
        return Match(1.0, near.claim_id, reason, rules)
    for other in its.members:
        if other is not member and other.report_id == member.report_id:
            reason = _because("same_as", "their report says that they are about the same")
            return Match(1.0, other.claim_id, reason, rules)
    compared = likeness(member, its.members[0])
    return Match(compared.score, its.occurrence_id, (), rules)


def _because(feature: str, text: str) -> tuple[Reason, ...]:
    return (Reason(feature=feature, score=1.0, text=text),)


def _ruled_with(
    member: Member, its: Cluster, alike: Mapping[Pair, float], rulings: Sequence[Ruling]
) -> tuple[UUID, Ruling] | None:
    """The claim that a ruling brings it together with, where likeness would not."""
    here = {other.claim_id for other in its.members}
    for ruling in rulings:
        if ruling.same and member.claim_id in ruling.pair and here.issuperset(ruling.pair):
            if alike.get(ruling.pair, 0.0) >= RULES[member.kind].threshold:
                continue
            a, b = ruling.pair
            return (b if a == member.claim_id else a), ruling
    return None


def _most_alike(member: Member, its: Cluster, alike: Mapping[Pair, float]) -> Member | None:
    best: Member | None = None
    highest = RULES[member.kind].threshold
    mine = member.claim_id
    for other in its.members:
        if other is member:
            continue
        score = alike.get(pair(mine, other.claim_id), 0.0)
        if score < highest:
            continue
        if score > highest or best is None or other.claim_id < best.claim_id:
            best, highest = other, score
    return best


def _nearest(member: Member, its: Cluster) -> Member | None:
    """The measurement before this one; the one after it for the first."""
    assert member.series is not None
    mine = (member.series.day, member.founding)
    before: Member | None = None
    after: Member | None = None
    for other in its.members:
        if other is member or other.series is None or other.series.key != member.series.key:
            continue
        at = (other.series.day, other.founding)
        if at < mine:
            if before is None or before.series is None or at > (before.series.day, before.founding):
                before = other
        elif after is None or after.series is None or at < (after.series.day, after.founding):
            after = other
    return before or after
