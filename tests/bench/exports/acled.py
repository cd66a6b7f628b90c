"""ACLED's API: battles and protests above all, one record in fifty about what concerns us."""

import json
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import pycountry

from tests.bench.exports import words

_EVENTS: Final = {
    ("Battles", "Armed clash"): 200, ("Battles", "Government regains territory"): 6,
    ("Protests", "Peaceful protest"): 300, ("Protests", "Protest with intervention"): 25,
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"): 150,
    ("Explosions/Remote violence", "Air/drone strike"): 90,
    ("Violence against civilians", "Attack"): 90, ("Riots", "Violent demonstration"): 40,
    ("Violence against civilians", "Abduction/forced disappearance"): 20,
    ("Strategic developments", "Looting/property destruction"): 25,
    ("Strategic developments", "Change to group/activity"): 16,
    ("Strategic developments", "Arrests"): 8, ("Strategic developments", "Other"): 12,
    ("Strategic developments", "Disrupted weapons use"): 12,
    ("Strategic developments", "Agreement"): 3,
    ("Strategic developments", "Non-violent transfer of territory"): 5,
    ("Strategic developments", "Headquarters or base established"): 1,
}  # fmt: skip
_OURS: Final = "Strategic developments"
_KINDS: Final = (
    ("Military Forces of {0} ({1}-)", "State forces"),
    ("Police Forces of {0} ({1}-) Gendarmerie", "State forces"),
    ("{2} Communal Militia ({0})", "Identity militia"),
    ("{2}: {2} Liberation Front", "Rebel group"),
    ("Protesters ({0})", "Protesters"),
    ("Civilians ({0})", "Civilians"),
    ("Unidentified Armed Group ({0})", "Political militia"),
)
_DOINGS: Final = (
    "clashed with", "reached a ceasefire with", "handed over positions to", "seized arms of",
    "shelled positions of", "set up a headquarters beside", "withdrew before",
)  # fmt: skip


def content(count: int) -> bytes:
    chance = Random(13)
    data = [_record(chance, number) for number in range(count)]
    envelope = {"status": 200, "success": True, "last_update": 11, "count": count, "data": data}
    return json.dumps(envelope).encode()


def _record(chance: Random, number: int) -> dict[str, Any]:
    kind, sub_kind = chance.choices(tuple(_EVENTS), tuple(_EVENTS.values()))[0]
    town, day = words.town(chance), date(2024, 1, 1) + timedelta(days=chance.randrange(480))
    first, second = _actor(chance, town.state), _actor(chance, town.state)
    return {
        "event_id_cnty": f"{town.state.code}{10_000 + number}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": chance.choice((1, 1, 1, 1, 2, 3)),
        "disorder_type": "Political violence",
        "event_type": kind,
        "sub_event_type": sub_kind,
        "actor1": first[0],
        "assoc_actor_1": chance.choice(("", "", f"Government of {town.state.name} (2019-)")),
        "inter1": first[1],
        "actor2": second[0],
        "assoc_actor_2": chance.choice(("", "", "", f"{words.name(chance)} Ethnic Group")),
        "inter2": second[1],
        "interaction": f"{first[1]}-{second[1]}",
        "civilian_targeting": "",
        "iso": _number(town.state),
        "region": "Made-up region",
        "country": town.state.name,
        "admin1": words.name(chance),
        "admin2": words.name(chance),
        "admin3": "",
        "location": town.name,
        "latitude": town.lat,
        "longitude": town.lon,
        "geo_precision": chance.choice((1, 1, 1, 2, 3)),
        "source": "; ".join(f"{words.name(chance)} News" for _ in range(chance.choice((1, 1, 2)))),
        "source_scale": chance.choice(("National", "Subnational", "Other-National", "New media")),
        "notes": _notes(chance, day, town, first[0], second[0]),
        "fatalities": "0" if kind == _OURS else str(chance.choice((0, 0, 0, 0, 1, 2, 11))),
        "tags": "",
        "timestamp": str(1_735_000_000 + number * 7),
    }


def _number(state: words.State) -> str:
    known = pycountry.countries.get(alpha_3=state.code)
    return str(int(known.numeric)) if known is not None else ""


def _actor(chance: Random, state: words.State) -> tuple[str, str]:
    shape, kind = chance.choice(_KINDS)
    return shape.format(state.name, chance.randrange(1990, 2024), words.name(chance)), kind


def _notes(chance: Random, day: date, town: words.Town, first: str, second: str) -> str:
    other = words.skewed(chance, words.states()).name
    said = f"On {day.day} {day:%B %Y}, {first} {chance.choice(_DOINGS)} {second} in {town.name}"
    more = (
        f" ({words.name(chance)} district).",
        f". {chance.randrange(2, 90)} people were displaced; a shipment of "
        f"{words.name(chance)} rifles from {other} to {town.state.name} was stopped.",
        f", as {words.person(chance)} said. Coded from one report; size of the group unknown.",
    )
    return said + chance.choice(more)
