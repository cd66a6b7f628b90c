"""A read model's rows on a screen: a table where there is room for one, else a paragraph each."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from services.operator.tables import COLUMNS, Row, Shown, cells

NARROW: Final = 100  # columns: below that each row is a paragraph
STATUS_STYLE: Final[Mapping[str, str]] = {
    "confirmed by party": "bold green",
    "corroborated": "green",
    "disputed": "yellow",
    "denied": "red",
    "rejected": "red",
    "withdrawn": "dim",
    "out of scope": "dim",
    "denies": "red",
    "confirms": "green",
    "disputes quantity": "yellow",
    "disputes date": "yellow",
}


def rendered(model: str, rows: Sequence[Row], width: int) -> RenderableType:
    told = [cells(model, row) for row in rows]
    if width < NARROW:
        return Group(*(_paragraph(model, row) for row in told))
    return _table(COLUMNS[model], told)


def _table(columns: Sequence[Shown], rows: Sequence[Sequence[str]]) -> Table:
    """Columns that are empty in every row are left out."""
    kept = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    table = Table(box=None, pad_edge=False, expand=False, header_style="bold", padding=(0, 2, 0, 0))
    for n in kept:
        column = columns[n]
        longest = max((len(word) for row in rows for word in row[n].split()), default=0)
        table.add_column(
            column.heading,
            justify="right" if column.number else "left",
            min_width=min(longest, 12),
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(row[n], style=STATUS_STYLE.get(row[n], "")) for n in kept))
    return table


def _paragraph(model: str, row: Sequence[str]) -> RenderableType:
    columns = COLUMNS[model]
    head = " · ".join(text for text in row[:3] if text)
    lines = [Text(head, style="bold")]
    for column, text in zip(columns[3:], row[3:], strict=True):
        if text:
            line = Text(f"{column.heading}: ", style="dim")
            line.append(text, style=STATUS_STYLE.get(text, "not dim"))
            lines.append(Padding(line, (0, 0, 0, 2)))  # type: ignore[arg-type]
    return Padding(Group(*lines), (0, 0, 1, 0))
