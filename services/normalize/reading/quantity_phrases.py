"""The grammar of a stated number: qualifier, amount (or range of two), unit; in any of our words.

A phrase is read whole or not at all: one word that no table knows leaves it unread.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, cast

from schemas.values import Basis, Qualifier
from services.normalize.reading import numerals
from services.normalize.reading.lexicon import cells, rows


class Amount(NamedTuple):
    """What was counted, before its qualifier."""

    kind: Literal["number", "range", "vague", "echelon"]
    low: float
    best: float | None
    high: float
    rule: str = ""


class Phrase(NamedTuple):
    """A whole stated number."""

    amount: Amount
    qualifier: Qualifier | None
    unit: str | None
    basis: Basis | None
    is_estimate: bool


_ESTIMATE: Final = re.compile(
    r"^(?:an |the )?(?:estimated|est\.|estimate of|estimates of|possibly) "
    r"|\s*\(?(?:est\.?|estimated?|estimation)\)?$|\?+$"
)
_INCREMENT: Final = re.compile(
    r"^(?:another|an? additional|additional|an? further|further|an? extra) "
)
_NEUTRAL: Final = re.compile(
    r"^(?:reportedly|reported|a total of|"
    r"total of|in total|in all|total|the|a(?= \d)|exactly|precisely|only|just) "
    r"|(?: |, )(?:in total|in all|altogether|overall|total|alone)$"
)
_CLOSED: Final = re.compile(r"^\((.*)\)$")
_BETWEEN: Final = re.compile(r"^(?:between|zwischen|entre|między|між|между|от|від|from|von|de) ")
_TO: Final = re.compile(
    r"\s*(?:-|~|to|or|through|until|up to|до|или|або|bis|oder|至|到|에서|부터|tot|ou|do)\s*"
)
_AND: Final = re.compile(r"\s*(?:and|und|y|et|à|a|e|i|и|та|до|to|bis)\s*")
_PLURAL: Final = ("s", "ies", "ы", "и", "ов", "ий", "рот")
_ADJECTIVE: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d{2,3}-?mm")
_STRONG: Final = re.compile(
    r"-? ?strong(?: (?:contingent|force|army|group|unit|corps|deployment|garrison))?$"
)
_ADJECTIVES: Final = 5
_NO_ADJECTIVE: Final = frozenset(
    {
        "of", "from", "to", "in", "with", "and", "or", "per", "by", "for", "at", "than", "a", "the",
        "km", "miles", "metres", "meters", "years", "year", "days", "months", "hours", "percent",
        "dollars", "euros", "usd", "eur", "million", "thousand", "were", "was", "are", "is", "have",
        "had",
    }
)  # fmt: skip


class Contradiction(ValueError):
    """Two qualifiers that cannot both hold."""


def _sorted(words: Iterable[str]) -> str:
    """An alternation, longest first; a word must end where it ends, a sign need not."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(word) + (r"(?![^\W\d_])" if word.isascii() and word[-1].isalpha() else "")
        for word in longest
    )


@cache
def _qualifiers() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], Mapping[str, Qualifier]]:
    """(phrase before, phrase after), and what each phrase means."""
    meaning: dict[str, Qualifier] = {}
    places: dict[str, list[str]] = {"before": [], "after": []}
    for row in rows("qualifiers"):
        for phrase in cells(row["phrases"]):
            phrase = numerals.normal(phrase)
            meaning[f"{row['place']} {phrase}"] = cast(Qualifier, row["qualifier"])
            places[row["place"]].append(phrase)
    before = re.compile(rf"(?:{_sorted(places['before'])})\s*")
    after = re.compile(rf"\s*(?:{_sorted(places['after'])})\s*")
    return (before, after), MappingProxyType(meaning)


@cache
def _vague() -> tuple[re.Pattern[str], Mapping[str, Amount]]:
    found = {
        numerals.normal(word): Amount("vague", int(row["low"]), None, int(row["high"]))
        for row in rows("vague")
        for word in cells(row["words"])
    }
    return re.compile(_sorted(found)), MappingProxyType(found)


@cache
def _echelons() -> tuple[re.Pattern[str], Mapping[str, Amount]]:
    found = {
        numerals.normal(word): Amount(
            "echelon", int(row["low"]), int(row["best"]), int(row["high"]), row["echelon"]
        )
        for row in rows("echelons")
        for word in cells(row["words"])
    }
    return re.compile(rf"\s*({_sorted(found)})$"), MappingProxyType(found)


@cache
def _units() -> Mapping[str, str]:
    return MappingProxyType(
        {
            numerals.normal(word): row["unit"]
            for row in rows("units")
            for word in cells(row["words"])
        }
    )


def _one(text: str) -> tuple[Amount, numerals.Numeral] | None:
    """A number or a vague word at the start."""
    if number := numerals.take(text):
        amount = Amount("number", number.value, number.value, number.value, number.rule)
        return amount, number
    pattern, amounts = _vague()
    if match := pattern.match(text):
        amount = amounts[match[0]]
        return amount, numerals.Numeral(amount.low, amount.low, 1, text[match.end() :])
    return None


