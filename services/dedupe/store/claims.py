"""The rows of claims: read, dropped, added, moved."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from schemas.claims import Claim, Kind
from services.dedupe.store.arrays import columns, ints, uuids
from services.dedupe.store.copying import claim_rows, copy
from services.dedupe.store.rows import Row
from services.kit.record import Tx

_CLAIM = "claim_id, occurrence_id, report_id, kind, revision, format_version, state, member"
_READ = {
    column: f"select {_CLAIM} from claim where {column} = any(%b)".encode()
    for column in ("claim_id", "report_id")
}
_READ_WHOLE = {
    column: f"select {_CLAIM}, body from claim where {column} = any(%b)".encode()
    for column in ("claim_id", "report_id")
}


class Versions(NamedTuple):
    """Per report the set that holds, and which kinds of claims it has."""

    of: Mapping[UUID, tuple[int, int]]
    kinds: frozenset[Kind]


async def versions(reports: Collection[UUID], tx: Tx) -> Versions:
    found = await tx.execute(
        """
        select r.report_id, r.revision, r.format_version, array(
            select distinct c.kind from claim c where c.report_id = r.report_id)
        from report r where r.report_id = any(%(ids)b)
        union all
        select report_id, revision, format_version, array[]::text[]
        from silent where report_id = any(%(ids)b)
        """,
        {"ids": uuids(reports)},
        binary=True,
    )
    rows = await found.fetchall()
    newest: dict[UUID, tuple[int, int]] = {}
    for report, revision, format_version, _ in rows:
        newest[report] = max((revision, format_version), newest.get(report, (0, 0)))
    return Versions(newest, frozenset(kind for row in rows for kind in row[3]))


async def of_reports(reports: Collection[UUID], tx: Tx) -> list[Row]:
    """Every row of these reports, whole."""
    return await _read(_READ_WHOLE["report_id"], reports, tx)


async def whole(claims: Collection[UUID], tx: Tx) -> list[Row]:
    """Every row of these claims, with the body."""
    return await _read(_READ_WHOLE["claim_id"], claims, tx)


async def rows_of(claims: Collection[UUID], tx: Tx) -> list[Row]:
    """Every row of these claims, without the body."""
    return await _read(_READ["claim_id"], claims, tx)


async def _read(query: bytes, ids: Collection[UUID], tx: Tx) -> list[Row]:
    if not ids:
        return []
    found = await tx.execute(query, (uuids(ids),), binary=True)
    return [Row(*row) for row in await found.fetchall()]


async def bodies(claims: Collection[UUID], tx: Tx) -> dict[UUID, Claim]:
    if not claims:
        return {}
    found = await tx.execute(
        "select claim_id, body from claim where claim_id = any(%b) and state <> 1",
        (uuids(claims),),
        binary=True,
    )
    return {claim: Claim.from_json(body) for claim, body in await found.fetchall()}


async def of_series(keys: Collection[int], tx: Tx) -> set[UUID]:
    """All measurements of these standing deployments."""
    if not keys:
        return set()
    found = await tx.execute(
        "select claim_id from claim where series is not null and series = any(%b)",
        (ints(keys),),
        binary=True,
    )
    return {row[0] for row in await found.fetchall()}


async def of_occurrences(occurrences: Collection[UUID], tx: Tx) -> set[UUID]:
    """All claims of these, by a scan: only after a half published batch is this ever asked."""
    found = await tx.execute(
        "select claim_id from claim where occurrence_id = any(%b)", (uuids(occurrences),)
    )
    return {row[0] for row in await found.fetchall()}


async def drop(claims: Collection[UUID], tx: Tx) -> None:
    """All rows of these claims."""
    if claims:
        await tx.execute("delete from claim where claim_id = any(%b)", (uuids(claims),))


async def add(rows: Collection[Row], tx: Tx) -> None:
    if rows:
        await copy(f"claim ({_CLAIM}, series, body)", claim_rows(rows), tx)


async def move(to: Mapping[UUID, UUID], tx: Tx) -> None:
    """Claims, each with one row, to their occurrences."""
    if to:
        await tx.execute(
            """
            update claim c set occurrence_id = m.occurrence_id, state = 0
            from unnest(%b::uuid[], %b::uuid[]) m (claim_id, occurrence_id)
            where c.claim_id = m.claim_id
            """,
            columns(to.items(), 2),
        )


async def drop_also_here(claims: Collection[UUID], tx: Tx) -> None:
    """All but the current row of each."""
    if claims:
        await tx.execute(
            "delete from claim where claim_id = any(%b) and state = 1", (uuids(claims),)
        )


_SAVE = """
    insert into {0} as r (report_id, revision, format_version)
    select * from unnest(%b::uuid[], %b::bigint[], %b::bigint[])
    on conflict (report_id) do update
    set revision = excluded.revision, format_version = excluded.format_version
    where (r.revision, r.format_version) < (excluded.revision, excluded.format_version)
"""


async def save_versions(
    versions: Mapping[UUID, tuple[int, int]], tx: Tx, *, silent: bool = False
) -> None:
    """Never back. `silent`: sets of which nothing was said."""
    if versions:
        await tx.execute(
            _SAVE.format("silent" if silent else "report").encode(),
            (
                uuids(versions),
                ints([revision for revision, _ in versions.values()]),
                ints([format_version for _, format_version in versions.values()]),
            ),
        )
