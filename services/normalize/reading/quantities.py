"""How many: numbers, ranges, qualifiers, vague words and echelons, read into UCDP's triple.

What is said is kept, nothing is invented: a range has no best value, "up to N" no lower end.
"""

import re
from functools import cache, lru_cache
from typing import Final, assert_never

from schemas.values import LIMIT, Basis, Qualifier, Quantity
from services.normalize.reading import folding, numerals, quantity_phrases
from services.normalize.reading.quantity_phrases import Amount, Phrase

VERSION: Final = 1
LONGEST: Final = 300
_NUMBER_OF: Final = r"(?:(?:an? |the )?{} (?:number|quantity|amount)s?(?: of)?|number {}|{})"
_UNSAID: Final[tuple[tuple[Qualifier, str], ...]] = (
    ("undisclosed", "undisclosed|not disclosed|classified|confidential|secret|нераскрыто|비공개"),
    ("unknown", "unknown|not known|unclear|unspecified|not specified|uncertain|неизвестно|미상"),
    ("not_applicable", "not applicable|n/a"),
)
_ZERO: Final = frozenset({"none", "no", "nil", "zero", "no one", "nobody", "0"})


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == int(number) else number


def _triple(
    qualifier: Qualifier | None, amount: Amount
) -> tuple[float | None, float | None, float | None, Qualifier]:
    """low, best, high, and the qualifier that results."""
    low, best, high = amount.low, amount.best, amount.high
    match qualifier:
        case "at_least" | "more_than":
            return low, None, None, qualifier
        case "up_to" | "fewer_than":
            return None, None, high, qualifier
        case _:
            pass
    match amount.kind:
        case "number" if qualifier == "about":
            return None, best, None, "about"
        case "number":
            return low, best, high, "exact"
        case "range":
            return low, None, high, "range"
        case "vague":
            return low, None, high, "order_of_magnitude"
        case "echelon":
            return low, best, high, "about"
        case _:
            assert_never(amount.kind)


def _rule(qualifier: Qualifier, amount: Amount) -> str:
    names = [qualifier.replace("_", "-")]
    if amount.kind == "echelon":
        names.append("echelon")
    elif amount.rule:
        names.append(amount.rule)
    return f"quantities/{'-'.join(names)}@{VERSION}"


def _quantity(phrase: Phrase, raw: str, basis: Basis | None, unit: str | None) -> Quantity | None:
    low, best, high, qualifier = _triple(phrase.qualifier, phrase.amount)
    if max(low or 0, best or 0, high or 0) > LIMIT:
        return None
    estimate = phrase.is_estimate or (phrase.qualifier == "about" and qualifier != "about")
    if estimate and qualifier == "exact":  # "12?": the source doubts its own number
        low, high, qualifier = None, None, "about"
    return Quantity(
        low=_whole(low),
        best=_whole(best),
        high=_whole(high),
        qualifier=qualifier,
        basis=basis or phrase.basis,
        unit=unit or phrase.unit,
        is_estimate=estimate,
        raw=raw,
        rule=_rule(qualifier, phrase.amount),
    )


@cache
def _unsaid_patterns() -> tuple[tuple[Qualifier, re.Pattern[str]], ...]:
    return tuple(
        (qualifier, re.compile("|".join(_NUMBER_OF.format(w, w, w) for w in words.split("|"))))
        for qualifier, words in _UNSAID
    )


def _unsaid(text: str, raw: str, basis: Basis | None, unit: str | None) -> Quantity | None:
    """Not disclosed, not known, not applicable: three different things, and none is zero."""
    if text == "?":
        return Quantity(
            qualifier="unknown", basis=basis, unit=unit, raw=raw, rule=_plain("unknown")
        )
    for qualifier, pattern in _unsaid_patterns():
        if match := pattern.match(text):
            noun = quantity_phrases.unit_of(text[match.end() :])
            if noun is None:
                return None
            return Quantity(
                qualifier=qualifier,
                basis=basis,
                unit=unit or noun[0],
                raw=raw,
                rule=_plain(qualifier),
            )
    return None


def _plain(qualifier: str) -> str:
    return f"quantities/{qualifier.replace('_', '-')}@{VERSION}"


def _zero(text: str) -> Phrase | None:
    word, _, rest = text.partition(" ")
    noun = quantity_phrases.unit_of(rest)
    if text not in _ZERO and not (word in _ZERO and noun and noun[0]):
        return None
    unit = noun[0] if noun else None
    return _exactly(0)._replace(unit=unit)


def _exactly(number: int) -> Phrase:
    return Phrase(Amount("number", number, number, number), None, None, None, False)


@lru_cache(maxsize=1 << 15)
def _read(raw: str, basis: Basis | None, unit: str | None) -> Quantity | None:
    if raw.isascii() and raw.isdecimal() and len(raw) < 15:
        return _quantity(_exactly(int(raw)), raw, basis, unit)
    text = numerals.normal(raw)
    shown = folding.clean(raw)
    if unsaid := _unsaid(text, shown, basis, unit):
        return unsaid
    phrase = _zero(text) or quantity_phrases.read(text)
    return _quantity(phrase, shown, basis, unit) if phrase else None


def read(raw: str, *, basis: Basis | None = None, unit: str | None = None) -> Quantity | None:
    """The quantity that `raw` states; None when it cannot be read with certainty."""
    return _read(raw, basis, unit) if len(raw) <= LONGEST else None
