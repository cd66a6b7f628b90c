"""A row of a SIPRI export by what its columns hold, whichever export it is."""

from schemas.claims import Signal
from schemas.refusal import pointer
from services.normalize.format import Row
from services.normalize.formats import sipri_columns


class Cells:
    """Hands out cells by role and knows which columns nobody asked for."""

    def __init__(self, row: Row) -> None:
        self._row = row
        columns = tuple(row)
        self.roles = sipri_columns.roles(columns)
        self._left = set(columns)
        self._signals: list[Signal] = []
        self.ignored: tuple[str, ...] = ()

    def column(self, role: str) -> str:
        """The column's own name, as the signal must show it."""
        return self.roles.get(role, role)

    def peek(self, role: str) -> str:
        """The cell's text; the ";" tails are what spreadsheets make of this export."""
        column = self.roles.get(role)
        value = self._row[column] if column is not None else None
        if value is None:
            return ""
        text = str(value).strip()
        return text.rstrip("; ") if text.endswith(";") else text

    def text(self, role: str) -> str:
        self._left.discard(self.roles.get(role, ""))
        return self.peek(role)

    def ignore(self, role: str) -> None:
        column = self.roles.get(role)
        if column is not None:
            self._left.discard(column)
            self.ignored = (*self.ignored, column)

    def signal(self, code: str, role: str, value: object, message: str = "") -> None:
        shown = None if value is None else str(value)[:500]
        where = pointer((self.column(role),))
        self._signals.append(Signal(code=code, field=where, value=shown, message=message))

    def close(self) -> tuple[Signal, ...]:
        for column in sorted(self._left):
            value = self._row[column]
            if value not in (None, "", [], {}) and str(value).strip(" ;"):
                self.signal("unknown_field", column, value, "not part of this format")
        return tuple(self._signals)
