"""Rows as one array per column, for `unnest`."""

from collections.abc import Iterable
from typing import Any


def columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """`width` is how many arrays there are when there is no row."""
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _ in range(width)]
