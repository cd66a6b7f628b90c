"""People: the persons a text names, each with title, party and level.

A text is cut between persons only where a recognised title follows a joint; what no title or name
rule reads stays whole, as the person.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from schemas.values import Level, Participant, Party
from services.normalize.reading import folding, parties, party_names, titles
from services.normalize.reading.titles import Title

Role = Literal["host", "visitor", "principal", "delegate", "mediator"]
_JOINT: Final = re.compile(
    r"\s*(?:;|,\s*and\b|,|\band\b|&|\bwith\b|\bи\b|\bet\b|\bund\b|\bta\b)\s*"
)
_SPOUSE: Final = re.compile(
    r"\s*(?:,|\band\b|&)\s*(?:(?:his|her) (?:wife|husband|spouse)\b|(?:Mrs|Mme|Madame|Mr)\b\.?)"
    r"(?P<name>[^,;&()]*?)(?=\s*(?:$|[,;&]|\band\b))"
    r"|\s*\((?:accompanied by|with|and) [^()]*\)$"
)
_QUOTES: Final = '"“”„«»'
_HARD: Final = re.compile(r"\s*[;\n|]\s*")
_BRACKET: Final = re.compile(r"^([^()]+?)\s*\(([^()]+)\)$")
_OF: Final = re.compile(r"^(.+?) of (?:the )?([^,;]+)$")
_SUFFIX: Final = re.compile(r"^(?:jr|sr|ii|iii|iv|2nd|3rd|4th|esq|phd|md|kg|kbe|obe)\.?$", re.I)
_KOREAN: Final = re.compile(r"^(?P<name>[가-힣]{2,4}) (?P<title>[가-힣]{2,5}(?: 장관)?)$")
_KOREAN_LEVELS: Final[dict[str, Level]] = {
    "대통령": "head_of_state", "국무위원장": "head_of_state", "총비서": "head_of_state",
    "총리": "head_of_government", "국무총리": "head_of_government",
    "외교부 장관": "foreign_minister", "외무상": "foreign_minister",
    "국방부 장관": "defence_minister", "국방상": "defence_minister",
}  # fmt: skip


def _name(text: str) -> str:
    """A person's name without the honorifics before it."""
    found = titles.words(text)
    start = titles.honorifics(found, 0)
    return text[found[start].start :].strip(" ,;" + _QUOTES) if start < len(found) else ""


def _alone(text: str) -> str:
    """Without the spouse, who took no part: "President X and Mrs. X", "President and Mrs. X"."""
    match = _SPOUSE.search(text)
    before, after = (text[: match.start()], text[match.end() :]) if match else ("", "")
    if match is None or not before.strip():
        return text
    is_named = _is_person(before) and _name(before) != ""
    return before + after if is_named else f"{before} {(match['name'] or '').strip()}{after}"


def _cut(text: str) -> list[str]:
    """One piece per person. A joint counts only before a title."""
    pieces: list[str] = []
    for hard in _HARD.split(text):
        start = 0
        for joint in _JOINT.finditer(hard):
            piece, rest = hard[start : joint.start()], hard[joint.end() :]
            if piece.strip() and _starts_person(rest) and _is_person(piece):
                pieces.append(piece)
                start = joint.end()
        pieces.append(hard[start:])
    return [piece.strip(" ,;") for piece in pieces if piece.strip(" ,;")]


def _starts_person(text: str) -> bool:
    """A title with a name behind it; "X, Prime Minister" has none, "Y, Jr." no title."""
    found = titles.words(text)
    title = titles.read(text, found)
    return title is not None and title.last < len(found) and found[title.last].key != "and"


def _is_person(text: str) -> bool:
    """More than a title: "Premier and Prince Sihanouk" is one person."""
    found = titles.words(text)
    title = titles.read(text, found)
    return title is None or title.last < len(found)


def _titled(text: str) -> tuple[Title | None, str]:
    """Title and name, in either order."""
    found = titles.words(text)
    title = titles.read(text, found)
    if title is not None:
        if title.last == len(found):
            return title, ""
        rest = text[found[title.last].start :]
        between = text[found[title.last - 1].end : found[title.last].start]
        joined = found[title.last].key == "and"
        if joined or "&" in between:  # "Premier and Prince Sihanouk"
            after = titles.read(text, found, title.last + joined)
            if after is not None and after.last < len(found):
                shown = text[found[title.first].start : found[after.last - 1].end]
                both = title._replace(text=shown, last=after.last)
                return both, text[found[after.last].start :]
        return _weightier(title, *_at_office(rest))
    if bracket := _BRACKET.match(text):
        inner = titles.words(bracket[2])
        if (title := titles.read(bracket[2], inner)) and title.last == len(inner):
            return title, bracket[1]
    name, comma, office = text.partition(",")
    if comma and _SUFFIX.match(office.strip().split(",")[0].strip()):
        suffix, comma, office = office.partition(",")
        name = f"{name},{suffix}"
    inner = titles.words(office)
    title = titles.read(office, inner) or _office(office, inner) if comma else None
    if title is not None and name.strip():
        return title._replace(text=office.strip(" ,.").removeprefix("the ")), name
    return None, text


