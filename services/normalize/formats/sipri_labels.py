"""What identifies a deal in SIPRI's classic export, which has no row numbers.

Frozen on purpose: these tables key records, so they are not the ones that interpret them. A label
that SIPRI spelled out (SSM, then surface-to-surface missile) and a country that it renamed stay
the same key; a number, a year of delivery or a `?` is never part of it.
"""

import re
from functools import lru_cache
from typing import Final

RENAMED: Final[dict[str, str]] = {
    "turkey": "turkiye",
    "trkiye": "turkiye",
    "czech republic": "czechia",
    "swaziland": "eswatini",
    "macedonia": "north macedonia",
    "uae": "united arab emirates",
    "uk": "united kingdom",
    "usa": "united states",
    "ussr": "soviet union",
    "drc": "dr congo",
    "viet nam": "vietnam",
    "cte divoire": "cote divoire",
    "bosnia herzegovina": "bosnia and herzegovina",
    "cape verde": "cabo verde",
}

ABBREVIATIONS: Final[dict[str, str]] = {
    "aa": "anti aircraft",
    "aav": "amphibious assault vehicle",
    "ad": "air defence",
    "aev": "armoured engineer vehicle",
    "aew": "airborne early warning",
    "aewc": "airborne early warning control",
    "afsv": "armoured fire support vehicle",
    "agm": "air surface missile",
    "ags": "air ground surveillance",
    "aip": "air independent propulsion",
    "apc": "armoured personnel carrier",
    "apv": "armoured personnel carrier",  # the label that SIPRI dropped in favour of APC
    "arm": "anti radar missile",
    "arv": "armoured recovery vehicle",
    "asm": "air surface missile",
    "asw": "anti submarine",
    "av": "armoured vehicle",
    "bvraam": "long range air air missile",
    "boat": "vessel",
    "cds": "coastal defence system",
    "ciws": "close in weapon system",
    "cp": "command post",
    "craft": "vessel",
    "eo": "electro optical",
    "ew": "electronic warfare",
    "fac": "fast attack craft",
    "fga": "fighter ground attack",
    "ifv": "infantry fighting vehicle",
    "iinfantry": "infantry",
    "mcm": "mine countermeasures",
    "mp": "maritime patrol",
    "mrl": "multiple rocket launcher",
    "opv": "patrol vessel",
    "sam": "surface air missile",
    "ship": "vessel",
    "sigint": "signals intelligence",
    "sraam": "short range air air missile",
    "ssm": "surface surface missile",
}

_NOISE: Final = frozenset(
    ["and", "the", "of", "to", "self", "propelled", "towed", "armed", "offshore"]
)
"""Words that come and go in the labels: self-propelled MRL became multiple rocket launcher."""
_MONEY: Final = re.compile(
    r"(?P<currency>[$€£]|\b[A-Z]{3}|\b[A-Z]{2}\$)\s?(?P<amount>\d[\d.,]*(?:-\d[\d.,]*)?)\s?(?P<unit>[mb])\b"
)
_MODEL: Final = re.compile(r"\b(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])[\w/-]+")


@lru_cache(maxsize=65536)
def party(name: str) -> str:
    """The name as a key: stars, accents lost in bad encodings, and renamings taken away."""
    folded = _folded(name.replace("*", ""))
    return RENAMED.get(folded, folded)


@lru_cache(maxsize=65536)
def label(description: str) -> str:
    """The words of a description, spelled out, in no order."""
    words: set[str] = set()
    for word in re.findall(r"[a-z0-9]+", description.lower().replace("&", "")):
        words.update(ABBREVIATIONS.get(word, word).split())
    return "-".join(sorted(words - _NOISE)) or "-".join(sorted(words))


def year(written: str) -> str:
    """The year alone: what marks it as uncertain comes and goes."""
    return re.sub(r"[\s?()~]", "", written).removesuffix(".0")


@lru_cache(maxsize=65536)
def designation(name: str) -> str:
    return _folded(name).replace(" ", "-")


@lru_cache(maxsize=65536)
def mark(name: str, description: str, comments: str) -> str:
    """What else tells two deals of one year apart: the price of the deal, and, where the
    designation only repeats the description (ship engine), the models in the comment."""
    money = _MONEY.search(comments)
    parts = [re.sub(r"\s", "", money.group().lower())] if money else []
    if label(name) == label(description):
        models = {re.sub(r"[^a-z0-9]", "", found.lower()) for found in _MODEL.findall(comments)}
        parts += sorted(model for model in models if not re.fullmatch(r"\d+(hp|mm|kg|m|b)", model))
    return "+".join(parts)


def _folded(text: str) -> str:
    """Lower-case ASCII words. Other letters go: bad encodings lose them anyway."""
    plain = "".join(c for c in text.lower() if c.isascii() and c not in "'`")
    return " ".join(re.findall(r"[a-z0-9.]+", plain))
