"""Who counted a row of the US forces data: the Pentagon's report, or somebody else, or nobody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.values import Source, Speaker
from services.normalize.formats.us_forces_counts import MISSING
from services.normalize.reading import parties

_REPORT: Final = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{4}",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(r"(?:stepwise )?(?:imput|interpol)\w*|not reported", re.I)
_ESTIMATE: Final = re.compile(r"estimate", re.I)
PACKAGE: Final = "troopdata"


@dataclass(frozen=True, slots=True)
class Origin:
    """no_report: why the row is no count that anybody made."""

    attribution: tuple[Speaker, ...] = ()
    source: Source | None = None
    no_report: str | None = None
    is_estimate: bool = False


def read(written: str | None, date: str, numbers: Mapping[str, int]) -> Origin:
    """`written`: the cell; None where the table has no such column."""
    title = written or ""
    if _NOBODY.match(title):
        return Origin(no_report=f"{title}: computed by the package, counted by nobody")
    if written is not None and title.lower() in MISSING - {""}:
        if not any(numbers.values()):
            return Origin(no_report="no report lists this place at that time: filled with zeros")
        return _compiled(None)
    if title and not _REPORT.fullmatch(title):
        return _compiled(title)
    return _reported(title, date)


def _reported(title: str, date: str) -> Origin:
    publisher = "Defense Manpower Data Center"
    speaker = Speaker(
        name=publisher,
        party=parties.read("United States"),
        capacity="US Department of Defense",
        verb="reports",
    )
    source = Source(
        publisher=publisher,
        title=f"Military personnel by location, {title or date}",
        document_id=date,
        language="en",
        is_official=True,
    )
    return Origin((speaker,), source)


def _compiled(title: str | None) -> Origin:
    """A figure that the package took from elsewhere, to fill a gap of the reports."""
    is_estimate = title is None or bool(_ESTIMATE.match(title))
    name = PACKAGE if is_estimate else title or PACKAGE
    speaker = Speaker(
        name=name,
        capacity="compilers of the data" if is_estimate else "an earlier compilation",
        verb="estimates" if is_estimate else "reports",
    )
    source = Source(publisher=name, title=title, language="en", is_official=False)
    return Origin((speaker,), source, is_estimate=is_estimate)
