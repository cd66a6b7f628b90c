"""Waiting for facts: until everything that partners have sent is in the read models.

Hop by hop: the end of a topic now, then the reader's position beyond it and its outbox empty.
What is parked has been read and is not in them: the caller is told.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import psycopg
from confluent_kafka.admin import AdminClient
from psycopg import sql

from schemas.topics import (
    LEDGER_CLAIMS,
    LEDGER_OCCURRENCES,
    LEDGER_REJECTIONS,
    LEDGER_REPORTS,
    LEDGER_RULINGS,
    REPORTS,
)
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import how_far, lag, standstill
from services.operator.declared import partners
from services.operator.how_far import UNBORN, Connection, Place, Position, ends, live_processor

STANDSTILL: Final = 10.0
"""Seconds without any progress after which we ask why."""


class NotApplied(TimeoutError):
    """The wait ended before everything was applied; says which service is behind, and by what."""


class Halted(NotApplied):
    """A service stands before a record that it will not read by waiting longer; says why."""


class Parked(NamedTuple):
    """Records that a service has set aside: read, and not in the read models."""

    processor: str
    records: int
    reason: str

    def __str__(self) -> str:
        return f"{self.processor} has parked {self.records:,} records: {self.reason}"


def wait_until_applied(
    settings: Settings,
    timeout: float = 120,
    *,
    told: Callable[[str, int], None] = lambda service, behind: None,
) -> list[Parked]:
    """Block until the read models hold all that is on the partners' topics now, but what is parked.

    `told` hears which service is waited for and how many records it still has to read.
    """
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    sources = [REPORTS + partner.name for partner in partners(settings)]
    database = settings.operator_url or settings.database_of("operator")
    with psycopg.connect(database, autocommit=True) as connection:
        wait = _Wait(kafka, admin, time.monotonic() + timeout, told)
        wait.read("ingest", sources, lambda: _stored(connection, "ingest", "ingest"))
        wait.published("ingest", connection)
        wait.read(
            "normalize",
            [LEDGER_REPORTS],
            lambda: _places(how_far.committed(admin, kafka, "normalize")),
        )
        decided = [LEDGER_CLAIMS, LEDGER_RULINGS]
        wait.read("dedupe", decided, lambda: _stored(connection, "dedupe", "dedupe"))
        wait.published("dedupe", connection)
        wait.read(
            "projection",
            [LEDGER_OCCURRENCES, LEDGER_CLAIMS, LEDGER_REJECTIONS],
            lambda: _stored(connection, "projection", live_processor(connection)),
            lambda: live_processor(connection),
        )
        return [
            *_parked(connection, "ingest", "ingest"),
            *_parked(connection, "dedupe", "dedupe"),
            *_parked(connection, "projection", live_processor(connection)),
        ]


@dataclass(frozen=True, slots=True)
class _Wait:
    kafka: Kafka
    admin: AdminClient
    deadline: float
    told: Callable[[str, int], None]

    def read(
        self,
        service: str,
        topics: Iterable[str],
        positions: Callable[[], dict[Place, int]],
        group: Callable[[], str] | None = None,
    ) -> None:
        """Until the service is beyond what stands on these topics now.

        `group`: the consumer group in which it reads, if that is not its name.
        """
        wanted = ends(self.admin, self.kafka, topics)

        def behind() -> int:
            now = positions()
            return sum(max(0, end - max(0, now.get(place, 0))) for place, end in wanted.items())

        def why() -> list[str]:
            name = group() if group is not None else service
            if not lag.workers(self.admin, self.kafka, [name])[name]:
                return []  # nobody reads yet: before that a service heals, as long as it takes
            standing = {p: n for p, n in positions().items() if 0 <= n < wanted.get(p, 0)}
            return standstill.reasons(self.admin, self.kafka, service, standing)

        complaint = "{} still has {} records to read: is it running?"
        self._until_none(service, behind, complaint, why)

    def published(self, schema: str, connection: Connection) -> None:
        """Until it has nothing more to say of what it has read."""
        query = sql.SQL("select count(*) from {}.kit_outbox").format(sql.Identifier(schema))

        def waiting() -> int:
            try:
                row = connection.execute(query).fetchone()
            except UNBORN:
                row = None  # it has not started yet, and has nothing to read either
            return row[0] if row else 0

        self._until_none(schema, waiting, "{} has {} batches that it cannot publish", list)

    def _until_none(
        self,
        service: str,
        count: Callable[[], int],
        complaint: str,
        why: Callable[[], list[str]],
    ) -> None:
        """Ask until nothing is left. It ends at the deadline, or when it is known to be in vain."""
        least, moved = None, time.monotonic()
        while True:
            left = count()
            self.told(service, left)
            if not left:
                return
            now = time.monotonic()
            if least is None or left < least:
                least, moved = left, now
            if now > self.deadline:
                raise NotApplied("; ".join([complaint.format(service, left), *why()]))
            if now - moved > STANDSTILL:
                if found := why():
                    raise Halted("; ".join(found))
                moved = now
            time.sleep(0.1)


def _stored(connection: Connection, schema: str, processor: str) -> dict[Place, int]:
    try:
        found = how_far.stored(connection, schema)
    except UNBORN:
        return {}
    return _places(position for position in found if position.processor == processor)


def _places(positions: Iterable[Position]) -> dict[Place, int]:
    return {(one.topic, one.partition): one.next_offset for one in positions}


def _parked(connection: Connection, schema: str, processor: str) -> list[Parked]:
    query = sql.SQL(
        """
        select processor, count(*), (array_agg(reason order by follows, recorded))[1]
        from {}.kit_parked where processor = %s group by 1
        """
    ).format(sql.Identifier(schema))
    try:
        return [Parked(*row) for row in connection.execute(query, (processor,)).fetchall()]
    except UNBORN:
        return []
