"""Blocks and edges: which claims are compared, which are alike, what hangs together."""

from collections.abc import Collection, Sequence
from uuid import UUID

from services.dedupe.blocking import REACHES, blocks
from services.dedupe.likeness import enough, score
from services.dedupe.likeness.chains import chained
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import Pair, pair
from services.dedupe.store import claims
from services.dedupe.store.arrays import columns
from services.dedupe.store.copying import block_rows, edge_rows
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
        ([member.claim_id for member in members],),
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


async def index(members: Sequence[Member], tx: Tx) -> dict[Pair, float]:
    """Their blocks, and their edges to all that is indexed: one query for all candidates."""
    if not members:
        return {}
    rows = [(block, member) for member in members for block in blocks(member)]
    await _copy("block (key, length, first_day, last_day, claim_id)", block_rows(rows), tx)
    mine = {member.claim_id: member for member in members}
    pairs: set[Pair] = set()
    if rows:
        found = await tx.execute(
            """
            select p.id, c.claim_id
            from unnest(%b::uuid[], %b::bigint[], %b::int[], %b::int[]) p (id, key, first, last)
            cross join unnest(%b::smallint[], %b::int[]) l (length, reach)
            cross join lateral (
                select b.claim_id from block b
                where b.key = p.key and b.length = l.length
                  and b.first_day > p.first - l.reach and b.first_day <= p.last
                  and b.last_day >= p.first
            ) c
            where c.claim_id <> p.id
            """,
            (
                *columns([(m.claim_id, b.key, b.first, b.last) for b, m in rows], 4),
                list(range(len(REACHES))),
                list(REACHES),
            ),
        )
        pairs = {pair(a, b) for a, b in await found.fetchall()}
    others = {one for ab in pairs for one in ab if one not in mine}
    known = mine | {r.claim_id: r.member for r in await claims.rows_of(others, tx) if r.current}
    edges = {ab: alike for ab in pairs if (alike := enough(known[ab[0]], known[ab[1]])) is not None}
    for a, b in chained(members):
        edges.setdefault(pair(a.claim_id, b.claim_id), score(a, b) or 0.0)
    content = edge_rows((a, b, score) for (a, b), score in edges.items())
    if edges:
        await _copy("edge (claim_a, claim_b, score)", content, tx)
    return edges


async def _copy(table: str, content: bytes, tx: Tx) -> None:
    copy = f"copy {table} from stdin (format binary)".encode()
    async with tx.cursor() as cursor, cursor.copy(copy) as to:
        await to.write(content)


async def edges_of(claim_ids: Collection[UUID], tx: Tx) -> dict[Pair, float]:
    """Every edge that ends at one of these."""
    if not claim_ids:
        return {}
    found = await tx.execute(
        "select claim_a, claim_b, score from edge where claim_a = any(%b)", (list(claim_ids),)
    )
    return {pair(a, b): score for a, b, score in await found.fetchall()}
