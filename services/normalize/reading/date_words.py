"""The words of dates: months of many languages, parts of years, joints, fillers."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from anyascii import anyascii
from babel import Locale

from services.normalize.reading.lexicon import cells, rows

_LOCALES: Final = (
    "en", "ru", "uk", "fr", "de", "es", "pt", "it", "nl", "pl", "cs", "sk", "tr", "sv", "nb", "da",
    "fi", "ro", "hu", "bg", "sr", "el", "et", "lv", "lt", "id", "vi", "ar", "fa", "he", "hi", "ka",
    "hy", "az", "be", "hr",
)  # fmt: skip
"""Locales with names for the months; Korean, Chinese and Japanese count them."""


def _spellings(name: str) -> set[str]:
    word = name.casefold().strip(" .")
    return {word, anyascii(word)} if max(word, default="") < "\u0250" else {word}


@cache
def months() -> Mapping[str, int]:
    """Month name -> number. A word that means two different months means none."""
    found: dict[str, int] = {}
    clashes: set[str] = set()
    ours: dict[str, int] = {"sept": 9}
    for locale in _LOCALES:
        names = Locale.parse(locale).months
        target = ours if locale == "en" else found
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in names[context][width].items():
                    for word in _spellings(name):
                        named = len(word) > 2 and not any(c.isdigit() or c == " " for c in word)
                        if named and target.setdefault(word, month) != month:
                            clashes.add(word)
    rest = {word: month for word, month in found.items() if word not in clashes}
    return MappingProxyType(rest | ours)


@cache
def weekdays() -> Mapping[str, int]:
    """Weekday name -> 0 (Monday) … 6."""
    found: dict[str, int] = {}
    for locale in ("en", "ru", "uk", "fr", "de", "es"):
        for context in ("format", "stand-alone"):
            for day, name in Locale.parse(locale).days[context]["wide"].items():
                found.setdefault(name.casefold(), day)
    for day, name in Locale.parse("en").days["format"]["abbreviated"].items():
        found.setdefault(name.casefold(), day)
    return MappingProxyType(found | {"tues": 1, "wednes": 2, "thurs": 3, "thur": 3})


@cache
def words() -> Mapping[str, str]:
    """Any other word -> what it does, as "kind:value"."""
    return MappingProxyType(
        {word: row["does"] for row in rows("date_words") for word in cells(row["words"])}
    )
