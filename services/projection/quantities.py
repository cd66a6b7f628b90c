"""Many statements of one number, settled into low, best and high.

The rule, in this order:

1. A statement without a number never competes with one that has it. When none has one, the
   row says which kind of nothing it is: undisclosed, not applicable, or unknown; never zero.
2. Numbers of different basis or unit are not mixed: those that most independent roots use
   count, and with them those that do not say which they are.
3. Of stocks and running totals with a date, only the latest measurement counts.
   Increments of one root over periods that do not touch add up where `additive` says so.
4. low is the lowest, high the highest that anyone states; "at least" has no high, "up to" no
   low, until somebody else sets it.
5. best is the median over the independent roots, each of them with one voice (the median of its
   own). Between two middle numbers: the one that lies in more of the stated ranges, then the
   lower. It is always a number that somebody stated; where nobody states one there is none.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median_low
from typing import Any, Final, NamedTuple

from schemas.values import Basis, Qualifier, Quantity
from services.projection.agreement import unanimous
from services.projection.dates import Span

Figure = int | float

_BASES: Final[tuple[Basis | None, ...]] = (
    "flow", "increment", "cumulative_total", "stock", None
)  # fmt: skip
_MEASURED: Final = frozenset({"stock", "cumulative_total"})
_ADDED: Final = frozenset({"flow", "increment"})
_OPEN_ABOVE: Final = frozenset({"at_least", "more_than"})
_OPEN_BELOW: Final = frozenset({"up_to", "fewer_than"})


class Said(NamedTuple):
    """One claim's statement of a number, and the days it was measured on or happened in."""

    quantity: Quantity
    root: str
    claim: str
    when: Span | None = None


class Settled(NamedTuple):
    """What the row shows, and the claims it rests on."""

    low: Figure | None = None
    best: Figure | None = None
    high: Figure | None = None
    qualifier: Qualifier | None = None
    basis: Basis | None = None
    unit: str | None = None
    as_of: date | None = None
    claims: tuple[str, ...] = ()


def settle(said: Sequence[Said], *, additive: bool = False) -> Settled:
    """One number of many statements; all None when nobody speaks of it."""
    if not said:
        return Settled()
    if _has_number(said[0].quantity) and unanimous([_stated(one) for one in said]):
        return _same(said)
    numbers: Sequence[Said] = [s for s in said if _has_number(s.quantity)]
    if not numbers:
        return _nothing(said)
    if len(numbers) > 1:
        numbers = _leading(numbers, lambda s: s.quantity.basis, _BASES.index)
        numbers = _leading(numbers, lambda s: s.quantity.unit, lambda unit: unit or "")
    basis = next((s.quantity.basis for s in numbers if s.quantity.basis), None)
    as_of = None
    if basis in _MEASURED:
        numbers, as_of = _latest(numbers)
    elif additive and basis in _ADDED and len(numbers) > 1:
        numbers = _add_up(numbers)
    low, best, high, qualifier = _combine(numbers)
    resting = {s.claim for s in numbers}
    if additive and basis in _ADDED:
        resting = {s.claim for s in said if _has_number(s.quantity)}
    unit = next((s.quantity.unit for s in numbers if s.quantity.unit), None)
    return Settled(low, best, high, qualifier, basis, unit, as_of, tuple(sorted(resting)))


def _same(said: Sequence[Said]) -> Settled:
    """What most rows come to: all say one thing."""
    q, when = said[0].quantity, said[0].when
    as_of = when.latest if when is not None and q.basis in _MEASURED else None
    low, best, high = plain(q.low), plain(q.best), plain(q.high)
    claims = tuple(sorted({one.claim for one in said}))
    return Settled(low, best, high, q.qualifier, q.basis, q.unit, as_of, claims)


def _stated(one: Said) -> tuple[Any, ...]:
    q = one.quantity
    return q.low, q.best, q.high, q.qualifier, q.basis, q.unit, one.when


def plain(number: Figure | None) -> Figure | None:
    """3000.0 and 3000 are one number, and read the same."""
    if isinstance(number, float) and number.is_integer():
        return int(number)
    return number


def _has_number(quantity: Quantity) -> bool:
    return not (quantity.low is None and quantity.best is None and quantity.high is None)


def _nothing(said: Sequence[Said]) -> Settled:
    for qualifier in ("undisclosed", "not_applicable"):
        resting = [s for s in said if s.quantity.qualifier == qualifier]
        if resting:
            return Settled(qualifier=qualifier, claims=tuple(s.claim for s in resting))
    return Settled(qualifier="unknown", claims=tuple(s.claim for s in said))


