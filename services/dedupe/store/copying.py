"""Rows of fixed width in Postgres' binary COPY format: many times faster than row by row."""

from collections.abc import Iterable
from struct import Struct
from typing import Final
from uuid import UUID

from services.dedupe.blocking import Block
from services.dedupe.likeness.features import Member

_START: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END: Final = b"\xff\xff"
_BLOCK: Final = Struct("!h iq ih ii ii i16s")
_EDGE: Final = Struct("!h i16s i16s id")


def block_rows(rows: Iterable[tuple[Block, Member]]) -> bytes:
    """block (key, length, first_day, last_day, claim_id)"""
    pack = _BLOCK.pack
    return b"".join(
        [
            _START,
            *(
                pack(5, 8, b.key, 2, b.length, 4, b.first, 4, b.last, 16, m.claim_id.bytes)
                for b, m in rows
            ),
            _END,
        ]
    )


def edge_rows(rows: Iterable[tuple[UUID, UUID, float]]) -> bytes:
    """edge (claim_a, claim_b, score), each pair both ways"""
    pack = _EDGE.pack
    parts = [_START]
    for a, b, score in rows:
        parts.append(pack(3, 16, a.bytes, 16, b.bytes, 8, score))
        parts.append(pack(3, 16, b.bytes, 16, a.bytes, 8, score))
    parts.append(_END)
    return b"".join(parts)
