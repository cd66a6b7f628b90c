"""Reports in Postgres: the only file in ingest that knows SQL."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from psycopg.errors import SerializationFailure

from schemas.events import ReportAccepted, ReportRevised, ReportWithdrawn
from services.ingest import domain
from services.ingest.domain import Report
from services.kit.record import Fact, Tx

_COLUMNS = ", ".join(Report._fields)
_ROWS = """
    select * from unnest(
        %s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::boolean[],
        %s::timestamptz[], %s::timestamptz[], %s::uuid[]
    )
"""


async def load(ids: Iterable[UUID], tx: Tx) -> dict[UUID, Report]:
    rows = await tx.execute(
        f"select {_COLUMNS} from report where report_id = any(%s)", (list(ids),)
    )
    return {row[0]: Report(*row) for row in await rows.fetchall()}


async def save(now: Iterable[Report], before: Mapping[UUID, Report], tx: Tx) -> None:
    """Write what has changed since `before` was loaded.

    Records of one report come on one partition, and so to one worker, unless the partner sends
    them without a key. If another worker was faster, all of the batch is decided again.
    """
    changed = sorted(report for report in now if before.get(report.report_id) != report)
    known = [report for report in changed if report.report_id in before]
    new = [report for report in changed if report.report_id not in before]
    written = 0
    if known:
        updated = await tx.execute(
            f"""
            update report r
            set (revision, sha256, withdrawn, recorded_at, cause, format)
              = (n.revision, n.sha256, n.withdrawn, n.recorded_at, n.cause, n.format)
            from ({_ROWS}) as n({_COLUMNS}), unnest(%s::uuid[], %s::uuid[]) as b(id, cause)
            where r.report_id = n.report_id and b.id = n.report_id and r.cause = b.cause
            """,
            (
                *_columns(known),
                [report.report_id for report in known],
                [before[report.report_id].cause for report in known],
            ),
        )
        written += updated.rowcount
    if new:
        inserted = await tx.execute(
            f"insert into report ({_COLUMNS}) {_ROWS} on conflict do nothing", _columns(new)
        )
        written += inserted.rowcount
    if written != len(changed):
        raise SerializationFailure("another worker took a record of the same report")


async def fold(facts: Sequence[Fact], tx: Tx) -> None:
    """Bring the table to what the ledger says; the newest revision stands. Idempotent."""
    newest: dict[UUID, Report] = {}
    for fact in facts:
        match fact.event:
            case ReportAccepted() | ReportRevised() | ReportWithdrawn() as event:
                cause = fact.envelope.causation or fact.envelope.event_id
                newest[event.report_id] = domain.fold(
                    newest.get(event.report_id), event, fact.envelope.recorded, cause
                )
            case _:
                pass
    if not newest:
        return
    await tx.execute(
        f"""
        insert into report as r ({_COLUMNS}) {_ROWS} order by 1
        on conflict (report_id) do update
        set (revision, sha256, withdrawn, first_recorded_at, recorded_at, cause, format)
          = (excluded.revision, excluded.sha256, excluded.withdrawn, excluded.first_recorded_at,
             excluded.recorded_at, excluded.cause, excluded.format)
        where (excluded.revision, not excluded.withdrawn) > (r.revision, not r.withdrawn)
        """,
        _columns(newest.values()),
    )


def _columns(reports: Iterable[Report]) -> tuple[list[object], ...]:
    return tuple(list(column) for column in zip(*reports, strict=True))