def _leading(
    said: Sequence[Said],
    of: Callable[[Said], Hashable],
    order: Callable[[Any], Any],
) -> Sequence[Said]:
    """Those of the group that most roots use, and those that do not name their group."""
    groups: dict[Hashable, list[Said]] = {}
    for one in said:
        groups.setdefault(of(one), []).append(one)
    unnamed = groups.pop(None, [])
    if not groups:
        return said
    lead = min(groups, key=lambda g: (-len({s.root for s in groups[g]}), -len(groups[g]), order(g)))
    return groups[lead] + unnamed


def _latest(said: Sequence[Said]) -> tuple[Sequence[Said], date | None]:
    measured = [s.when for s in said if s.when is not None]
    if not measured:
        return said, None
    last = max(measured)
    return [s for s in said if s.when == last], last.latest


def _add_up(said: Sequence[Said]) -> list[Said]:
    by_root: dict[str, dict[Span | None, list[Said]]] = {}
    for one in said:
        by_root.setdefault(one.root, {}).setdefault(one.when, []).append(one)
    added: list[Said] = []
    for periods in by_root.values():
        spans = sorted(span for span in periods if span is not None)
        apart = all(a.latest < b.earliest for a, b in pairwise(spans))
        if len(spans) < 2 or None in periods or not apart:
            added += [one for ones in periods.values() for one in ones]
            continue
        first = periods[spans[0]][0]
        parts = [_combine(periods[span]) for span in spans]
        total = Quantity(
            low=_sum(low if low is not None else best for low, best, _, _ in parts),
            best=_sum(best for _, best, _, _ in parts),
            high=_sum(high if high is not None else best for _, best, high, _ in parts),
            qualifier=parts[0][3] if len({part[3] for part in parts}) == 1 else "range",
            basis=first.quantity.basis,
            unit=first.quantity.unit,
        )
        added.append(first._replace(quantity=total))
    return added


def _sum(parts: Iterable[Figure | None]) -> Figure | None:
    found = list(parts)
    return None if any(part is None for part in found) else sum(p for p in found if p is not None)


def _combine(
    said: Sequence[Said],
) -> tuple[Figure | None, Figure | None, Figure | None, Qualifier]:
    first = said[0].quantity
    stated = {(s.quantity.low, s.quantity.best, s.quantity.high) for s in said}
    qualifiers = {s.quantity.qualifier for s in said}
    if len(stated) == 1 and len(qualifiers) == 1:  # all say the same
        return plain(first.low), plain(first.best), plain(first.high), first.qualifier
    lows = [low for s in said if (low := _low(s.quantity)) is not None]
    highs = [high for s in said if (high := _high(s.quantity)) is not None]
    low = plain(min(lows + highs)) if lows else None
    high = plain(max(lows + highs)) if highs else None
    return low, plain(_best(said)), high, _qualifier(low, high, qualifiers)


def _low(quantity: Quantity) -> Figure | None:
    if quantity.low is None and quantity.qualifier not in _OPEN_BELOW:
        return quantity.best
    return quantity.low


def _high(quantity: Quantity) -> Figure | None:
    if quantity.high is None and quantity.qualifier not in _OPEN_ABOVE:
        return quantity.best
    return quantity.high


def _best(said: Sequence[Said]) -> Figure | None:
    by_root: dict[str, list[Figure]] = {}
    for one in said:
        if one.quantity.best is not None:
            by_root.setdefault(one.root, []).append(one.quantity.best)
    votes = sorted(median_low(sorted(bests)) for bests in by_root.values())
    if not votes:
        return None
    middle = {votes[(len(votes) - 1) // 2], votes[len(votes) // 2]}
    return min(middle, key=lambda vote: (-_covering(said, vote), vote))


def _covering(said: Sequence[Said], number: Figure) -> int:
    roots = set()
    for one in said:
        low, high = _low(one.quantity), _high(one.quantity)
        if (low is None or low <= number) and (high is None or number <= high):
            roots.add(one.root)
    return len(roots)


def _qualifier(low: Figure | None, high: Figure | None, stated: set[Qualifier]) -> Qualifier:
    if low is None and high is None:
        return "about"
    if high is None:
        return "more_than" if stated == {"more_than"} else "at_least"
    if low is None:
        return "fewer_than" if stated == {"fewer_than"} else "up_to"
    if low == high:
        return "exact" if "exact" in stated else "about"
    return "range"
