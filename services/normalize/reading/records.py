"""One record's text to a Row; what cannot be a Row is refused by code.

`cut` (from `cutting.py`) is the way from a partner's file to such texts.
"""

from typing import Any, Final

import msgspec

from schemas import jsonrow, xmlrow
from schemas.refusal import Refused
from services.normalize.reading.cutting import JSON, XML, Cut, cut

__all__ = ["Cut", "cut", "parse"]


def parse(content_type: str, text: str) -> dict[str, Any]:
    """The record as a Row (see `format.Row`), or Refused."""
    kind = content_type.partition(";")[0].strip().lower() or JSON
    if kind.endswith("json"):
        row = _plain(text)
        return jsonrow.row(text.removeprefix("\ufeff")) if row is None else row
    if kind.endswith("xml"):
        return xmlrow.row(text)
    raise Refused("unsupported_content_type", "", f"send {JSON} or {XML}, not {kind[:100]!r}")


_READER: Final = msgspec.json.Decoder()
_WIDEST: Final = 2.0**63  # beyond it the fast reader makes a float of a whole number


def _plain(text: str) -> dict[str, Any] | None:
    """A row of a table, by the fast reader; None for what needs the strict one.

    The fast reader says nothing of a name that occurs twice. Where no white space follows a
    quote, every name is followed by a quote and a colon: as many of these as names in the row
    are no more names than that.
    """
    if "\n" in text or "\t" in text or "\r" in text or '" ' in text:
        return None  # the first three stand between values only
    try:
        row = _READER.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None  # the strict reader says why
    if type(row) is not dict or text.count('":') != len(row):
        return None
    if float in set(map(type, row.values())):
        floats = [value for value in row.values() if type(value) is float]
        return row if all(abs(value) < _WIDEST for value in floats) else None
    return row
