"""Dates in a row, as far as the door judges them: years out of bounds, and a past to come."""

import re
from datetime import UTC, datetime
from typing import Final

from schemas.shape import encode
from services.ingest.partner import Limits

PAST: Final = frozenset({"published_at", "retrieved_at"})
"""Members that tell when something has happened already; all other dates may be plans."""
_DATE: Final = re.compile(
    r"\s{0,3}([+-]?[0-9]{4,9})-(?:0[0-9]|1[0-2])-(?:[0-2][0-9]|3[01])(?![0-9-])"
)


def dated(text: str) -> bool:
    """Whether it begins with an ISO date, of any year."""
    return "-" in text[4:14] and _DATE.match(text) is not None


def years_within(text: str, limits: Limits) -> bool:
    found = _DATE.match(text)
    return found is None or limits.first_year <= int(found[1]) <= limits.last_year


def is_ahead(text: str, limits: Limits, recorded: datetime) -> bool:
    """Whether a moment lies further ahead than clocks and time zones explain."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:  # the format will say that it cannot read it
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment > recorded + limits.ahead


def surely_past(recorded: datetime) -> bytes:
    """Any date that is smaller as a text is not ahead, whatever its time zone."""
    return encode(recorded)[1:11]
