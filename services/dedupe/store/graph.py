"""Blocks and edges: which claims are compared, which are alike, what hangs together."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from services.dedupe.blocking import REACHES, blocks
from services.dedupe.candidates import Run, numbers_meeting, pairs_among, runs_of
from services.dedupe.likeness import enough, score
from services.dedupe.likeness.chains import chained
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import Pair, pair
from services.dedupe.store import claims
from services.dedupe.store.arrays import columns, ints, uuids
from services.dedupe.store.copying import block_rows, copy, edge_rows
from services.kit.record import Tx


async def forget(members: Collection[Member], tx: Tx) -> list[Pair]:
    """Their blocks and edges; which pairs were alike."""
    if not members:
        return []
    old = [(block, member) for member in members for block in blocks(member)]
    await tx.execute(
        """
        delete from block b
        using unnest(%b::bigint[], %b::smallint[], %b::int[], %b::uuid[]) o (key, len, day, id)
        where b.key = o.key and b.length = o.len and b.first_day = o.day and b.claim_id = o.id
        """,
        columns([(b.key, b.length, b.first, m.claim_id) for b, m in old], 4),
    )
    found = await tx.execute(
        "delete from edge where claim_a = any(%b) returning claim_a, claim_b",
        (uuids([member.claim_id for member in members]),),
        binary=True,
    )
    lost: list[Pair] = list(await found.fetchall())
    await tx.execute(
        """
        delete from edge e using unnest(%b::uuid[], %b::uuid[]) o (a, b)
        where e.claim_a = o.b and e.claim_b = o.a
        """,
        columns(lost, 2),
    )
    return lost


async def index(members: Collection[Member], tx: Tx) -> dict[Pair, float]:
    """Their blocks, and their edges to one another and to all that was indexed before."""
    if not members:
        return {}
    told = sorted(members, key=lambda member: member.claim_id.int)
    indexed = [(block, number) for number, one in enumerate(told) for block in blocks(one)]
    runs = runs_of(indexed)
    pairs = [(told[a], told[b]) for a, b in pairs_among(runs)]
    pairs += await _pairs_with_others(told, runs, tx)
    edges = {
        pair(a.claim_id, b.claim_id): alike for a, b in pairs if (alike := enough(a, b)) is not None
    }
    for a, b in chained(told):
        edges.setdefault(pair(a.claim_id, b.claim_id), score(a, b) or 0.0)
    if indexed:
        rows = block_rows((block, told[number].claim_id) for block, number in indexed)
        await copy("block (key, length, first_day, last_day, claim_id)", rows, tx)
    if edges:
        rows = edge_rows((a, b, score) for (a, b), score in edges.items())
        await copy("edge (claim_a, claim_b, score)", rows, tx)
    return edges


async def _pairs_with_others(
    told: Sequence[Member], runs: Sequence[Run], tx: Tx
) -> list[tuple[Member, Member]]:
    """Each of these with those of the table that it shares a block with; in one query for all.

    The probes are materialized so that the index is asked with all their bounds: otherwise the
    planner may do without the first day's lower one, and read whatever is older.
    """
    if not runs:
        return []
    found = await tx.execute(
        """
        with probe as materialized (
            select r.n, r.key, l.length, r.first - l.reach as after, r.first, r.last
            from unnest(%b::bigint[], %b::bigint[], %b::bigint[]) with ordinality
                r (key, first, last, n)
            cross join unnest(%b::smallint[], %b::int[]) l (length, reach)
        )
        select p.n, b.first_day, b.last_day, b.claim_id
        from probe p join block b on b.key = p.key and b.length = p.length
            and b.first_day > p.after and b.first_day <= p.last and b.last_day >= p.first
        """,
        (
            ints([run.key for run in runs]),
            ints([run.first for run in runs]),
            ints([run.last for run in runs]),
            list(range(len(REACHES))),
            list(REACHES),
        ),
        binary=True,
    )
    near: defaultdict[UUID, set[int]] = defaultdict(set)
    for n, first, last, other in await found.fetchall():
        near[other].update(numbers_meeting(runs[n - 1], first, last))
    rows = await claims.rows_of(near, tx)
    return [(told[n], row.member) for row in rows if row.current for n in near[row.claim_id]]


async def edges_of(claim_ids: Collection[UUID], tx: Tx) -> dict[Pair, float]:
    """Every edge that ends at one of these."""
    if not claim_ids:
        return {}
    found = await tx.execute(
        "select claim_a, claim_b, score from edge where claim_a = any(%b)",
        (uuids(claim_ids),),
        binary=True,
    )
    return {pair(a, b): score for a, b, score in await found.fetchall()}
