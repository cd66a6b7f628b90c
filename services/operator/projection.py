"""`attache projection`: build the read models anew, compare, promote, go back."""

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from services.kit import database
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.projection import generation as generations
from services.projection import promotion, verification
from services.projection import rebuild as building
from services.projection.generation import Connection, Generation
from services.projection.verification import Difference

Answer = TypeVar("Answer")


@click.group()
def projection() -> None:
    """The read models' generations."""


@projection.command("list")
def list_command() -> None:
    """The generations there are, and which one readers see."""

    async def found(connection: Connection) -> list[Generation]:
        return await generations.generations(connection)

    for known in _with(Settings(), found):
        click.echo(f"generation {known.generation}: {known.state}, in schema {known.schema}")


@projection.command()
def rebuild() -> None:
    """Fill a new generation from the first event, while the live one serves readers."""
    settings = Settings()
    kafka = Kafka.of(settings, "operator")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pace]}"),
    ) as shown:
        task = shown.add_task("read", total=None, pace="")

        def report(now: building.Progress) -> None:
            eta = "" if now.eta is None else f", {now.eta:.0f} s left"
            pace = f"{now.rate:,.0f}/s{eta}" if now.rate else ""
            shown.update(
                task, description=now.phase, completed=now.done, total=now.total, pace=pace
            )

        async def build(connection: Connection) -> Generation:
            return await building.rebuild(connection, kafka, report=report)

        born = _with(settings, build)
    click.echo(f"generation {born.generation} is ready; compare it: attache projection verify")


@projection.command()
@click.option("--generation", "number", type=int, help="Which one; the newest by default.")
@click.option("--json", "as_json", is_flag=True)
def verify(number: int | None, as_json: bool) -> None:
    """Compare a generation with the live one, row by row. Ends with 1 if they differ."""

    async def compare(connection: Connection) -> tuple[Generation, dict[str, Difference]]:
        known = await generations.generations(connection)
        chosen = _chosen(known, number)
        live = next((g for g in known if g.state == "live"), None)
        if live is None:
            raise click.ClickException("no generation is live: is the projection running?")
        found = await verification.compare_level(connection, live.generation, chosen.generation)
        return chosen, found

    chosen, found = _with(Settings(), compare)
    differing = {table: d for table, d in found.items() if d.missing or d.extra or d.different}
    if as_json:
        told = {table: difference._asdict() for table, difference in found.items()}
        click.echo(json.dumps(told, default=str, indent=1))
    else:
        for table, difference in found.items():
            same = table not in differing
            click.echo(
                f"{table}: the same"
                if same
                else f"{table}: {difference.missing} missing, {difference.extra} extra, "
                f"{difference.different} different"
            )
            for line in () if same else difference.sample:
                click.echo(f"  {line}")
            for name in difference.columns:
                click.echo(f"  not compared, for only one has it: {name}")
    if differing:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"generation {chosen.generation} is row by row the live one")


@projection.command()
@click.option("--generation", "number", type=int, help="Which one; the newest by default.")
@click.option("--actor", default=getpass.getuser, help="Who does it.")
def promote(number: int | None, actor: str) -> None:
    """Serve a generation to readers, who notice nothing. The old one goes on applying."""

    async def swap(connection: Connection) -> Generation:
        known = await generations.generations(connection)
        chosen = _chosen(known, number)
        return await promotion.promote(connection, chosen.generation, actor)

    served = _with(Settings(), swap)
    click.echo(f"readers see generation {served.generation}; back: attache projection rollback")


@projection.command()
@click.option("--actor", default=getpass.getuser, help="Who does it.")
def rollback(actor: str) -> None:
    """Serve again what was served before."""

    async def swap(connection: Connection) -> Generation:
        return await promotion.rollback(connection, actor)

    click.echo(f"readers see generation {_with(Settings(), swap).generation} again")


@projection.command()
@click.argument("number", type=int, metavar="GENERATION")
def retire(number: int) -> None:
    """Drop a generation that is not live."""

    async def drop(connection: Connection) -> None:
        await generations.retire(connection, number)

    _with(Settings(), drop)
    click.echo(f"generation {number} is gone")


def _with(settings: Settings, do: Callable[[Connection], Awaitable[Answer]]) -> Answer:
    """With a connection of the projection's own role; its expected refusals are one line."""

    async def work() -> Answer:
        url = settings.database_of("projection")
        connection: Any = await database.connect(url, "projection")
        try:
            return await do(connection)
        finally:
            await connection.close()

    try:
        return asyncio.run(work())
    except (promotion.NotReady, promotion.Behind, verification.NeverLevel, ValueError) as error:
        raise click.ClickException(str(error)) from error


def _chosen(known: list[Generation], number: int | None) -> Generation:
    waiting = [g for g in known if g.state in ("ready", "former")]
    if number is not None:
        waiting = [g for g in waiting if g.generation == number]
    if not waiting:
        raise click.ClickException(
            "no such generation waits" if number else "none waits: attache projection rebuild"
        )
    return waiting[-1]
