"""Where a process spends its CPU time: which of our own functions was at work, by samples.

The kernel's profiling timer counts the CPU time of the whole process; at each tick the innermost
frame of our own code gets the sample. So what a library does is charged to whoever called it.
"""

import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_OURS: Final = tuple(str(ROOT / folder) + "/" for folder in ("schemas", "services"))
_SHELL: Final = str(ROOT / "services" / "operator") + "/"  # starts a service, and is below it all
_EVERY: Final = 0.002

Samples = Counter[str]


@contextmanager
def sampled() -> Iterator[Samples]:
    """Counts by function what the main thread does inside the `with`."""
    found: Samples = Counter()

    def tick(number: int, frame: FrameType | None) -> None:
        found[_owner(frame)] += 1

    before = signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _owner(frame: FrameType | None) -> str:
    innermost = frame
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_OURS) and not file.startswith(_SHELL):
            return f"{file.removeprefix(str(ROOT) + '/')} {frame.f_code.co_qualname}"
        frame = frame.f_back
    return f"no function of ours ({_package(innermost)})"


def _package(frame: FrameType | None) -> str:
    name = str(frame.f_globals.get("__name__")) if frame is not None else "ended"
    return name.partition(".")[0]


def told(samples: Samples, most: int = 15) -> Iterable[str]:
    """The busiest functions, one to a line, with their share."""
    whole = samples.total()
    for name, count in samples.most_common(most):
        yield f"    {count / whole:6.1%}  {name}"
    rest = whole - sum(count for _, count in samples.most_common(most))
    if rest:
        yield f"    {rest / whole:6.1%}  in {len(samples) - most} others"
