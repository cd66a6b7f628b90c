"""`attache replay`: the ledger read again with today's code, shown before it is said."""

import asyncio
import getpass
import json
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from schemas import codec
from schemas.topics import LEDGER_REPORTS
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import how_far
from services.operator.appending import record_operation
from services.operator.chosen import format_named
from services.operator.declared import partners
from services.operator.how_far import ends
from services.operator.reinterpretation import Plan
from services.operator.rereading import Planned, Rereading, Told, Transform
from services.operator.rereading_told import lines, must_go_up
from services.operator.selection import Selection
from services.operator.show import Moment

Answer = TypeVar("Answer")
ACTION: Final = "replay interpret"
PATIENCE: Final = 60.0


@click.group()
def replay() -> None:
    """Read the ledger again with today's code."""


@replay.command()
@click.option("--format", "format_name", help="Only reports in this format.")
@click.option("--partner", help="Only this partner's reports.")
@click.option("--record", metavar="ID", help="Only the report with this record id.")
@click.option("--from", "since", type=Moment(), help="Only revisions recorded then or later.")
@click.option("--to", "until", type=Moment(), help="Only revisions recorded before then.")
@click.option("--samples", type=click.IntRange(min=0), default=5, show_default=True)
@click.option("--reason", help="Why, for the record.")
@click.option("--actor", default=getpass.getuser, help="Who does it.")
@click.option("--yes", is_flag=True, help="Publish without asking.")
@click.option("--wait/--no-wait", default=True, help="Wait until the read models show it. [on]")
@click.option("--json", "as_json", is_flag=True, help="For programs; publishes only with --yes.")
def interpret(
    format_name: str | None,
    partner: str | None,
    record: str | None,
    since: datetime | None,
    until: datetime | None,
    samples: int,
    reason: str | None,
    actor: str,
    yes: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Interpret reports again, show what would change, and publish it when told to.

    Of each report its current revision. Ends with 1 if a format reads differently what it read
    before under the same version: consumers order by it, so it must go up first.
    """
    from services.normalize import app  # the formats' tables take a moment to load

    settings = Settings()
    if format_name is not None:
        format_named(format_name)
    _settled(settings)
    selection = Selection(format_name, partner, record, since, until)
    kafka = Kafka.of(settings, "operator")
    transform = app.build(partners(settings)).transform
    with _bar() as told:
        planned = _run(Rereading(kafka, selection, transform, told).plan(samples))
    if not as_json:
        for line in lines(planned):
            click.echo(line)
    published = 0
    refused = bool(planned.plan.stuck)
    if not refused and planned.plan.publishes and _agreed(planned.plan, yes, as_json):
        with _bar() as told:
            published = _publish(settings, selection, transform, planned, (actor, reason), told)
        if wait:
            _applied(settings)
    if as_json:
        told_samples = [sample._asdict() for sample in planned.samples]
        answer = planned.plan.as_json() | {"samples": told_samples, "published": published}
        click.echo(json.dumps(answer, ensure_ascii=False))
    elif published:
        click.echo(f"published {published:,} interpretations")
    if refused:
        raise click.ClickException(must_go_up(planned.plan))


def _publish(
    settings: Settings,
    selection: Selection,
    transform: Transform,
    planned: Planned,
    who: tuple[str, str | None],
    told: Told,
) -> int:
    """The operation is on the ledger before its first consequence."""

    async def work() -> int:
        target, (actor, reason) = str(selection), who
        own = Kafka.of(settings, "operator")
        operation = await record_operation(own, actor, ACTION, target, reason)
        # ledger.claims has one writer: what is said there is said as normalize
        writer = Kafka.of(settings, "normalize")
        return await Rereading(writer, selection, transform, told).publish(planned, operation)

    return _run(work())


def _run(work: Coroutine[Any, Any, Answer]) -> Answer:
    try:
        return asyncio.run(work)
    except codec.UnknownVersion as error:
        raise click.ClickException(f"the ledger has {error}, newer than this code") from error


def _settled(settings: Settings) -> None:
    """What normalize has yet to read is no difference: wait until it has read what is there."""
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    wanted = ends(admin, kafka, [LEDGER_REPORTS])
    deadline = time.monotonic() + PATIENCE
    while True:
        read = {(p.topic, p.partition): p for p in how_far.committed(admin, kafka, "normalize")}
        behind = sum(
            end - max(0, read[place].next_offset if place in read else 0)
            for place, end in wanted.items()
        )
        if behind <= 0:
            return
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"normalize has yet to read {behind:,} reports: is it running?"
            )
        time.sleep(0.2)


def _agreed(plan: Plan, yes: bool, as_json: bool) -> bool:
    if yes or as_json:
        return yes
    return click.confirm(f"Publish {plan.publishes:,} interpretations?", err=True)


def _applied(settings: Settings) -> None:
    from services.operator.progress import spinner
    from services.operator.waiting import NotApplied, wait_until_applied

    try:
        with spinner() as told:
            wait_until_applied(settings, told=told)
    except NotApplied as error:
        raise click.ClickException(f"published, but {error}") from error


@contextmanager
def _bar() -> Iterator[Told]:
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as shown:
        tasks: dict[str, TaskID] = {}

        def told(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = shown.add_task(phase, total=total)
            shown.update(tasks[phase], completed=done)

        yield told
