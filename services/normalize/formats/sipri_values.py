"""How the cells of SIPRI's register read: years, numbers, values, and what its comments say."""

import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

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
    return found.model_copy(update={"raw": raw, "sector": found.sector or _SECTORS.get(stars)})


@lru_cache(maxsize=65536)
def weapon(designation: str, description: str, category: str) -> Weapon:
    """The category, where the export has it, is SIPRI's own: better than any table of ours."""
    found = weapons.read(designation, description or None)
    return found.model_copy(update={"sipri_category": category}) if category else found


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
    return found.model_copy(update={"is_estimate": estimate or found.is_estimate})


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


@lru_cache(maxsize=16384)
def price(comments: str) -> Money | None:
    """What the whole deal cost, when the comment says it plainly."""
    for clause in _clauses(comments):
        match = _PRICE.match(clause)
        if match is not None:
            sign, digits, unit = match.groups()
            amount = float(digits.replace(",", ""))
            return Money(
                amount=int(amount) if amount.is_integer() else amount,
                currency=_CURRENCIES.get(sign, sign),
                unit=_UNITS[unit],
                raw=match.group(),
            )
    return None


def stage(local: bool, comments: str, has_year: bool, delivered: float) -> Stage:
    if local or _is_licensed(comments):
        return "produced_under_licence"
    return "delivered" if has_year or delivered > 0 else "ordered"


@lru_cache(maxsize=16384)
def _is_licensed(comments: str) -> bool:
    return any(_LICENSED.search(c) and not _HEDGED.search(c) for c in _clauses(comments))


@lru_cache(maxsize=16384)
def is_only_selected(comments: str) -> bool:
    return bool(_SELECTED.search(comments))


@lru_cache(maxsize=16384)
def financier(comments: str) -> Party | None:
    return _named(_FINANCED, comments, "financier")


@lru_cache(maxsize=16384)
def intermediary(comments: str) -> Party | None:
    return _named(_VIA, comments, "intermediary")


def _named(pattern: re.Pattern[str], comments: str, role: str) -> Party | None:
    """The party after the words, when it is one we know for sure; the comment stays in any case."""
    for clause in _clauses(comments):
        match = pattern.search(clause)
        if match is None or _HEDGED.search(clause):
            continue
        raw = re.split(r"\s+(?:and|for|from|before|after|in|to)\s", match.group(1))[0].strip()
        found = parties.read(raw, role=role)
        if parties.is_resolved(found):
            return found
    return None


def _clauses(comments: str) -> list[str]:
    return [clause.strip() for clause in comments.split(";") if clause.strip()]
