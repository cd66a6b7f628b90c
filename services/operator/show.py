"""`attache show`: the read models as tables for people, or as JSON for programs."""

import calendar
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import click
import psycopg
from psycopg.rows import dict_row
from rich.console import Console

from services.kit.settings import Settings
from services.operator.questions import MODELS, Question, asked
from services.operator.rendering import rendered

SHOWN: Final = 100  # rows, unless told otherwise
WIDE: Final = 160  # columns, where the output is no terminal
_PARTIAL: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Day(click.ParamType[date]):
    """A day, a month or a year; the month or year stands for its first or last day."""

    name = "date"

    def __init__(self, last: bool) -> None:
        self._last = last

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        found = _PARTIAL.fullmatch(str(value))
        if found is None:
            self.fail(f"{value!r} is no date: write 2025, 2025-02 or 2025-02-28", param, ctx)
        year, month = int(found[1]), int(found[2] or (12 if self._last else 1))
        try:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, int(found[3] or (last if self._last else 1)))
        except ValueError as error:
            self.fail(f"{value!r}: {error}", param, ctx)


class Moment(click.ParamType[datetime]):
    """A moment in ISO 8601; without an offset, in this machine's own zone."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value)).astimezone()
        except ValueError:
            self.fail(f"{value!r} is no time: write 2025-04-28T12:00:00+00:00", param, ctx)


@click.command()
@click.argument("model", type=click.Choice(tuple(MODELS)))
@click.option("--party", help="Only with this party (name or code; of claims: who says it).")
@click.option("--from", "since", type=Day(last=False), help="Only what happened then or later.")
@click.option("--to", "until", type=Day(last=True), help="Only what happened then or earlier.")
@click.option("--status", help="Only with this status (of claims: stance; of reports: state).")
@click.option("--as-of", type=Moment(), help="What was known at that moment.")
@click.option("--id", "identity", help="An occurrence, claim or report, by any id it ever had.")
@click.option("--limit", type=click.IntRange(min=1), help=f"At most so many rows [{SHOWN}].")
@click.option("--all", "everything", is_flag=True, help="All rows.")
@click.option("--json", "as_json", is_flag=True, help="All columns, for programs; all rows.")
def show(
    model: str,
    party: str | None,
    since: date | None,
    until: date | None,
    status: str | None,
    as_of: datetime | None,
    identity: str | None,
    limit: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Print a read model: deployments, transfers, meetings, claims or reports."""
    if model == "reports" and (since or until):
        raise click.UsageError("reports have no date of their own: leave out --from and --to")
    if limit is None and not (everything or as_json):
        limit = SHOWN
    question = Question(model, party, since, until, status, as_of, identity)
    asked(question, limit)  # what makes no sense is said before anybody connects
    with reader(Settings()) as connection:
        if as_json:
            _print_json(connection, question, limit)
        else:
            _print_table(connection, question, limit)


@contextmanager
def reader(settings: Settings) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """Reads, and can do nothing else."""
    url = settings.database_of("reader")
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.read_only = True
        try:
            yield connection
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            raise click.ClickException(
                "no read models yet: start the services (`attache run all`)"
            ) from error


def _print_json(
    connection: psycopg.Connection[dict[str, Any]], question: Question, limit: int | None
) -> None:
    """As it comes: a read model may be larger than memory."""
    with connection.cursor(name="show") as rows:
        rows.execute(*asked(question, limit))
        lead = "["
        for row in rows:
            click.echo(lead + json.dumps(row, default=plain, ensure_ascii=False), nl=False)
            lead = ",\n "
        click.echo("[]" if lead == "[" else "]")


def plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON")


def _print_table(
    connection: psycopg.Connection[dict[str, Any]], question: Question, limit: int | None
) -> None:
    rows = connection.execute(*asked(question, limit)).fetchall()
    console = console_for_tables()
    if not rows:
        console.print(_none(question))
        return
    console.print(rendered(question.model, rows, console.width))
    if limit is not None and len(rows) == limit:
        counted = connection.execute(*asked(question, None, count=True)).fetchone()
        more = (counted["count"] if counted else 0) - len(rows)
        if more > 0:
            console.print(f"… and {more:,} more: --all or --limit", style="dim")


def _none(question: Question) -> str:
    if question.filters:
        return f"No {question.model} that match."
    return "None yet." if question.as_of is None else f"No {question.model} were known then."


def console_for_tables() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=WIDE)
    return console
