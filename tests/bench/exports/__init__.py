"""Files in the true shape of each partner's export: made up, seeded, and as varied as theirs.

A file is cut into records exactly as `attache publish` cuts it. An export is one module and one
line in `EXPORTS`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from tests.bench import reports
from tests.bench.exports import acled, gdelt, kiel, polecat, real, sipri


class Export(NamedTuple):
    format: str
    file_name: str
    content: Callable[[int], bytes]  # a file of so many records
    is_flat: bool = False  # of those that must reach the limit


MADE_UP: Final[tuple[Export, ...]] = (
    Export("gdelt.events", "20250428101500.export.CSV", gdelt.content, is_flat=True),
    Export("sipri.register", "trade-register.csv", sipri.content, is_flat=True),
    Export("acled.events", "acled.json", acled.content, is_flat=True),
    Export("polecat.events", "ngecEvents.20250428.txt", polecat.content),
    Export("kiel.tracker", "main-data.csv", kiel.content),
    Export("attache.report", "reports.jsonl", reports.content),
)
EXPORTS: Final[tuple[Export, ...]] = (
    *MADE_UP,
    *([Export("us.forces", real.FORCES.name, real.forces)] if real.FORCES.exists() else []),
    *([Export("state.visits", "visits.zip", real.visits)] if real.VISITS.exists() else []),
)
