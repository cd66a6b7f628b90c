"""Every partner format we can read. A new one is one file and one line in `FORMATS`."""

from typing import Final

from services.normalize.format import Format
from services.normalize.formats import (
    acled,
    attache_report,
    gdelt,
    kiel,
    polecat,
    sipri,
    state_visits,
    us_forces,
)

FORMATS: Final[tuple[Format, ...]] = (
    attache_report.FORMAT,
    state_visits.FORMAT,
    us_forces.FORMAT,
    kiel.FORMAT,
    sipri.FORMAT,
    gdelt.FORMAT,
    polecat.FORMAT,
    acled.FORMAT,
)
