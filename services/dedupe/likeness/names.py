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
_TWO_PEOPLE: Final = 0.49
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
_VOWELS: Final = str.maketrans("p", "b", "aeiouyw")  # p as well: Arabic has none
_UNVOWELLED: Final = re.compile(r"[^aeiou]{3,}")
_HAN: Final = re.compile("[㐀-鿿]")
_KANA_OR_HANGUL: Final = re.compile("[぀-ヿ가-힯]")


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
def consonants(word: str) -> str:
    """What is left of it when the vowels are taken away as well: scripts that write none."""
    return _DOUBLED.sub(r"\1", _sound(word).translate(_VOWELS))


@lru_cache(1 << 17)
def _word_likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:  # an initial says little, and contradicts only another letter
        return 0.9 if a[0] == b[0] else 0.0
    best = max(ratio(a, b), ratio(_sound(a), _sound(b))) / 100
    if _UNVOWELLED.fullmatch(a) or _UNVOWELLED.fullmatch(b):
        best = max(best, 0.9 * ratio(consonants(a), consonants(b)) / 100)
    return best


@lru_cache(1 << 16)
def person_likeness(a: str, b: str) -> float:
    """As `name_likeness`, and below DIFFERENT where both are full names of two families."""
    score = name_likeness(a, b)
    return min(score, _TWO_PEOPLE) if DIFFERENT <= score < SAME and _two_families(a, b) else score


@lru_cache(1 << 16)
def _two_families(a: str, b: str) -> bool:
    """Neither last name is like any part of the other: "Sergei Lavrov" and "Sergei Shoigu"."""
    ours, theirs = a.split(), b.split()
    return (
        len(ours) > 1
        and len(theirs) > 1
        and all(_word_likeness(ours[-1], word) < SAME for word in theirs)
        and all(_word_likeness(theirs[-1], word) < SAME for word in ours)
        and min(_word_likeness(ours[-1], theirs[-1]), 1.0) < _WEAK_TOKEN
    )


@lru_cache(1 << 16)
def sound_of(name: str) -> str:
    """How the longest word of a name sounds, roughly, whatever the script and the spelling."""
    word = max(name.split(), key=len)
    return consonants(word)[:3] or word[:3]


@lru_cache(1 << 15)
def written_in_han(text: str) -> bool:
    return bool(_HAN.search(text)) and not _KANA_OR_HANGUL.search(text)


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
