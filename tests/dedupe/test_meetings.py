"""Which claims are about one meeting."""

import pytest

from services.dedupe.domain import occurrences
from services.dedupe.likeness import RULES, likeness
from tests.dedupe.build import (
    DEU,
    FRA,
    PRK,
    RUS,
    UKR,
    USA,
    a_member,
    guest,
    meeting,
    party,
    place,
    published,
    when,
)

GBR = party("GBR", "United Kingdom")
SHOIGU = guest("Sergei Shoigu", RUS)
KIM = guest("Kim Jong Un", PRK)


def together(*bodies, **more):
    """Into how many occurrences claims of several partners fall, by size."""
    members = [
        a_member(body, f"r{n}", partner=f"partner {n}", **more) for n, body in enumerate(bodies)
    ]
    return sorted(len(one.members) for one in occurrences(members).clusters)


def test_two_partners_tell_of_one_meeting():
    assert together(
        meeting(SHOIGU, KIM, occurred=when("2025-03-21"), place=place("Pyongyang", "PRK")),
        meeting(
            guest("KIM, Jong-un", PRK),
            guest("Sergey Shoygu", RUS),
            occurred=when("2025-03-17", "2025-03-23", precision=3),
        ),
    ) == [2]


def test_a_denial_is_about_what_it_denies():
    body = meeting(SHOIGU, KIM, occurred=when("2025-03-21"))

    assert together(body, body, stance="denies") == [2]


def test_the_party_alone_is_enough_where_nobody_is_named():
    assert together(
        meeting(SHOIGU, KIM, occurred=when("2025-03-21"), place=place("Pyongyang", "PRK")),
        meeting(RUS, PRK, occurred=when("2025-03-21"), place=place("Pyongyang", "PRK")),
    ) == [2]


@pytest.mark.parametrize("day", ["2025-03-20", "2025-03-22", "2025-03-23"])
def test_a_day_or_two_are_a_slip(day):
    assert together(
        meeting(SHOIGU, KIM, occurred=when("2025-03-21")),
        meeting(SHOIGU, KIM, occurred=when(day)),
    ) == [2]


def test_another_name_for_the_place_does_not_part_them():
    assert together(
        meeting(SHOIGU, KIM, occurred=when("2025-03-21"), place=place("Pyongyang", "PRK")),
        meeting(SHOIGU, KIM, occurred=when("2025-03-21"), place=place("Kumsusan Palace", "PRK")),
    ) == [2]


def test_the_same_two_some_weeks_later_meet_again():
    assert together(
        meeting(SHOIGU, KIM, occurred=when("2025-03-21")),
        meeting(SHOIGU, KIM, occurred=when("2025-04-11")),
    ) == [1, 1]


def test_two_guests_of_one_host_on_one_day_are_two_meetings():
    host = guest("Joe Biden", USA, role="host")
    day = when("2022-12-01")

    assert together(
        meeting(
            guest("Emmanuel Macron", FRA), host, occurred=day, place=place("Washington", "USA")
        ),
        meeting(guest("Olaf Scholz", DEU), host, occurred=day, place=place("Washington", "USA")),
    ) == [1, 1]


def test_two_people_of_one_country_on_one_day_are_two_visits():
    day = when("1963-11-25")

    assert together(
        meeting(guest("Heinrich Luebke", DEU), USA, occurred=day),
        meeting(guest("Ludwig Erhard", DEU), USA, occurred=day),
    ) == [1, 1]


def test_a_minister_who_comes_along_is_at_the_same_meeting():
    host, day = guest("Vladimir Putin", RUS, level="head_of_state"), when("2002-05-24")

    assert together(
        meeting(guest("George W. Bush", USA, level="head_of_state"), host, occurred=day),
        meeting(guest("Colin Powell", USA, level="foreign_minister"), host, occurred=day),
    ) == [2]


