"""Visits of the State Department's register as two invented partners would tell of them."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from anyascii import anyascii

from schemas.claims import Claim
from schemas.values import Participant, Party, When, Where
from tests.dedupe.build import a_claim, at

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "state-department-visits"
AMERICA = Party(id="USA", name="United States", country="USA", sector="GOV")
TITLE = re.compile(
    r"^(?:(?:Interim|Acting|Vice|Deputy|Crown|Prime|Foreign|President(?:-elect)?|Minister|King|Queen"
    r"|Prince(?:ss)?|Premier|Chancellor|Emperor|Emir|Amir|Sultan|Sheikh|Shaikh|Pope|General|Dr\.?"
    r"|Chairman|Secretary|of State|Prime Minister)\s+)+"
)
PLACES = ["White House", "Camp David", "New York", "Washington, D.C.", "Blair House", "Oval Office"]
SPELLINGS = [
    ("ou", "u"),
    ("oo", "u"),
    ("y", "i"),
    ("kh", "h"),
    ("gh", "g"),
    ("ei", "ey"),
    ("ch", "tch"),
    ("q", "k"),
    ("w", "v"),
    ("mm", "m"),
    ("ss", "s"),
    ("ph", "f"),
    ("ii", "iy"),
    ("e", "i"),
]


class Visit(NamedTuple):
    number: str
    start: date
    end: date
    visitor: str
    country: str
    name: str


def read() -> list[Visit]:
    return sorted(_read(), key=lambda visit: (visit.start, visit.number))


def _read() -> Iterator[Visit]:
    for file in sorted(FOLDER.glob("*.xml")):
        for it in ElementTree.parse(file).getroot().iter("visit"):
            try:
                start = date.fromisoformat(it.findtext("start-date", "").strip())
                end = date.fromisoformat(it.findtext("end-date", "").strip())
            except ValueError:
                continue
            come_from = it.find("from")
            visitor = " ".join(it.findtext("visitor", "").split())
            if come_from is None or not visitor or end < start:
                continue
            name = (come_from.text or "").strip()
            yield Visit(it.findtext("id", ""), start, end, visitor, come_from.get("id", name), name)


def first_telling(visit: Visit, number: int) -> Claim:
    """As the register has it."""
    title = TITLE.match(visit.visitor)
    return a_claim(
        _meeting(
            visit,
            visit.visitor[title.end() :] if title else visit.visitor,
            When(
                edtf=f"{visit.start}/{visit.end}",
                earliest=visit.start,
                latest=visit.end,
                precision=1,
            ),
            Where(raw="Washington", name="Washington", country="USA", precision=2),
        ),
        record=visit.number,
        partner="register",
        first_recorded_at=at(number),
    )


def second_telling(visit: Visit, number: int, chance: random.Random) -> Claim:
    """Names spelled otherwise or left out, days off by one or two, another word for the place."""
    person: str | None = visit.visitor
    if chance.random() < 0.7:
        person = TITLE.sub("", visit.visitor)
    if chance.random() < 0.10:
        person = None
    if person is not None:
        person = respelled(person, chance)
    start, end = visit.start, visit.end
    if chance.random() < 0.13:
        off = timedelta(days=chance.choice([-2, -1, 1, 2]))
        start, end = start + off, end + off
    if chance.random() < 0.3:
        end = start
    name = "Washington" if chance.random() > 0.22 else chance.choice(PLACES)
    where = Where(raw=name, name=name, country="USA", precision=2)
    if chance.random() < 0.1:
        where = Where(raw="United States", name="United States", country="USA", precision=6)
    return a_claim(
        _meeting(
            visit,
            person,
            When(edtf=f"{start}/{end}", earliest=start, latest=end, precision=1),
            where,
            host=chance.random() > 0.1,
        ),
        record=f"w{visit.number}",
        partner="wire",
        first_recorded_at=at(number + 0.5),
    )


def respelled(name: str, chance: random.Random) -> str:
    words = name.split()
    draw = chance.random()
    if draw < 0.15 and len(words) > 1:
        name = words[-1]
    elif draw < 0.25 and len(words) > 1:
        name = " ".join([words[0][0] + ".", *words[1:]])
    elif draw < 0.35 and len(words) > 1:
        name = f"{words[-1].upper()}, {' '.join(words[:-1])}"
    if chance.random() < 0.3:
        name = anyascii(name)
    if chance.random() < 0.3:
        for old, new in chance.sample(SPELLINGS, 3):
            name = name.replace(old, new, 1)
    return name


def _meeting(
    visit: Visit, person: str | None, occurred: When, where: Where, host: bool = True
) -> "object":
    from schemas.claims import Meeting

    guest = Participant(
        person=person, party=Party(id=visit.country, name=visit.name), role="visitor"
    )
    hosts = (Participant(party=AMERICA, role="host"),) if host else ()
    return Meeting(participants=(guest, *hosts), format="visit", place=where, occurred=occurred)
