"""What a visit's description or a trip's remarks say, clause by clause.

The Office of the Historian writes short notes: "Official visit. Discussed X with President Y.
Afterwards visited New York City." What happens before or after the meeting is not the meeting.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, Literal

VisitClass = Literal["state", "official", "official working", "working", "private", "transit"]

CLASSES: Final[Mapping[str, VisitClass]] = {
    "state": "state",
    "official": "official",
    "offical": "official",  # so written in the published data
    "official working": "official working",
    "offical working": "official working",
    "working": "working",
    "private": "private",
    "unofficial": "private",
    "transit": "transit",
    "in transit": "transit",
}

NO_CLASS: Final = frozenset(
    {"a", "an", "the", "his", "her", "their", "its", "this", "that", "first", "second", "third"}
    | {"return", "day", "week", "brief", "short", "also", "select", "s", "last", "and", "during"}
)
"""Words before "visit" that do not name a class."""

_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:[A-Z]|St|Mt|Ft|Dr|Mr|Mrs|Ms|Gen|Col|Lt|Jr|Sr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
    r"|Inc|No|vs|Conn|Mass|Calif|Fla|Ill|Mich|Minn|Miss|Tenn|Tex|Va|Md|Me|Pa|Ga|Wis|Ark|Colo)\.)$"
)
_BREAK: Final = re.compile(r"(?<=[.;!?])\s+|(?<=[;])")
_STARTS: Final = re.compile(
    r"^(?:After\w*|Later|Also|Met|Attended|Discuss\w*|Signed|Private|Official|State|Working|Visited"
    r"|Arrived|Departed|Left|In|Addressed|Had|Participated|Returned|Received)\b"
)
_ASIDE: Final = re.compile(
    r"^\W*(?:after|later\b|also visited|also met with (?!president)|previously"
    r"|had (?:also |come |met |visited )|in (?:the )?u\.?s\.?\b"
    r"|arriv|depart|left\b|visited\b(?! (?:washington|president))|returned|revisited|traveled"
    r"|private visits? (?:to [^.;]*)?afterwards?\b|private visit afterward)",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(
    r"\b((?:offici?al working|[a-z]+))[ -]visits?\b"
    r"|\b(in transit|transit stop|stopover|refuel(?:l?ed|l?ing))\b|^(vacation)",
    re.IGNORECASE,
)
_LEADING_CLASS: Final = re.compile(
    r"^((?:good will|[A-Z][a-z-]+)(?: [a-z]+)?) (?:visit|courtesy call)\b"
)
_EVENT_NOUN: Final = re.compile(
    r"\b(?:summits?|conferences?|assembly|security council|council|forum|funeral|memorial|ceremony"
    r"|talks|negotiations|dedication|signing|dinner|luncheon|lunch|brunch|reception|congress"
    r"|sessions?|meetings?|anniversary|inauguration|apec|caricom|celebrations?|commission)\b",
    re.IGNORECASE,
)
_MULTILATERAL: Final = re.compile(
    r"\b(?:summits?|conferences?|general assembly|security council|forum|apec|caricom|nato|g-?\d+"
    r"|council|heads of (?:government|state)|alliance|cento|seato|asean|quad|trilateral)\b",
    re.IGNORECASE,
)
_ATTENDED: Final = re.compile(
    r"\b(attend(?:ed|ing)|participat(?:ed|ing) in|took part in|taking part in"
    r"|(?:led|leading) (?:the )?[\w .’'-]{0,40}?delegation to|invited guest to|hosted)\s+(.+)$",
    re.IGNORECASE,
)
_AT_EVENT: Final = re.compile(
    r"\b(?:at|during|alongside|after a meeting of|on the margins of|following)\s+"
    r"((?:the|a|an)\s+.+)$",
    re.IGNORECASE,
)
_BARE_EVENT: Final = re.compile(
    r"^(?!Address|Attend|Discuss|Met\b|Also\b|Held\b)"
    r"((?:[\w.’'&+-]+ ){1,6}(?:Summit|Conference|Forum|Ceremony)(?: [Mm]eeting)?)\b"
)
_EVENT_END: Final = re.compile(
    r"(?:,|;|\s\(|\s+(?:in|at) (?:the )?(?=[A-Z])|\s+on (?=[A-Z][a-z]+ \d)"
    r"|\s+(?:and|where|when|while|then)\s+(?:also |had |was )?(?:met|discussed|signed|addressed"
    r"|visited|attended|President|in|at|he|she)\b|\s+to discuss\b|\s+with (?=[A-Z])"
    r"|\s+as (?:President|head|chair)"
    r"|\s+(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b)"
)
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"")
_GENERIC: Final = frozenset(
    (
        *("a", "an", "the", "of", "and", "with", "private", "working", "first", "second", "third"),
        *("final", "annual", "state", "summit", "summits", "conference", "conferences", "meeting"),
        *("meetings", "session", "sessions", "talks", "negotiations", "dinner", "luncheon"),
        *("lunch", "brunch", "reception", "ceremony", "ceremonies", "memorial", "service"),
        *("services", "funeral", "opening", "closing", "signing", "dedication", "forum"),
        *("council", "commission", "nsc", "celebration", "celebrations", "bilateral"),
    )
)
"""Words that alone do not tell one event from another."""
_LINKS: Final = frozenset({"of", "the", "and", "on", "for", "&"})
_ARTICLE: Final = re.compile(r"^(?:the|a|an)\s+(?:meeting of (?:the )?)?", re.IGNORECASE)
_SIGNED: Final = re.compile(
    r"\bsigned\s+(?:(?:the|a|an)\s+)?(.+?)(?=,| with President| and (?:addressed|met|discussed)"
    r"| at the | on (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)| (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) \d|\.?$)",
    re.IGNORECASE,
)
_DISCUSSED: Final = re.compile(
    r"\b(?:discuss(?:ed|ing|ions? (?:of|on|about))|consult(?:ed|ations) on|talks on|negotiated)\s+"
    r"(.+?)(?=\s+with (?:Vice |former )?(?:President|Secretary)|[.;]?$)",
    re.IGNORECASE,
)
_OFF: Final = re.compile(r"^(?:the )?(?:visit|trip)?\s*(?:was )?(cancell?ed|postponed)\b", re.I)


@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[str, ...]:
    """The text cut at sentences and semicolons, but not after "U.S." or "Mass."."""
    found: list[str] = []
    start = 0
    for gap in _BREAK.finditer(text):
        end, following = gap.start(), text[gap.end() : gap.end() + 20]
        ending = text[max(start, end - 12) : end]
        if _ABBREVIATED.search(ending) and not ending.endswith(")."):
            starts_anew = _STARTS.match(following) and not ending.endswith(("U.S.", "U.N."))
            if not starts_anew:
                continue
        found.append(text[start:end])
        start = gap.end()
    found.append(text[start:])
    return tuple(_unstopped(clause.strip()) for clause in found if clause.strip(" .;"))


def _unstopped(clause: str) -> str:
    """Without its full stop, unless that belongs to an abbreviation such as "U.N."."""
    stripped = clause.rstrip(" ;")
    return stripped if re.search(r"\b[A-Z]\.[A-Z]\.$", stripped) else stripped.rstrip(" .;")


@lru_cache(maxsize=256)
def of_the_meeting(text: str) -> tuple[str, ...]:
    """The clauses about the visit itself, without the journey before and after."""
    found = clauses(text)
    return tuple(
        clause
        for number, clause in enumerate(found)
        if not _ASIDE.search(clause) or (number == 0 and clause.startswith("Visited "))
    )


def visit_class(text: str) -> tuple[VisitClass | None, str | None]:
    """The first class that the text names; else None, and what looks like a class of its own."""
    odd: str | None = None
    for clause in of_the_meeting(text):
        for match in _CLASS.finditer(clause):
            if match[2] or match[3]:
                return "transit" if match[2] else "private", None
            word = match[1].lower()
            if word == "working" and re.search(r"offici?al working visit", clause, re.I):
                word = "official working"
            if word in CLASSES:
                return CLASSES[word], None
        leading = _LEADING_CLASS.match(clause)
        if leading and odd is None and leading[1].split()[0].lower() not in NO_CLASS:
            odd = leading[0]
    return None, odd


def event(text: str) -> tuple[str | None, bool]:
    """The name of the event that the meeting was part of, and whether it was multilateral."""
    for clause in of_the_meeting(text):
        attended = _ATTENDED.search(clause)
        for match, own in ((attended, True), (_AT_EVENT.search(clause), False)):
            if match and (name := _name(match[match.lastindex or 0])):
                return name, own and bool(_MULTILATERAL.search(name))
        if bare := _BARE_EVENT.match(clause):
            name = _name(bare[1].strip())
            if name and all(w[0].isupper() or w[0].isdigit() or w in _LINKS for w in name.split()):
                return name, bool(_MULTILATERAL.search(name))
    return None, False


def _name(text: str) -> str | None:
    quoted = max((m.end() for m in _QUOTED.finditer(text)), default=0)
    end = _EVENT_END.search(text, quoted)
    name = _ARTICLE.sub("", text[: end.start()] if end else text).strip(" ,;\"'")
    if not name or len(name) > 120 or not _EVENT_NOUN.search(name):
        return None
    words = re.findall(r"[\w-]+", name.lower())
    if "visit" in words or all(word in _GENERIC for word in words):
        return None
    return name


def signed(text: str) -> Iterator[str]:
    """What was signed, as titles."""
    for clause in clauses(text):
        for match in _SIGNED.finditer(clause):
            if title := match[1].strip(" .,;"):
                yield title


def topics(text: str) -> tuple[str, ...]:
    """What was discussed."""
    return tuple(
        topic
        for clause in of_the_meeting(text)
        for match in _DISCUSSED.finditer(clause)
        if (topic := match[1].strip(" .,;"))
    )


def state(text: str) -> Literal["held", "cancelled", "postponed"]:
    """Held, unless a clause says that the visit itself was called off."""
    for clause in clauses(text):
        if match := _OFF.match(clause):
            return "postponed" if match[1].lower() == "postponed" else "cancelled"
    return "held"
