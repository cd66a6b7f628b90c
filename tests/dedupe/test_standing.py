"""Measurements of a standing deployment."""

from services.dedupe.blocking import blocks
from services.dedupe.domain import alike_pairs, occurrences
from services.dedupe.rulings import Ruling, pair
from tests.dedupe.build import USA, a_member, numbered, party, troops, when

DEU = party("DEU", "Germany")


def measured(year, record, scope="active duty", host=DEU, **more):
    body = troops(
        deploying=USA,
        host=host,
        action="stationed",
        scope=scope,
        personnel=numbered(35_000 + year, basis="stock"),
        as_of=when(f"{year}-09-30"),
    )
    return a_member(body, record, **more)


def sizes(members, rulings=()):
    return sorted(len(one.members) for one in occurrences(members, rulings).clusters)


def test_measurements_of_one_force_in_one_place_are_one_standing_deployment():
    members = [measured(year, f"r{year}") for year in range(1990, 2020)]

    assert sizes(members) == [30]
    assert alike_pairs(members) == {}
    assert [blocks(member) for member in members] == [()] * 30


def test_more_than_five_years_without_a_measurement_begin_another():
    assert sizes([measured(year, f"r{year}") for year in (1990, 1995, 2001, 2002)]) == [2, 2]


def test_a_measurement_in_between_makes_two_into_one():
    apart = [measured(year, f"r{year}") for year in (1990, 1998)]

    assert sizes(apart) == [1, 1]
    assert sizes([*apart, measured(1994, "between")]) == [3]


def test_another_scope_and_another_host_are_other_forces():
    assert sizes(
        [
            measured(1990, "a"),
            measured(1990, "b", scope="reserve"),
            measured(1990, "c", host=party("JPN")),
        ]
    ) == [1, 1, 1]


def test_those_sent_are_not_added_to_those_there():
    sent = troops(deploying=USA, host=DEU, personnel=numbered(3_000), occurred=when("1990-09-30"))

    assert sizes([measured(1990, "there"), a_member(sent, "sent")]) == [1, 1]


def test_a_ruling_takes_a_measurement_out():
    first, last = measured(1990, "first"), measured(1992, "last")
    ruling = Ruling(first.report_id, pair(first.claim_id, last.claim_id), False, 0)

    assert sizes([first, measured(1991, "middle"), last], [ruling]) == [1, 2]


def test_a_presence_without_a_number_is_no_measurement():
    presence = a_member(troops(action="stationed", occurred=when("2024-10-20")), "said")

    assert presence.series is None
