"""Whom a visitor met: the persons that a description or a remark names as partners in a meeting."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from services.normalize.formats import state_prose
from services.normalize.formats.state_offices import OFFICES, PRESIDENT, Office, holder

_ELECT: Final = timedelta(days=100)  # from a November election to the inauguration, with room
_NEAR: Final = 120  # characters between "with" and the last of the persons it joins
_MONTHS: Final = frozenset(
    {"january", "february", "march", "april", "may", "june"}
    | {"july", "august", "september", "october", "november", "december"}
)
_NAME: Final = r"(?:(?:d['’]|al-|el-|bin |ibn |ben |de |da |du |la |von |van |der )*[A-Z][\w’'.-]*)"
_TITLE: Final = (
    r"(?:(?:Deputy |Vice |Acting |Interim |Former |former )?"
    r"(?:President(?:-[Ee]lect)?|Prime Minister|First Minister|Premier|(?:Federal )?Chancellor"
    r"|Foreign Minister|Foreign Secretary|Minister of (?:Foreign Affairs|Defen[cs]e)"
    r"|Defen[cs]e Minister|General Secretary|First Secretary|Secretary[- ]General"
    r"|(?:Party )?Chairman|Chief of State|Head of (?:State|Government)|Generalissimo"
    r"|(?:Field )?Marshal|General|Crown Prince|Prince|Princess|King|Queen|Emperor|Shah|Sultan"
    r"|Amir|Emir|Sheikh|Pope|Taoiseach|Governor[- ]General|Grand Duke|Grand Duchess))"
)
_NAMES: Final = rf"{_NAME}(?: {_NAME}){{0,4}}"
_PERSON: Final = re.compile(
    rf"(?P<nation>(?:[A-Z][\w’'-]+ ){{0,3}}?)(?P<title>{_TITLE})"
    rf"(?: (?P<name>{_NAMES})|(?P<plural>s {_NAMES}(?:(?:,| and|, and) (?!{_TITLE}){_NAMES})+))"
)
_ORGANISATIONS: Final = re.compile(r"General Secretary|Secretary[- ]General|First Secretary")
_MANY: Final = re.compile(
    r"\b(?:summit|conference|assembly|council|nato|alliance|g-?\d+|heads of|multilateral)\b", re.I
)
_TOGETHER: Final = re.compile(r"\b(?:with|met|visited|visiting|between)\b", re.IGNORECASE)
_MEETING: Final = re.compile(
    r"\b(?:met|meets?|meetings?|discuss\w*|talks|negotiat\w*|conference|summit|conferred"
    r"|conversations?|consult\w*|luncheon|dinner)\b",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(r"\bmet with\b")


class American(NamedTuple):
    """An officeholder of the United States: the full name, the title, the words of the text."""

    office: Office
    person: str
    title: str
    raw: str


def americans(text: str, day: date | None) -> Iterator[American]:
    """The American officeholders that the visitor met, by the table of terms."""
    seen: set[str] = set()
    for clause in state_prose.of_the_meeting(text):
        for office in OFFICES:
            title = rf"(?P<title>{office.title}(?:-[Ee]lect)?)"
            pattern = rf"\b(?P<before>\w+ |){title} (?=(?P<rest>[^,;]{{1,60}}))"
            for match in re.finditer(pattern, clause):
                if not _is_partner(clause, match.start("title"), match.end("title")):
                    continue
                if office is PRESIDENT and match["before"].strip().lower() in {"vice", "former"}:
                    continue
                found = _holder(office, match["title"], match["rest"], day)
                if found and found.person not in seen:
                    seen.add(found.person)
                    yield found


def _holder(office: Office, title: str, rest: str, day: date | None) -> American | None:
    on = day + _ELECT if day is not None and title.lower().endswith("-elect") else day
    for count, word in enumerate(rest.split()[:4], start=1):
        surname = re.sub(r"(?:’s|'s)?[.,;:)]*$", "", word)
        if person := holder(office, surname, on):
            named = " ".join([*rest.split()[: count - 1], surname])
            return American(office, person, title, f"{title} {named}")
    return None


def _is_partner(clause: str, start: int, end: int) -> bool:
    """ "met with President X", "President X met with the Emperor"; not "funeral of President X"."""
    before = clause[max(0, start - _NEAR) : start].rstrip()
    nearest = re.search(r"(\w+)(?: (?:informally|privately|briefly|then|former))*$", before)
    if nearest and _TOGETHER.fullmatch(nearest[1]):
        return True
    joined = re.search(r"\b(?:with|met) [^.;]*(?:,|\band)$", before)
    return bool(joined) or bool(
        _SUBJECT.search(clause, end, end + _NEAR) and (not before or before[-1] in ";")
    )


class Other(NamedTuple):
    """A person of another country. `nation` is "" where the text leaves it to the reader;
    `at_home` then tells that it can only be the country that the meeting was in."""

    nation: str
    person: str
    at_home: bool

    @property
    def raw(self) -> str:
        return f"{self.nation} {self.person}".strip()


def others(text: str, americans_named: frozenset[str]) -> Iterator[Other]:
    """Other persons met, as written."""
    for clause in state_prose.of_the_meeting(text):
        if not _MEETING.search(clause):
            continue
        among_many = bool(_MANY.search(clause))
        for match in _PERSON.finditer(clause):
            if not _is_partner(clause, match.start(), match.end()):
                continue
            if match["plural"]:
                person, surname = f"{match['title']}{match['plural']}", ""
            else:
                name = " ".join(_without_dates(match["name"].split()))
                person, surname = f"{match['title']} {name}", name.rpartition(" ")[2]
                if not name or any(surname in known for known in americans_named):
                    continue
            at_home = not among_many and not _ORGANISATIONS.search(match["title"])
            yield Other(match["nation"].strip(), person, at_home)


def _without_dates(words: list[str]) -> list[str]:
    kept = []
    for word in words:
        if any(month.startswith(word.lower().strip(".,")) for month in _MONTHS) and len(word) > 2:
            break
        kept.append(word.rstrip(".,") if len(word.rstrip(".,")) > 1 else word)
    return kept
