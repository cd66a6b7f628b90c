"""SIPRI's classic trade register: preamble, unnamed flag columns, a comment for most deals."""

import csv
import io
from functools import cache
from random import Random
from typing import Final

from services.normalize.reading import lexicon
from tests.bench.exports import words

_PREAMBLE: Final = """\
Transfers of major weapons: Deals with deliveries or orders made for 1950 to 2024
A '?' in a column indicates uncertain data.
An empty field for 'Number ordered' indicates that data is not yet available.
SIPRI trend-indicator values (TIVs) are in millions.
A '0' for 'SIPRI TIV of delivered weapons' indicates a volume between 0 and 0.5 million.
Figures may not add up to stated totals due to the conventions of rounding.
For the method used see the sources and methods of the database.

Source: a file made up for measuring
Information generated: 28 April 2025

"""
_HEADER: Final = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
_OTHERS: Final = ("African Union**", "NATO**", "unknown supplier(s)", "Hezbollah (Lebanon)*")


def content(count: int) -> bytes:
    chance = Random(12)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for _ in range(count):
        writer.writerow(_row(chance))
    return (_PREAMBLE + _HEADER + lines.getvalue()).encode("cp1252", "replace")


def _row(chance: Random) -> list[str]:
    supplier = words.skewed(chance, words.states()).name
    recipient = chance.choice(words.states()).name
    if chance.random() < 0.02:
        recipient = chance.choice(_OTHERS)
    designation, description = _weapon(chance)
    ordered_in, ordered = chance.randrange(1950, 2025), chance.choice((1, 2, 4, 6, 12, 24, 50, 500))
    ordered += chance.randrange(ordered)
    delivered = ordered if chance.random() < 0.8 else chance.randrange(ordered + 1)
    first = ordered_in + chance.randrange(3)
    years = range(first, first + chance.choice((1, 1, 1, 2, 3, 5))) if delivered else ()
    unit = chance.choice((0.01, 0.05, 0.2, 0.8, 1.5, 4, 9, 25, 80)) * chance.randrange(1, 9)
    return [
        recipient, supplier, str(ordered_in), _flag(chance),
        str(ordered) if chance.random() < 0.95 else "", _flag(chance), designation, description,
        str(delivered), _flag(chance), "; ".join(map(str, years)),
        chance.choices(("New", "Second hand", "Second hand but modernized"), (8, 3, 1))[0],
        _comment(chance), f"{unit:g}", f"{unit * ordered:g}", f"{unit * delivered:g}",
    ]  # fmt: skip


def _flag(chance: Random) -> str:
    return "?" if chance.random() < 0.3 else ""


@cache
def _weapons() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Known designations, each with the descriptions of its category."""
    labels: dict[str, list[str]] = {}
    for row in lexicon.rows("weapon_descriptions"):
        labels.setdefault(row["category"], []).append(row["description"])
    return tuple(
        (name, tuple(labels.get(row["category"], ["weapon"])))
        for row in lexicon.rows("weapon_families")
        for name in lexicon.cells(row["aliases"])
        if name.isascii()
    )


def _weapon(chance: Random) -> tuple[str, str]:
    name, descriptions = chance.choice(_weapons())
    if chance.random() < 0.2:  # a type that no table knows
        name = f"{words.name(chance)}-{chance.randrange(1, 900)}"
    return name, chance.choice(descriptions)


def _comment(chance: Random) -> str:
    """Most deals have one; no two are alike."""
    money = f"{chance.choice(('$', 'EUR', 'GBP'))}{chance.randrange(2, 900)} m"
    other, ship = words.skewed(chance, words.states()), words.name(chance)
    clauses = (
        f"{money} deal",
        f"Part of {money} deal",
        f"For {chance.randrange(1, 9)} {ship} frigates",
        f"Ex-{other.demonym}",
        f"Financed by {other.name}",
        f"Produced under licence as {ship}-{chance.randrange(1, 9)}",
        f"{ship}-{chance.randrange(1, 90)}M version",
        f"Delivery planned {chance.randrange(2024, 2030)}",
        f"Possibly from {other.demonym} production line",
        f"Incl {chance.randrange(2, 40)} assembled in {other.name}; offsets worth {money}",
        "Aid", "Second-hand", "Number ordered could be higher",
    )  # fmt: skip
    return "; ".join(chance.sample(clauses, chance.choice((0, 1, 1, 2, 3))))
