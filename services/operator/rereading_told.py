"""A replay's plan in words."""

from collections.abc import Iterator
from typing import Final

from services.operator.reinterpretation import Plan
from services.operator.rereading import Planned
from services.operator.wording import clean, words

LINES: Final = 8  # of each sample


def must_go_up(plan: Plan) -> str:
    which = ", ".join(
        f"{name} reads {count:,} reports differently and is still version {version}"
        for (name, version), count in sorted(plan.stuck.items())
    )
    return (
        f"nothing was published: {which}. Raise the format's version (after a change of a "
        "partner's declared source, too): interpretations are ordered by it"
    )


def lines(planned: Planned) -> Iterator[str]:
    yield from _counts(planned.plan)
    for sample in planned.samples:
        yield f"  {clean(sample.partner)} {clean(sample.record_id)}"
        yield from (f"    {clean(line)}" for line in sample.lines[:LINES])
        if len(sample.lines) > LINES:
            yield f"    … and {len(sample.lines) - LINES:,} more"


def _counts(plan: Plan) -> Iterator[str]:
    told = [f"{plan.reports['same']:,} the same"]
    differing = plan.reports["changed"] + plan.reports["stuck"]
    told.append(f"{differing:,} read differently")
    told.append(f"{plan.reports['new']:,} that could not be read before")
    yield "reports: " + ", ".join(told)
    aside = {
        "withdrawn": plan.withdrawn,
        "left alone, read by a newer version": plan.reports["older"],
        **{f"left alone, refused today ({code})": n for code, n in plan.refused.items()},
        **{f"left alone, no format {name}": n for name, n in plan.unknown.items()},
    }
    yield from (f"  {count:,} {what}" for what, count in aside.items() if count)
    if not (differing or plan.reports["new"]):
        yield "nothing would change"
        return
    yield f"claims: {plan.added:,} added, {plan.removed:,} removed, {plan.changed:,} changed"
    signals = [f"{n:+,} {words(code)}" for code, n in sorted(plan.signals.items()) if n]
    if signals:
        yield f"signals: {', '.join(signals)}"
    for (name, before, now), count in sorted(plan.versions.items()):
        came = f"version {before} → {now}" if before else f"version {now}, not read before"
        yield f"  {name}: {came}, {count:,} reports"
