"""Many statements of when, settled."""

from datetime import date
from itertools import permutations
from uuid import UUID

from schemas.values import When
from services.projection.dates import Dated, SettledWhen, settle_course, settle_when
from tests.projection.builders import day, span

OCTOBER = span("2024-10", "2024-10-01", "2024-10-31", 4)
YEAR = span("2024", "2024-01-01", "2024-12-31", 5)


def told(*whens: When, roots: str = "abcdef") -> list[Dated]:
    return [Dated(when, roots[n], str(UUID(int=n))) for n, when in enumerate(whens)]


def settled(*whens: When, roots: str = "abcdef") -> str | None:
    found = {settle_when(order).edtf for order in permutations(told(*whens, roots=roots))}
    assert len(found) == 1
    return found.pop()


def test_nobody_says_when() -> None:
    assert settle_when([]) == SettledWhen()


def test_the_most_precise_of_those_that_agree() -> None:
    assert settled(YEAR, OCTOBER, day("2024-10-08")) == "2024-10-08"
    assert settle_when(told(YEAR, OCTOBER)) == SettledWhen(
        "2024-10", date(2024, 10, 1), date(2024, 10, 31), 4, (str(UUID(int=1)),)
    )


def test_a_lone_day_does_not_outvote_three_who_say_otherwise() -> None:
    assert settled(OCTOBER, OCTOBER, OCTOBER, day("2024-11-02")) == "2024-10"


def test_between_two_days_the_one_more_sources_give_then_the_earlier() -> None:
    assert settled(day("2024-10-07"), day("2024-10-08"), day("2024-10-08")) == "2024-10-08"
    assert settled(day("2024-10-08"), day("2024-10-07")) == "2024-10-07"
    assert settled(day("2024-10-07"), day("2024-10-08"), day("2024-10-08"), roots="abb") == (
        "2024-10-07"
    )


def test_who_tells_of_one_day_of_a_visit_does_not_shorten_it() -> None:
    visit = span("2024-10-07/2024-10-09", "2024-10-07", "2024-10-09", 1)
    assert settled(visit, day("2024-10-07")) == "2024-10-07/2024-10-09"


def test_days_that_more_sources_state_are_not_shortened_to_one_of_them() -> None:
    talks = span("2025-03-23/2025-03-25", "2025-03-23", "2025-03-25", 2)
    session = day("2025-03-24")
    assert settled(talks, talks, session) == "2025-03-23/2025-03-25"
    assert settled(talks, session) == "2025-03-24"  # one against one: the more precise
    week = span("2025-03-17/2025-03-23", "2025-03-17", "2025-03-23", 3)
    assert settled(week, week, day("2025-03-21")) == "2025-03-21"


def test_deliveries_of_several_years_are_one_course() -> None:
    years = told(
        span("1979", "1979-01-01", "1979-12-31", 5), span("1981", "1981-01-01", "1981-12-31", 5)
    )
    assert settle_course(years) == SettledWhen(
        "1979-01-01/1981-12-31",
        date(1979, 1, 1),
        date(1981, 12, 31),
        5,
        (str(UUID(int=0)), str(UUID(int=1))),
    )
    assert settle_course(told(YEAR, OCTOBER)).edtf == "2024-10"


def test_a_date_that_could_not_be_read_gives_way_to_one_that_could() -> None:
    assert settled(When(edtf="XXXX", precision=5), OCTOBER) == "2024-10"
    assert settled(When(edtf="XXXX", precision=5)) == "XXXX"
