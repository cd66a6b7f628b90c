"""One number at the start of a text: in digits, in words, or in East Asian units."""

import re
import unicodedata
from types import MappingProxyType
from typing import Final, NamedTuple

_WORDS: Final = MappingProxyType(
    {
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
        "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
        "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90,
    }
)  # fmt: skip
_SCALES: Final = MappingProxyType(
    {
        10**3: "thousand|thousands|k|тыс|тыс.|тысяч|тысячи|тысяча|тысячу|тис|тис.|тисяч|тисячі|"
        "tausend|tsd|tsd.|mil|mille|bin|tysięcy|tys|tys.|천|千|ألف|آلاف",
        10**5: "lakh|lakhs",
        10**6: "million|millions|mn|mln|m|mio|mio.|млн|млн.|миллион|миллиона|миллионов|мільйон|"
        "мільйона|мільйонів|millionen|millones|millón|milhões|milyon|مليون",
        10**7: "crore|crores",
        10
        ** 9: "billion|billions|bn|bln|млрд|млрд.|миллиард|миллиарда|миллиардов|milliarden|мільярд|"
        "мільярдів|milliard|milliards|مليار",
        10**12: "trillion|trillions|трлн|трлн.",
    }
)
_SCALE: Final = MappingProxyType(
    {word: scale for scale, words in _SCALES.items() for word in words.split("|")}
)
_MULTIPLES: Final = MappingProxyType(
    {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
)
_ATTACHED_ONLY: Final = frozenset({"k", "m"})  # "5 m" may be metres
_EAST_ASIAN: Final = MappingProxyType(
    {"만": 10**4, "万": 10**4, "萬": 10**4, "억": 10**8, "億": 10**8, "亿": 10**8,
     "천": 10**3, "千": 10**3, "백": 100, "百": 100}
)  # fmt: skip
_EAST_ASIAN_NUMBER: Final = re.compile(
    r"(?:\d[\d,]*(?:\.\d+)?\s?[만万萬억億亿천千백百]+\s?)+(?:\d[\d,]*(?![\d.]))?"
)
_EAST_ASIAN_PART: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([만万萬억億亿천千백百]*)")
_DIGITS: Final = re.compile(
    r"(?P<comma>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3})(?![\d,.]*\d)"
    r"|(?P<space>\d{1,3}(?:[ '’]\d{3})+)(?![\d,.]*\d)"
    r"|(?P<european>[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?)(?![\d,.]*\d)"
    r"|(?P<plain>\d+(?:[.,]\d{1,2}|\.\d+)?)(?![\d,.]*\d)"
)
_SCALE_WORD: Final = re.compile(r"(\s?)([^\W\d_]+\.?)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_DECIMAL: Final = re.compile(r"\d+\.\d+")
_RAISED: Final = re.compile("[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CALIBRE: Final = re.compile(r"\s?-?\s?(?:mm|cm|мм|%|percent|per cent)\b|\s?%")


class Numeral(NamedTuple):
    """A number that was read: `value` = `mantissa` x `scale`; `rest` is the text behind it."""

    value: float
    mantissa: float
    scale: int
    rest: str
    rule: str = ""


def normal(text: str) -> str:
    """Lower case, ASCII digits, one kind of dash and space. A raised digit is a footnote's: it
    must not join the number before it. Marks of direction and of width go."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _RAISED.sub("^", _UNSEEN.sub("", text)))
    text = text.casefold()
    if not text.isascii():
        text = re.sub(r"[^\x00-\x7f]", _plain, text)
    return " ".join(text.split())


def _plain(match: re.Match[str]) -> str:
    sign = match[0]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) == "Pd" or sign == "−":
        return "-"
    return {"٬": ",", "٫": ".", "，": ",", "～": "~", "〜": "~"}.get(sign, sign)


def _east_asian(text: str) -> Numeral | None:
    """ "1만2000", "1万2千", "12만"."""
    match = _EAST_ASIAN_NUMBER.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    parts = _EAST_ASIAN_PART.findall(match[0])
    total = 0.0
    smallest = float("inf")
    for digits, units in parts:
        scale = 1
        for unit in units:
            scale *= _EAST_ASIAN[unit]
        if scale >= smallest:
            return None
        smallest = scale
        total += float(digits.replace(",", "")) * scale
    if len(parts) == 1:
        return Numeral(total, float(parts[0][0].replace(",", "")), int(smallest), rest)
    return Numeral(total, total, 1, rest)


def _scaled(number: float, text: str, rule: str) -> Numeral:
    match = _SCALE_WORD.match(text)
    if match:
        word = match[2]
        scale = _SCALE.get(word) or _SCALE.get(word.rstrip("."))
        if scale and not (match[1] and word in _ATTACHED_ONLY):
            end = match.end() if word in _SCALE else match.end() - 1
            return Numeral(number * scale, number, scale, text[end:], rule)
    return Numeral(number, number, 1, text, rule)


def _digits(text: str) -> Numeral | None:
    match = _DIGITS.match(text)
    if not match:
        return None
    written, rest = match[0], text[match.end() :]
    if _CALIBRE.match(rest):
        return None
    match match.lastgroup:
        case "european":
            scaled = _scaled(float(written), rest, "") if _DECIMAL.fullmatch(written) else None
            if scaled and scaled.scale > 1:  # "5.125 million"
                return scaled
            number = float(written.replace(".", "").replace(",", "."))
            return _scaled(number, rest, "european-thousands")
        case "plain":
            return _scaled(float(written.replace(",", ".")), rest, "")
        case _:
            return _scaled(float(re.sub(r"[,\s'’]", "", written)), rest, "")


def _words(text: str) -> Numeral | None:
    """ "one hundred and fifty", "twenty-five thousand", "a dozen"."""
    total = current = 0
    scale = 1
    end = position = 0
    while match := _WORD.match(text, position):
        word, after = match[0], match.end()
        if word in _WORDS:
            current, scale = current + _WORDS[word], 1
        elif word in ("a", "an") and not position:
            current = 1
        elif word in _MULTIPLES and current:
            scale = _MULTIPLES[word]
            current *= scale
            if scale >= 1000:
                total, current = total + current, 0
        elif word != "and" or not end:
            break
        position = after + 1
        if word not in ("a", "an", "and"):
            end = after
        if text[after : after + 1] not in (" ", "-"):
            break
    if not end:
        return None
    value = total + current
    return Numeral(value, value / scale, scale, text[end:])


_HALF: Final = re.compile(
    r"half (?:a |of a )?(million|billion|dozen)|(?:a )?quarter (?:of a )?(million)"
)


def _half(text: str) -> Numeral | None:
    match = _HALF.match(text)
    if not match:
        return None
    whole = {"million": 10**6, "billion": 10**9, "dozen": 12}[match[1] or match[2]]
    value = whole / (2 if match[1] else 4)
    return Numeral(value, value, 1, text[match.end() :])


def take(text: str) -> Numeral | None:
    """The number that `text` (already `normal`) begins with."""
    if text[:1].isdecimal():
        return _east_asian(text) or _digits(text)
    return _half(text) or _words(text)