def _at_office(name: str) -> tuple[str, Title | None]:
    """ "X, Commander-in-Chief of the armed forces": where the name ends, and the office."""
    first, comma, rest = name.partition(",")
    office = titles.read(rest, titles.words(rest)) if comma else None
    return (first, office) if office else (name, None)


def _weightier(title: Title, name: str, office: Title | None) -> tuple[Title, str]:
    """Of "General X, Minister of Defence" the office, not the rank."""
    if office and title.level == "official" and office.level != "official":
        return office._replace(party=office.party or title.party), name
    return title, name


def _office(text: str, found: Sequence[titles.Word]) -> Title | None:
    """An office behind a name may go on in words that no table knows: "Minister of X and Y"."""
    for end in range(len(found) - 1, 0, -1):
        if found[end].key in ("of", "for"):
            title = titles.read(text[: found[end].start], found[:end])
            if title is not None and title.last == end:
                high = title.level in ("head_of_state", "head_of_government")
                return title._replace(level="official") if high else title
    return None


def _several(title: Title, names: str) -> list[tuple[str, str]]:
    """ "Presidents A and B" as one title each."""
    singular = re.sub(r"s\b(?=$| of )", "", title.text, count=1)
    each = [_name(name) for name in _JOINT.split(names)]
    return [(singular, name) for name in each if name]


def _read_one(piece: str, party: Party | None, role: Role | None) -> list[Participant]:
    korean = _KOREAN.match(piece)
    if korean and korean["title"] in _KOREAN_LEVELS:
        level = _KOREAN_LEVELS[korean["title"]]
        return [
            Participant(
                person=korean["name"], title=korean["title"], party=party, role=role,
                level=level, raw=piece,
            )
        ]  # fmt: skip
    text, stated = _of_state(piece)
    party = stated or party
    title, rest = _titled(text)
    if title is None:
        return [_untitled(piece, text, party, role)]
    rest, reigning = _of_state(rest)
    of = title.party or reigning or party
    level = titles.level_under(title, of)
    named = _several(title, rest) if title.plural else [(title.text, _name(rest))]
    return [
        Participant(person=name or None, title=text, party=of, role=role, level=level, raw=piece)
        for text, name in named
    ]


def _of_state(text: str) -> tuple[str, Party | None]:
    """ "Hussein of Jordan", "Vladimir Putin (Russia)": the name, and the state it is of."""
    match = _BRACKET.match(text) or _OF.match(text)
    known = party_names.find(match[2]) if match and "," not in match[1] else None
    if match and known and known.rule.startswith(("name", "former", "organisation")):
        title = titles.read(match[1], found := titles.words(match[1]))
        if title and title.last == len(found):
            return text, None  # "President of Ukraine" is a title
        return match[1], parties.read(match[2])
    return text, None


def _untitled(piece: str, text: str, party: Party | None, role: Role | None) -> Participant:
    """A name alone; or no person at all but a party: "Ukrainian delegation", "NATO"."""
    if party is None or text != piece:
        known = parties.read(piece)
        if parties.is_resolved(known):
            return Participant(party=known, role=role, raw=piece)
    return Participant(person=_name(text) or piece, party=party, role=role, raw=piece)


def _consorts(found: list[Participant]) -> list[Participant]:
    """A queen beside a king is no head of state."""
    if not any(p.title and p.title.endswith("King") for p in found):
        return found
    return [
        p.changed(level="official") if p.title and p.title.endswith("Queen") else p for p in found
    ]


@lru_cache(maxsize=1 << 14)
def _read(raw: str, party: Party | None, role: Role | None) -> tuple[Participant, ...]:
    text = " ".join(titles.unglued(folding.clean(raw)).split())
    found = [person for piece in _cut(_alone(text)) for person in _read_one(piece, party, role)]
    if len(found) == 1:  # one person: keep exactly what was written
        return (found[0].changed(raw=folding.clean(raw)),)
    return tuple(_consorts(found))


def read(
    raw: str, *, party: Party | None = None, role: Role | None = None
) -> tuple[Participant, ...]:
    """The persons that `raw` names, in its order."""
    if len(raw) > folding.LIMIT:
        text = folding.clean(raw)
        return (Participant(person=text, party=party, role=role, raw=text),)
    return _read(raw, party, role)
