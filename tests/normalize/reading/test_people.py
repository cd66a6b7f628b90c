"""Who took part: name, title, level and party, in the orders that texts use."""

import pytest

from schemas.values import Participant, Party
from services.normalize.reading import parties, people

HOS, HOG, FM, DM = "head_of_state", "head_of_government", "foreign_minister", "defence_minister"
Row = tuple[str | None, str | None, str | None, str | None]


def _rows(raw: str) -> list[Row]:
    return [(p.person, p.title, p.level, p.party.id if p.party else None) for p in people.read(raw)]


def test_a_visitor_has_title_name_level_party_and_role() -> None:
    greece = parties.read("Greece")
    assert people.read("Prime Minister Kyriakos Mitsotakis", party=greece, role="visitor") == (
        Participant(
            person="Kyriakos Mitsotakis",
            title="Prime Minister",
            party=greece,
            role="visitor",
            level="head_of_government",
            raw="Prime Minister Kyriakos Mitsotakis",
        ),
    )


def test_a_name_without_title_stays_as_it_is() -> None:
    assert people.read("Valdas Adamkus") == (
        Participant(person="Valdas Adamkus", raw="Valdas Adamkus"),
    )


@pytest.mark.parametrize(
    ("raw", "person", "title", "level", "party"),
    [
        ("Interim President Juan Guaidó", "Juan Guaidó", "Interim President", HOS, None),
        ("President-elect Olaya", "Olaya", "President-elect", "official", None),
        ("President- elect Zedillo", "Zedillo", "President-elect", "official", None),
        ("King Juan Carlos I", "Juan Carlos I", "King", HOS, None),
        ("Crown Prince Mohammed bin X", "Mohammed bin X", "Crown Prince", "official", None),
        (
            "General Secretary of the Workers' Party Kim Jong-un",
            "Kim Jong-un",
            "General Secretary of the Workers' Party",
            HOS,
            None,
        ),
        (
            "Secretary of the Security Council Sergei Shoigu",
            "Sergei Shoigu",
            "Secretary of the Security Council",
            "official",
            None,
        ),
        ("Chancellor Adenauer", "Adenauer", "Chancellor", HOG, None),
        ("Deputy Prime Minister Ann Lee", "Ann Lee", "Deputy Prime Minister", "official", None),
        ("Vice President Kamala Harris", "Kamala Harris", "Vice President", "official", None),
        ("Foreign Minister Wang Yi", "Wang Yi", "Foreign Minister", FM, None),
        (
            "Minister of Foreign Affairs Wang Yi",
            "Wang Yi",
            "Minister of Foreign Affairs",
            FM,
            None,
        ),
        ("Defense Minister Kang Sun-nam", "Kang Sun-nam", "Defense Minister", DM, None),
        ("former President Barack Obama", "Barack Obama", "former President", "official", None),
        ("Acting President Park", "Park", "Acting President", HOS, None),
        ("H.E. Dr. Ashraf Ghani", "Ashraf Ghani", None, None, None),
        ("Prime Minister Sir Keir Starmer", "Keir Starmer", "Prime Minister", HOG, None),
        (
            "Kim Jong-un, President of the State Affairs Commission",
            "Kim Jong-un",
            "President of the State Affairs Commission",
            HOS,
            None,
        ),
        ("Fumio Kishida, Prime Minister", "Fumio Kishida", "Prime Minister", HOG, None),
        ("Lee Jae-myung (President)", "Lee Jae-myung", "President", HOS, None),
        ("Russian President Vladimir Putin", "Vladimir Putin", "President", HOS, "RUS"),
        (
            "US Secretary of State Antony Blinken",
            "Antony Blinken",
            "Secretary of State",
            FM,
            "USA",
        ),
        (
            "President of the Republic of Korea Lee Jae-myung",
            "Lee Jae-myung",
            "President of the Republic of Korea",
            HOS,
            "KOR",
        ),
        ("King Hussein of Jordan", "Hussein", "King", HOS, "JOR"),
        ("Vladimir Putin (Russia)", "Vladimir Putin", None, None, "RUS"),
        ("NATO Secretary General Rutte", "Rutte", "Secretary General", "official", "nato"),
        ("Special Envoy Steve Witkoff", "Steve Witkoff", "Special Envoy", "envoy", None),
        ("Prime MinisterHaidar al- Abadi", "Haidar al- Abadi", "Prime Minister", HOG, None),
        ("Prime Minster Adrian Nastase", "Adrian Nastase", "Prime Minister", HOG, None),
        ("President Surangel Whipps, Jr", "Surangel Whipps, Jr", "President", HOS, None),
        ("General X. Y, Minister of Defence", "X. Y", "Minister of Defence", DM, None),
        ("Министр обороны Белоусов", "Белоусов", "Министр обороны", DM, None),
        ("윤석열 대통령", "윤석열", "대통령", HOS, None),
        ("Premier and Prince Sihanouk", "Sihanouk", "Premier and Prince", HOG, None),
        ("Taoiseach Simon Harris", "Simon Harris", "Taoiseach", HOG, None),
        ("The Prime Minister of Japan", None, "Prime Minister of Japan", HOG, "JPN"),
        ("Ukrainian delegation", None, None, None, "UKR"),
        ("European leaders", "European leaders", None, None, None),
        ("Minister of Widgets John Smith", "Minister of Widgets John Smith", None, None, None),
    ],
)  # fmt: skip
def test_one_person(
    raw: str, person: str | None, title: str | None, level: str | None, party: str | None
) -> None:
    assert _rows(raw) == [(person, title, level, party)]


