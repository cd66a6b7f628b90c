"""What programs write into a cell where there is nothing: pandas, R, MySQL and people."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.normalize.formats import cells

BLANKS: Final = frozenset(
    {
        *("", "-", "--", "---", "\\N", "#N/A", "<NA>", "N/A", "n/a", "NA", "NaN", "nan", "NULL"),
        *("Null", "null", "NONE", "None", "none"),
    }
)


def text(value: Any) -> str:
    """A cell's or a JSON value's text, without white space around it; "" for nothing."""
    if type(value) is not str:
        value = "" if isinstance(value, list | dict) and not value else cells.text(value)
    stripped: str = value.strip()
    return "" if stripped in BLANKS else stripped


def number(value: Any) -> str:
    """The text of a whole number or code; a table that was once read as floats says "4.0"."""
    return text(value).removesuffix(".0")


def texts(row: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """`text` of several fields, without a call for each of those that are plain."""
    return [
        stripped
        if type(value) is str and (stripped := value.strip()) not in BLANKS
        else text(value)
        for value in map(row.get, names)
    ]
