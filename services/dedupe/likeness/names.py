"""Names across spellings and scripts: folded to plain tokens, compared token by token."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

SAME: Final = 0.76
DIFFERENT: Final = 0.5
_WEAK_TOKEN: Final = 0.5  # below it two tokens are two tokens, however alike the rest is
_JOINED: Final = 0.85
_CAPPED: Final = 0.74  # the most that a name with such a token can reach

_WORD: Final = re.compile(r"[a-z0-9]+")
_SYLLABLE: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNSPACED: Final = re.compile("[぀-ヿ㐀-鿿가-힯]")
_APOSTROPHES: Final = str.maketrans("", "", "'`´’‘ʼʻ.")

_TITLES: Final = """
    acting admiral ambassador amir and brigadier by captain captains chair chairman chairperson
    chairwoman chancellor chief co colonel commander commissioner crown dame defence defense
    deputy director dr elect emir emperor empress envoy excellency first for foreign former
    general governor head her high highness his holiness in interim king lady leader lieutenant
    lord majesty major marshal minister ministers miss mr mrs ms of pope premier president
    presidents prime prince princess queen regent representative royal secretary senator shah
    shaikh sheik sheikh sir speaker special state sultan supreme taoiseach the their to vice
    with
"""
TITLES: Final = frozenset(_TITLES.split())
_ALSO_NAMES: Final = frozenset({"major"})  # "Prime Minister Major"
_SOUNDS: Final = (
    ("ph", "f"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("zh", "j"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("ts", "c"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("y", "i"),
    ("j", "i"),
)
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(1 << 16)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case ASCII words; syllables of scripts without spaces count as words."""
    plain = text if text.isascii() else anyascii(text)
    if plain is not text and _UNSPACED.search(text):
        plain = _SYLLABLE.sub(" ", plain)
    return tuple(_WORD.findall(plain.translate(_APOSTROPHES).lower()))


@lru_cache(1 << 16)
def fold(text: str) -> str:
    """Any text as its words."""
    return " ".join(tokens(text))


@lru_cache(1 << 16)
def fold_person(name: str, party: str = "") -> str:
    """A person's name without the titles around it; "" when nothing is left.

    Titles stand before a name, or after it behind a comma: "John Major" keeps his own.
    """
    country = set(tokens(party))
    kept: list[str] = []
    for part in name.split(","):
        words = list(tokens(part))
        while words and (words[0] in TITLES or words[0] in country):
            if len(words) == 1 and words[0] in _ALSO_NAMES and part.split()[1:]:
                break
            words.pop(0)
        kept += words
    return " ".join(kept)


@lru_cache(1 << 17)
def _sound(word: str) -> str:
    """What is left of a word when the habits of romanisation are taken away."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(1 << 17)
def _word_likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:  # an initial says little, and contradicts only another letter
        return 0.9 if a[0] == b[0] else 0.0
    return max(ratio(a, b), ratio(_sound(a), _sound(b))) / 100


def name_likeness(a: str, b: str) -> float:
    """How alike two folded names are, whatever the order, with parts left out on either side."""
    if a == b:
        return 1.0
    return _name_likeness(a, b) if a < b else _name_likeness(b, a)


@lru_cache(1 << 16)
def _name_likeness(a: str, b: str) -> float:
    short, long = a.split(), b.split()
    if not short or not long:
        return 0.0
    if len(short) > len(long):
        short, long = long, short
    joined = 0.0
    if len(short) != len(long):  # one writes as one word what the other writes as two
        joined = ratio("".join(short), "".join(long)) / 100
        joined = joined if joined >= _JOINED else 0.0
    pairs = sorted(
        ((_word_likeness(s, w), i, j) for i, s in enumerate(short) for j, w in enumerate(long)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    left, right, best = set(range(len(short))), set(range(len(long))), [0.0] * len(short)
    for score, i, j in pairs:
        if i in left and j in right:
            best[i] = score
            left.discard(i)
            right.discard(j)
    weights = [len(word) for word in short]
    aligned = sum(s * w for s, w in zip(best, weights, strict=True)) / sum(weights)
    if min(best) < _WEAK_TOKEN:
        aligned = min(aligned, _CAPPED)
    return round(max(joined, aligned), 4)
