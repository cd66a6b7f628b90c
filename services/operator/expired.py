"""`attache expired`: records that were gone before they were read, and how a service goes on.

A partition whose next record has expired is never read on by itself: somebody must know of the
loss, and take it.
"""

import asyncio
import getpass
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import click
import psycopg
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec
from psycopg import sql

from services.kit.kafka import Kafka, offsets, topic_ids
from services.kit.settings import Settings
from services.operator import how_far
from services.operator.appending import record_operation
from services.operator.how_far import Position


class Gone(NamedTuple):
    """A partition of which a processor has not read [next_offset, first): they expired."""

    processor: str
    topic: str
    partition: int
    next_offset: int
    first: int

    @property
    def records(self) -> int:
        """At most: a log has holes."""
        return self.first - self.next_offset

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}"

    def __str__(self) -> str:
        return (
            f"{self.processor} stands at {self.place}: its records {self.next_offset}-"
            f"{self.first - 1} expired before they were read"
        )

    def as_json(self) -> dict[str, Any]:
        return {**self._asdict(), "records": self.records}


def gone(admin: AdminClient, kafka: Kafka, positions: Iterable[Position]) -> list[Gone]:
    """Of these those that have lost what would be read next. Blocking."""
    given = list(positions)
    there = topic_ids(admin, sorted({kafka.wire(one.topic) for one in given}))
    asked = [one for one in given if one.partition < there.get(kafka.wire(one.topic), ("", 0))[1]]
    places = [TopicPartition(kafka.wire(one.topic), one.partition) for one in asked]
    firsts = offsets(admin, places, OffsetSpec.earliest())
    return [
        Gone(one.processor, one.topic, one.partition, one.next_offset, first)
        for one in asked
        if (first := firsts[kafka.wire(one.topic), one.partition][0]) > one.next_offset
    ]


def begun(positions: Iterable[Position]) -> list[Position]:
    """What never was read at all begins where its topic does: nothing of it counts as lost."""
    return [one for one in positions if one.next_offset > 0]


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def expired(context: click.Context, as_json: bool) -> None:
    """Records that were gone before they were read; by itself, a list."""
    if context.invoked_subcommand is not None:
        return
    found = _found(Settings())
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found]))
    elif not found:
        click.echo("Nothing expired unread.")
    for one in found if not as_json else ():
        click.echo(f"{one} (at most {one.records:,})")


@expired.command()
@click.argument("processor")
@click.argument("place", metavar="TOPIC/PARTITION")
@click.option("--reason", required=True, help="Why, for those who come after.")
@click.option("--actor", default=getpass.getuser, help="Who does it.")
def accept(processor: str, place: str, reason: str, actor: str) -> None:
    """Take the loss: PROCESSOR goes on with the first record that is still there.

    Who and why stays on the ledger. The service notices by itself, within seconds.
    """
    settings = Settings()
    for one in _found(settings):
        if (one.processor, one.place) == (processor, place):
            record_loss(settings, one, actor, reason)
            click.echo(f"{processor} goes on at {place} with record {one.first}")
            return
    raise click.ClickException(f"{processor} has lost nothing at {place}: see `attache expired`")


def record_loss(settings: Settings, one: Gone, actor: str, reason: str) -> None:
    """On the ledger first, then in the service's own position, if that is still what it was."""
    kafka = Kafka.of(settings, "operator")
    target = f"{one.processor} {one.place}: {one.next_offset}-{one.first - 1}"
    asyncio.run(record_operation(kafka, actor, "expired accept", target, reason))
    schema = one.processor.partition(".")[0]
    move = sql.SQL(
        """
        update {}.kit_position set next_offset = %s
        where processor = %s and topic = %s and partition = %s and next_offset = %s
        """
    ).format(sql.Identifier(schema))
    key = (one.first, one.processor, one.topic, one.partition, one.next_offset)
    with psycopg.connect(settings.database_of(schema), autocommit=True) as connection:
        if connection.execute(move, key).rowcount != 1:
            raise click.ClickException(f"{one.processor} has read on meanwhile: look again")


def _found(settings: Settings) -> list[Gone]:
    kafka = Kafka.of(settings, "operator")
    with how_far.connect(settings) as connection:
        positions = [
            position
            for schema in how_far.schemas(connection)
            for position in how_far.stored(connection, schema)
        ]
    return gone(kafka.admin(), kafka, begun(positions))
