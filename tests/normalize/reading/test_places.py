"""Where: exact names, countries by way of the parties, and everything else as it was written."""

from typing import Any

import pytest

from schemas.values import Where
from services.normalize.reading import places

Row = tuple[str | None, str | None, str | None, int]


def test_a_city_has_coordinates_unit_and_country() -> None:
    assert places.read("Kursk") == Where(
        raw="Kursk",
        name="Kursk",
        country="RUS",
        admin1="Kursk Oblast",
        lat=51.73,
        lon=36.19,
        precision=1,
        rule="places/name@1",
    )


def test_what_the_source_gives_is_kept() -> None:
    assert places.read("Kursk", country="RUS", lat=51.5, lon=35.2, precision=3) == Where(
        raw="Kursk",
        name="Kursk",
        country="RUS",
        admin1="Kursk Oblast",
        lat=51.5,
        lon=35.2,
        precision=3,
        rule="places/name@1",
    )


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ("Kursk region", ("Kursk Oblast", "RUS", "Kursk Oblast", 4)),
        ("Курская область", ("Kursk Oblast", "RUS", "Kursk Oblast", 4)),
        ("near Kursk", ("Kursk", "RUS", "Kursk Oblast", 2)),
        ("평양", ("Pyongyang", "PRK", None, 1)),
        ("Kiev", ("Kyiv", "UKR", None, 1)),
        ("Paris, France", ("Paris", "FRA", None, 1)),
        ("Seoul (South Korea)", ("Seoul", "KOR", None, 1)),
        ("Tbilisi, Georgia", ("Tbilisi", "GEO", None, 1)),
        ("Atlanta, Georgia", ("Atlanta", "USA", "Georgia", 1)),
        ("San Jose, California", ("San Jose", "USA", "California", 1)),
        ("Camp David", ("Camp David", "USA", "Maryland", 1)),
        ("Guantanamo Naval Base (Cuba)", ("Guantanamo Bay", "CUB", None, 2)),
        ("Black Sea", ("Black Sea", None, None, 7)),
        ("Red Sea", ("Red Sea", None, None, 7)),
        ("Donbass", ("Donbas", "UKR", None, 5)),
        ("Ukraine", ("Ukraine", "UKR", None, 6)),
        ("Russian Federation", ("Russia", "RUS", None, 6)),
        ("Georgia", ("Georgia", "GEO", None, 6)),
        ("Djibouti", ("Djibouti", "DJI", None, 6)),
    ],
)
def test_places_regions_seas_and_countries(raw: str, row: Row) -> None:
    read = places.read(raw)
    assert (read.name, read.country, read.admin1, read.precision) == row


@pytest.mark.parametrize(
    ("raw", "country", "row"),
    [
        ("Paris, Texas", None, (None, None, None, 5)),
        ("Moscow", "USA", (None, "USA", None, 5)),
        ("Mariupol, Russia", None, (None, "RUS", None, 5)),
        ("San Jose", None, (None, None, None, 5)),
        ("San Jose", "CRI", ("San José, Costa Rica", "CRI", None, 1)),
        ("Smallville, Kenya", None, (None, "KEN", None, 5)),
        ("Shenkursk", "RUS", (None, "RUS", None, 5)),
        ("", "RUS", (None, "RUS", None, 6)),
    ],
)
def test_a_name_elsewhere_or_unknown_is_not_guessed(
    raw: str, country: str | None, row: Row
) -> None:
    read = places.read(raw, country=country)
    assert (read.name, read.country, read.admin1, read.precision) == row


def test_coordinates_tell_a_place_from_its_namesakes() -> None:
    there = places.read("Washington, Pennsylvania, United States", lat=40.17, lon=-80.25)
    assert (there.name, there.country, there.lat) == (None, "USA", 40.17)
    assert places.read("Kursk", country="RUS", lat=64.0, lon=120.0).name is None
    assert places.read("Black Sea", lat=46.2, lon=31.0).name == "Black Sea"


def test_an_entry_is_found_by_name_country_and_coordinates() -> None:
    def found(*given: Any) -> str | None:
        entry = places.entry(*given)
        return entry.name if entry is not None else None

    assert found("Kursk", "RUS", 51.7, 36.2) == "Kursk"
    assert found("Kursk", "RUS", 64.0, 120.0) is None
    assert found("Kursk", "UKR") is None
    assert found("Kursk", "UKR", 51.7, 36.2) == "Kursk"
    assert found("Kursk Oblast", "RUS", 51.7, 36.2, 3) is None
    assert found("x" * 600, None) is None


def test_disputed_places_say_so() -> None:
    assert [places.read(name).disputed for name in ("Crimea", "Sevastopol", "Kashmir", "Kyiv")] == [
        True,
        True,
        True,
        False,
    ]


def test_impossible_coordinates_are_dropped() -> None:
    for lat, lon in ((float("nan"), 1.0), (91.0, 1.0), (1.0, 181.0), (1.0, None)):
        read = places.read("Foo", lat=lat, lon=lon)
        assert (read.lat, read.lon) == (None, None)
