"""What `attache status` looks at: servers, positions, outboxes, parked records, read models, feeds.

Each part is asked for by itself, so that one that cannot answer does not hide the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from confluent_kafka.admin import AdminClient
from psycopg import sql

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import how_far, lag
from services.operator.declared import partners
from services.operator.expired import Gone, begun, gone
from services.operator.failures import one_line
from services.operator.how_far import UNBORN, Connection, Position, committed, ends
from services.operator.lag import Lag
from services.operator.volume import Quality, Volume, volumes

T = TypeVar("T")
PIPELINE = ("ingest", "normalize", "dedupe")  # then whatever generations there are


@dataclass
class Observed:
    now: datetime
    kafka: str | None = None  # where it answers
    postgres: bool = False
    lags: list[Lag] = field(default_factory=list)
    workers: dict[str, int] = field(default_factory=dict)
    outbox: dict[str, int] = field(default_factory=dict)
    parked: list[dict[str, Any]] = field(default_factory=list)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    generations: list[dict[str, Any]] = field(default_factory=list)
    expired: list[Gone] = field(default_factory=list)
    volumes: list[Volume] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "now": self.now.isoformat(),
            "kafka": self.kafka,
            "postgres": self.postgres,
            "lags": [
                {
                    "processor": one.processor,
                    "topic": one.topic,
                    "read": one.read,
                    "end": one.end,
                    "behind": one.behind,
                    "progressed": one.progressed.isoformat() if one.progressed else None,
                }
                for one in self.lags
            ],
            "workers": self.workers,
            "outbox_batches": self.outbox,
            "parked": self.parked,
            "rejections": self.rejections,
            "generations": self.generations,
            "expired": [one.as_json() for one in self.expired],
            "volumes": [volume.as_json(self.now) for volume in self.volumes],
            "failures": self.failures,
        }


def observe(settings: Settings, now: datetime) -> Observed:
    seen = Observed(now)

    def attempt(what: str, ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except Exception as error:
            told = one_line(error) or f"{type(error).__name__}: {error}"
            if hasattr(error, "format_message"):
                told = error.format_message()
            seen.failures.append(f"{what}: {told}")
            return None

    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    cluster = attempt("kafka", lambda: admin.list_topics(timeout=5))
    seen.kafka = settings.kafka if cluster is not None else None
    connection = attempt("postgres", lambda: how_far.connect(settings))
    positions: list[Position] = []
    qualities: dict[str, tuple[Quality, Quality]] = {}
    if connection is not None:
        seen.postgres = True
        with connection:
            positions += attempt("positions", lambda: _look(connection, seen)) or []
            attempt("generations", lambda: _generations(connection, seen))
        qualities = attempt("read models", lambda: _read_side(settings, seen)) or {}
    if cluster is not None:
        seen.expired = attempt("expired", lambda: gone(admin, kafka, begun(positions))) or []
        positions += attempt("normalize", lambda: committed(admin, kafka, "normalize")) or []
        seen.lags = attempt("lag", lambda: _lags(admin, kafka, positions)) or []
        names = list(dict.fromkeys((*PIPELINE, *sorted({p.processor for p in positions}))))
        seen.workers = attempt("workers", lambda: lag.workers(admin, kafka, names)) or {}
        declared = attempt("partners", lambda: partners(settings)) or ()
        seen.volumes = (
            attempt("volume", lambda: volumes(admin, kafka, declared, qualities, now)) or []
        )
    return seen


def _lags(admin: AdminClient, kafka: Kafka, positions: list[Position]) -> list[Lag]:
    return lag.lags(positions, ends(admin, kafka, sorted({p.topic for p in positions})))


def _look(connection: Connection, seen: Observed) -> list[Position]:
    positions: list[Position] = []
    for schema in how_far.schemas(connection):
        positions += how_far.stored(connection, schema)
        name = sql.Identifier(schema)
        row = connection.execute(sql.SQL("select count(*) from {}.kit_outbox").format(name))
        seen.outbox[schema] = (row.fetchone() or (0,))[0]
        rows = connection.execute(
            sql.SQL(
                """
                select processor, topic, count(*) filter (where not follows), count(*),
                       min(recorded), (array_agg(reason order by recorded))[1]
                from {}.kit_parked group by 1, 2 order by 1, 2
                """
            ).format(name)
        ).fetchall()
        seen.parked += [
            {
                "processor": processor,
                "topic": topic,
                "sequences": sequences,
                "records": records,
                "oldest": oldest.isoformat(),
                "reason": reason,
            }
            for processor, topic, sequences, records, oldest, reason in rows
        ]
    return positions


def _generations(connection: Connection, seen: Observed) -> None:
    try:
        rows = connection.execute(
            """
            select generation, schema_name, state from projection.generation
            where state <> 'retired' order by generation
            """
        ).fetchall()
    except UNBORN:
        return
    seen.generations = [{"generation": g, "schema": s, "state": t} for g, s, t in rows]


def _read_side(settings: Settings, seen: Observed) -> dict[str, tuple[Quality, Quality]]:
    """Rejections, and how good each partner's records have been lately; as a reader sees it."""
    with psycopg.connect(settings.database_of("reader"), autocommit=True) as connection:
        try:
            rows = connection.execute(
                """
                select partner, code, count(*), min(message) from read.reports
                where state = 'rejected' group by 1, 2 order by 3 desc, 1, 2
                """
            ).fetchall()
            seen.rejections = [
                {"partner": p, "code": c, "records": n, "example": m} for p, c, n, m in rows
            ]
            rows = connection.execute(_QUALITY, (seen.now, seen.now)).fetchall()
        except UNBORN:
            return {}
    return {partner: (Quality(*counts[:3]), Quality(*counts[3:])) for partner, *counts in rows}


_QUALITY = """
    with told as (
        select partner, state = 'rejected' as rejected, n_signals > 0 as signalled,
               lower(known) > %s - interval '1 day' as lately
        from read.reports_history
        where present and lower(known) > %s - interval '8 days'
    )
    select partner,
           count(*) filter (where lately), count(*) filter (where lately and rejected),
           count(*) filter (where lately and signalled),
           count(*) filter (where not lately), count(*) filter (where not lately and rejected),
           count(*) filter (where not lately and signalled)
    from told group by partner
"""
