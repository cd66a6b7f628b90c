"""Real records, where they lie beside the checkout: the two public data sets tests may use."""

import io
import zipfile
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[4] / "shared" / "data"
FORCES: Final = DATA / "us-forces-abroad" / "reports.csv.gz"
VISITS: Final = DATA / "state-department-visits"


def forces(count: int) -> bytes:
    return FORCES.read_bytes()


def visits(count: int) -> bytes:
    """All files of the folder in one archive, as a partner may send them."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sorted(VISITS.glob("*.xml")):
            zipped.write(path, path.name)
    return archive.getvalue()
