"""How far a processor has read, in Postgres, with the epoch of whoever owns the partition."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from psycopg import AsyncConnection

Partition = tuple[str, int]
"""(topic of the contract, partition)"""


class Claim(NamedTuple):
    """Ownership of a partition: from which offset to read, under which epoch."""

    next_offset: int
    epoch: int


class Slice(NamedTuple):
    """A stretch of one partition that a transaction covers: [start, end) under an epoch."""

    topic: str
    partition: int
    start: int
    end: int
    epoch: int


class Fenced(Exception):
    """Somebody else owns these partitions now, or the database went back in time."""

    def __init__(self, lost: Iterable[Partition]) -> None:
        self.lost = tuple(lost)
        super().__init__(f"lost {', '.join(f'{t}/{p}' for t, p in self.lost)}")


async def claim(
    connection: AsyncConnection[Any], processor: str, partitions: Iterable[Partition]
) -> Mapping[Partition, Claim]:
    """Take ownership in one statement: epoch + 1; what is read next, 0 for what never was read."""
    wanted = sorted(set(partitions))
    rows = await connection.execute(
        """
        insert into kit_position as p (processor, topic, partition, next_offset, epoch)
        select %s, t, n, 0, 1 from unnest(%s::text[], %s::int[]) as w(t, n) order by t, n
        on conflict (processor, topic, partition) do update set epoch = p.epoch + 1
        returning topic, partition, next_offset, epoch
        """,
        (processor, [t for t, _ in wanted], [n for _, n in wanted]),
    )
    return {(t, n): Claim(offset, epoch) for t, n, offset, epoch in await rows.fetchall()}


async def advance(
    connection: AsyncConnection[Any], processor: str, slices: Iterable[Slice]
) -> None:
    """The first statement of a batch: move on, if we still own what we think we own."""
    given = sorted(slices)
    rows = await connection.execute(
        """
        update kit_position p set next_offset = s.stop, progressed = now()
        from unnest(%s::text[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[])
             as s(topic, partition, start, stop, epoch)
        where p.processor = %s and p.topic = s.topic and p.partition = s.partition
          and p.next_offset = s.start and p.epoch = s.epoch
        returning p.topic, p.partition
        """,
        (
            [s.topic for s in given],
            [s.partition for s in given],
            [s.start for s in given],
            [s.end for s in given],
            [s.epoch for s in given],
            processor,
        ),
    )
    moved = set(await rows.fetchall())
    lost = [(s.topic, s.partition) for s in given if (s.topic, s.partition) not in moved]
    if lost:
        raise Fenced(lost)


async def moved_on(
    connection: AsyncConnection[Any], processor: str, claims: Mapping[Partition, Claim]
) -> dict[Partition, Claim]:
    """Those whose owner is who it was, and whose position somebody has moved ahead."""
    known = await _known(connection, processor)
    return {
        place: known[place]
        for place, held in claims.items()
        if place in known
        and known[place].epoch == held.epoch
        and known[place].next_offset > held.next_offset
    }


async def _known(connection: AsyncConnection[Any], processor: str) -> dict[Partition, Claim]:
    rows = await connection.execute(
        "select topic, partition, next_offset, epoch from kit_position where processor = %s",
        (processor,),
    )
    return {(t, n): Claim(offset, epoch) for t, n, offset, epoch in await rows.fetchall()}


async def went_back(
    connection: AsyncConnection[Any], processor: str, claims: Mapping[Partition, Claim]
) -> bool:
    """Whether the database knows less than we do: it was restored or wiped under our feet."""
    known = await _known(connection, processor)
    return any(
        place not in known
        or (known[place].epoch, known[place].next_offset) < (held.epoch, held.next_offset)
        for place, held in claims.items()
    )


async def cover(
    connection: AsyncConnection[Any], processor: str, covered: Mapping[Partition, int]
) -> None:
    """Never behind what the ledger proves to have been handled."""
    await connection.execute(
        """
        insert into kit_position as p (processor, topic, partition, next_offset)
        select %s, t, n, o from unnest(%s::text[], %s::int[], %s::bigint[]) as w(t, n, o)
        on conflict (processor, topic, partition)
        do update set next_offset = greatest(p.next_offset, excluded.next_offset)
        """,
        (
            processor,
            [t for t, _ in covered],
            [n for _, n in covered],
            list(covered.values()),
        ),
    )
