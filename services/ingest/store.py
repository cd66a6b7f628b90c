"""Reports in Postgres: the only file in ingest that knows SQL."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from psycopg.errors import SerializationFailure, UniqueViolation

from schemas.events import ReportAccepted, ReportRevised, ReportWithdrawn
from services.ingest import domain
from services.ingest.domain import Report, Superseded
from services.kit.record import Fact, Tx

_COLUMNS = ", ".join(Report._fields)
_TYPES = (
    "uuid", "text", "text", "text", "int8", "text", "bool", "timestamptz", "timestamptz", "uuid"
)  # fmt: skip
_ROWS = f"select * from unnest({', '.join(f'%b::{kind}[]' for kind in _TYPES)})"
_OVERTAKEN = "another worker took a record of the same report"

_OLDER = ", ".join(Superseded._fields)
_OLDER_ROWS = """
    select * from unnest(%b::uuid[], %b::bigint[], %b::boolean[], %b::text[], %b::uuid[])
"""


async def load(ids: Iterable[UUID], tx: Tx) -> dict[UUID, Report]:
    rows = await tx.execute(
        f"select {_COLUMNS} from report where report_id = any(%b)", (list(ids),)
    )
    return {row[0]: Report(*row) for row in await rows.fetchall()}


async def load_superseded(ids: Iterable[UUID], tx: Tx) -> dict[UUID, list[Superseded]]:
    """The older revisions of these reports, oldest first."""
    rows = await tx.execute(
        f"select {_OLDER} from superseded where report_id = any(%b) "
        "order by report_id, revision, not withdrawn",
        (list(ids),),
    )
    found: dict[UUID, list[Superseded]] = defaultdict(list)
    for row in await rows.fetchall():
        found[row[0]].append(Superseded(*row))
    return found


async def supersede(followed: Iterable[Superseded], tx: Tx) -> None:
    await tx.execute(
        f"insert into superseded ({_OLDER}) {_OLDER_ROWS} order by 1, 2, 3 on conflict do nothing",
        _columns(followed),
    )


async def save(now: Iterable[Report], before: Mapping[UUID, Report], tx: Tx) -> None:
    """Write what has changed since `before` was loaded.

    Records of one report come on one partition, and so to one worker, unless the partner sends
    them without a key. If another worker was faster, all of the batch is decided again.
    """
    known: list[Report] = []
    new: list[Report] = []
    for report in sorted(now, key=_place):
        held = before.get(report.report_id)
        if held is None:
            new.append(report)
        elif held != report:
            known.append(report)
    if known:
        updated = await tx.execute(
            f"""
            update report r
            set (revision, sha256, withdrawn, recorded_at, cause, format)
              = (n.revision, n.sha256, n.withdrawn, n.recorded_at, n.cause, n.format)
            from ({_ROWS}) as n({_COLUMNS}), unnest(%b::uuid[], %b::uuid[]) as b(id, cause)
            where r.report_id = n.report_id and b.id = n.report_id and r.cause = b.cause
            """,
            (
                *_columns(known),
                [report.report_id for report in known],
                [before[report.report_id].cause for report in known],
            ),
        )
        if updated.rowcount != len(known):
            raise SerializationFailure(_OVERTAKEN)
    if new:
        await _insert(new, tx)


async def _insert(new: Iterable[Report], tx: Tx) -> None:
    async with tx.cursor() as cursor:
        try:
            async with cursor.copy(f"copy report ({_COLUMNS}) from stdin (format binary)") as copy:
                copy.set_types(_TYPES)
                for report in new:
                    await copy.write_row(report)
        except UniqueViolation as error:
            raise SerializationFailure(_OVERTAKEN) from error


async def fold(facts: Sequence[Fact], tx: Tx) -> None:
    """Bring the tables to what the ledger says; the newest revision stands. Idempotent."""
    told: list[Report] = []
    newest: dict[UUID, Report] = {}
    for fact in facts:
        match fact.event:
            case ReportAccepted() | ReportRevised() | ReportWithdrawn() as event:
                cause = fact.envelope.causation or fact.envelope.event_id
                told.append(domain.fold(None, event, fact.envelope.recorded, cause))
                newest[event.report_id] = domain.fold(
                    newest.get(event.report_id), event, fact.envelope.recorded, cause
                )
            case _:
                pass
    if not newest:
        return
    await tx.execute(
        f"""
        insert into superseded ({_OLDER})
        select r.report_id, r.revision, r.withdrawn, r.sha256, r.cause
        from report r join ({_ROWS}) as n({_COLUMNS}) using (report_id)
        where (n.revision, not n.withdrawn) > (r.revision, not r.withdrawn)
        order by 1, 2, 3 on conflict do nothing
        """,
        _columns(newest.values()),
    )
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
    await tx.execute(
        f"""
        insert into superseded ({_OLDER})
        select f.* from ({_OLDER_ROWS}) as f({_OLDER}) join report r using (report_id)
        where (f.revision, not f.withdrawn) < (r.revision, not r.withdrawn)
        order by 1, 2, 3 on conflict do nothing
        """,
        _columns(map(domain.superseded, told)),
    )


def _place(report: Report) -> int:
    """Where it stands among others, as everybody who writes several sorts them."""
    return report.report_id.int


def _columns(rows: Iterable[tuple[object, ...]]) -> tuple[list[object], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True))
