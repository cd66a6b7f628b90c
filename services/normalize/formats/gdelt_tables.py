"""Rows of GDELT's other tables under the columns of its events: told apart, and refused."""

import re
from typing import Final

from schemas.refusal import Refused
from services.normalize.format import Row
from services.normalize.formats import blanks

_GRAPH: Final = re.compile(r"\d{14}-T?\d+")
_MEND: Final = "send the 61 columns of a GDELT 2.0 event file"


def check(row: Row) -> None:
    """Raises Refused for what is no event of GDELT 2.0; says nothing of what only looks odd."""
    if row.get("DATEADDED") and row.get("SOURCEURL"):
        return  # the last two of 61 columns are there
    number = blanks.text(row.get("GLOBALEVENTID"))
    if _GRAPH.fullmatch(number):
        raise Refused("invalid_value", "/GLOBALEVENTID", f"a row of the knowledge graph; {_MEND}")
    if _is_moment(row, "SQLDATE") and _is_moment(row, "MonthYear"):
        raise Refused("invalid_value", "/SQLDATE", f"a row of the table of mentions; {_MEND}")
    added = blanks.text(row.get("ActionGeo_Lat"))
    if _is_empty(row) and len(added) == 8 and added.isdigit():
        # the older tables lack three columns of second-order units
        raise Refused("invalid_value", "/DATEADDED", f"57 or 58 columns, as in GDELT 1.0; {_MEND}")


def _is_moment(row: Row, name: str) -> bool:
    text = blanks.text(row.get(name))
    return len(text) == 14 and text.isdigit()


def _is_empty(row: Row) -> bool:
    return not (blanks.text(row.get("DATEADDED")) or blanks.text(row.get("SOURCEURL")))
