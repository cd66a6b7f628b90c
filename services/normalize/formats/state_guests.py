"""The participants of a visit or a trip, from its fields and its prose."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from schemas.values import Level, Participant, Party
from services.normalize.format import Fields
from services.normalize.formats import cells, state_people
from services.normalize.reading import parties, people

AMERICA: Final = "United States"

REPAIRS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\bPrime Minst(?:er|re)\b"), "Prime Minister"),
    (re.compile(r"\bPrime Ministere\b"), "Prime Minister"),
    (re.compile(r"(?<=\w)- (?=[A-Z])"), "-"),
)
"""Slips of the pen in the published data; the raw text stays beside what they mean."""


NOT_SAID: Final = frozenset(
    {"", "-", "–", "—", "?", "n/a", "na", "none", "null", "unknown", "unnamed", "tbd", "tba"}
)
"""Ways to leave a cell open."""


class Role(NamedTuple):
    title: str
    level: Level


ROLES: Final[Mapping[str, Role]] = {
    "president": Role("President", "head_of_state"),
    "president-elect": Role("President-elect", "official"),
    "vice-president": Role("Vice President", "official"),
    "secretary": Role("Secretary of State", "foreign_minister"),
    "secretary-of-state": Role("Secretary of State", "foreign_minister"),
}


def named(value: Any) -> str:
    """The text of an element that may carry attributes: "Hawaii" of {"@id": …, "#text": …}."""
    if isinstance(value, Mapping):
        for key in ("#text", "text", "name", "value"):
            if words := cells.text(value.get(key)):
                return words
        return cells.text(value.get("@id", value.get("id"))).replace("-", " ")
    return cells.text(value)


def _legible(fields: Fields, name: str, value: Any) -> str:
    """`named`; an element with something in it but no words is a signal."""
    words = named(value)
    if not words and value not in (None, "", [], {}) and str(value).strip():
        fields.signal("unknown_field", name, value, "no text in this element")
    return words


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def country(fields: Fields, name: str) -> tuple[Party | None, str]:
    """The party that an element names, and its words; a party that we do not know is a signal."""
    found: Party | None = None
    words = ""
    for value in _several(fields.take(name)):
        text = named(value)
        if isinstance(value, Mapping):
            for key in value.keys() - {"@id", "id", "#text", "text", "name", "value"}:
                fields.signal(
                    "unknown_field", f"{name}/{key}", value[key], "not part of this format"
                )
        if not text:
            continue
        party = _party(text, value)
        if not parties.is_resolved(party):
            fields.signal("unresolved_party", name, text, "no country or organisation that we know")
        if found is None:
            found, words = party, text
        else:
            fields.signal("contradiction", name, text, f"a second one beside {words}")
    if found is None:
        fields.signal("unresolved_party", name, None, "the record names no country")
    return found, words


def _party(text: str, value: Any) -> Party:
    """By the words; without their bracket, or by the publisher's own id, if they say nothing."""
    read = parties.read(text)
    spare = [re.sub(r"\s*\([^)]*\)", "", text)]
    if isinstance(value, Mapping):
        spare.append(cells.text(value.get("@id", value.get("id"))).replace("-", " "))
    for other in spare:
        if parties.is_resolved(read):
            break
        if other and other != text:
            again = parties.read(other)
            read = again.changed(raw=text) if parties.is_resolved(again) else read
    return read


def visitors(fields: Fields) -> tuple[Participant, ...]:
    """Every visitor of the record, with the country they come from."""
    party, _ = country(fields, "from")
    found: list[Participant] = []
    for value in _several(fields.take("visitor")):
        written = _legible(fields, "visitor", value)
        if written.lower().strip(" .") not in NOT_SAID:
            found.extend(_visitors(written, party))
    if not found:
        fields.signal("unresolved_party", "visitor", None, "the record names no visitor")
        if party is not None:
            found.append(Participant(party=party, role="visitor"))
    return tuple(found)


def _visitors(written: str, party: Party | None) -> tuple[Participant, ...]:
    mended = written
    for slip, meant in REPAIRS:
        mended = slip.sub(meant, mended)
    read = people.read(mended, party=party, role="visitor")
    if mended == written:
        return read
    return tuple(p.changed(raw=written) for p in read)


def american_hosts(prose: str, day: date | None) -> tuple[Participant, ...]:
    """The officeholders that the text says were met; else the United States as such."""
    host = parties.read(AMERICA)
    met = tuple(state_people.americans(prose, day))
    if not met:
        return (Participant(party=host, role="host", raw=None),)
    return tuple(
        Participant(
            person=who.person,
            title=who.title,
            party=host,
            role="host",
            level=who.office.level if who.title == who.office.title else "official",
            raw=who.raw,
        )
        for who in met
    )


def third_parties(
    fields: Fields, name: str, prose: str, hosts: Sequence[Participant]
) -> tuple[Participant, ...]:
    """Persons of other countries who took part, as the text names them."""
    known = frozenset(p.raw or "" for p in hosts)
    return tuple(
        person
        for other in state_people.others(prose, known)
        for person in _of_other(fields, name, other, None)
    )


def _of_other(
    fields: Fields, name: str, other: state_people.Other, home: Party | None
) -> tuple[Participant, ...]:
    """A person met, of the country that the text says; of `home` where it says none."""
    assumed = home if other.at_home else None
    party = parties.read(other.nation) if other.nation else assumed
    if party is None or not parties.is_resolved(party):
        fields.signal("unresolved_party", name, other.raw, "a person whose country cannot be read")
    at_home = home is not None and party is not None and party.id == home.id
    read = people.read(other.person, party=party, role="host" if at_home else "principal")
    return tuple(person.changed(raw=other.raw) for person in read)


def traveller(fields: Fields) -> Participant:
    """The President or the Secretary of State who went abroad."""
    role = cells.text(fields.take("role")).lower()
    written = _legible(fields, "name", fields.take("name"))
    party = parties.read(AMERICA)
    known = ROLES.get(role.replace(" ", "-"))
    if known is None:
        fields.signal("unknown_code", "role", role or None, "president or secretary")
    if not written:
        fields.signal("unresolved_party", "name", None, "the record names no traveller")
    turned = _forename_first(written)
    return Participant(
        person=turned or None,
        title=known.title if known else None,
        party=party,
        role="visitor",
        level=known.level if known else None,
        raw=written or None,
    )


def _forename_first(written: str) -> str:
    """ "Roosevelt, Theodore" the way it is said; "Bush, George W., Jr." is left alone."""
    surname, comma, forename = written.partition(", ")
    return f"{forename} {surname}" if comma and "," not in forename else written


def host_country(fields: Fields) -> tuple[Party | None, str]:
    """The country visited; its words serve as the place when there is no locale."""
    return country(fields, "country")


def counterparts(
    fields: Fields, name: str, prose: str, day: date | None, host: Party | None
) -> tuple[Participant, ...]:
    """Whom the traveller met; the host country alone when the remarks name no one."""
    americans = frozenset(who.raw for who in state_people.americans(prose, day))
    found = [
        person
        for other in state_people.others(prose, americans)
        for person in _of_other(fields, name, other, host)
    ]
    if host is not None and not any(p.role == "host" for p in found):
        found.insert(0, Participant(party=host, role="host"))
    return tuple(found)
