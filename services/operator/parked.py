"""`attache parked`: records that could not be handled, in sequence: look, retry, discard."""

import asyncio
import base64
import getpass
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import click
from rich.table import Table
from rich.text import Text

from services.kit import database, redrive
from services.kit.kafka import Kafka
from services.kit.outbox import outgoing
from services.kit.parking import Parked
from services.kit.processor import Processor
from services.kit.redrive import Change, NothingParked, Redriven, Rehearsal, StillAtFault, Tx
from services.kit.settings import Settings
from services.operator.appending import SOURCE, record_operation
from services.operator.chains import ParkedChain, chosen, parked_chains, shown
from services.operator.processors import built
from services.operator.show import console_for_tables
from services.operator.status import ago
from services.operator.wording import clean

Answer = TypeVar("Answer")
LONGEST: Final = 2_000  # characters of a value, for people

processor_option = click.option("--processor", help="Of this processor, e.g. dedupe.")
topic_option = click.option("--topic", help="From this topic.")
reason_option = click.option("--reason", help="Why, for the record.")
actor_option = click.option("--actor", default=getpass.getuser, help="Who does it.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group(invoke_without_command=True)
@click.pass_context
def parked(context: click.Context) -> None:
    """Records that could not be handled, and what followed them; by themselves, a list."""
    if context.invoked_subcommand is None:
        context.invoke(list_command)


@parked.command("list")
@processor_option
@topic_option
@json_option
def list_command(
    processor: str | None = None, topic: str | None = None, as_json: bool = False
) -> None:
    """Every parked sequence: its key, how many records, since when, why."""
    found = parked_chains(Settings(), processor, topic)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing is parked.")
        return
    now = datetime.now(UTC)  # noqa: TID251 - how long ago is the question
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("key", "processor", "topic", "records", "oldest", "why"):
        justify = "right" if heading == "records" else "left"
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for one in found:
        told = (one.label, one.processor, one.chain.topic, f"{one.records:,}")
        cells = (*told, ago(one.oldest, now), one.reason)
        table.add_row(*(Text(clean(cell)) for cell in cells))
    console_for_tables().print(table)


@parked.command()
@click.argument("key")
@processor_option
@topic_option
@json_option
def show(key: str, processor: str | None, topic: str | None, as_json: bool) -> None:
    """The records of a sequence as they came: place, headers, bytes, and why each is parked."""
    settings = Settings()
    one = chosen(key, parked_chains(settings, processor, topic))

    async def read(machine: Processor, connection: Tx) -> Sequence[Parked]:
        return await redrive.sequence(connection, machine.name, one.chain)

    found = _with(settings, one, read)
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False))
        return
    for record, reason, _ in found:
        click.echo(f"{record.topic}/{record.partition}@{record.offset}  {record.timestamp}")
        click.echo(f"  {clean(reason)}")
        for name, value in record.headers:
            click.echo(clean(f"  {name}: {shown(value)}"))
        text = "no value" if record.value is None else shown(record.value)
        more = f"… ({len(text):,} characters: --json)" if len(text) > LONGEST else ""
        click.echo(f"  {clean(text[:LONGEST])}{more}")


@parked.command()
@click.argument("key")
@click.option("--dry-run", is_flag=True, help="Say what it would change; change nothing.")
@processor_option
@topic_option
@reason_option
@actor_option
@json_option
def retry(
    key: str,
    dry_run: bool,
    processor: str | None,
    topic: str | None,
    reason: str | None,
    actor: str,
    as_json: bool,
) -> None:
    """Handle a sequence again, in order, with today's code: all of it or nothing."""
    settings = Settings()
    one = chosen(key, parked_chains(settings, processor, topic))
    if dry_run:
        _rehearse(settings, one, as_json)
        return

    async def apply(machine: Processor, connection: Tx) -> Redriven:
        witness = _witness(settings, one, "parked retry", actor, reason)
        return await redrive.redrive(machine, connection, one.chain, witness)

    done = _with(settings, one, apply)
    events = len(done.emits)
    if as_json:
        told = {**one.as_json(), "applied": done.records, "events": events}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{one.processor}: {done.records:,} records of {clean(one.label)} applied")
    if events:
        click.echo(f"  {events:,} events, published by its relay")


