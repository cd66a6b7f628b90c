"""The alias tables: one TSV file each, read once. A cell may hold several values, cut at "|"."""

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of one table as column -> cell."""
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    columns = head.split("\t")
    return tuple(
        dict(zip(columns, line.split("\t"), strict=True)) for line in lines if line.strip()
    )


def cells(cell: str) -> list[str]:
    """The values of one cell."""
    return [value for value in cell.split("|") if value]
