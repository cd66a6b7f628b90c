"""POLECAT as it comes: the oddities of its releases, of its coder, and of others' copies."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from schemas.claims import Deployment, Meeting
from services.normalize.format import Identity
from services.normalize.formats import polecat
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_polecat import COLUMNS, VISIT, bodies, row
from tests.normalize.formats.weird import answered, changes, swallowed

FORMAT = polecat.FORMAT
NAME = "ngecEvents.20230328.Release1.DV.txt"
ARMY = {"Event_Type": "MOBILIZE", "Event_Mode": "troops"}


def line(columns: list[str], fields: dict[str, str] = VISIT) -> str:
    return "\t".join(fields.get(column, "None") for column in columns)


def one(text: str | bytes, name: str = NAME) -> dict[str, Any]:
    (found,) = records(FORMAT, name, text)
    return found


def test_a_header_with_names_that_the_rows_lack_is_read_without_them() -> None:
    excess = [*COLUMNS[:33], "Headline", "Event Text", *COLUMNS[33:], "Feed", "Story ID"]
    found = one(f"{chr(9).join(excess)}\n{line(COLUMNS)}\n")
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_columns_may_stand_in_any_order_and_be_joined_in_any_way() -> None:
    turned = list(reversed(COLUMNS))
    assert FORMAT.interpret(one(f"{chr(9).join(turned)}\n{line(turned)}\n")) == FORMAT.interpret(
        row()
    )
    for joint in (".", "_"):
        names = [column.replace(" ", joint).lower() for column in COLUMNS]
        found = one(f"{chr(9).join(names)}\n{line(COLUMNS)}\n")
        assert FORMAT.identify(found) == Identity("20230321-0012-aa55_3")
        assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_newer_releases_call_the_intensity_otherwise() -> None:
    newer = ["Event Intensity" if c == "Intensity" else c for c in COLUMNS]
    read = FORMAT.interpret(one(f"{chr(9).join(newer)}\n{line(newer)}\n"))
    assert read.signals == ()
    assert "Event Intensity" in read.ignored


def test_a_copy_with_row_numbers_and_commas_says_the_same() -> None:
    fields = {"": "0"} | {column: VISIT.get(column, "None") for column in COLUMNS}
    cells = [f'"{value}"' for value in fields.values()]
    found = one(",".join(fields) + "\n" + ",".join(cells) + "\n", "polecat.csv")
    read = FORMAT.interpret(found)
    assert (read.statements, read.signals) == (FORMAT.interpret(row()).statements, ())


def test_a_copy_as_json_has_nulls_and_numbers() -> None:
    fields: dict[str, Any] = {c: VISIT.get(c) for c in COLUMNS}
    fields |= {"Actor COW": 710, "Recipient COW": 365.0, "GeoNames ID": 524901.0}
    fields |= {"Latitude": 55.75222, "Longitude": 37.61556}
    found = one(json.dumps(fields), "polecat.jsonl")
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_names_in_latin_1_and_quotes_that_never_close_cost_nothing() -> None:
    fields = VISIT | {"Recipient Name Raw": 'the "caudillo', "Actor Name Raw": "Núñez"}
    found = one(f"{chr(9).join(COLUMNS)}\n{line(COLUMNS, fields)}\n".encode("latin-1"))
    assert (found["Actor Name Raw"], found["Recipient Name Raw"]) == ("Núñez", 'the "caudillo')


@pytest.mark.parametrize("blank", ["", "None", "NA", "nan", None])
def test_every_word_for_nothing_is_nothing(blank: str | None) -> None:
    columns = ("Wikipedia Recipient ID", "Recipient Title", "Story People")
    assert FORMAT.interpret({**row(), **dict.fromkeys(columns, blank)}) == FORMAT.interpret(row())


@pytest.mark.parametrize(
    ("code", "party", "country"),
    [
        ("EUR", "eu", None),
        ("UNO", "un", None),
        ("MDAPRE", "transnistria", None),
        ("UKRPRE", "~ukrpre", "UKR"),
        ("RUS", "RUS", "RUS"),
        ("RU", "RUS", "RUS"),
    ],
)
def test_the_coders_own_codes_of_countries_are_known(
    code: str, party: str, country: str | None
) -> None:
    found = bodies(
        Recipient_Name="A. Nobody", Recipient_Name_Raw="None", Recipient_Country=code,
        Recipient_COW="None",
    )["meeting"]  # fmt: skip
    assert isinstance(found, Meeting)
    of = found.participants[1].party
    assert of is not None
    assert of.id == party
    assert of.country == country or country is None


@pytest.mark.parametrize("code", ["IGO", "NGO", "IMG", "MNC", "ISM"])
def test_a_kind_of_actor_is_no_country(code: str) -> None:
    read = FORMAT.interpret(
        row(
            Recipient_Name="A. Nobody", Recipient_Name_Raw="None", Recipient_Country=code,
            Recipient_COW="None",
        )
    )  # fmt: skip
    assert read.out_of_scope == "inside one party, or only one side is named: CHN"


def test_each_of_several_has_the_sector_that_stands_at_its_place() -> None:
    found = bodies(
        **ARMY,
        Actor_Title="None",
        Actor_Name="Free Army; Some Ministry; Some Paper",
        Actor_Name_Raw="None",
        Actor_Country="SYR; BLR; FRA",
        Actor_COW="None",
        Primary_Actor_Sector="REB; GOV; JRN",
        Recipient_Name="None",
        Recipient_Name_Raw="None",
        Recipient_Country="None",
        Recipient_COW="None",
    )
    parties = [body.deploying for body in found.values() if isinstance(body, Deployment)]
    assert [(one.id, one.country, one.sector) for one in parties] == [
        ("~syr-reb", "SYR", "REB"),
        ("BLR", "BLR", "GOV"),
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({**ARMY, "Primary_Actor_Sector": "CVL"}, "MOBILIZE of private actors: CVL"),
        (
            {"Event_Type": "AID", "Event_Mode": "military", "Primary_Actor_Sector": "BUS"},
            "AID of private actors: BUS",
        ),
        ({"Primary_Actor_Sector": "JRN"}, "CONSULT of private actors: JRN"),
    ],
)
def test_what_private_actors_do_is_not_their_countrys(given: dict[str, str], reason: str) -> None:
    actor = {"Actor_Name": "A. Nobody", "Actor_Title": "None", "Actor_Name_Raw": "None"}
    assert FORMAT.interpret(row(**actor, **given)).out_of_scope == reason


def test_lists_that_do_not_match_and_codes_nobody_has_are_named() -> None:
    given = {
        "Recipient_Name_Raw": "None",
        "Recipient_Country": "RUS; UKR; BLR",
        "Recipient_COW": "None",
        "Primary_Recipient_Sector": "XYZ",
        "GeoNames_ID": "9" * 30,
    }
    known = FORMAT.interpret(row(Recipient_Name="Russia; Ukraine", **given))
    assert [(s.code, s.field) for s in known.signals] == [
        ("unknown_code", "/Primary Recipient Sector"),
        ("contradiction", "/Recipient Country"),
        ("unresolved_place", "/GeoNames ID"),
    ]
    unknown = FORMAT.interpret(row(Recipient_Name="A. Nobody; B. Nobody", **given))
    assert unknown.out_of_scope is not None
    assert [(s.code, s.field) for s in unknown.signals] == [
        ("unknown_code", "/Primary Recipient Sector"),
        ("contradiction", "/Recipient Country"),
    ]


@pytest.mark.parametrize("language", ["English", "english", "en", "ENG"])
def test_languages_are_words_or_codes(language: str) -> None:
    source = FORMAT.interpret(row(Language=language)).statements[0].source
    assert source is not None
    assert source.language in ("en", "eng")


def test_no_unexpected_value_is_swallowed() -> None:
    full = row(Recipient_Title="President")
    assert swallowed(FORMAT, full, COLUMNS) == []


@settings(max_examples=150)
@given(changes(row()))
def test_whatever_stands_in_a_row_is_answered_within_the_contract(changed: dict[str, Any]) -> None:
    answered(FORMAT, changed)
