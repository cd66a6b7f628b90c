"""Every partner format we can read. A new one is one file and one line in `FORMATS`."""

from typing import Final

from services.normalize.format import Format

FORMATS: Final[tuple[Format, ...]] = ()
