"""`attache demo`: the founding case, from nothing to the read models, on the real stack."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from schemas.codec import timestamp
from services.kit.settings import Settings
from services.operator.failures import one_line
from services.operator.show import reader
from services.operator.waiting import wait_until_applied
from services.operator.wording import clean

EXAMPLES = Path("examples") / "founding-case"
NEXT = (
    ("attache show claims --party Russia", "every claim about Russia, with who makes it"),
    ("attache show deployments --json", "the same rows for a program"),
    ("attache show deployments --as-of {halfway}", "what was known half way through the above"),
    ("attache publish northwire FILE.jsonl", "publish a report of your own"),
    ("attache partners check FILE --format attache.report", "what would become of it"),
    ("attache projection rebuild", "build the read models anew beside the live ones"),
    ("attache status", "what runs, and how far each service has read"),
    ("make down", "stop everything; the data stays"),
)


@click.command()
@click.option("--no-stack", is_flag=True, help="Start nothing: the environment says what runs.")
def demo(no_stack: bool) -> None:
    """Start what is needed, publish the examples, show what is known."""
    console = Console()
    if not EXAMPLES.is_dir():
        raise click.ClickException(f"no {EXAMPLES}: run this from the project's folder")
    if not no_stack:
        _step(console, "Kafka and Postgres", ["stack", "up"])
        _step(console, "Topics", ["topics", "apply"])
        _step(console, "Services", ["run", "all", "--detach"])
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        _step(console, f"{path.stem} publishes", ["publish", path.stem, str(path), "--no-wait"])
    with console.status("waiting until the read models show it all"):
        parked = wait_until_applied(Settings(), 180)
    for aside in parked:
        console.print(f"[yellow]{clean(str(aside))}[/yellow]", highlight=False)
    for model in ("deployments", "transfers", "meetings"):
        _step(console, "", ["show", model])
    _step(console, "What was rejected, and why", ["show", "reports", "--status", "rejected"])
    console.rule("[bold]Next", align="left")
    halfway = _halfway(Settings())
    for command, what in NEXT:
        if no_stack and command.startswith("make"):
            continue  # what runs is not ours to stop
        shown = command if no_stack or command.startswith("make") else f".venv/bin/{command}"
        shown = shown.format(halfway=halfway)
        console.print(f"  [bold]{shown}[/bold]  {what}", highlight=False, soft_wrap=True)


def _halfway(settings: Settings) -> str:
    """A moment at which half of what is known of reports was known."""
    with reader(settings) as connection:
        found = connection.execute(
            """
            select percentile_disc(0.5) within group (order by lower(known)) as moment
            from read.reports_history
            """
        ).fetchone()
    return timestamp(found["moment"]) if found and found["moment"] else "2025-03-01"


def _step(console: Console, title: str, command: Sequence[str]) -> None:
    """One command of this program, in this process. Rejected records are no failure here."""
    from services.operator.__main__ import main

    if title:
        console.rule(f"[bold]{title}", align="left")
    sys.stdout.flush()
    try:
        main.main(list(command), prog_name="attache", standalone_mode=False)
    except SystemExit as end:
        if end.code not in (0, None) and command[0] != "publish":
            raise
    except click.ClickException:
        raise
    except Exception as error:
        told = one_line(error)
        if told is None:
            raise
        raise click.ClickException(told) from error
