"""GDELT as it comes. Long: one sentence for each oddity of real files and of others' exports."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from schemas.claims import Deployment, Meeting
from schemas.refusal import Refused
from schemas.values import Where
from services.normalize.format import Identity
from services.normalize.formats import cameo, fips, gdelt
from services.normalize.formats.gdelt_columns import COLUMNS
from services.normalize.reading import dates, parties
from tests.normalize.formats.accounts import records
from tests.normalize.formats.test_gdelt import line, row
from tests.normalize.formats.weird import answered, changes, swallowed

FORMAT = gdelt.FORMAT
NAME = "20250428101500.export.CSV"


def place(**changes: str) -> Where:
    (found,) = FORMAT.interpret(row(**changes)).statements
    assert isinstance(found.body, Meeting)
    assert found.body.place is not None
    return found.body.place


def signals(**changes: str) -> list[tuple[str, str | None, str | None]]:
    return [(s.code, s.field, s.value) for s in FORMAT.interpret(row(**changes)).signals]


def geo(kind: str, name: str, code: str, lat: str, lon: str, admin1: str = "") -> dict[str, str]:
    values = (kind, name, code, admin1 or code, "", lat, lon)
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long")
    return {f"ActionGeo_{part}": value for part, value in zip(parts, values, strict=True)}


@pytest.mark.parametrize(
    ("given", "country", "name", "precision"),
    [
        (geo("4", "Kyiv, Kyyiv, Misto, Ukraine", "UP", "50.4333", "30.5167"), "UKR", "Kyiv", 2),
        (geo("4", "London, London, City of, United Kingdom", "UK", "51.5", "-0.116667"),
         "GBR", "London", 2),
        (geo("4", "Seoul, Soul-t'ukpyolsi, South Korea", "KS", "37.5664", "127"),
         "KOR", "Seoul", 2),
        (geo("4", "Pyongyang, P'yongyang-si, North Korea", "KN", "39.0194", "125.755"),
         "PRK", "Pyongyang", 2),
        (geo("4", "Hanoi, H? N?i, Vietnam, Republic Of", "VM", "21.0333", "105.85"),
         "VNM", "Hanoi", 2),
        (geo("4", "Aden, Al ?udaydah, Yemen", "YM", "12.8", "45.03"), "YEM", "Aden", 2),
        (geo("1", "Congo", "CF", "-1", "15"), "COG", "Republic of the Congo", 6),
        (geo("1", "Burma", "BM", "22", "98"), "MMR", "Myanmar", 6),
        (geo("1", "Serbia", "RI", "44", "21"), "SRB", "Serbia", 6),
        (geo("3", "White House, District of Columbia, United States", "US", "38.8951", "-77.0364"),
         "USA", "Washington", 2),
        (geo("5", "Kurskaya Oblast', Russia", "RS", "51.67", "36.17"), "RUS", "Kursk Oblast", 4),
    ],
)  # fmt: skip
def test_the_fips_code_is_the_country_however_the_name_is_written(
    given: dict[str, str], country: str, name: str, precision: int
) -> None:
    found = place(**given)
    assert (found.country, found.name, found.precision) == (country, name, precision)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (geo("2", "Washington, United States", "US", "47.39", "-121.57", "USWA"), None),
        (geo("2", "New York, United States", "US", "42.15", "-74.94", "USNY"), None),
        (geo("3", "Washington, Pennsylvania, United States", "US", "40.17", "-80.25"), None),
        (geo("4", "Moscow, Somewhere, Russia", "RS", "61.2", "105.1"), None),
    ],
)
def test_a_namesake_is_another_place(given: dict[str, str], name: str | None) -> None:
    found = place(**given)
    assert (found.name, found.raw) == (name, given["ActionGeo_FullName"])


def test_a_state_of_america_is_a_first_order_unit() -> None:
    found = place(**geo("2", "Texas, United States", "US", "31.1", "-97.6", "USTX"))
    assert (found.country, found.admin1, found.provider_admin1, found.precision) == (
        "USA",
        "Texas",
        "USTX",
        4,
    )


def test_name_and_coordinates_together_outweigh_a_border_that_others_draw_elsewhere() -> None:
    found = place(**geo("4", "Gaza, Israel (general), Israel", "IS", "31.4167", "34.3333"))
    assert (found.country, found.name, found.precision) == ("PSE", "Gaza Strip", 4)


def test_the_sea_belongs_to_nobody() -> None:
    given = geo("4", "Black Sea, Oceans (general), Oceans", "OS", "43", "35", "OS00")
    found = place(**given)
    assert (found.country, found.name, found.precision) == (None, "Black Sea", 7)
    assert signals(**given) == []


def test_a_name_and_a_code_of_two_countries_contradict_each_other() -> None:
    given = geo("1", "Niger", "NI", "10", "8")
    assert place(**given).country == "NGA"
    assert signals(**given) == [("contradiction", "/ActionGeo_CountryCode", "NI")]


def test_every_country_has_a_fips_code_but_two_that_are_counted_to_others() -> None:
    known = {parties.from_code(fips.country(code) or "", "iso3") for code in ("UP", "RS", "KN")}
    assert {one.id for one in known if one} == {"UKR", "RUS", "PRK"}
    assert not fips.is_known("ZZ")
    assert fips.is_known("os")


@pytest.mark.parametrize(
    ("sqldate", "edtf", "precision"),
    [
        ("20250428", "2025-04-28", 1),
        ("20250427", "2025-04-27", 1),
        ("20250421", "2025-04-18/2025-04-24", 3),
        ("20250329", "2025-03-14/2025-04-13", 4),
        ("20240428", "2024", 5),
        ("20150501", "2015", 5),
        ("2025-04-28", "2025-04-28", 1),
        ("20250428.0", "2025-04-28", 1),
    ],
)
def test_last_week_month_and_year_are_no_days(sqldate: str, edtf: str, precision: int) -> None:
    (found,) = FORMAT.interpret(row(SQLDATE=sqldate)).statements
    assert isinstance(found.body, Meeting)
    assert found.body.occurred is not None
    assert (found.body.occurred.edtf, found.body.occurred.precision) == (edtf, precision)


@pytest.mark.parametrize(
    ("given", "party", "sector"),
    [
        (("EUROPEAN COMMISSION", "EUR", "EEC", "IGO"), "eu", "IGO"),
        (("THE UN", "", "UNO", "IGO"), "un", "IGO"),
        (("BAN KI-MOON", "", "UNO", "IGO"), "un", "IGO"),
        (("GULF COOPERATION COUNCIL", "PGS", "GCC", "IGO"), "gcc", "IGO"),
        (("HASSAN NASRALLAH", "LBN", "HEZ", "REB"), "hezbollah", "REB"),
        (("AL QAEDA", "", "ALQ", "IMG"), "al-qaeda", "IMG"),
        (("EAST BERLIN", "GME", "", "GOV"), "DDDE", "GOV"),
        (("FARC", "COL", "", "REB"), "farc", "REB"),
        (("SYRIAN", "SYR", "", "OPP"), "~syr-opp", "OPP"),
        (("JIHADIST", "MLI", "", "IMG"), "~mli-img", "IMG"),
        (("ARIZONA", "USA", "", ""), "USA", None),
        (("VIENTIANE", "LAO", "", "GOV"), "LAO", "GOV"),
        (("EUROPE", "EUR", "", ""), "region-europe", None),
    ],
)
def test_actors_are_whom_their_codes_stand_for(
    given: tuple[str, str, str, str], party: str, sector: str | None
) -> None:
    names = ("Name", "CountryCode", "KnownGroupCode", "Type1Code")
    changed = {f"Actor1{name}": value for name, value in zip(names, given, strict=True)}
    (found,) = FORMAT.interpret(row(EventCode="154", EventRootCode="15", **changed)).statements
    assert isinstance(found.body, Deployment)
    one = found.body.deploying
    assert (one.id, one.sector, one.raw) == (party, sector, given[0])


@pytest.mark.parametrize("code", ["---", "", "X", "999", "0835"])
def test_a_code_that_cameo_does_not_have_is_named(code: str) -> None:
    read = FORMAT.interpret(row(EventCode=code))
    assert read.statements == ()
    named = [(s.code, s.field, s.value) for s in read.signals]
    assert named == [("unknown_code", "/EventCode", code or None)]


def test_a_code_of_cameo_that_is_none_of_ours_is_no_signal() -> None:
    assert len(cameo.codes()) == 318
    ours = {FORMAT.interpret(row(EventCode=code)).signals for code in cameo.codes()}
    assert all(s.field == "/EventRootCode" for found in ours for s in found)


@pytest.mark.parametrize(
    ("cited", "publisher", "url", "title"),
    [
        ("http://user@News.Example.co.uk:8080/a?b=c", "news.example.co.uk", True, None),
        ("https://www.example.org/a b/ü", "example.org", True, None),
        ("www.example.org/story", "example.org", True, None),
        ("BBC Monitoring", "BBC Monitoring", False, None),
        ("Wire, 27 April 2025: " + "talks " * 20, None, False, "Wire, 27 April 2025: "),
        ("", None, False, None),
    ],
)
def test_a_source_is_an_address_or_a_citation(
    cited: str, publisher: str | None, url: bool, title: str | None
) -> None:
    source = FORMAT.interpret(row(SOURCEURL=cited)).statements[0].source
    assert source is not None
    assert (source.publisher, source.url) == (publisher, cited if url else None)
    assert (source.title or "")[: len(title or "")] == (title or "")


def test_a_tab_in_an_address_is_named_and_loses_nothing() -> None:
    (found,) = records(FORMAT, NAME, line() + "\trest\n")
    read = FORMAT.interpret(found)
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("unknown_field", "/+1", "rest"),
    ]


@pytest.mark.parametrize("blank", ["NULL", "NA", "\\N", "--", "nan", "None", " ", None])
def test_what_programs_write_for_nothing_is_nothing(blank: str | None) -> None:
    given = {**row(), "Actor1KnownGroupCode": blank, "Actor2Type1Code": blank}
    assert FORMAT.interpret(given) == FORMAT.interpret(row())


def test_a_table_of_a_database_has_its_own_header_order_and_types() -> None:
    order = ("EventCode", "Day", "GLOBALEVENTID", "Actor1CountryCode", "Actor2CountryCode")
    text = "\t".join(("GlobalEventID", *(n for n in order if n != "GLOBALEVENTID"))) + "\n"
    (found,) = records(FORMAT, "bq.tsv", text + "1240000001\t42\t20250428\tCHN\tRUS\n")
    assert FORMAT.identify(found) == Identity("1240000001")
    (statement,) = FORMAT.interpret(found).statements
    assert isinstance(statement.body, Meeting)
    assert statement.body.occurred == dates.day(date(2025, 4, 28), "20250428")
    numbers: dict[str, Any] = {
        "globaleventid": 1240000001.0,
        "sqldate": 20250428,
        "eventcode": "042",
        "actor1countrycode": "CHN",
        "actor2countrycode": "RUS",
        "avgtone": None,
    }
    (again,) = records(FORMAT, "bq.jsonl", json.dumps(numbers))
    assert FORMAT.identify(again) == Identity("1240000001")
    assert FORMAT.interpret(again).statements == (statement,)


def test_a_stray_byte_in_a_name_costs_nothing() -> None:
    text = line(ActionGeo_FullName="Panama City, Panam\u00e1, Panama", ActionGeo_CountryCode="PM")
    (found,) = records(FORMAT, NAME, text.encode("latin-1") + b"\n")
    assert found["ActionGeo_FullName"] == "Panama City, Panam\u00e1, Panama"


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_a_table_that_was_saved_with_another_delimiter_is_read_by_its_header(
    delimiter: str,
) -> None:
    cells = [f'"{cell}"' if delimiter in cell else cell for cell in line().split("\t")]
    text = f"{delimiter.join(COLUMNS)}\n{delimiter.join(cells)}\n"
    assert records(FORMAT, "events.csv", text) == [row()]


def test_a_line_that_is_no_event_has_no_number() -> None:
    (found,) = records(FORMAT, "events.csv", line().replace("\t", ",") + "\n")
    with pytest.raises(Refused, match="named by a number"):
        FORMAT.identify(found)


def test_a_row_number_in_front_is_ignored_on_purpose() -> None:
    header = "\t".join(("", *COLUMNS))
    (found,) = records(FORMAT, "pandas.tsv", f"{header}\n0\t{line()}\n")
    read = FORMAT.interpret(found)
    assert read.signals == ()
    assert "column 1" in read.ignored
    assert read.statements == FORMAT.interpret(row()).statements


def test_a_row_of_the_first_gdelt_is_refused() -> None:
    cells = line(DATEADDED="20130402").split("\t")
    for at in (55, 47, 39):
        del cells[at]
    for text in ("\t".join(cells), "\t".join(cells[:-1])):
        (found,) = records(FORMAT, "20130402.export.CSV", text + "\n")
        with pytest.raises(Refused, match=r"GDELT 1\.0"):
            FORMAT.identify(found)
        with pytest.raises(Refused, match=r"GDELT 1\.0"):
            FORMAT.interpret(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1240000001\t20250428101500\t20250428103000\t1\texample.org\thttps://example.org/\t3\t-1"
         "\t55\t90\t1\t60\t2000\t-1.5\t\t", "mentions"),
        ("20250428101500-T12\t20250428101500\t1\texample.org\thttps://example.org/\t\t",
         "knowledge graph"),
    ],
)  # fmt: skip
def test_rows_of_the_other_tables_are_refused(text: str, said: str) -> None:
    (found,) = records(FORMAT, "20250428101500.mentions.CSV", text + "\n")
    with pytest.raises(Refused, match=said):
        FORMAT.identify(found)


def test_no_unexpected_value_is_swallowed() -> None:
    assert swallowed(FORMAT, row(), COLUMNS) == []


@settings(max_examples=150)
@given(changes(row()))
def test_whatever_stands_in_a_row_is_answered_within_the_contract(changed: dict[str, Any]) -> None:
    answered(FORMAT, changed)