@pytest.mark.parametrize(
    ("raw", "persons"),
    [
        ("King Juan Carlos I and Queen Sofia", [("Juan Carlos I", "King"), ("Sofia", "Queen")]),
        (
            "President Andrzej Duda and Prime Minister Donald Tusk",
            [("Andrzej Duda", "President"), ("Donald Tusk", "Prime Minister")],
        ),
        (
            "President Anwar Sadat, Prime Minister Mustafa Khalil",
            [("Anwar Sadat", "President"), ("Mustafa Khalil", "Prime Minister")],
        ),
        (
            "Presidents Joe Biden and Xi Jinping",
            [("Joe Biden", "President"), ("Xi Jinping", "President")],
        ),
        ("King Hussein; Prime Minister Rabin", [("Hussein", "King"), ("Rabin", "Prime Minister")]),
        ("John Smith and Jane Doe", [("John Smith and Jane Doe", None)]),
    ],
)
def test_several_persons_are_cut_only_where_a_title_begins(
    raw: str, persons: list[tuple[str, str | None]]
) -> None:
    assert [(p.person, p.title) for p in people.read(raw)] == persons


def test_a_queen_beside_a_king_is_no_head_of_state() -> None:
    assert [p.level for p in people.read("King Felipe VI and Queen Letizia")] == [
        "head_of_state",
        "official",
    ]
    assert [p.level for p in people.read("Queen Elizabeth II")] == ["head_of_state"]


def test_a_reigning_prince_is_known_by_his_state() -> None:
    monaco = Party(id="MCO", name="Monaco", country="MCO")
    assert people.read("Prince Rainier III", party=monaco)[0].level == "head_of_state"
    assert people.read("Prince Charles")[0].level == "official"


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("President and Mrs. Emmanuel Macron", [("President", "Emmanuel Macron")]),
        ("Prime Minister Lee and Mrs. Lee", [("Prime Minister", "Lee")]),
        ("President Lee & Mme. Lee", [("President", "Lee")]),
        ("President Lee and his wife", [("President", "Lee")]),
        ("President Lee (accompanied by his wife)", [("President", "Lee")]),
        (
            "President Lee, Mrs. Lee, and Premier Kang",
            [("President", "Lee"), ("Premier", "Kang")],
        ),
        (
            "Prime Minister and Mrs. Pierre Trudeau and Foreign Minister Mitchell Sharp",
            [("Prime Minister", "Pierre Trudeau"), ("Foreign Minister", "Mitchell Sharp")],
        ),
        ("Prime Minister Mrs. Indira Gandhi", [("Prime Minister", "Indira Gandhi")]),
        ("Mr. and Mrs. Smith", [(None, "Smith")]),
    ],
)
def test_a_spouse_took_no_part(text: str, persons: list[tuple[str | None, str]]) -> None:
    assert [(p.title, p.person) for p in people.read(text)] == persons


def test_members_of_a_presidency_are_persons_of_their_own() -> None:
    found = people.read("Members of the Presidency Dragan Covic, Bakir Izetbegovic, and X Y")
    assert [(p.title, p.person) for p in found] == [
        ("Member of the Presidency", "Dragan Covic"),
        ("Member of the Presidency", "Bakir Izetbegovic"),
        ("Member of the Presidency", "X Y"),
    ]


def test_quotation_marks_are_no_part_of_a_name() -> None:
    (found,) = people.read("“President Kim Dae-jung”")
    assert (found.title, found.person) == ("President", "Kim Dae-jung")
