"""GDELT 2.0 event files: 61 columns without a header, every fifth row about what concerns us."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from services.normalize.formats.gdelt_columns import COLUMNS
from tests.bench.exports import words

_CODES: Final = {
    "010": 70, "012": 15, "013": 8, "014": 5, "020": 60, "0231": 4, "030": 15, "0332": 1,
    "036": 40, "040": 90, "041": 4, "042": 62, "043": 60, "044": 2, "045": 3, "046": 22,
    "050": 12, "051": 55, "057": 20, "060": 10, "061": 8, "070": 18, "071": 6, "072": 5,
    "073": 8, "080": 12, "084": 10, "090": 12, "100": 18, "110": 20, "111": 35, "112": 38,
    "114": 4, "120": 25, "130": 12, "138": 6, "140": 10, "141": 14, "150": 6, "151": 1,
    "152": 2, "153": 1, "154": 4, "155": 1, "160": 12, "163": 6, "170": 10, "172": 8,
    "173": 48, "174": 8, "180": 22, "181": 6, "182": 14, "186": 3, "190": 50, "193": 20,
    "194": 6, "195": 4,
}  # fmt: skip
_TYPES: Final = (
    "",
    "",
    "",
    "",
    "GOV",
    "GOV",
    "MIL",
    "COP",
    "LEG",
    "MED",
    "BUS",
    "CVL",
    "EDU",
    "REB",
)
_ROLES: Final = (
    ("POLICE", "COP"), ("PRESIDENT", "GOV"), ("STUDENT", "EDU"), ("COMPANY", "BUS"),
    ("GOVERNMENT", "GOV"), ("MILITARY", "MIL"), ("ATTORNEY", "JUD"), ("MEDIA", "MED"),
)  # fmt: skip
_FILE: Final = 1_500  # events in the file of a quarter of an hour


def content(count: int) -> bytes:
    chance = Random(11)
    added = datetime(2025, 4, 28, 0, 15)  # noqa: DTZ001 - GDELT's own clock is UTC, unsaid
    lines = []
    for number in range(count):
        moment = added + timedelta(minutes=15) * (number // _FILE)
        row = _row(chance, 1_240_000_000 + number, moment)
        lines.append("\t".join(row.get(column, "") for column in COLUMNS))
    return "\n".join([*lines, ""]).encode()


def _row(chance: Random, number: int, added: datetime) -> dict[str, str]:
    day = added - timedelta(days=chance.choice((0, 0, 0, 0, 0, 0, 7, 30, 365)))
    code = chance.choices(tuple(_CODES), tuple(_CODES.values()))[0]
    row = {
        "GLOBALEVENTID": str(number),
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{day.year + day.timetuple().tm_yday / 365:.4f}",
        "IsRootEvent": chance.choice("01"),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": chance.choice("1234"),
        "GoldsteinScale": f"{chance.uniform(-10, 10):.1f}",
        "NumMentions": str(chance.randrange(1, 60)),
        "NumSources": str(chance.randrange(1, 6)),
        "NumArticles": str(chance.randrange(1, 60)),
        "AvgTone": f"{chance.uniform(-12, 8):.14f}",
        "DATEADDED": f"{added:%Y%m%d%H%M%S}",
        "SOURCEURL": f"https://www.{words.name(chance).lower()}-news.example/{day:%Y/%m/%d}/{number}",
    }
    row |= _actor(chance, 1, nobody=0.1) | _actor(chance, 2, nobody=0.27)
    for of in ("Actor1", "Actor2", "Action"):
        row |= _place(chance, of)
    return row


def _actor(chance: Random, number: int, nobody: float) -> dict[str, str]:
    if chance.random() < nobody:
        return {}
    if chance.random() < 0.35:
        said, kind = chance.choice(_ROLES)
        return {f"Actor{number}Code": kind, f"Actor{number}Name": said,
                f"Actor{number}Type1Code": kind}  # fmt: skip
    state, kind = words.skewed(chance, words.states()), chance.choice(_TYPES)
    said = chance.choice((state.name, state.name, state.demonym, words.name(chance)))
    return {
        f"Actor{number}Code": state.code + kind,
        f"Actor{number}Name": said.upper(),
        f"Actor{number}CountryCode": state.code,
        f"Actor{number}Type1Code": kind,
    }


def _place(chance: Random, of: str) -> dict[str, str]:
    kind = chance.choices("012345", (4, 28, 6, 18, 40, 4))[0]
    if kind == "0":
        return {f"{of}Geo_Type": "0"}
    town = words.town(chance)
    code = words.fips().get(town.state.code, "")
    land, part = town.state.name, f"{code}{chance.randrange(1, 40):02}"
    if kind in "23":
        land, code = "United States", "US"
        part = code + chance.choice(("CA", "NY", "TX", "DC", "IL"))
    parts = [town.name] if kind in "34" else []
    parts += [words.name(chance)] if kind in "2345" else []
    return {
        f"{of}Geo_Type": kind,
        f"{of}Geo_FullName": ", ".join([*parts, land]),
        f"{of}Geo_CountryCode": code,
        f"{of}Geo_ADM1Code": code if kind == "1" else part,
        f"{of}Geo_ADM2Code": str(chance.randrange(1000, 40_000)) if kind in "34" else "",
        f"{of}Geo_Lat": town.lat,
        f"{of}Geo_Long": town.lon,
        f"{of}Geo_FeatureID": str(-chance.randrange(10_000, 3_000_000)),
    }
