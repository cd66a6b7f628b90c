"""What the bench counts with: shares, new rows, samples and CPU time."""

import itertools
import os
import time
from collections import Counter

from schemas.event import report_id
from tests.bench import cpu
from tests.bench.floor_of_all import _part
from tests.bench.sampling import sampled, told
from tests.bench.written import _new


def test_parts_are_the_whole_in_order_whatever_the_steps() -> None:
    whole = list(range(10))
    steps = [0, 1, 2, 5, 6, 7]
    parts = [_part(whole, a, b, 7) for a, b in itertools.pairwise(steps)]
    assert [one for part in parts for one in part] == whole
    assert _part([], 0, 7, 7) == []


def test_only_rows_that_were_not_there_are_new() -> None:
    before = Counter([b"a\n", b"b\n", b"b\n"])
    assert _new(before, [b"b\n", b"b\n", b"b\n", b"c\n"]) == [b"b\n", b"c\n"]


def test_samples_name_our_own_functions() -> None:
    until = time.process_time() + 0.2
    with sampled() as samples:
        while time.process_time() < until:
            report_id("partner", "record")
    assert any(name.startswith("schemas/event.py ") for name in samples)
    assert next(iter(told(samples))).strip()


def test_cpu_time_is_told_where_the_kernel_tells_it() -> None:
    mine = {"me": os.getpid(), "nobody": -1}
    before = cpu.used(mine)
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    spent = cpu.between(before, cpu.used(mine))
    assert set(spent) == ({"me"} if (cpu.PROC / "self" / "stat").exists() else set())
    assert all(seconds > 0.1 for seconds in spent.values())
