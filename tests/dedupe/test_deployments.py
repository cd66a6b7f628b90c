"""Which claims are about one deployment."""

from services.dedupe.domain import occurrences
from tests.dedupe.build import (
    RUS,
    UKR,
    a_member,
    month,
    numbered,
    party,
    place,
    published,
    troops,
    unit,
    when,
    year,
)


def together(*bodies, **more):
    members = [
        a_member(body, f"r{n}", partner=f"partner {n}", **more) for n, body in enumerate(bodies)
    ]
    return sorted(len(one.members) for one in occurrences(members).clusters)


def test_a_year_and_an_autumn_are_one_deployment():
    assert together(
        troops(occurred=year(2024), personnel=numbered(10_000, 12_000)),
        troops(occurred=when("2024-09-01", "2024-11-30", precision=4), personnel=numbered(11_000)),
        troops(occurred=year(2024)),
    ) == [3]


def test_a_denial_without_a_date_is_about_what_was_said_before_it():
    members = [
        a_member(troops(occurred=month("2024-10"), personnel=numbered(10_000)), "1"),
        a_member(troops(), "2", stance="denies", source=published("2024-11-21")),
        a_member(troops(), "3", stance="confirms", source=published("2025-04-28")),
    ]

    assert len(occurrences(members).clusters) == 1


def test_an_increment_stays_apart_even_beside_a_vague_claim():
    reinforcement = troops(
        occurred=when("2025-01-01", "2025-02-28", precision=4),
        action="reinforced",
        personnel=numbered(3_000, basis="increment"),
    )

    assert together(
        troops(occurred=year(2024), personnel=numbered(10_000, 12_000)),
        troops(occurred=when("2024-10-01", "2025-04-26", precision=5), action="engaged"),
        reinforcement,
        reinforcement,
    ) == [2, 2]


def test_one_number_in_one_month_is_the_increment_by_another_word():
    assert together(
        troops(
            occurred=month("2025-01"),
            action="reinforced",
            personnel=numbered(3_000, basis="increment"),
        ),
        troops(occurred=month("2025-01"), personnel=numbered(3_000, basis="flow")),
    ) == [2]


def test_losses_and_withdrawals_are_occurrences_of_their_own():
    assert together(
        troops(occurred=month("2025-01")),
        troops(occurred=month("2025-01"), action="casualties", killed=numbered(300)),
        troops(occurred=month("2025-01"), action="withdrawn"),
    ) == [1, 1, 1]


def test_two_numbered_units_are_two_deployments():
    assert together(
        troops(occurred=month("2025-01"), unit=unit("82nd Airborne Division", "division")),
        troops(occurred=month("2025-01"), unit=unit("3rd Infantry Division", "division")),
    ) == [1, 1]


def test_troops_for_one_party_may_stand_on_the_ground_of_another():
    assert together(
        troops(in_support_of=RUS, occurred=month("2025-01"), personnel=numbered(3_000)),
        troops(
            host=None,
            in_support_of=RUS,
            place=place("Donetsk", "UKR"),
            occurred=month("2025-01"),
            personnel=numbered(3_000),
        ),
    ) == [2]


def test_another_host_is_another_deployment():
    assert together(
        troops(host=RUS, occurred=month("2025-01")),
        troops(host=UKR, occurred=month("2025-01")),
    ) == [1, 1]


def test_troops_of_another_party_are_another_deployment():
    assert together(
        troops(occurred=month("2025-01")),
        troops(occurred=month("2025-01"), deploying=party("BLR")),
    ) == [1, 1]


def test_troops_at_home_are_matched_by_their_place_alone():
    day = when("2025-01-10")
    at_home = {"deploying": RUS, "host": None, "action": "mobilised", "occurred": day}
    belgorod = place("Belgorod", "RUS")

    assert together(troops(**at_home, place=place("Russia", "RUS", 6)), troops(**at_home)) == [1, 1]
    assert together(*[troops(**at_home, place=belgorod)] * 2) == [2]
