"""How the cells of SIPRI's register read: years, numbers, values, and what its comments say."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from schemas.values import Basis, Money, Party, Quantity, Weapon, When
from services.normalize.formats import cells
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
_OWN_NAMES: Final[dict[str, str]] = {
    "congo": "Republic of the Congo",  # beside "DR Congo"
    "trkiye": "Turkiye",
    "cte divoire": "Cote d'Ivoire",
}
"""Names that SIPRI alone means this way, and those that lose a letter in a bad encoding."""

NOT_SAID: Final = frozenset({"", "..", "…", "-", "–", "—", "?", "n/a", "na"})
"""The register's ways to leave a cell open."""
_CURRENCIES: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
_UNITS: Final[dict[str, Literal["million", "billion"]]] = {"m": "million", "b": "billion"}

_YEARS: Final = re.compile(
    r"(?P<bracket>\()?\s*(?P<first>(?:19|20)\d\d)(?:\.0)?"
    r"(?:\s*[-–—]\s*(?P<last>(?:19|20)\d\d))?\s*(?P<mark>\?)?\s*(?(bracket)\)(?P<after>\s*\?)?)"
)
_LONGEST_SPAN: Final = 60  # years
_BRACKET: Final = re.compile(r"\(\s*(\d[\d,. ]*)\)\s*\??")
_PARENTHESES: Final = re.compile(r"\(([^()]*)\)")
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
    r"^(\$|US\$|€|£|[A-Z]{3}) ?(\d+(?:[.,]\d+)*) ?([mb]) (?:\([^)]*\) )?"
    r"(?:['‘][^'’]*['’] )?(?:deal|aid)\b"
)
_FINANCED: Final = re.compile(
    r"(?<!modernization )\b(?:financed|funded|paid for) by (?:aid from )?([A-Z][^;,()]*)"
)
_VIA: Final = re.compile(r"\bvia (?:and (?:financed|funded) by )?([A-Z][^;,()]*)")


@lru_cache(maxsize=16384)
def party(raw: str) -> Party:
    """Stars mark who is no state: * an armed group, ** an organisation of states."""
    stars = raw[len(raw.rstrip("* ")) :].replace(" ", "")
    bare = raw.rstrip("* ")
    plain = re.sub(r"[^a-z ]", "", bare.lower())
    found = parties.read(_OWN_NAMES.get(plain, raw))
    if stars and not parties.is_resolved(found):
        found = parties.read(bare)
    return found.changed(raw=raw, sector=found.sector or _SECTORS.get(stars))


@lru_cache(maxsize=65536)
def weapon(designation: str, description: str, category: str) -> Weapon:
    """The category, where the export has it, is SIPRI's own: better than any table of ours."""
    found = weapons.read(designation, description or None)
    return found.changed(sipri_category=category) if category else found


@lru_cache(maxsize=8192)
def years(text: str, uncertain: bool) -> When | None:
    """Years and spans of them ("1979; 1980", "2019-2022", "(1977)", "2012?"), as EDTF; None when
    that is not what it is."""
    marks: dict[int, str] = {}
    for part in re.split(r"[;,]", text):
        match = _YEARS.fullmatch(part.strip())
        if not match:
            return None
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if not first <= last <= first + _LONGEST_SPAN:
            return None
        doubted = uncertain or bool(match["bracket"] or match["mark"])
        for year in range(first, last + 1):
            marks[year] = "?" if doubted else ""
    found = sorted(marks)
    first, last = found[0], found[-1]
    if first == last:
        edtf = f"{first}{marks[first]}"
    elif last - first == len(found) - 1 and len(set(marks.values())) == 1:
        edtf = f"{first}{marks[first]}/{last}{marks[last]}"
    else:
        edtf = "{" + ",".join(f"{year}{marks[year]}" for year in found) + "}"
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
    """Empty is unknown, which is not zero. "(12)" is how the printed register writes "12 ?"."""
    if text.lower() in NOT_SAID:
        return Quantity(
            qualifier="unknown", basis=basis, is_estimate=estimate, raw=text, rule="sipri.empty"
        )
    bracket = _BRACKET.fullmatch(text)
    found = quantities.read(bracket[1] if bracket else text, basis=basis)
    if found is None or found.qualifier == "order_of_magnitude":
        return None
    doubted = estimate or bracket is not None or found.is_estimate
    return found.changed(is_estimate=doubted, raw=text)


@lru_cache(maxsize=16384)
def tiv(column: str, text: str) -> Money | None:
    amount = cells.amount(text)
    if amount is None or amount < 0:
        return None
    return Money(amount=amount, currency="TIV", unit="million", raw=f"{column}: {text}")


class Said(NamedTuple):
    """What a comment says plainly; the whole comment stays beside it in any case."""

    price: Money | None = None
    financier: Party | None = None
    intermediary: Party | None = None
    condition: Condition | None = None
    is_licensed: bool = False
    is_only_selected: bool = False


@lru_cache(maxsize=32768)
def said(comments: str) -> Said:
    if not comments:
        return Said()
    clauses = [clause.strip() for clause in comments.split(";")]
    plain = [part for part in _parts(clauses) if not _HEDGED.search(part)]
    return Said(
        price=next(filter(None, map(_price, clauses)), None),
        financier=_named(_FINANCED, plain, "financier"),
        intermediary=_named(_VIA, plain, "intermediary"),
        condition=_condition(plain),
        is_licensed=any(map(_LICENSED.search, plain)),
        is_only_selected=bool(_SELECTED.search(comments)),
    )


def _parts(clauses: Sequence[str]) -> Iterator[str]:
    """What stands in parentheses is a remark of its own: what it hedges, it alone hedges."""
    for clause in clauses:
        yield " ".join(_PARENTHESES.sub(" ", clause).split())
        yield from (inner.strip() for inner in _PARENTHESES.findall(clause))


def _condition(plain: Sequence[str]) -> Condition | None:
    """ "Second-hand", "Second-hand but modernized before delivery"; nothing said is not "new"."""
    for clause in plain:
        words = clause.lower().replace("-", " ")
        if re.match(r"second hand\b.*\bmoderni[sz]ed\b", words):
            return "second hand but modernized"
        if words == "second hand":
            return "second hand"
    return None


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
