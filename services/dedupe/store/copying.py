"""Rows in Postgres' binary COPY format: many times faster than value by value."""

from collections.abc import Iterable
from struct import Struct
from typing import Final
from uuid import UUID

from services.dedupe.blocking import Block
from services.dedupe.store.rows import Row
from services.kit.record import Tx

_START: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END: Final = b"\xff\xff"
_BLOCK: Final = Struct("!h iq ih ii ii i16s")
_EDGE: Final = Struct("!h i16s i16s id")
_CLAIM: Final = Struct("!h i16s i16s i16s i")
_VERSION: Final = Struct("!iq iq ih i")
_LENGTH: Final = Struct("!i")
_SERIES: Final = Struct("!iq")
_NULL: Final = _LENGTH.pack(-1)


async def copy(table: str, content: bytes, tx: Tx) -> None:
    """`table` with its columns."""
    query = f"copy {table} from stdin (format binary)".encode()
    async with tx.cursor() as cursor, cursor.copy(query) as to:
        await to.write(content)


def claim_rows(rows: Iterable[Row]) -> bytes:
    """claim (claim_id, occurrence_id, report_id, kind, revision, format_version, state, member,
    series, body)"""
    parts = [_START]
    for row in rows:
        assert row.body is not None
        kind, packed, body = row.kind.encode(), row.packed, row.body.encode()
        claim, occurrence, report = (
            row.claim_id.int.to_bytes(16),
            row.occurrence_id.int.to_bytes(16),
            row.report_id.int.to_bytes(16),
        )
        parts += (
            _CLAIM.pack(10, 16, claim, 16, occurrence, 16, report, len(kind)),
            kind,
            _VERSION.pack(8, row.revision, 8, row.format_version, 2, row.state, len(packed)),
            packed,
            _NULL if (series := row.series) is None else _SERIES.pack(8, series),
            _LENGTH.pack(len(body)),
            body,
        )
    parts.append(_END)
    return b"".join(parts)


def block_rows(rows: Iterable[tuple[Block, UUID]]) -> bytes:
    """block (key, length, first_day, last_day, claim_id)"""
    pack = _BLOCK.pack
    return b"".join(
        [
            _START,
            *(
                pack(5, 8, key, 2, length, 4, first, 4, last, 16, claim.int.to_bytes(16))
                for (key, length, first, last), claim in rows
            ),
            _END,
        ]
    )


def edge_rows(rows: Iterable[tuple[UUID, UUID, float]]) -> bytes:
    """edge (claim_a, claim_b, score), each pair both ways"""
    pack = _EDGE.pack
    parts = [_START]
    for one, other, score in rows:
        a, b = one.int.to_bytes(16), other.int.to_bytes(16)
        parts.append(pack(3, 16, a, 16, b, 8, score))
        parts.append(pack(3, 16, b, 16, a, 8, score))
    parts.append(_END)
    return b"".join(parts)
