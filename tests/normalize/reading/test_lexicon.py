"""The tables themselves: no name means two parties, every category is one of its standard."""

import pytest

from services.normalize.reading import folding, party_names
from services.normalize.reading.lexicon import cells, rows

SIPRI = {
    "Aircraft", "Air-defence systems", "Anti-submarine warfare weapons", "Armoured vehicles",
    "Artillery", "Engines", "Missiles", "Naval weapons", "Other", "Satellites", "Sensors", "Ships",
}  # fmt: skip
UN_REGISTER = {"", "I", "II", "III", "IV", "V", "VI", "VII", "SALW"}


def test_no_name_of_ours_means_two_parties() -> None:
    seen: dict[str, tuple[str, str]] = {}
    clashes = []
    for known, alias in party_names._parties():
        for key in party_names._spellings(alias):
            first = seen.setdefault(key, (known.id, alias))
            if first[0] != known.id:
                clashes.append((key, first, known.id))
    assert clashes == []


def test_every_code_leads_to_a_party() -> None:
    known = party_names.by_id()
    ids = {row["id"] for row in rows("codes") if not row["name"]}
    assert ids - set(known) == set()
    assert {row["country"] for row in rows("named_institutions")} - set(known) == set()


@pytest.mark.parametrize("table", ["weapon_families", "weapon_descriptions"])
def test_weapons_are_in_the_standard_s_own_categories(table: str) -> None:
    assert {row["category"] for row in rows(table)} <= SIPRI
    assert {row["un"] for row in rows(table)} <= UN_REGISTER


def test_there_are_many_families_and_each_is_listed_once() -> None:
    families = [row["family"] for row in rows("weapon_families")]
    assert len(families) == len(set(families)) > 250
    assert all(cells(row["aliases"]) for row in rows("weapon_families"))


def test_echelons_and_vague_words_do_not_decrease() -> None:
    for row in rows("echelons"):
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])
    assert all(int(row["low"]) <= int(row["high"]) for row in rows("vague"))


def test_cyrillic_and_hangul_keys_are_not_turned_into_latin() -> None:
    assert folding.keys("КНДР") == ("кндр",)
    assert folding.keys("Côte d’Ivoire") == ("côte divoire", "cote divoire")
