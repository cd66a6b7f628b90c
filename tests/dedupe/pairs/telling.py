"""Pairs of reports as partners write them, and whether a reader takes them to be about one."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from schemas.claims import Claim
from schemas.event import claim_id, report_id
from services.dedupe.domain import occurrences
from services.dedupe.likeness.extract import member_of
from services.dedupe.likeness.features import Member
from services.normalize.formats.attache_report import FORMAT

Told = dict[str, Any]
"""A claim as in an attache.report. `published` and `partner` are of its report."""


class Pair(NamedTuple):
    same: bool
    what: str
    one: Told
    other: Told


def members(pair: Pair) -> tuple[Member, Member]:
    return _member(pair.one, "first", "north-desk"), _member(pair.other, "second", "south-wire")


def _member(told: Told, record: str, partner: str) -> Member:
    claim = {"id": "c"} | told
    partner = claim.pop("partner", partner)
    row = {
        "record_id": record,
        "revision": 1,
        "published_at": f"{claim.pop('published', '2025-11-03')}T08:00:00Z",
        "claims": [claim],
    }
    [statement] = FORMAT.interpret(row).statements
    report = report_id(partner, record)
    return member_of(
        Claim(
            claim_id=claim_id(report, statement.id),
            report_id=report,
            partner=partner,
            record_id=record,
            revision=1,
            format_version=1,
            partner_claim_id=statement.id,
            first_recorded_at=datetime(2025, 11, 3, tzinfo=UTC),
            stance=statement.stance,
            modality=statement.modality,
            attribution=statement.attribution,
            source=statement.source,
            announced=statement.announced,
            body=statement.body,
        )
    )


def are_one(pair: Pair) -> bool:
    return len(occurrences(members(pair)).clusters) == 1


class Count(NamedTuple):
    precision: float
    recall: float
    wrong: list[str]


def count(pairs: list[Pair]) -> Count:
    found = [(pair, are_one(pair)) for pair in pairs]
    right = sum(pair.same and one for pair, one in found)
    return Count(
        right / max(1, sum(one for _, one in found)),
        right / max(1, sum(pair.same for pair, _ in found)),
        [pair.what for pair, one in found if pair.same != one],
    )
