"""One record's text to a Row; what cannot be a Row is refused by code.

`cut` (from `cutting.py`) is the way from a partner's file to such texts.
"""

from typing import Any, Final

import msgspec
import orjson

from schemas import jsondepth, jsonrow, xmlrow
from schemas.refusal import Refused
from services.normalize.reading.cutting import JSON, XML, Cut, cut

__all__ = ["Cut", "cut", "parse"]


def parse(content_type: str, text: str) -> dict[str, Any]:
    """The record as a Row (see `format.Row`), or Refused."""
    kind = content_type.partition(";")[0].strip().lower() or JSON
    if kind.endswith("json"):
        row = _quick(text)
        return jsonrow.row(text.removeprefix("\ufeff")) if row is None else row
    if kind.endswith("xml"):
        return xmlrow.row(text)
    raise Refused("unsupported_content_type", "", f"send {JSON} or {XML}, not {kind[:100]!r}")


_READER: Final = msgspec.json.Decoder()


def _quick(text: str) -> dict[str, Any] | None:
    """The row, where the strict reader would find nothing wrong with it; else None.

    The fast reader says nothing of a name that occurs twice, nor of an endless whole number. So
    the row is written anew: that takes no such number, and as many colons as in the text are as
    many names.
    """
    if "\\u003" in text:
        return None  # a colon in disguise
    try:
        row = _READER.decode(text)
        colons = orjson.dumps(row).count(b":")
    except (msgspec.MsgspecError, orjson.JSONEncodeError, UnicodeError, RecursionError):
        return None
    if type(row) is not dict or text.count(":") != colons:
        return None
    jsondepth.check(text, jsonrow.DEPTH)
    return row
