"""Text to the key it is looked up by: case, width, punctuation and diacritics folded away.

A lookup tries `native` first (the script as written), then `latin` (diacritics dropped), and
never less than the whole text: nothing here matches a part of a name.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LIMIT: Final = 500  # longer texts are prose, not names; they are left unread
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = re.compile("[\u064b-\u0652\u0670\u0640\u0654\u200b-\u200f\u2060\ufeff\u00ad]")
_INITIALS: Final = re.compile(r"(?<![^\W\d_]{2})(?<=[^\W\d_])\.(?=[^\W\d_](?![^\W\d_]))")
_APOSTROPHES: Final = re.compile("['’‘ʼ`´ʹʻ′]")
_NO_WORD: Final = re.compile(r"[^\w]+|_+")
_OTHER_SCRIPT: Final = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\u02b0-\u02ff]")
_EAST_ASIAN: Final = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)
_ASCII: Final = {
    code: chr(code).lower() if chr(code).isalnum() else "" if chr(code) in "'`" else " "
    for code in range(128)
} | {ord("&"): " and ", ord("+"): " plus "}
"""What becomes of each character of plain text: most text is, and needs nothing else."""


def clean(raw: str) -> str:
    """`raw` as it may be stored: lone surrogates, which no encoding can carry, become U+FFFD."""
    return raw if raw.isascii() else _SURROGATE.sub("\ufffd", raw)


def native(text: str) -> str:
    """The key in the text's own script."""
    if text.isascii() and "." not in text:
        return _bare(text.translate(_ASCII).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKC", _MARKS.sub("", folded.replace("i\u0307", "i")))
    folded = _INITIALS.sub("", _APOSTROPHES.sub("", folded))
    folded = folded.replace("&", " and ").replace("+", " plus ")
    key = _bare(_NO_WORD.sub(" ", folded).split())
    return key.replace(" ", "") if _EAST_ASIAN.search(key) else key


def _bare(words: list[str]) -> str:
    """Without an article at either end; saints written out."""
    if words and words[0] == "the":
        words = words[1:]
    if words and words[-1] == "the":
        words = words[:-1]
    return " ".join(["saint" if word == "st" else word for word in words])


def is_latin(key: str) -> bool:
    return not _OTHER_SCRIPT.search(key)


def latin(key: str) -> str | None:
    """A native key without its diacritics; None for other scripts."""
    if key.isascii():
        return key
    return None if not is_latin(key) else native(anyascii(key))


@lru_cache(maxsize=1 << 15)
def keys(text: str) -> tuple[str, ...]:
    """What to look `text` up by, most faithful first."""
    first = native(text)
    second = latin(first)
    return (first,) if second is None or second == first else (first, second)


def slug(text: str) -> str:
    """An id out of any text: ASCII words, hyphens; a digest where that would lose identity."""
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(clean(text[:LIMIT])).casefold()).strip("-")
    if 0 < len(words) <= 80 and len(text) <= LIMIT:
        return words
    digest = hashlib.sha256(clean(text).encode()).hexdigest()[:12]
    return f"{words[:60].strip('-')}-{digest}".strip("-")
