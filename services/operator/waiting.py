"""Waiting for facts: until everything that partners have sent is in the read models.

Hop by hop: the end of a topic now, then the reader's position beyond it and its outbox empty.
"""

import time
from collections.abc import Callable, Iterable

import psycopg
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec
from psycopg import sql

from schemas.topics import (
    LEDGER_CLAIMS,
    LEDGER_OCCURRENCES,
    LEDGER_REJECTIONS,
    LEDGER_REPORTS,
    LEDGER_RULINGS,
    REPORTS,
)
from services.kit.kafka import Kafka, offsets, topic_ids
from services.kit.settings import Settings
from services.operator.declared import partners

Place = tuple[str, int]


class NotApplied(TimeoutError):
    """The wait ended before everything was applied; says which service is behind, and by what."""


def wait_until_applied(
    settings: Settings,
    timeout: float = 120,
    *,
    told: Callable[[str, int], None] = lambda service, behind: None,
) -> None:
    """Block until the read models hold all that is on the partners' topics now.

    `told` hears which service is waited for and how many records it still has to read.
    """
    deadline = time.monotonic() + timeout
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    sources = [REPORTS + partner.name for partner in partners(settings)]
    database = settings.operator_url or settings.database_of("operator")
    with psycopg.connect(database, autocommit=True) as connection:
        _wait(
            "ingest", ends(admin, kafka, sources), lambda: _stored(connection, "ingest", "ingest"),
            deadline, told,
        )  # fmt: skip
        _wait_outbox(connection, "ingest", deadline, told)
        _wait(
            "normalize", ends(admin, kafka, [LEDGER_REPORTS]),
            lambda: _committed(admin, kafka, "normalize"), deadline, told,
        )  # fmt: skip
        _wait(
            "dedupe", ends(admin, kafka, [LEDGER_CLAIMS, LEDGER_RULINGS]),
            lambda: _stored(connection, "dedupe", "dedupe"), deadline, told,
        )  # fmt: skip
        _wait_outbox(connection, "dedupe", deadline, told)
        _wait(
            "projection",
            ends(admin, kafka, [LEDGER_OCCURRENCES, LEDGER_CLAIMS, LEDGER_REJECTIONS]),
            lambda: _stored(connection, "projection", live_processor(connection)),
            deadline, told,
        )  # fmt: skip


def ends(admin: AdminClient, kafka: Kafka, topics: Iterable[str]) -> dict[Place, int]:
    """The end offset of each partition, for topics that exist.

    A broker may not tell of a topic for a moment after it was made: asked again before it counts
    as missing.
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


def _stored(connection: psycopg.Connection, schema: str, processor: str) -> dict[Place, int]:
    try:
        rows = connection.execute(
            sql.SQL(
                "select topic, partition, next_offset from {}.kit_position where processor = %s"
            ).format(sql.Identifier(schema)),
            (processor,),
        ).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return {}
    return {(topic, partition): offset for topic, partition, offset in rows}


def _committed(admin: AdminClient, kafka: Kafka, group: str) -> dict[Place, int]:
    wire = kafka.wire(group)
    try:
        asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(wire)])
        places = asked[wire].result().topic_partitions
    except KafkaException:
        return {}
    return {(kafka.contract(p.topic), p.partition): p.offset for p in places or ()}


def live_processor(connection: psycopg.Connection) -> str:
    """The name of the processor that folds what readers see."""
    try:
        row = connection.execute(
            "select generation from projection.generation where schema_name = 'read'"
        ).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return ""
    return f"projection.g{row[0]}" if row else ""


def _wait(
    service: str,
    wanted: dict[Place, int],
    positions: Callable[[], dict[Place, int]],
    deadline: float,
    told: Callable[[str, int], None],
) -> None:
    def behind() -> int:
        now = positions()
        return sum(max(0, end - max(0, now.get(place, 0))) for place, end in wanted.items())

    _wait_for_none(
        service, behind, "{} still has {} records to read: is it running?", deadline, told
    )


def _wait_outbox(
    connection: psycopg.Connection,
    schema: str,
    deadline: float,
    told: Callable[[str, int], None],
) -> None:
    query = sql.SQL("select count(*) from {}.kit_outbox").format(sql.Identifier(schema))

    def waiting() -> int:
        try:
            row = connection.execute(query).fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            row = None  # it has not started yet, and has nothing to read either
        return row[0] if row else 0

    _wait_for_none(schema, waiting, "{} has {} batches that it cannot publish", deadline, told)


def _wait_for_none(
    service: str,
    count: Callable[[], int],
    complaint: str,
    deadline: float,
    told: Callable[[str, int], None],
) -> None:
    """Ask until nothing is left; then or at the deadline it ends."""
    while True:
        left = count()
        told(service, left)
        if not left:
            return
        if time.monotonic() > deadline:
            raise NotApplied(complaint.format(service, left))
        time.sleep(0.1)
