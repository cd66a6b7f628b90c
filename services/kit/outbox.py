"""Decided events on their way out: one compressed row per batch, in the batch's transaction.

Every record of a batch carries `attache-batch` = "<batch>/<how many ledger records it has>", and
the first of it on each partition `attache-slices`, the stretches of input that led to it and, after
a "!", the records that stood parked then. From these two a service that lost its database can prove
how far its ledger covers its input, and find again what it had parked.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import cramjam
import msgspec
from psycopg import AsyncConnection

from schemas import codec
from schemas.event import Envelope
from services.kit.positions import Partition, Slice
from services.kit.record import Emit

BATCH = "attache-batch"
SLICES = "attache-slices"


_ENCODER: Final = msgspec.msgpack.Encoder()


Place = tuple[str, int, int]
"""(topic of the contract, partition, offset)"""


class Outgoing(msgspec.Struct, array_like=True, gc=False):
    """A record ready for the producer. `topic` is the contract's name."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


_DECODER: Final = msgspec.msgpack.Decoder(list[Outgoing])


def outgoing(emit: Emit, source: str) -> Outgoing:
    event = emit.event
    envelope = Envelope(
        emit.event_id,
        event.type,
        event.version,
        source,
        emit.recorded,
        emit.causation,
        emit.traceparent,
    )
    headers, value = codec.write(envelope, event)
    return Outgoing(emit.topic, emit.key.encode(), value, headers)


def encode(emits: Iterable[Emit], source: str) -> bytes:
    rows = _ENCODER.encode([outgoing(emit, source) for emit in emits])
    return bytes(cramjam.zstd.compress(rows, level=1))


def decode(content: bytes) -> list[Outgoing]:
    return _DECODER.decode(bytes(cramjam.zstd.decompress(content)))


def slices_text(slices: Iterable[Slice], parked: Iterable[Place] = ()) -> str:
    text = ",".join(f"{s.topic}/{s.partition}:{s.start}-{s.end}" for s in sorted(slices))
    places = ",".join(
        f"{topic}/{partition}:{offset}" for topic, partition, offset in sorted(parked)
    )
    return f"{text}!{places}" if places else text


def read_parked(text: str) -> set[Place]:
    """The records that stood parked when the batch was decided."""
    found = set()
    for part in filter(None, text.partition("!")[2].split(",")):
        where, _, offset = part.rpartition(":")
        topic, _, partition = where.rpartition("/")
        found.add((topic, int(partition), int(offset)))
    return found


def read_slices(text: str) -> list[tuple[Partition, int, int]]:
    """Each partition with its [start, end)."""
    found = []
    for part in text.partition("!")[0].split(","):
        where, _, span = part.rpartition(":")
        topic, _, partition = where.rpartition("/")
        start, _, end = span.partition("-")
        found.append(((topic, int(partition)), int(start), int(end)))
    return found


def batch_name(slices: str) -> str:
    return hashlib.sha1(slices.encode(), usedforsecurity=False).hexdigest()[:16]


async def add(
    connection: AsyncConnection[Any],
    schema: str,
    emits: Sequence[Emit],
    slices: Iterable[Slice],
    source: str,
    parked: Iterable[Place] = (),
) -> None:
    await connection.execute(
        """
        with added as (insert into kit_outbox (slices, content) values (%s, %s))
        select pg_notify(%s, '')
        """,
        (slices_text(slices, parked), encode(emits, source), channel(schema)),
    )


def channel(schema: str) -> str:
    return f"attache_outbox_{schema}"


async def published(connection: AsyncConnection[Any], ends: Mapping[Partition, int]) -> None:
    """This database knows its ledger up to these offsets."""
    await connection.execute(
        """
        insert into kit_published as p (topic, partition, next_offset)
        select * from unnest(%s::text[], %s::int[], %s::bigint[])
        on conflict (topic, partition)
        do update set next_offset = greatest(p.next_offset, excluded.next_offset)
        """,
        ([topic for topic, _ in ends], [number for _, number in ends], list(ends.values())),
    )
