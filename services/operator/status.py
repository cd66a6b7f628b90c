"""`attache status`: what runs, how far it has read, and what somebody should look at."""

import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import click
from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from services.kit.settings import Settings
from services.operator.observing import Observed, observe
from services.operator.show import console_for_tables
from services.operator.wording import clean

EVERY: float = 2.0  # seconds, with --watch


@click.command()
@click.option("--watch", is_flag=True, help="Look again and again, until ^C.")
@click.option("--json", "as_json", is_flag=True, help="For programs; with --watch one per line.")
def status(watch: bool, as_json: bool) -> None:
    """What runs, how far it has read, what is parked or rejected, and how partners' feeds are.

    Ends with 1 if Kafka or Postgres does not answer.
    """
    settings = Settings()
    if watch:
        _watch(settings, as_json)
        return
    seen = observe(settings, _now())
    if as_json:
        click.echo(json.dumps(seen.as_json(), ensure_ascii=False))
    else:
        console_for_tables().print(rendered(seen))
    if seen.failures:
        raise SystemExit(1)


def _watch(settings: Settings, as_json: bool) -> None:
    try:
        if as_json:
            while True:
                click.echo(json.dumps(observe(settings, _now()).as_json(), ensure_ascii=False))
                time.sleep(EVERY)
        with Live(console=console_for_tables(), auto_refresh=False, screen=False) as live:
            while True:
                live.update(rendered(observe(settings, _now())), refresh=True)
                time.sleep(EVERY)
    except KeyboardInterrupt:
        return


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - how long ago is the question


def rendered(seen: Observed) -> RenderableType:
    return Group(*_parts(seen))


def _parts(seen: Observed) -> Iterator[RenderableType]:
    for failure in seen.failures:
        yield Text(clean(failure), style="red")
    if seen.kafka:
        also = ", Postgres answers" if seen.postgres else ""
        yield Text(f"Kafka answers at {seen.kafka}{also}")
    for generation in seen.generations:
        yield Text("Generation {generation} ({schema}): {state}".format(**generation))
    if seen.workers:
        headings = ("service", "workers", "read", "end", "behind", "on", "moved")
        yield _table(headings, [_service(name, seen) for name in seen.workers], {1, 2, 3, 4})
    waiting = {name: count for name, count in seen.outbox.items() if count}
    for name, count in waiting.items():
        yield Text(f"{name}: {count:,} batches wait to be published", style="yellow")
    for lost in seen.expired:
        yield Text(f"{lost}: `attache expired`", style="red")
    if seen.parked:
        yield Text("Parked", style="bold")
        yield _table(
            ("service", "topic", "sequences", "records", "oldest", "why"),
            [
                (
                    one["processor"],
                    one["topic"],
                    f"{one['sequences']:,}",
                    f"{one['records']:,}",
                    one["oldest"],
                    one["reason"],
                )
                for one in seen.parked
            ],
            {2, 3},
        )
    if seen.rejections:
        yield Text("Rejected", style="bold")
        yield _table(
            ("partner", "code", "records", "for instance"),
            [
                (one["partner"], one["code"] or "", f"{one['records']:,}", one["example"] or "")
                for one in seen.rejections
            ],
            {2},
        )
    if seen.volumes:
        yield Text("Partners, last day", style="bold")
        yield _table(
            ("partner", "records", "expected", "last", "look at"),
            [
                (
                    volume.partner,
                    "" if volume.seen is None else f"{volume.seen:,}",
                    f"{volume.expected.per_day_min:,}–{volume.expected.per_day_max:,}"
                    if volume.expected
                    else "",
                    ago(volume.last, seen.now),
                    "; ".join(volume.warnings(seen.now)),
                )
                for volume in seen.volumes
            ],
            {1},
        )


def _service(name: str, seen: Observed) -> tuple[str, ...]:
    """A processor on all its topics; those on which it is behind by name."""
    own = [lag for lag in seen.lags if lag.processor == name]
    behind = [lag for lag in own if lag.behind]
    moved = max((lag.progressed for lag in own if lag.progressed), default=None)
    return (
        name,
        str(seen.workers[name] or "none"),
        f"{sum(lag.read for lag in own):,}",
        f"{sum(lag.end for lag in own):,}",
        f"{sum(lag.behind for lag in own):,}" if behind else "",
        ", ".join(lag.topic for lag in behind),
        ago(moved, seen.now),
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        justify = "right" if place in numbers else "left"
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(Text(clean(str(cell))) for cell in row))
    return table


def ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    age = max(timedelta(0), now - moment)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if age.total_seconds() >= 2 * size:
            return f"{age.total_seconds() // size:.0f} {unit} ago"
    return f"{age.total_seconds():.0f} s ago"