def _amount(text: str) -> tuple[Amount, str] | None:
    """A number, a range of two, or a vague word; and what follows it."""
    between = _BETWEEN.match(text)
    start = text[between.end() :] if between else text
    first = _one(start)
    if not first:
        return None
    amount, left = first
    if amount.kind == "vague":
        return None if between else (amount, left.rest)
    joint = _TO.match(left.rest) or (_AND.match(left.rest) if between else None)
    right = numerals.take(left.rest[joint.end() :]) if joint else None
    if not joint or not right:
        return None if between else (amount, left.rest)
    low = left.value
    if left.scale == 1 and right.scale > 1:  # "10 to 12 thousand"; "1,000 to 2 thousand"
        if left.value <= right.mantissa:
            low = left.value * right.scale
        elif left.value < 1000:
            return None
    elif left.scale == 1 and right.value % 1000 == 0 and left.value * 1000 <= right.value:
        return None  # "10 to 12,000" may mean ten thousand
    if low > right.value:
        return None
    rule = left.rule or right.rule
    return Amount("range", low, None, right.value, rule), right.rest


def _echelon(text: str) -> Amount | None:
    """ "a battalion", "two brigades", "several companies"."""
    pattern, amounts = _echelons()
    head, _, noun = text.rpartition(" of ")
    text = head if _units().get(noun) == "persons" else text
    match = pattern.search(text)
    if not match:
        return None
    of = amounts[match[1]]
    count = text[: match.start()].strip()
    if count in ("", "a", "an", "one"):
        bare_plural = not count and match[1].endswith(_PLURAL) and "corps" not in match[1]
        return None if bare_plural else of
    found = _amount(count)
    if not found or found[1].strip():
        return None
    times = found[0]
    best = None if times.best is None or of.best is None else times.best * of.best
    return Amount("echelon", times.low * of.low, best, times.high * of.high, of.rule)


def unit_of(text: str) -> tuple[str | None, bool] | None:
    """The counted noun (None when there is none), and whether it says "more". None: unreadable."""
    text = text.strip(" ,")
    more = re.match(r"(?:more|additional|further|extra)\b\s*", text)
    if more:
        text = text[more.end() :]
    if _STRONG.match(text):  # "a 3,000-strong contingent"
        return "persons", False
    text = re.sub(r"^of (?:the |its |their )?", "", text)
    if not text:
        return None, bool(more)
    units = _units()
    words = text.split(" ")
    if unit := units.get(text):
        return unit, bool(more)
    for start in range(1, min(len(words), _ADJECTIVES + 1)):
        if words[start - 1] in _NO_ADJECTIVE or not _ADJECTIVE.fullmatch(words[start - 1]):
            return None
        if unit := units.get(" ".join(words[start:])):
            return unit, bool(more)
    return None


def _merged(first: Qualifier | None, second: Qualifier) -> Qualifier:
    """Two qualifiers as one: "up to about 5,000" is up to."""
    if first is None or first == second or first == "about":
        return second
    if second == "about":
        return first
    raise Contradiction(f"{first} and {second}")


class _Opening(NamedTuple):
    """What stands before the amount, and the text from there on."""

    text: str
    qualifier: Qualifier | None
    estimate: bool
    increment: bool


def _opened(text: str) -> _Opening:
    qualifier: Qualifier | None = None
    estimate = increment = False
    (before, _), meaning = _qualifiers()
    if closed := _CLOSED.match(text):  # SIPRI: a number in parentheses is uncertain
        text, estimate = closed[1], True
    for _ in range(4):
        was = text
        text = _ESTIMATE.sub("", text)
        estimate = estimate or text != was
        bare = _INCREMENT.sub("", text)
        increment, text = increment or bare != text, _NEUTRAL.sub("", bare).strip()
        if match := before.match(text):
            said = meaning[f"before {match[0].strip()}"]
            estimate = estimate or (qualifier is not None and said != qualifier)
            qualifier, text = _merged(qualifier, said), text[match.end() :]
        if text == was:
            break
    return _Opening(text, qualifier, estimate, increment)


def _closing(rest: str, qualifier: Qualifier | None) -> tuple[str, Qualifier | None]:
    """What follows the amount, without a qualifier such as "or more" at either end of it."""
    (_, after), meaning = _qualifiers()
    if match := after.match(rest):
        qualifier = _merged(qualifier, meaning[f"after {match[0].strip()}"])
        rest = rest[match.end() :]
    for phrase in ("or more", "or so", "or fewer", "or less", "and more"):
        if rest.endswith(" " + phrase):
            qualifier = _merged(qualifier, meaning[f"after {phrase}"])
            rest = rest[: -len(phrase)]
    return rest, qualifier


def _whole(text: str) -> Phrase | None:
    text, qualifier, estimate, increment = _opened(text)
    found = _amount(text)
    if found:
        rest, said = _closing(found[1], qualifier)
        if unit := unit_of(rest):
            basis: Basis | None = "increment" if increment or unit[1] else None
            return Phrase(found[0], said, unit[0], basis, estimate)
    if amount := _echelon(text):
        return Phrase(amount, qualifier, "persons", "increment" if increment else None, True)
    return None


def read(text: str) -> Phrase | None:
    """`text` must be `numerals.normal`."""
    try:
        return _whole(text.strip(" .,;:\"'“”«»"))
    except Contradiction:
        return None
