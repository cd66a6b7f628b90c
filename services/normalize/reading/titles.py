"""Titles of office: what one is called, what level it is, and where in a text it ends.

A title is [honorific] [nation] [modifier …] core [-elect] [of complement …]; only whole phrases
of the tables count, so a name is never eaten by a title that nobody listed.
"""

import re
from collections.abc import Container, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from anyascii import anyascii

from schemas.values import Level, Party
from services.normalize.reading import parties, party_names
from services.normalize.reading.lexicon import cells, rows

_WORD: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
_GLUED: Final = re.compile(r"\b(Minister|President|Premier|Chancellor|King|Queen)(?=[A-Z][a-z])")
_NATION: Final = 5
_NATIONS: Final = (
    "name", "former", "demonym", "organisation", "armed-group", "institution", "metonym",
)  # fmt: skip
_LONGEST: Final = 9
_HIGH: Final = ("head_of_state", "head_of_government")
_PORTFOLIOS: Final = MappingProxyType(
    {
        "foreign affairs": "foreign_minister",
        "external affairs": "foreign_minister",
        "foreign relations": "foreign_minister",
        "defence": "defence_minister",
        "defense": "defence_minister",
        "national defence": "defence_minister",
        "national defense": "defence_minister",
    }
)
_FOREIGN_SECRETARY_OF: Final = ("USA", "VAT")
_RULING: Final = ("party", "central committee", "cpc", "wpk")
_PRINCES_REIGN: Final = ("MCO", "LIE", "AND")


class Word(NamedTuple):
    """A word of the text: its key, and where it stands."""

    key: str
    start: int
    end: int


class Title(NamedTuple):
    """A title that was read from word `first` up to word `last` (not included)."""

    text: str
    level: Level
    party: Party | None
    first: int
    last: int
    plural: bool


def key(word: str) -> str:
    folded = word.casefold().rstrip(".").replace("’", "'")
    folded = folded.removesuffix("'s").replace("'", "")
    return anyascii(folded) if not folded.isascii() and max(folded) < "\u0250" else folded


