"""What became of each record: the newest edition of a report counts; a rejection stays."""

from typing import Any

from schemas.claims import Signal
from schemas.event import report_id
from schemas.events import InterpretationWithdrawn, ReportInterpreted, ReportRejected
from tests.projection.builders import NOON, SEOUL, at, claim, deployment, facts
from tests.projection.conftest import House

REPORT = report_id("wire", "a")
CLAIM = claim("a", deployment(), SEOUL)
COMMON: dict[str, Any] = {
    "report_id": REPORT,
    "partner": "wire",
    "record_id": "a",
    "first_recorded_at": NOON,
    "format": "attache.report",
}
SHOWN = "state, revision, format_version, claims, n_signals, reason, code, message"


def interpreted(revision: int, version: int = 1, **more: Any) -> ReportInterpreted:
    given = {"claims": (CLAIM,), "signals": (Signal(code="vague_date"),)} | COMMON | more
    return ReportInterpreted(revision=revision, format_version=version, **given)


def withdrawn(revision: int) -> InterpretationWithdrawn:
    return InterpretationWithdrawn(revision=revision, format_version=1, reason="error", **COMMON)


def rejected(record_id: str | None) -> ReportRejected:
    return ReportRejected(
        rejection_id=report_id("rejections", "1"),
        partner="wire",
        record_id=record_id,
        code="bad_json",
        field="",
        message="not JSON: \x00",
        topic="reports.wire",
        partition=0,
        offset=7,
        raw="AA==",
    )


async def test_the_newest_edition_counts_whatever_comes_late(house: House) -> None:
    told = [
        (at(0), interpreted(1)),
        (at(1), interpreted(2, 2, claims=(), out_of_scope="a football match")),
        (at(2), interpreted(2, 1)),
        (at(3), interpreted(1, 9)),
        (at(3), interpreted(2, 2)),
    ]
    await house.apply(facts(told))
    assert await house.rows(f"select {SHOWN} from read.reports") == [
        ("out_of_scope", 2, 2, 0, 1, "a football match", None, None)
    ]


async def test_a_report_and_its_history(house: House) -> None:
    told = [(at(0), interpreted(1)), (at(5), withdrawn(2))]
    await house.apply(facts(told), splits=[1])
    query = f"select {SHOWN} from read.reports_as_of(%s)"
    assert await house.rows(query, at(4)) == [("interpreted", 1, 1, 1, 1, None, None, None)]
    assert await house.rows(query, at(5)) == [("withdrawn", 2, 1, 0, 0, "error", None, None)]


async def test_a_rejection_is_told_once(house: House) -> None:
    told = facts([(at(0), rejected("odd \x00 id")), (at(0), rejected("odd \x00 id"))])
    await house.apply(told, splits=[1])
    assert await house.rows(f"select record_id, {SHOWN} from read.reports") == [
        ("odd \ufffd id", "rejected", None, None, 0, 0, None, "bad_json", "not JSON: \ufffd")
    ]


async def test_any_split_gives_the_same_history(house: House) -> None:
    told = facts(
        [
            (at(0), interpreted(1)),
            (at(0), interpreted(2)),
            (at(6), withdrawn(3)),
            (at(4), interpreted(4)),
            (at(6), rejected(None)),
        ]
    )
    await house.apply(told)
    whole = await house.dump()
    assert len(whole["reports_history"]) == 3
    for cut in range(1, len(told)):
        await house.connection.execute(b"truncate read.reports_history")
        await house.apply(told, splits=[cut])
        assert await house.dump() == whole
