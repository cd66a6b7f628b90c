"""POLECAT releases: tab-separated, "None" for empty, lists cut by semicolons."""

from datetime import date, timedelta
from random import Random
from typing import Final

from tests.bench.exports import words

_HEADER: Final = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
COLUMNS: Final = tuple(_HEADER.split("|"))
_TYPES: Final = {
    ("CONSULT", "visit"): 40, ("CONSULT", "third-party"): 15, ("CONSULT", "phone"): 15,
    ("CONSULT", "None"): 110, ("AGREE", "None"): 60, ("AGREE", "meet"): 5,
    ("MOBILIZE", "troops"): 25, ("AID", "military"): 20, ("AID", "humanitarian"): 30,
    ("ASSAULT", "firearms"): 160, ("COERCE", "arrest"): 140, ("SUPPORT", "None"): 60,
    ("ACCUSE", "disapprove"): 90, ("THREATEN", "military"): 30, ("PROTEST", "demo"): 60,
    ("SANCTION", "None"): 40, ("REQUEST", "None"): 50, ("REJECT", "None"): 30,
}  # fmt: skip
_CONTEXTS: Final = ("military", "diplomatic", "election", "economic", "future", "None", "None")
_TITLES: Final = ("President", "Foreign Minister", "Prime Minister", "General", "None", "None")


def content(count: int) -> bytes:
    chance = Random(14)
    lines = ["\t".join(COLUMNS)]
    for number in range(count):
        row = _row(chance, number)
        lines.append("\t".join(row.get(column, "None") for column in COLUMNS))
    return "\n".join([*lines, ""]).encode()


def _row(chance: Random, number: int) -> dict[str, str]:
    day = date(2025, 1, 1) + timedelta(days=number // 400)
    kind, mode = chance.choices(tuple(_TYPES), tuple(_TYPES.values()))[0]
    town = words.town(chance)
    row = {
        "Event ID": f"{day:%Y%m%d}-{number % 400:04}-{chance.randrange(1 << 16):04x}_1",
        "Event Date": day.isoformat(),
        "Event Type": kind,
        "Event Mode": mode,
        "Intensity": f"{chance.uniform(-10, 10):.1f}",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "; ".join(chance.sample(_CONTEXTS[:4], 2)) + "; " + chance.choice(_CONTEXTS),
        "Placename": town.name,
        "City": town.name,
        "District": words.name(chance),
        "Province": words.name(chance),
        "Country": town.state.code,
        "Latitude": town.lat,
        "Longitude": town.lon,
        "GeoNames ID": str(chance.randrange(10_000, 9_000_000)),
        "Raw Placename": town.name,
        "Feature Type": chance.choice(("PPL", "PPLC", "PPLA", "ADM1", "PCLI")),
        "Source": f"{words.name(chance)} Daily",
        "Publication Date": (day + timedelta(days=chance.randrange(2))).isoformat(),
        "Story People": f"{words.person(chance)}; {words.person(chance)}",
        "Language": chance.choice(("English", "Spanish", "Russian", "Arabic", "French")),
        "Version": "NGEC-1",
    }
    return row | _side(chance, "Actor") | _side(chance, "Recipient")


def _side(chance: Random, side: str) -> dict[str, str]:
    named = [words.skewed(chance, words.states()) for _ in range(chance.choice((0, 1, 1, 1, 2)))]
    if not named:
        return {}
    people = [words.person(chance) if chance.random() < 0.6 else state.name for state in named]
    return {
        f"{side} Name": "; ".join(people),
        f"{side} Country": "; ".join(state.code for state in named),
        f"Primary {side} Sector": chance.choice(("GOV", "MIL", "GOV; MIL", "COP", "CVL")),
        f"{side} Sectors": "GOV; PTY",
        f"{side} Title": "; ".join(chance.choice(_TITLES) for _ in named),
        f"{side} Name Raw": "; ".join(people),
        f"Wikipedia {side} ID": "; ".join(name.replace(" ", "_") for name in people),
    }
