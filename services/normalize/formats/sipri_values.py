"""How the cells of SIPRI's register read: years, numbers, values, and what its comments say."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from schemas.values import Basis, Money, Party, Quantity, Weapon, When
from services.normalize.reading import parties, quantities, weapons

Condition = Literal["new", "second hand", "second hand but modernized"]
Stage = Literal["ordered", "delivered", "produced_under_licence"]

CONDITIONS: Final[dict[str, Condition]] = {
    "new": "new",
    "second hand": "second hand",
    "second hand but modernized": "second hand but modernized",
    "second hand but modernised": "second hand but modernized",
}
_SECTORS: Final = {"*": "REB", "**": "IGO"}
_CURRENCIES: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
_UNITS: Final[dict[str, Literal["million", "billion"]]] = {"m": "million", "b": "billion"}

_HEDGED: Final = re.compile(
    r"\b(possibl|probabl|perhaps|may |could |reported|planned|option|incl |including )", re.I
)
_LICENSED: Final = re.compile(
    r"\b(produc\w+|assembl\w+)\b.*\bunder licen[cs]e|\blicen[cs]ed?[- ]produc", re.I
)
_SELECTED: Final = re.compile(
    r"\bselected but\b.*\bnot yet\b|\b(contract|order) not yet (signed|placed)\b", re.I
)
_PRICE: Final = re.compile(
    r"^(\$|US\$|€|£|[A-Z]{3}) ?(\d+(?:[.,]\d+)*) ?([mb]) (?:\([^)]*\) )?(?:deal|aid)\b"
)
_FINANCED: Final = re.compile(
    r"(?<!modernization )\b(?:financed|funded|paid for) by (?:aid from )?([A-Z][^;,()]*)"
)
_VIA: Final = re.compile(r"\bvia (?:and (?:financed|funded) by )?([A-Z][^;,()]*)")


@lru_cache(maxsize=16384)
def party(raw: str) -> Party:
    """Stars mark who is no state: * an armed group, ** an organisation of states."""
    stars = raw[len(raw.rstrip("* ")) :].replace(" ", "")
    found = parties.read(raw)
    if stars and not parties.is_resolved(found):
        found = parties.read(raw.rstrip("* "))
    return found.changed(raw=raw, sector=found.sector or _SECTORS.get(stars))


@lru_cache(maxsize=65536)
def weapon(designation: str, description: str, category: str) -> Weapon:
    """The category, where the export has it, is SIPRI's own: better than any table of ours."""
    found = weapons.read(designation, description or None)
    return found.changed(sipri_category=category) if category else found


@lru_cache(maxsize=8192)
def years(text: str, uncertain: bool) -> When | None:
    """One year or a list of them ("1979; 1980"), as EDTF; None when that is not what it is."""
    parts = [part.removesuffix(".0") for part in re.split(r"\s*[;,]\s*", text.strip()) if part]
    if not parts or not all(re.fullmatch(r"(19|20)\d\d", part) for part in parts):
        return None
    found = sorted({int(part) for part in parts})
    first, last = found[0], found[-1]
    mark = "?" if uncertain else ""
    if first == last:
        edtf = f"{first}{mark}"
    elif last - first == len(found) - 1:
        edtf = f"{first}{mark}/{last}{mark}"
    else:
        edtf = "{" + ",".join(f"{year}{mark}" for year in found) + "}"
    return When(
        edtf=edtf,
        earliest=date(first, 1, 1),
        latest=date(last, 12, 31),
        precision=5,
        raw=text,
        rule="sipri.years",
    )


@lru_cache(maxsize=16384)
def number(text: str, estimate: bool, basis: Basis | None) -> Quantity | None:
    """Empty is unknown, which is not zero."""
    if not text:
        return Quantity(
            qualifier="unknown", basis=basis, is_estimate=estimate, raw=text, rule="sipri.empty"
        )
    found = quantities.read(text, basis=basis)
    if found is None or found.best is None:
        return None
    return found.changed(is_estimate=estimate or found.is_estimate)


@lru_cache(maxsize=16384)
def tiv(column: str, text: str) -> Money | None:
    try:
        amount = float(text.replace(",", ""))
        return Money(
            amount=int(amount) if amount.is_integer() else amount,
            currency="TIV",
            unit="million",
            raw=f"{column}: {text}",
        )
    except (ValueError, OverflowError):
        return None


class Said(NamedTuple):
    """What a comment says plainly; the whole comment stays beside it in any case."""

    price: Money | None = None
    financier: Party | None = None
    intermediary: Party | None = None
    is_licensed: bool = False
    is_only_selected: bool = False


@lru_cache(maxsize=32768)
def said(comments: str) -> Said:
    if not comments:
        return Said()
    clauses = [clause.strip() for clause in comments.split(";")]
    plain = [clause for clause in clauses if not _HEDGED.search(clause)]
    return Said(
        price=next(filter(None, map(_price, clauses)), None),
        financier=_named(_FINANCED, plain, "financier"),
        intermediary=_named(_VIA, plain, "intermediary"),
        is_licensed=any(map(_LICENSED.search, plain)),
        is_only_selected=bool(_SELECTED.search(comments)),
    )


def _price(clause: str) -> Money | None:
    """What the whole deal cost: not a part of a deal, a range or a guess."""
    match = _PRICE.match(clause)
    if match is None:
        return None
    sign, digits, unit = match.groups()
    amount = float(digits.replace(",", ""))
    return Money(
        amount=int(amount) if amount.is_integer() else amount,
        currency=_CURRENCIES.get(sign, sign),
        unit=_UNITS[unit],
        raw=match.group(),
    )


def _named(pattern: re.Pattern[str], clauses: Sequence[str], role: str) -> Party | None:
    """The party after the words, when it is one we know for sure."""
    for match in filter(None, map(pattern.search, clauses)):
        raw = re.split(r"\s+(?:and|for|from|before|after|in|to)\s", match.group(1))[0].strip()
        found = parties.read(raw, role=role)
        if parties.is_resolved(found):
            return found
    return None


def stage(is_local: bool, has_year: bool, delivered: float) -> Stage:
    if is_local:
        return "produced_under_licence"
    return "delivered" if has_year or delivered > 0 else "ordered"
