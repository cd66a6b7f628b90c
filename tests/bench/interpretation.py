"""Interpretation alone: records a second and core, per format, as the file's records come.

Two ways in: normalize's own (`domain.interpret`: parse, format, claims, receipts) and the
format's `interpret(row)` by itself. Three states of the memories that its readers keep:
every value new (they are emptied before each record), first reading (empty at the start), again.
Time is the CPU time of this process, so that what else runs on the machine does not count.
"""

import functools
import gc
import inspect
import io
import itertools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from schemas.event import report_id
from schemas.events import ReportAccepted
from schemas.values import Source
from services.normalize.domain import Cause, interpret
from services.normalize.format import Format, Layout
from services.normalize.formats import FORMATS
from services.normalize.reading.records import cut, parse
from tests.bench.exports import EXPORTS, Export
from tests.bench.sampling import sampled, told

LIMIT: Final = 10_000  # records a second and core
BATCH: Final = 1_000  # what is made of so many is alive at once, as in the service
SINGLE: Final = 2_000  # so many are measured one by one
_CAUSE: Final = Cause(UUID(int=1), datetime(2025, 3, 1, tzinfo=UTC), "ledger.reports", 0, 0)

Work = Callable[[Any], object]


class Rates(NamedTuple):
    """Records a second."""

    new: float
    first: float
    again: float


def measure(count: int) -> None:
    """Prints the table, and under it a profile of each flat format that is below the limit."""
    gc.collect()
    gc.freeze()  # as the service does
    gc.set_threshold(50_000, 20, 100)
    print(f"\nInterpretation alone, records a second and core ({count:,} records of each format)")
    print(f"{'':27}normalize, from the report's text    the format, from a parsed row")
    print(f"{'':18}in scope {'every new':>10}{'first':>9}{'again':>9}", end="")
    print(f"{'every new':>17}{'first':>9}{'again':>9}")
    slow = [found for export in EXPORTS for found in _measured(export, count)]
    for name, work, facts in slow:
        _profile(name, work, facts)


def _measured(export: Export, count: int) -> Iterator[tuple[str, Work, Sequence[Any]]]:
    """Prints the format's lines; gives what must be profiled, for it is below the limit."""
    (using,) = (fmt for fmt in FORMATS if fmt.name == export.format)
    facts = list(_facts(export, using.layout, 3 * count))
    rows = [parse(fact.content_type, fact.payload) for fact in facts]
    inside = [n for n, row in enumerate(rows) if using.interpret(row).out_of_scope is None]
    work = _normalize(using)
    sets: list[tuple[str, Sequence[int]]] = [(using.name, range(len(rows))[:count])]
    if len(inside) < len(rows):
        sets.append(("  in scope alone", inside[:count]))
    for n, (name, chosen) in enumerate(sets):
        share = f"{len(inside) / len(rows):7.0%}" if n == 0 else f"{'':7}"
        mine = [facts[i] for i in chosen]
        whole, alone = _rates(work, mine), _rates(using.interpret, [rows[i] for i in chosen])
        print(f"{name:18}{share}  {_shown(whole)}        {_shown(alone)}", flush=True)
        if export.is_flat and min(whole) < LIMIT:
            yield name if n == 0 else f"{using.name}, {name.strip()}", work, mine


def _facts(export: Export, layout: Layout, count: int) -> Iterator[ReportAccepted]:
    """The file's records as ingest hands them on."""
    records = cut(layout, export.file_name, io.BytesIO(export.content(count)))
    for n, one in enumerate(itertools.islice(records, count)):
        yield ReportAccepted(
            report_id=report_id("bench", str(n)),
            partner="bench",
            record_id=str(n),
            revision=1,
            format=export.format,
            content_type=one.content_type,
            sha256="0" * 64,
            first_recorded_at=_CAUSE.recorded,
            payload=one.text,
        )


def _normalize(using: Format) -> Work:
    formats, sources = {using.name: using}, {"bench": Source(publisher="Bench", reliability="B")}
    return lambda fact: interpret(_CAUSE, fact, formats, sources)


def _rates(work: Work, items: Sequence[Any]) -> Rates:
    few = items[:SINGLE]
    new = len(few) / sum(_each_new(work, few))
    _forget_values()
    return Rates(new, len(items) / _all(work, items), len(items) / _all(work, items))


def _each_new(work: Work, items: Sequence[Any]) -> Iterator[float]:
    for item in items:
        _forget_values()
        started = time.process_time()
        work(item)
        yield time.process_time() - started


def _all(work: Work, items: Sequence[Any]) -> float:
    started = time.process_time()
    for start in range(0, len(items), BATCH):
        kept = [work(item) for item in items[start : start + BATCH]]
        del kept
    return time.process_time() - started


def _forget_values() -> None:
    for memory in _memories():
        memory.cache_clear()


@functools.cache
def _memories() -> tuple[Any, ...]:
    """What readers remember of values; not their tables, nor the headings of a file."""
    return tuple(
        found
        for name, module in list(sys.modules.items())
        if name.startswith("services.normalize.") and not name.endswith("_columns")
        for found in vars(module).values()
        if hasattr(found, "cache_clear") and found.__module__ == name
        if inspect.signature(found).parameters
    )


def _shown(rates: Rates) -> str:
    return "".join(f"{rate:9,.0f}" for rate in rates)


def _profile(name: str, work: Work, items: Sequence[Any]) -> None:
    """Where the time goes in the first reading."""
    print(f"\n{name}: own functions by share of CPU time at the first reading,")
    print("  what they call of libraries included")
    with sampled() as samples:
        started = time.process_time()
        while time.process_time() - started < 2:
            _forget_values()
            _all(work, items)
    print("\n".join(told(samples)))
