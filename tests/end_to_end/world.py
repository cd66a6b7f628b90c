"""A whole Attaché of a test's own: services as processes, a ledger under a prefix, a database.

Partner topics take the test's timestamps (CreateTime), so that two worlds fed the same records
record the same times and may be compared byte for byte. They keep their records for ever: the
broker deletes what is older than 30 days by those timestamps, at a moment of its own choosing.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from confluent_kafka import Producer
from psycopg import sql

from schemas.topics import LEDGER, REPORTS, partner_topics
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import topics
from services.operator.declared import partners
from services.operator.waiting import wait_until_applied

ROOT = Path(__file__).parents[2]
SERVICES = ("ingest", "normalize", "dedupe", "projection")
BEGIN_MS = 1_740_787_200_000  # 2025-03-01T00:00:00Z: when the first record is recorded


@dataclass(frozen=True, slots=True)
class Sent:
    """A partner's record and when the broker is told it came."""

    partner: str
    key: str | None
    value: bytes | None
    at_ms: int
    headers: tuple[tuple[str, bytes], ...] = (("content-type", b"application/json"),)


@dataclass
class World:
    settings: Settings
    kafka: Kafka
    log: Path
    code: Path = ROOT  # the checkout whose services and commands run
    processes: dict[str, list["subprocess.Popen[bytes]"]] = field(default_factory=dict)

    def create_topics(self) -> None:
        wanted = [*LEDGER]
        for partner in partners(self.settings):
            reports, receipts = partner_topics(partner.name)
            wanted += [replace(reports, timestamps="CreateTime", retention_ms=-1), receipts]
        admin = self.kafka.admin()
        topics.apply(admin, self.kafka, topics.plan(admin, self.kafka, wanted))

    # -- services ------------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """What makes a command or a service work in this world."""
        given = {
            "ATTACHE_KAFKA": self.settings.kafka,
            "ATTACHE_TOPIC_PREFIX": self.settings.topic_prefix,
            "ATTACHE_DATABASE_URL": str(self.settings.database_url),
            "ATTACHE_SESSION_TIMEOUT_MS": "6000",
            "ATTACHE_BACKOFF_SECONDS": "0.2",
            "ATTACHE_LOG_LEVEL": "INFO",
        }
        for name in ("INGEST", "DEDUPE", "PROJECTION", "OPERATOR", "READER"):
            given[f"ATTACHE_{name}_URL"] = str(self.settings.database_url)
        return os.environ | given

    def start(self, *services: str, workers: int = 1) -> None:
        for service in services or SERVICES:
            for _ in range(workers):
                with self.log.open("ab") as log:
                    process = subprocess.Popen(
                        [sys.executable, "-m", "services.operator", "run", service],
                        env=self.environment(),
                        cwd=self.code,
                        stdout=log,
                        stderr=log,
                    )
                self.processes.setdefault(service, []).append(process)

    def kill(self, service: str) -> None:
        """SIGKILL every worker of it: no goodbye."""
        for process in self.processes.pop(service, []):
            process.send_signal(signal.SIGKILL)
            process.wait()

    def stop(self, *services: str) -> None:
        going = [p for s in services or SERVICES for p in self.processes.pop(s, [])]
        for process in going:
            process.terminate()
        for process in going:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    # -- partners ------------------------------------------------------------------------------

    def publish(self, records: Iterable[Sent]) -> None:
        producer = Producer(
            {
                "bootstrap.servers": self.settings.kafka,
                "enable.idempotence": True,
                "linger.ms": 5,
                "partitioner": "murmur2_random",
                "log_level": 2,
            }
        )
        failures: list[Any] = []
        for record in records:
            while True:
                try:
                    producer.produce(
                        self.kafka.wire(REPORTS + record.partner),
                        key=record.key,
                        value=record.value,
                        timestamp=record.at_ms,
                        headers=list(record.headers),
                        on_delivery=lambda error, _: failures.append(error) if error else None,
                    )
                    break
                except BufferError:
                    producer.poll(0.1)
        producer.flush(60)
        assert failures == []

    def wait(self, seconds: float = 120) -> None:
        try:
            wait_until_applied(self.settings, seconds)
        except Exception:
            print(self.log.read_text()[-6000:])
            raise

    # -- readers -------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(str(self.settings.database_url), autocommit=True) as connection:
            yield connection

    def query(self, text: str, *given: Any) -> list[tuple[Any, ...]]:
        with self.reading() as connection:
            return connection.execute(text, given or None).fetchall()

    def dump(self, schema: str = "read", *, history: bool = False) -> Mapping[str, bytes]:
        """Every table of a generation as sorted text: to be compared byte for byte."""
        with self.reading() as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "select table_name from information_schema.tables "
                    "where table_schema = %s order by 1",
                    (schema,),
                )
            ]
            wanted = [n for n in names if n in MODELS or (history and n in HISTORIES)]
            assert set(MODELS) <= set(names)
            return {name: _dumped(connection, schema, name) for name in wanted}


MODELS = ("troop_deployments", "weapons_transfers", "diplomatic_meetings", "claims", "reports")
HISTORIES = tuple(f"{model}_history" for model in MODELS)


def _dumped(connection: psycopg.Connection, schema: str, table: str) -> bytes:
    query = sql.SQL('copy (select t::text from {} t order by t::text collate "C") to stdout')
    with connection.cursor().copy(query.format(sql.Identifier(schema, table))) as copy:
        return b"".join(bytes(chunk) for chunk in copy)


def wait_for(question: Any, what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


def spread(records: Sequence[tuple[str, str | None, bytes | None]]) -> list[Sent]:
    """The records a millisecond apart."""
    return [
        Sent(partner, key, value, BEGIN_MS + n) for n, (partner, key, value) in enumerate(records)
    ]


def run_attache(world: World, *command: str, code: int = 0) -> str:
    """What the command prints; it must end with `code`."""
    done = subprocess.run(
        [sys.executable, "-m", "services.operator", *command],
        env=world.environment(),
        cwd=world.code,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