def words(text: str) -> list[Word]:
    return [Word(key(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def unglued(text: str) -> str:
    """ "Prime MinisterHaidar", "President- elect" as they were meant."""
    return re.sub(r"\s*-\s*(?=(?:elect|designate)\b)", "-", _GLUED.sub(r"\1 ", text), flags=re.I)


def _phrase(text: str) -> str:
    return _joined(words(text))


def _joined(found: Sequence[Word]) -> str:
    """Words as a table's key: "Secretary of the Council" and "Secretary of Council" are one."""
    return " ".join(word.key for word in found if word.key != "the")


@cache
def _cores() -> Mapping[str, tuple[Level, bool]]:
    """Folded title -> its level, and whether it is a plural ("presidents")."""
    found: dict[str, tuple[Level, bool]] = {}
    for row in rows("titles"):
        found.setdefault(_phrase(row["title"]), (cast(Level, row["level"]), False))
    for phrase, (level, _) in list(found.items()):
        if phrase.isascii() and " of " not in phrase and not phrase.endswith("s"):
            found.setdefault(phrase + "s", (level, True))
        first, of, rest = phrase.partition(" of ")
        if of and first.isascii() and " " not in first and not first.endswith("s"):
            found.setdefault(f"{first}s of {rest}", (level, True))
    return MappingProxyType(found)


@cache
def _misspelt() -> Mapping[str, str]:
    return MappingProxyType({row["title"]: row["means"] for row in rows("titles") if row["means"]})


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    return MappingProxyType(
        {row["kind"]: frozenset(map(_phrase, cells(row["words"]))) for row in rows("title_words")}
    )


def _longest(
    found: Sequence[Word], start: int, table: Container[str], longest: int = _LONGEST
) -> int:
    """How many words from `start` on are a phrase of the table; 0 when none are."""
    for size in range(min(longest, len(found) - start), 0, -1):
        if found[start + size - 1].key != "the" and _joined(found[start : start + size]) in table:
            return size
    return 0


def _nation(text: str, found: Sequence[Word], start: int) -> tuple[Party, int] | None:
    """A party before the title: "Russian", "North Korea's", "UN"."""
    for size in range(min(_NATION, len(found) - start - 1), 0, -1):
        first, last = found[start], found[start + size - 1]
        written = re.sub(r"['’]s?$", "", text[first.start : last.end])
        known = party_names.find(written)
        if known and known.rule.startswith(_NATIONS):
            return parties.read(written), size
    return None


def honorifics(found: Sequence[Word], start: int) -> int:
    """The first word from `start` on that is no "H.E.", "Mr.", "Dr."."""
    while size := _longest(found, start, _kinds()["honorific"], 4):
        start += size
    return start


def _complement(text: str, found: Sequence[Word], at: int) -> tuple[int, str, Party | None]:
    """ "of the Security Council", "of Ukraine": where it ends, its phrase, the party it names."""
    phrase, named = "", None
    while at < len(found) - 1 and found[at].key in ("of", "for", "to", "at"):
        size = _longest(found, at + 1, _kinds()["complement"])
        known = _known(text, found, at + 1)
        if known > size:
            party = parties.read(text[found[at + 1].start : found[at + known].end])
            named, at = named or party, at + 1 + known
            continue
        if size:
            inner = _joined(found[at + 1 : at + 1 + size])
            phrase = phrase or inner
            at += 1 + size
            while at < len(found) - 1 and found[at].key == "and":
                more = _longest(found, at + 1, _kinds()["complement"])
                if not more:
                    break
                at += 1 + more
            continue
        if not (owner := _owner(text, found, at + 1)):
            break
        named, at = named or owner[0], owner[1]
    return at, phrase, named


def _known(text: str, found: Sequence[Word], at: int) -> int:
    """How many words from `at` on are exactly a party's name."""
    for size in range(min(6, len(found) - at), 0, -1):
        if party_names.find(text[found[at].start : found[at + size - 1].end]):
            return size
    return 0


def _owner(text: str, found: Sequence[Word], at: int) -> tuple[Party, int] | None:
    """A party that all the rest names: "of Russia's navy"."""
    if len(found) - at <= 6:
        whole = parties.read(text[found[at].start :])
        if parties.is_resolved(whole):
            return whole, len(found)
    return None


def read(text: str, found: Sequence[Word], start: int = 0) -> Title | None:
    """The title that begins at word `start`."""
    at = first = honorifics(found, start)
    party: Party | None = None
    kinds = _kinds()
    lowered = past = False
    while at < len(found):
        if found[at].key == "the":
            size = 1
            first = at + 1 if first == at else first
        elif _longest(found, at, _cores()):
            break
        elif size := _longest(found, at, kinds["lower"], 3):
            lowered = True
        elif size := _longest(found, at, kinds["past"], 2):
            past = True
        elif size := (
            _longest(found, at, kinds["standing"], 3) or _longest(found, at, kinds["higher"], 2)
        ):
            pass
        elif party is None and (nation := _nation(text, found, at)):
            party, size = nation
            first = at + size
        else:
            return None
        at += size
    longest = _longest(found, at, _cores())
    for size in range(longest, 0, -1):
        if _joined(found[at : at + size]) in _cores() and (
            office := _office(text, found, at, size, party, lowered or past)
        ):
            shown = text[found[first].start : found[office.last - 1].end].strip(" .")
            return office._replace(text=_misspelt().get(shown, shown), first=start)
    return None


def _office(
    text: str, found: Sequence[Word], at: int, size: int, party: Party | None, lowered: bool
) -> Title | None:
    """The title whose core is these words; None when it goes on in words that no table knows."""
    core = _joined(found[at : at + size])
    level, plural = _cores()[core]
    at += size
    if at < len(found) and found[at].key in ("elect", "designate"):
        lowered, at = True, at + 1
    last, phrase, named = _complement(text, found, at)
    if last == at and at < len(found) and found[at].key in ("of", "for"):
        return None
    party = party or named
    return Title("", _level(level, core, phrase, party, lowered), party, 0, last, plural)


def level_under(title: Title, party: Party | None) -> Level:
    """The level of an office whose weight depends on the state that it is of."""
    country = party.country if party else None
    if title.text == "Prince" and country in _PRINCES_REIGN:
        return "head_of_state"
    if title.text == "Secretary of State" and country in _FOREIGN_SECRETARY_OF:
        return "foreign_minister"
    return title.level


def _level(level: Level, core: str, phrase: str, party: Party | None, lowered: bool) -> Level:
    if lowered:
        return level if level == "envoy" else "official"
    if core in ("minister", "secretary", "minister of state") and phrase in _PORTFOLIOS:
        return cast(Level, _PORTFOLIOS[phrase])
    if core == "secretary of state" and party and party.country in _FOREIGN_SECRETARY_OF:
        return "foreign_minister"
    if level in _HIGH and party is not None and party.sector == "IGO":
        return "official"
    if level in _HIGH and phrase and not phrase.startswith(("republic", "state")):
        leads = core == "general secretary" and any(word in phrase for word in _RULING)
        return level if leads else "official"
    return level
