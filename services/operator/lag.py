"""How far every service has read, beside where its topics end now."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import psycopg
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException
from confluent_kafka.admin import AdminClient
from psycopg import sql
from psycopg.rows import TupleRow

from services.kit.kafka import Kafka
from services.kit.settings import Settings

Place = tuple[str, int]
Connection = psycopg.Connection[TupleRow]
SCHEMAS: Final = ("ingest", "dedupe", "projection")  # of services that keep positions


class Position(NamedTuple):
    """How far a processor has read one partition, and when it last moved (None: not told)."""

    processor: str
    topic: str
    partition: int
    next_offset: int
    progressed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lag:
    """A processor on one topic, all partitions together."""

    processor: str
    topic: str
    read: int
    end: int
    progressed: datetime | None = None

    @property
    def behind(self) -> int:
        return self.end - self.read


def lags(positions: Iterable[Position], ends: Mapping[Place, int]) -> list[Lag]:
    """Per processor and topic. A partition nobody has read yet is behind by all it has."""
    given = list(positions)
    pairs = sorted({(p.processor, p.topic) for p in given})
    return [
        _lag(pair, [p for p in given if (p.processor, p.topic) == pair], ends) for pair in pairs
    ]


def _lag(pair: tuple[str, str], own: Sequence[Position], ends: Mapping[Place, int]) -> Lag:
    processor, topic = pair
    reached = {p.partition: max(0, p.next_offset) for p in own}
    there = {number: end for (name, number), end in ends.items() if name == topic}
    moved = [p.progressed for p in own if p.progressed is not None]
    return Lag(
        processor,
        topic,
        sum(min(reached.get(number, 0), end) for number, end in there.items()),
        sum(there.values()),
        max(moved, default=None),
    )


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
    rows = connection.execute(
        sql.SQL(
            "select processor, topic, partition, next_offset, progressed from {}.kit_position"
        ).format(sql.Identifier(schema))
    ).fetchall()
    return [Position(*row) for row in rows]


def workers(admin: AdminClient, kafka: Kafka, processors: Iterable[str]) -> dict[str, int]:
    """How many members each processor's consumer group has at this moment."""
    groups = {kafka.wire(name): name for name in processors}
    if not groups:
        return {}
    found = {}
    for group, future in admin.describe_consumer_groups(list(groups), request_timeout=10).items():
        try:
            found[groups[group]] = len(future.result().members)
        except KafkaException:  # it never had any
            found[groups[group]] = 0
    return found


def committed(admin: AdminClient, kafka: Kafka, group: str) -> list[Position]:
    """Of the stateless hop, whose position is Kafka's."""
    wire = kafka.wire(group)
    places: Sequence[Any] = ()
    with suppress(KafkaException):  # a group that never committed is no group
        asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(wire)])
        places = asked[wire].result(timeout=10).topic_partitions or ()
    return [Position(group, kafka.contract(p.topic), p.partition, p.offset) for p in places]
