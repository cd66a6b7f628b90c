"""Rows as one array per column, for `unnest`; the long ones in Postgres' binary form at once."""

from collections.abc import Iterable
from itertools import repeat
from struct import Struct
from typing import Any, Final
from uuid import UUID

from psycopg import adapters
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEAD: Final = Struct("!iiIii")  # dimensions, nulls, type, how many, the number of the first
_UUID, _INT8 = 2950, 20
_LENGTH_OF_UUID: Final = (16).to_bytes(4)
_INT: Final = Struct("!iq")


class Uuids(bytes):
    """A uuid[]."""


class Ints(bytes):
    """A bigint[]."""


class _AsIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


class _UuidsAsIs(_AsIs):
    oid = 2951


class _IntsAsIs(_AsIs):
    oid = 1016


adapters.register_dumper(Uuids, _UuidsAsIs)
adapters.register_dumper(Ints, _IntsAsIs)


def uuids(ids: Iterable[UUID]) -> Uuids:
    values = [b"", *[id_.int.to_bytes(16) for id_ in ids]]
    head = _HEAD.pack(1, 0, _UUID, len(values) - 1, 1)
    return Uuids(head + _LENGTH_OF_UUID.join(values))


def ints(numbers: Iterable[int]) -> Ints:
    values = list(map(_INT.pack, repeat(8), numbers))
    return Ints(_HEAD.pack(1, 0, _INT8, len(values), 1) + b"".join(values))


def columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """`width` is how many arrays there are when there is no row."""
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _ in range(width)]
