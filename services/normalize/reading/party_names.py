"""Every name of a party that is known exactly: our alias tables, ISO 3166, and CLDR's territories.

Two different parties under one name make that name unreadable rather than a guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

import pycountry
from babel import Locale

from services.normalize.reading import folding
from services.normalize.reading.lexicon import cells, rows

_CLDR_ONLY: Final = {"XK": "XKX", "EU": "eu", "UN": "un", "AC": "SHN", "TA": "SHN", "DG": "IOT"}


class Known(NamedTuple):
    """A party as the tables know it. `rule` is how this name names it."""

    id: str
    name: str
    country: str | None
    sector: str | None
    wikidata: str | None
    rule: str


def _parties() -> Iterator[tuple[Known, str]]:
    """Each party of our tables with one alias, the more telling rules first."""
    for row in rows("states"):
        state = Known(row["id"], row["name"], row["id"], None, row["wikidata"] or None, "name")
        yield from ((state, alias) for alias in (row["name"], *cells(row["aliases"])))
    for row in rows("former_states"):
        country, sector = row["country"] or None, row["sector"] or None
        state = Known(row["id"], row["name"], country, sector, None, "former-or-unrecognised")
        yield from ((state, alias) for alias in (row["name"], *cells(row["aliases"])))
        yield from ((state._replace(rule="demonym"), a) for a in cells(row["demonyms"]))
    for row in rows("organisations"):
        wikidata = row["wikidata"] or None
        organisation = Known(row["id"], row["name"], None, row["sector"], wikidata, "organisation")
        yield from ((organisation, alias) for alias in (row["name"], *cells(row["aliases"])))
    for row in rows("armed_groups"):
        group = Known(
            row["id"], row["name"], row["country"] or None, row["sector"], None, "armed-group"
        )
        for alias in (row["name"], *cells(row["demonyms"]), *cells(row["aliases"])):
            yield group, alias
    states = {row["id"]: row for row in (*rows("former_states"), *rows("states"))}
    for row in rows("named_institutions"):
        of = states[row["country"]]
        known = Known(of["id"], of["name"], of["id"], row["sector"], None, row["rule"])
        yield from ((known, alias) for alias in cells(row["aliases"]))
    for row in rows("states"):
        state = Known(row["id"], row["name"], row["id"], None, row["wikidata"] or None, "demonym")
        yield from ((state, alias) for alias in cells(row["demonyms"]))
        seat = state._replace(rule="metonym", sector="GOV")
        yield from ((seat, alias) for alias in cells(row["metonyms"]))


@cache
def ambiguous() -> frozenset[str]:
    """Keys that more than one party goes by: unresolved unless more is said."""
    return frozenset(folding.native(row["name"]) for row in rows("ambiguous"))


@cache
def by_id() -> Mapping[str, Known]:
    """The party itself, without a sector that only some alias gives it."""
    found: dict[str, Known] = {}
    for known, _ in _parties():
        found.setdefault(known.id, known)
    return MappingProxyType(found)


@cache
def alpha2() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 (and CLDR's own codes) to our id."""
    return MappingProxyType({c.alpha_2: c.alpha_3 for c in pycountry.countries} | _CLDR_ONLY)


def _foreign() -> Iterator[tuple[str, str, str]]:
    """(id, name, rule) from ISO's English names and CLDR's of many languages."""
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            if name := getattr(country, field, None):
                yield country.alpha_3, name, "name"
    codes = alpha2()
    for locale in (row["locale"] for row in rows("locales")):
        for code, name in Locale.parse(locale).territories.items():
            if party := codes.get(code):
                yield party, name, f"name-{locale}"


def _spellings(alias: str) -> Iterable[str]:
    first = folding.native(alias)
    second = folding.latin(first)
    return {first} if second is None else {first, second}


@cache
def index() -> Mapping[str, Known]:
    """Key -> party. Ours come first; of the others only names that name one party."""
    found: dict[str, Known] = {}
    several = ambiguous()
    for known, alias in _parties():
        for key in _spellings(alias):
            if key not in several:
                found.setdefault(key, known)
    others: dict[str, Known] = {}
    clashes: set[str] = set()
    parties = by_id()
    for party, name, rule in _foreign():
        known = parties.get(party) or Known(party, name, party, None, None, "name")
        for key in _spellings(name):
            if len(key) < 4 and folding.is_latin(key):
                continue  # "Y", "Ao", "Nga": too like initials and codes
            if others.setdefault(key, known._replace(rule=rule)).id != party:
                clashes.add(key)
    for key, known in others.items():
        if key not in clashes and key not in several:
            found.setdefault(key, known)
    return MappingProxyType(found)


def find(text: str) -> Known | None:
    """The party of exactly this name."""
    names = index()
    for key in folding.keys(text):
        if known := names.get(key):
            return known
    return None
