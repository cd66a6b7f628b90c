"""`attache stack`: Kafka and Postgres brought up, brought down, and asked how they are."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Table

from deploy.native.errors import StackError
from deploy.native.stack import ServerStatus, Stack

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_RUNNING = 3

secure_option = click.option("--secure", is_flag=True, help="The stack with TLS, SCRAM and ACLs.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")
root_option = click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=CHECKOUT,
    help="Keep it under this folder's .local instead of this checkout's.",
)


@click.group()
def stack() -> None:
    """Kafka and Postgres under .local/, without Docker."""


@stack.command()
@secure_option
@json_option
@root_option
def up(secure: bool, as_json: bool, root: Path) -> None:
    """Start what is not running; ends when both servers answer."""
    with _one_line_errors(), _progress() as progress:
        mine = Stack(root, secure)
        mine.up(progress)
        servers = mine.status()
    _show(mine, servers, as_json)


@stack.command()
@secure_option
@json_option
@root_option
def down(secure: bool, as_json: bool, root: Path) -> None:
    """Stop what this checkout started; the data stays."""
    with _one_line_errors():
        stopped = Stack(root, secure).down()
    if as_json:
        click.echo(json.dumps({"stopped": stopped}))
    else:
        click.echo("Stopped; the data stays." if stopped else "Nothing was running.")


@stack.command()
@secure_option
@json_option
@root_option
@click.pass_context
def status(context: click.Context, secure: bool, as_json: bool, root: Path) -> None:
    """Say what runs, where, and how much it keeps. Ends with 3 if a server does not answer."""
    with _one_line_errors():
        mine = Stack(root, secure)
        servers = mine.status()
    _show(mine, servers, as_json)
    if not all(server.ready for server in servers):
        context.exit(NOT_RUNNING)


@stack.command(context_settings={"ignore_unknown_options": True})
@secure_option
@root_option
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(secure: bool, root: Path, command: tuple[str, ...]) -> None:
    """Run COMMAND with the stack up, and leave the stack as it was found."""
    with _one_line_errors():
        mine = Stack(root, secure)
        was_up = all(server.ready for server in mine.status())
    try:
        if not was_up:
            with _one_line_errors(), _progress() as progress:
                mine.up(progress)
        code = subprocess.call(command)
    finally:
        if not was_up:
            mine.down()
    sys.exit(code)


def _show(mine: Stack, servers: tuple[ServerStatus, ...], as_json: bool) -> None:
    env_file = mine.layout.env_file
    if as_json:
        shown = {"env_file": str(env_file), "servers": [asdict(server) for server in servers]}
        click.echo(json.dumps(shown, indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("server", "state", "pid", "address", "data"):
        table.add_column(heading, justify="right" if heading in ("pid", "data") else "left")
    for server in servers:
        pid = "" if server.pid is None else str(server.pid)
        address = "" if server.port is None else f"127.0.0.1:{server.port}"
        table.add_row(server.name, _state(server), pid, address, decimal(server.data_bytes))
    console = Console(soft_wrap=True)
    console.print(table)
    if env_file.exists():
        console.print(f"Settings for every command and test: {env_file}", highlight=False)


def _state(server: ServerStatus) -> str:
    if server.running:
        return "[green]answers[/]" if server.ready else "[yellow]running, does not answer[/]"
    return "[red]down[/]"


class _Bars:
    """One line per thing that is going on; a bar where its end is known."""

    def __init__(self, bars: Progress, plain: bool) -> None:
        self._bars = bars
        self._plain = plain
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            if self._plain:
                click.echo(f"{what} …", err=True)
            self._tasks[what] = self._bars.add_task(what, total=total or None, size="")
        size = f"{decimal(done)} of {decimal(total)}" if total else ""
        self._bars.update(self._tasks[what], completed=done, total=total or None, size=size)


@contextmanager
def _progress() -> Iterator[_Bars]:
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[size]}"),
    )
    plain = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=plain) as bars:
        yield _Bars(bars, plain)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except StackError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        reason = f"{error.strerror or error}{where}"
        raise click.ClickException(f"{reason}: mend that and try again") from error
