"""Many statements of one number, settled."""

from datetime import date
from uuid import UUID

from schemas.values import Quantity
from services.projection.dates import Span
from services.projection.quantities import Said, Settled, settle
from tests.projection.builders import between, exactly

IDS = [str(UUID(int=n)) for n in range(10)]


def said(
    *quantities: Quantity, roots: str = "abcdefghij", when: list[Span] | None = None
) -> list[Said]:
    return [Said(q, roots[n], IDS[n], when[n] if when else None) for n, q in enumerate(quantities)]


def on(day: str, until: str | None = None) -> Span:
    return Span(date.fromisoformat(day), date.fromisoformat(until or day))


def test_nobody_speaks_of_it() -> None:
    assert settle([]) == Settled()


def test_three_speakers_of_one_range_agree() -> None:
    three = said(*[between(10_000, 12_000, basis="flow")] * 3)
    assert settle(three) == Settled(10_000, None, 12_000, "range", "flow", claims=tuple(IDS[:3]))


def test_unknown_undisclosed_not_applicable_and_zero_are_four_things() -> None:
    unknown, undisclosed = Quantity(), Quantity(qualifier="undisclosed")
    not_applicable = Quantity(qualifier="not_applicable")
    assert settle(said(unknown)) == Settled(qualifier="unknown", claims=(IDS[0],))
    assert settle(said(unknown, undisclosed)) == Settled(qualifier="undisclosed", claims=(IDS[1],))
    assert settle(said(unknown, not_applicable)).qualifier == "not_applicable"
    assert settle(said(unknown, undisclosed, exactly(0))) == Settled(
        0, 0, 0, "exact", claims=(IDS[2],)
    )


def test_at_least_stays_open_above_until_somebody_sets_a_top() -> None:
    at_least = Quantity(low=3000, qualifier="at_least")
    up_to = Quantity(high=5000, qualifier="up_to")
    assert settle(said(at_least))[:4] == (3000, None, None, "at_least")
    assert settle(said(at_least, Quantity(low=2000, qualifier="at_least")))[:4] == (
        2000, None, None, "at_least",
    )  # fmt: skip
    assert settle(said(at_least, up_to))[:4] == (3000, None, 5000, "range")
    assert settle(said(at_least, exactly(2500)))[:4] == (2500, 2500, 3000, "range")


def test_best_is_the_median_of_independent_voices_not_of_papers() -> None:
    papers = said(*[exactly(n) for n in (100, 100, 100, 300, 400)], roots="aaabc")
    assert settle(papers)[:4] == (100, 300, 400, "range")


def test_between_two_bests_the_one_within_more_ranges() -> None:
    voices = said(exactly(8000), exactly(11_500), between(10_000, 12_000))
    assert settle(voices)[:4] == (8000, 11_500, 12_000, "range")


def test_numbers_of_another_basis_or_unit_are_not_mixed_in() -> None:
    flow, total = exactly(11_000, basis="flow"), exactly(15_000, basis="cumulative_total")
    assert settle(said(flow, total, flow))[:5] == (11_000, 11_000, 11_000, "exact", "flow")
    brigades = exactly(4, unit="brigades")
    people = exactly(11_000, unit="people")
    assert settle(said(brigades, people, exactly(12_000), people)) == Settled(
        11_000, 11_000, 12_000, "range", None, "people", None, tuple(IDS[1:4])
    )


def test_the_latest_measurement_of_a_stock_is_its_number() -> None:
    stock = [exactly(n, basis="stock") for n in (35_000, 34_000, 36_000)]
    when = [on("2024-09-30"), on("2024-12-31"), on("2024-06-30")]
    assert settle(said(*stock, when=when)) == Settled(
        34_000, 34_000, 34_000, "exact", "stock", None, date(2024, 12, 31), (IDS[1],)
    )


def test_a_vague_measurement_does_not_outdate_a_dated_one_within_it() -> None:
    stock = [exactly(n, basis="stock") for n in (35_000, 34_000)]
    when = [on("2024-01-01", "2024-12-31"), on("2024-09-30")]
    assert settle(said(*stock, when=when)).best == 34_000


def test_deliveries_of_one_register_add_up_where_asked() -> None:
    parts = [exactly(n, basis="increment") for n in (10, 12, 25)]
    when = [on("2019-01-01", "2019-12-31"), on("2020-01-01", "2020-12-31"), on("2021-06-01")]
    told = said(*parts, roots="aab", when=when)
    assert settle(told, additive=True)[:4] == (22, 22, 25, "range")
    assert settle(told, additive=True).claims == tuple(IDS[:3])
    assert settle(told)[:4] == (10, 10, 25, "range")


def test_whole_numbers_read_alike_however_they_were_written() -> None:
    assert repr(settle(said(exactly(3000.0))).best) == "3000"
    assert repr(settle(said(exactly(2.5))).best) == "2.5"
