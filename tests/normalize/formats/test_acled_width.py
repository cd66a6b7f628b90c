"""ACLED as it comes: its files of thirty years, copies of the HDX, spreadsheets and databases."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import Workbook

from schemas.claims import Deployment, Meeting
from services.normalize.format import Identity
from services.normalize.formats import acled, acled_actors, acled_values
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_acled import EVENT, row
from tests.normalize.formats.weird import answered, changes, swallowed

FORMAT = acled.FORMAT
BASE = {"sub_event_type": "Headquarters or base established"}

OLD_HEADER = (
    "GWNO,EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,"
    "ALLY_ACTOR_1,INTER1,ACTOR2,ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,ADMIN2,ADMIN3,"
    "LOCATION,LATITUDE,LONGITUDE,GEO_PRECIS,SOURCE,NOTES,FATALITIES"
)


def old(event_date: str = "18/04/2011", year: str = "2011") -> str:
    return (
        f"{OLD_HEADER}\n"
        f'625,71SUD,71,{event_date},{year},1,Headquarters or base established,'
        'Military Forces of Chad (1990-),"Zaghawa Ethnic Group (Chad)",1,,,0,10,Sudan,'
        'West Darfur,Geneina,,El Geneina,13.45,22.45,1,Wire,"A camp, of tents, was set up.",0\n'
    )  # fmt: skip


def bodies(**given: Any) -> dict[str, Any]:
    return {one.id: one.body for one in FORMAT.interpret(row(**given)).statements}


def test_a_file_of_before_2018_shouts_and_calls_its_columns_otherwise() -> None:
    (found,) = records(FORMAT, "ACLED-Version-7.csv", old())
    assert FORMAT.identify(found) == Identity("71SUD", None)
    read = FORMAT.interpret(found)
    (statement,) = read.statements
    assert isinstance(statement.body, Deployment)
    said = statement.body
    assert (said.deploying.id, said.deploying.sector, said.action) == ("TCD", "MIL", "arrived")
    assert said.host is not None
    assert said.host.id == "SDN"
    assert said.occurred is not None
    assert said.occurred.edtf == "2011-04-18"
    assert said.place is not None
    assert (said.place.raw, said.place.precision) == ("El Geneina", 1)
    assert [(s.code, s.field) for s in read.signals] == [("unresolved_party", "/assoc_actor_1")]


@pytest.mark.parametrize(
    ("event_date", "year", "edtf"),
    [
        ("18/04/2011", "2011", "2011-04-18"),
        ("03/04/2011", "2011", "2011-04-03"),
        ("04/18/2011", "2011", "2011-04-18"),
        ("18-April-2011", "2011", "2011-04-18"),
        ("18-Apr-11", "2011", "2011-04-18"),
        ("18 April 2011", "2011", "2011-04-18"),
        ("1-Jan-97", "1997", "1997-01-01"),
        ("2011-04-18 00:00:00", "2011", "2011-04-18"),
        ("2011-04-18T00:00:00.000Z", "2011.0", "2011-04-18"),
    ],
)
def test_days_are_read_as_each_of_its_files_writes_them(
    event_date: str, year: str, edtf: str
) -> None:
    (found,) = records(FORMAT, "x.csv", old(event_date, year))
    (statement,) = FORMAT.interpret(found).statements
    assert isinstance(statement.body, Deployment)
    assert statement.body.occurred is not None
    assert statement.body.occurred.edtf == edtf


@pytest.mark.parametrize("text", ["31/02/2011", "1-Foo-97", "18-Apr-11x", "99/99/2011"])
def test_a_day_that_is_none_is_named(text: str) -> None:
    (found,) = records(FORMAT, "x.csv", old(text))
    assert ("unread_date", "/event_date", text) in [
        (s.code, s.field, s.value) for s in FORMAT.interpret(found).signals
    ]


def test_two_digits_of_a_year_say_nothing_without_the_years_column() -> None:
    assert acled_values.when("1-Jan-97", "1", "1996") is None


def csv(fields: dict[str, Any], delimiter: str = ",") -> str:
    cells = [str(value).replace('"', '""') for value in fields.values()]
    return delimiter.join(fields) + "\n" + delimiter.join(f'"{cell}"' for cell in cells) + "\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_export_tool_and_the_api_say_the_same(delimiter: str) -> None:
    (found,) = records(FORMAT, "export.csv", csv(EVENT, delimiter))
    assert FORMAT.identify(found) == FORMAT.identify(row())
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_a_line_of_tags_below_the_header_is_no_event() -> None:
    header, cells = csv({name.upper(): value for name, value in EVENT.items()}).splitlines()
    tags = ",".join("#event+code" if name == "event_id_cnty" else "#x" for name in EVENT)
    (found,) = records(FORMAT, "hdx.csv", f"{header}\n{tags}\n{cells}\n")
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_a_workbook_says_the_same_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(EVENT))
    sheet.append(list(EVENT.values()))
    stream = io.BytesIO()
    book.save(stream)
    (found,) = records(FORMAT, "ACLED.xlsx", stream.getvalue())
    assert FORMAT.identify(found) == FORMAT.identify(row())
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_numbers_that_were_floats_once_are_the_same_numbers() -> None:
    names = ("year", "time_precision", "inter1", "inter2", "iso", "geo_precision", "fatalities")
    floats = {name: f"{EVENT[name]}.0" for name in names}
    assert FORMAT.interpret(row(**floats)) == FORMAT.interpret(row())


@pytest.mark.parametrize("blank", [None, "", "NA", "NULL", "nan"])
def test_blanks_are_blanks_in_every_program(blank: str | None) -> None:
    columns = ("assoc_actor_1", "assoc_actor_2", "admin3", "tags", "civilian_targeting")
    assert FORMAT.interpret(row(**dict.fromkeys(columns, blank))) == FORMAT.interpret(row())
    assert bodies(**BASE, actor2=blank).keys() == {"deployment"}


@pytest.mark.parametrize(
    ("timestamp", "revision"),
    [
        (1685000000, 1685000000),
        ("1685000000", 1685000000),
        (1685000000.0, 1685000000),
        ("1685000000.25", 1685000000),
        (1685000000000, 1685000000),
        ("2023-05-25 07:33:20", 1685000000),
        ("2023-05-25T07:33:20Z", 1685000000),
        ("", None),
        ("NA", None),
    ],
)
def test_the_time_that_orders_revisions_is_read_in_every_unit(
    timestamp: Any, revision: int | None
) -> None:
    assert FORMAT.identify(row(timestamp=timestamp)).revision == revision


def test_deletions_come_as_a_table_too_and_an_empty_column_deletes_nothing() -> None:
    text = "event_id_cnty,deleted_timestamp\nSUD1,1700000000\nSUD2,\n"
    found = [FORMAT.identify(one) for one in records(FORMAT, "deleted.csv", text)]
    assert found == [
        Identity("SUD1", 1700000000, True, "deleted by ACLED"),
        Identity("SUD2", None, True, "deleted by ACLED"),
    ]
    assert FORMAT.identify(row(deleted_timestamp="")) == FORMAT.identify(row())
    assert FORMAT.interpret(row(deleted_timestamp=None)).statements


@pytest.mark.parametrize(
    ("raw", "party", "country", "sector"),
    [
        ("Military Forces of Ukraine (2019-) Territorial Defense Forces", "UKR", "UKR", "MIL"),
        ("Military Forces of Guinea Bissau (2022-)", "GNB", "GNB", "MIL"),
        ("Military Forces of the Democratic Republic of Congo (2019-)", "COD", "COD", "MIL"),
        ("Military Forces of France (2017-) - Operation Barkhane", "FRA", "FRA", "MIL"),
        ("Police Forces of the Philippines (2016-) Task Force", "PHL", "PHL", "COP"),
        ("Government of Chad (2022-)", "TCD", "TCD", "GOV"),
        ("Military Forces of Yemen (2016-) Supreme Political Council", "houthis", "YEM", "REB"),
        ("Military Forces of Libya (2014-) Haftar Faction", "libyan-national-army", "LBY", "REB"),
        ("Mutiny of Military Forces of Mali (2012-2013)",
         "~mutiny-of-military-forces-of-mali", "MLI", "REB"),
        ("Former Military Forces of Iraq (1979-2003)",
         "~former-military-forces-of-iraq", "IRQ", "REB"),
        ("Unidentified Armed Group (Ukraine)",
         "~unidentified-armed-group-ukraine", "UKR", "PRM"),
        ("Hamas Movement", "hamas", "PSE", "REB"),
        ("Islamic State (Iraq and Levant)", "islamic-state", None, "REB"),
        ("MINUSMA: United Nations Stabilization Mission in Mali (2013-2023)",
         "minusma", None, "IGO"),
    ],
)  # fmt: skip
def test_actors_are_regimes_units_missions_and_groups(
    raw: str, party: str, country: str | None, sector: str
) -> None:
    found = acled_actors.party(raw, "PRM" if raw.startswith("Unidentified") else None)
    assert (found.id, found.country, found.sector, found.raw) == (party, country, sector, raw)


def test_a_group_of_the_country_is_not_abroad() -> None:
    found = bodies(**BASE, actor1="Unidentified Armed Group (Sudan)", inter1=3, actor2="")
    assert found["deployment"].host is None


@pytest.mark.parametrize("inter", ["State forces", "State Forces", 1, "1", "1.0"])
def test_kinds_of_actors_are_words_or_numbers(inter: Any) -> None:
    assert FORMAT.interpret(row(inter1=inter)) == FORMAT.interpret(row())


def test_a_district_is_in_its_city() -> None:
    place = bodies(location="Omdurman - Old Town")["meeting"].place
    assert (place.raw, place.name, place.country) == ("Omdurman - Old Town", "Omdurman", "SDN")


def test_a_country_is_known_by_its_number_where_its_name_is_unknown() -> None:
    read = FORMAT.interpret(row(country="Bailiwick of Jersey", iso=832, location="Somewhere"))
    (statement,) = read.statements
    assert isinstance(statement.body, Meeting)
    assert statement.body.place is not None
    assert statement.body.place.country == "JEY"
    assert [(s.code, s.field) for s in read.signals] == [("unresolved_place", "/country")]


def test_a_number_of_another_country_is_a_contradiction() -> None:
    signals = FORMAT.interpret(row(iso=148)).signals
    assert [(s.code, s.field, s.value) for s in signals] == [("contradiction", "/iso", "148")]


def test_only_some_columns_may_have_been_asked_for() -> None:
    asked = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2")
    envelope = {"data": [{name: EVENT[name] for name in asked}]}
    (found,) = records(FORMAT, "read.json", json.dumps(envelope))
    read = FORMAT.interpret(found)
    assert [one.id for one in read.statements] == ["meeting"]
    assert read.signals == ()


def test_no_unexpected_value_is_swallowed() -> None:
    full = row(assoc_actor_1="Chad", assoc_actor_2="Libya")
    assert swallowed(FORMAT, full, full) == []


@settings(max_examples=150)
@given(changes(row()))
def test_whatever_stands_in_an_event_is_answered_within_the_contract(
    changed: dict[str, Any],
) -> None:
    answered(FORMAT, changed)
