"""How far every service has read, as its database or Kafka has it, and where topics end now."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple

import psycopg
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec
from psycopg import sql
from psycopg.rows import TupleRow

from services.kit.kafka import Kafka, offsets, topic_ids
from services.kit.settings import Settings

Place = tuple[str, int]
Connection = psycopg.Connection[TupleRow]
SCHEMAS: Final = ("ingest", "dedupe", "projection")  # of services that keep positions
UNBORN: Final = (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)
"""A service that has not started yet: nothing has been migrated or projected."""


class Position(NamedTuple):
    """How far a processor has read one partition, and when it last moved (None: not told)."""

    processor: str
    topic: str
    partition: int
    next_offset: int
    progressed: datetime | None = None


def connect(settings: Settings) -> Connection:
    """As the operator; as the owner where the operator may not look."""
    connection = psycopg.connect(settings.database_of("operator"), autocommit=True)
    if settings.database_url and not schemas(connection):
        connection.close()
        return psycopg.connect(settings.database_url, autocommit=True)
    return connection


def schemas(connection: Connection) -> list[str]:
    """The services' schemas whose positions we may read."""
    rows = connection.execute(
        """
        select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relname = 'kit_position' and n.nspname = any(%s)
          and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        order by 1
        """,
        (list(SCHEMAS),),
    ).fetchall()
    return [name for (name,) in rows]


def stored(connection: Connection, schema: str) -> list[Position]:
    query = "select processor, topic, partition, next_offset, progressed from {}.kit_position"
    rows = connection.execute(sql.SQL(query).format(sql.Identifier(schema))).fetchall()
    return [Position(*row) for row in rows]


def committed(admin: AdminClient, kafka: Kafka, group: str) -> list[Position]:
    """Of the stateless hop, whose position is Kafka's."""
    wire = kafka.wire(group)
    places: Sequence[Any] = ()
    with suppress(KafkaException):  # a group that never committed is no group
        request = [ConsumerGroupTopicPartitions(wire)]
        asked = admin.list_consumer_group_offsets(request, request_timeout=10)
        places = asked[wire].result().topic_partitions or ()
    return [Position(group, kafka.contract(p.topic), p.partition, p.offset) for p in places]


def live_processor(connection: psycopg.Connection) -> str:
    """The name of the processor that folds what readers see."""
    try:
        row = connection.execute(
            "select generation from projection.generation where schema_name = 'read'"
        ).fetchone()
    except UNBORN:
        return ""
    return f"projection.g{row[0]}" if row else ""


def ends(admin: AdminClient, kafka: Kafka, topics: Iterable[str]) -> dict[Place, int]:
    """The end offset of each partition, for topics that exist.

    A broker may not tell of a new topic for a moment: asked again before it counts as missing.
    """
    names = [kafka.wire(topic) for topic in topics]
    found = topic_ids(admin, names)
    patience = time.monotonic() + 3
    while any(not found.get(name, ("", 0))[1] for name in names) and time.monotonic() < patience:
        time.sleep(0.1)
        found = topic_ids(admin, names)
    places = [TopicPartition(name, n) for name, (_, count) in found.items() for n in range(count)]
    latest = offsets(admin, places, OffsetSpec.latest())
    return {(kafka.contract(name), n): offset for (name, n), (offset, _) in latest.items()}
