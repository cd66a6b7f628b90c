"""Batches of the ledger of which a part is missing: what they touched has to be decided anew.

A batch is published record by record; a service that dies in between and loses its database as
well leaves a part of a decision. Its input is read again, but may find nothing to change any more.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from services.dedupe.store.arrays import columns
from services.kit.outbox import BATCH
from services.kit.record import Fact, Tx


async def note(facts: Iterable[Fact], tx: Tx) -> None:
    """Count what has been seen of each batch; those seen whole are forgotten."""
    seen: Counter[tuple[str, UUID]] = Counter()
    for fact in facts:
        batch = dict(fact.record.headers).get(BATCH)
        if batch is not None:
            seen[batch.decode(), fact.event.occurrence_id] += 1
    if not seen:
        return
    await tx.execute(
        """
        insert into doubt as d (batch, occurrence_id, events)
        select * from unnest(%b::text[], %b::uuid[], %b::int[])
        on conflict (batch, occurrence_id) do update set events = d.events + excluded.events
        """,
        columns([(*key, events) for key, events in seen.items()], 3),
    )
    await tx.execute(
        """
        delete from doubt where batch in (
            select batch from doubt where batch = any(%b) group by batch
            having sum(events) >= split_part(batch, '/', 2)::bigint)
        """,
        (list({batch for batch, _ in seen}),),
    )


async def clear(tx: Tx) -> None:
    await tx.execute("delete from doubt")
