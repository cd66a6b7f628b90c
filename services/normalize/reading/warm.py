"""Builds all that reading looks things up in: else the first record waits a second for it."""

from datetime import date
from typing import Final

from services.normalize.reading import dates, parties, people, places, quantities, weapons

_TEXT: Final = "General Nobody of the Army of Ukraine, about a dozen tanks in early May"
"""No exact name and no plain form: to tell so, one table after the other is asked."""


def tables() -> None:
    """Reads a text of each kind."""
    parties.read("Ukrainian army")
    parties.from_code("AFR", "cameo")
    parties.from_code("FRA", "iso3")
    people.read(_TEXT)
    places.read(_TEXT)
    weapons.read(_TEXT, _TEXT)
    quantities.read(_TEXT)
    dates.read(_TEXT, published=date(2025, 3, 1))
