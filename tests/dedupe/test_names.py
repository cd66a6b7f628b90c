import pytest

from services.dedupe.likeness.names import DIFFERENT, SAME, fold, fold_person, name_likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskyy", "Vladimir Zelensky"),
        ("Kim Jong Un", "KIM, Jong-un"),
        ("김정은", "Gim Jeong Eun"),
        ("习近平", "Xi Jinping"),
        ("Joe Biden", "Joseph R. Biden Jr."),
        ("Muammar Qaddafi", "Moammar Gadhafi"),
        ("Alyaksandr Lukashenka", "Alexander Lukashenko"),
        ("Diaz", "Porfirio Díaz"),
        ("Prime Minister Kyriakos Mitsotakis", "Kyriakos Mitsotakis"),
    ],
)
def test_one_person_is_recognised_however_the_name_is_spelled(one, other):
    assert name_likeness(fold_person(one), fold_person(other)) >= SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("John Major", "John Smith"),
        ("Sergei Lavrov", "Sergei Shoigu"),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
    ],
)
def test_two_people_who_share_a_part_of_their_names_are_not_taken_for_one(one, other):
    assert name_likeness(fold_person(one), fold_person(other)) < SAME


@pytest.mark.parametrize(
    ("one", "other"), [("Luebke", "Erhard"), ("Emmanuel Macron", "Gabriel Attal")]
)
def test_two_people_are_told_apart(one, other):
    assert name_likeness(fold_person(one), fold_person(other)) < DIFFERENT


def test_a_title_and_a_country_are_no_name():
    assert fold_person("Emperor of Japan", "Japan") == ""


def test_likeness_of_names_is_symmetric():
    assert name_likeness("a b c", "b d") == name_likeness("b d", "a b c")


def test_folding_keeps_the_words_and_drops_the_accents():
    assert fold("São Tomé — Príncipe") == "sao tome principe"