def test_a_gathering_is_one_occurrence_however_its_list_is_told():
    day, city = when("2025-03-27"), place("Paris", "FRA")
    name = "Coalition of the willing"
    macron, zelenskyy = guest("Emmanuel Macron", FRA), guest("Volodymyr Zelenskyy", UKR)
    partly = {"format": "multilateral", "occurred": day, "place": city}

    assert together(
        meeting(macron, zelenskyy, event_name=name, participants_complete=False, **partly),
        meeting(macron, guest("Keir Starmer", GBR), guest("Olaf Scholz", DEU), **partly),
        meeting(FRA, DEU, UKR, party("POL"), event_name=name, **partly),
    ) == [3]


def test_talks_that_each_side_tells_for_itself_are_one_with_those_of_all():
    """The lists have gaps, and the whole list is there to join them."""
    days, city = when("2025-03-23", "2025-03-25"), place("Riyadh", "SAU")

    assert together(
        meeting(USA, RUS, UKR, occurred=days, place=city),
        meeting(USA, UKR, occurred=days, place=city, participants_complete=False),
        meeting(USA, RUS, occurred=when("2025-03-24"), place=city, participants_complete=False),
    ) == [3]


def test_two_of_many_apart_from_the_rest_are_a_meeting_of_their_own():
    days, city = when("2019-06-28", "2019-06-29"), place("Osaka", "JPN")
    g20 = (USA, party("CHN"), party("JPN"), FRA, DEU, RUS)

    assert together(
        meeting(*g20, event_name="G20 Osaka Summit", format="multilateral", occurred=days),
        meeting(USA, party("CHN"), format="third_party", occurred=days, place=city),
    ) == [1, 1]


def test_a_register_that_lists_the_guests_of_a_summit_tells_of_visits():
    summit = {
        "event_name": "NATO Summit",
        "format": "multilateral",
        "occurred": when("2012-05-20", "2012-05-21"),
        "participants_complete": False,
    }
    members = [
        a_member(meeting(guest(name, of), USA, **summit), record, partner="register")
        for record, name, of in [("1", "Angela Merkel", DEU), ("2", "Francois Hollande", FRA)]
    ]

    assert len(occurrences(members).clusters) == 2


def test_where_both_partners_date_two_visits_there_are_two():
    monday, tuesday = when("2024-09-25"), when("2024-09-26")
    members = [
        a_member(meeting(guest("Volodymyr Zelenskyy", UKR), USA, occurred=day), record, partner=who)
        for who in ("register", "wire")
        for record, day in (("first", monday), ("second", tuesday))
    ]

    assert [len(one.members) for one in occurrences(members).clusters] == [2, 2]


def test_a_meeting_without_any_date_is_matched_with_none():
    assert together(meeting(SHOIGU, KIM), meeting(SHOIGU, KIM)) == [1, 1]


def test_news_without_a_date_is_about_the_weeks_before_it():
    assert together(
        meeting(SHOIGU, KIM, place=place("Pyongyang", "PRK")),
        meeting(SHOIGU, KIM, place=place("Pyongyang", "PRK")),
        source=published("2025-03-25"),
    ) == [2]


def test_a_name_may_come_without_its_party():
    assert together(
        meeting(guest("Sergei Shoigu"), guest("Kim Jong Un"), occurred=when("2025-03-21")),
        meeting(SHOIGU, KIM, occurred=when("2025-03-21")),
    ) == [2]


def test_likeness_tells_its_reasons():
    one = a_member(meeting(SHOIGU, KIM, occurred=when("2025-03-21")), "1", partner="a")
    other = a_member(meeting(SHOIGU, KIM, occurred=when("2025-03-22")), "2", partner="b")

    found = likeness(one, other)

    assert [(reason.feature, reason.text) for reason in found.reasons] == [
        ("parties", "both of PRK, RUS"),
        ("persons", "kim jong un; sergei shoigu"),
        ("time", f"{'2025-03-21'} and {'2025-03-22'}, 1 apart")
        if one.claim_id < other.claim_id
        else ("time", "2025-03-22 and 2025-03-21, 1 apart"),
    ]
    assert found.score >= RULES["meeting"].threshold
    assert likeness(other, one) == found
