"""What made-up records are filled with: states and towns of the gazetteer, and invented ones."""

import itertools
import string
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Final, NamedTuple, TypeVar

from services.normalize.formats import fips as fips_codes
from services.normalize.reading import lexicon

Item = TypeVar("Item")

_IN_THE_NEWS: Final = "USA RUS UKR CHN ISR IRN GBR FRA DEU TUR IND PAK SYR SAU PRK KOR JPN"
_HEADS: Final = "Al Bar Bel Che Dar El Gor Kal Kha Lub Mar Nov Ost Pol Raz Sel Tar Um Vol Zar"
_TAILS: Final = "abad amba burg dorf gorod grad iv ka kent ovo polis shahr ska stan tal uma ville"


class State(NamedTuple):
    code: str  # ISO 3166-1 alpha-3
    name: str
    demonym: str


class Town(NamedTuple):
    name: str
    state: State
    lat: str
    lon: str


@cache
def _syllables() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return tuple(_HEADS.split()), ("", "", "na", "ro", "di", "she"), tuple(_TAILS.split())


@cache
def states() -> tuple[State, ...]:
    """Those most in the news first."""
    found = [
        State(row["id"], row["name"], (lexicon.cells(row["demonyms"]) or [row["name"]])[0])
        for row in lexicon.rows("states")
    ]
    rank = {code: n for n, code in enumerate(_IN_THE_NEWS.split())}
    return tuple(sorted(found, key=lambda state: rank.get(state.code, len(rank))))


@cache
def fips() -> Mapping[str, str]:
    """ISO 3166-1 alpha-3 -> FIPS 10-4"""
    found: dict[str, str] = {}
    for code in map("".join, itertools.product(string.ascii_uppercase, repeat=2)):
        if (state := fips_codes.country(code)) is not None:
            found.setdefault(state, code)
    return found


@cache
def known_towns() -> tuple[Town, ...]:
    by_code = {state.code: state for state in states()}
    return tuple(
        Town(row["name"], by_code[row["country"]], row["lat"], row["lon"])
        for row in lexicon.rows("places")
        if row["country"] in by_code and row["lat"]
    )


def skewed(chance: Random, items: tuple[Item, ...]) -> Item:
    """The first ones far more often than the last, as names are in the news."""
    return items[int(len(items) * chance.random() ** 4)]


def name(chance: Random) -> str:
    """A town or a person that no table knows."""
    return "".join(map(chance.choice, _syllables()))


def person(chance: Random) -> str:
    return f"{name(chance)} {name(chance)}"


def town(chance: Random) -> Town:
    """One in three is in our gazetteer."""
    if chance.random() < 0.33:
        return chance.choice(known_towns())
    near = chance.choice(known_towns())
    lat, lon = float(near.lat) + chance.uniform(-2, 2), float(near.lon) + chance.uniform(-2, 2)
    return Town(name(chance), near.state, f"{lat:.4f}", f"{lon:.4f}")