@parked.command()
@click.argument("key")
@click.option("--first", is_flag=True, help="Only the first record: retry what follows it.")
@processor_option
@topic_option
@click.option("--reason", required=True, help="Why, for those who come after.")
@actor_option
@json_option
def discard(
    key: str,
    first: bool,
    processor: str | None,
    topic: str | None,
    reason: str,
    actor: str,
    as_json: bool,
) -> None:
    """Give up a sequence: its records are never handled. Who and why stays on the ledger."""
    settings = Settings()
    one = chosen(key, parked_chains(settings, processor, topic))

    async def drop(machine: Processor, connection: Tx) -> int:
        witness = _witness(settings, one, "parked discard", actor, reason)
        return len(await redrive.discard(machine, connection, one.chain, witness, first=first))

    gone = _with(settings, one, drop)
    if as_json:
        click.echo(json.dumps({**one.as_json(), "discarded": gone}, ensure_ascii=False))
    else:
        click.echo(f"{one.processor}: {gone:,} records of {clean(one.label)} discarded")


def _witness(
    settings: Settings, one: ParkedChain, action: str, actor: str, reason: str | None
) -> redrive.Witness:
    """On the ledger before it is done: a deed without its record would be worse."""

    async def record(given: Sequence[Parked]) -> None:
        places = ", ".join(f"{p.record.partition}@{p.record.offset}" for p in given)
        target = f"{one.processor} {one.chain.topic} {one.label}: {places}"
        kafka = Kafka.of(settings, "operator")
        await record_operation(kafka, actor, action, target.replace("\x00", "\ufffd"), reason)

    return record


def _rehearse(settings: Settings, one: ParkedChain, as_json: bool) -> None:
    async def try_it(machine: Processor, connection: Tx) -> Rehearsal:
        url = settings.database_of(machine.service)
        beside = await database.connect(url, machine.schema)
        try:
            return await redrive.rehearse(machine, connection, beside, one.chain)
        finally:
            await beside.close()

    found = _with(settings, one, try_it)
    events = [(emit, outgoing(emit, SOURCE).value.decode()) for emit in found.emits]
    if as_json:
        told = {
            **one.as_json(),
            "events": [{"topic": e.topic, "type": e.event.type, "body": b} for e, b in events],
            "tables": [change._asdict() for change in found.changes],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{one.processor}: {found.records:,} records of {clean(one.label)} would be applied")
    for emit, body in events:
        click.echo(clean(f"  says {emit.event.type} on {emit.topic}: {body[:LONGEST]}"))
    for change in found.changes:
        _say_change(change)
    if not events and not found.changes:
        click.echo("  nothing would change")


def _say_change(change: Change) -> None:
    click.echo(f"  {change.table}: +{change.inserted} ~{change.updated} -{change.deleted} rows")
    for sign, rows in (("-", change.before), ("+", change.after)):
        for row in rows:
            click.echo(clean(f"    {sign} {json.dumps(row, ensure_ascii=False)[:LONGEST]}"))


def _with(
    settings: Settings, one: ParkedChain, do: Callable[[Processor, Tx], Awaitable[Answer]]
) -> Answer:
    """As the service itself: its processor, its role, its schema."""
    machine = built(one.processor, settings)

    async def work() -> Answer:
        url = settings.database_of(machine.service)
        connection = await database.connect(url, machine.schema)
        try:
            return await do(machine, connection)
        finally:
            await connection.close()

    try:
        return asyncio.run(work())
    except StillAtFault as error:
        raise click.ClickException(f"nothing was applied: {error}") from error
    except NothingParked as error:
        raise click.ClickException(str(error)) from error


def _plain(parked_record: Parked) -> dict[str, Any]:
    record, reason, follows = parked_record
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "recorded": record.timestamp.isoformat(),
        "key": _base64(record.key),
        "headers": [[name, _base64(value)] for name, value in record.headers],
        "value": _base64(record.value),
        "reason": reason,
        "follows": follows,
    }


def _base64(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()
