"""A snapshot's plan: the register as it is now, compared with what the ledger holds of it."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
import psycopg

from schemas.topics import REPORTS
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.normalize.format import Format
from services.operator import how_far
from services.operator.files import File
from services.operator.how_far import ends
from services.operator.outbound import Outbound
from services.operator.reading import Reading
from services.operator.snapshot import Difference, Register, compare, held_of, selected

PATIENCE: Final = 60.0
SMALL: Final = 20  # so few withdrawals need no second look


@dataclass(frozen=True)
class Planned:
    difference: Difference
    records: Iterator[Outbound]
    reading: Reading
    warnings: tuple[str, ...]
    withheld: int  # withdrawals that are not sent: some rows have no id

    def as_json(self) -> dict[str, Any]:
        return {
            "new": len(self.difference.new),
            "changed": len(self.difference.changed),
            "gone": len(self.difference.gone),
            "same": self.difference.same,
            "withheld": self.withheld,
            "warnings": list(self.warnings),
        }


def planned(
    settings: Settings,
    kafka: Kafka,
    partner: str,
    form: Format,
    given: Sequence[File],
    yes: bool,
) -> Planned:
    """Raises click.ClickException rather than withdraw what a broken file leaves out."""
    warnings = _settled(settings, kafka, partner)
    held = asyncio.run(held_of(kafka, partner))
    register = Register()
    first = Reading(form, given)
    for record in first:
        register.add(record)
    if first.unreadable:
        raise click.ClickException(f"no whole register: {'; '.join(first.unreadable)}")
    difference = compare(held, register)
    withheld = 0
    if register.unnamed:
        withheld, difference = len(difference.gone), difference.without_withdrawals()
        warnings.append(
            f"{len(register.unnamed):,} rows have no id, so what is gone cannot be told: "
            f"{withheld:,} withdrawals were not sent"
        )
    if register.repeated:
        warnings.append(_repeated(register.repeated))
    standing = sum(not report.withdrawn for report in held.values())
    gone = len(difference.gone)
    if gone > SMALL and gone * 2 > standing and not yes:
        raise click.ClickException(
            f"{gone:,} of {standing:,} records would be withdrawn: is this the whole register? "
            "If it is: --yes"
        )
    reading = Reading(form, given)
    records = selected(reading, register, difference, len(given))
    return Planned(difference, records, reading, tuple(warnings), withheld)


def _repeated(ids: Sequence[str]) -> str:
    some = ", ".join(sorted(set(ids))[:5])
    return (
        f"{len(ids):,} rows share their id with a different row; of each id one was taken: {some}"
    )


def _settled(settings: Settings, kafka: Kafka, partner: str) -> list[str]:
    """Wait until ingest has taken what this partner has sent so far: the ledger must know it."""
    admin = kafka.admin()
    deadline = time.monotonic() + PATIENCE
    try:
        connection = how_far.connect(settings)
    except (LookupError, psycopg.OperationalError):
        return ["cannot ask ingest whether it has read all that was sent before"]
    with connection:
        wanted = ends(admin, kafka, [REPORTS + partner])
        while True:
            behind = _behind(connection, wanted)
            if not behind and not _waiting(connection):
                return []
            if time.monotonic() > deadline:
                raise click.ClickException(
                    f"ingest has yet to read {behind:,} records of {partner}: is it running?"
                )
            time.sleep(0.1)


def _behind(connection: how_far.Connection, wanted: Mapping[how_far.Place, int]) -> int:
    if "ingest" not in how_far.schemas(connection):
        return sum(wanted.values())
    reached = {(p.topic, p.partition): p.next_offset for p in how_far.stored(connection, "ingest")}
    return sum(max(0, end - reached.get(place, 0)) for place, end in wanted.items())


def _waiting(connection: how_far.Connection) -> int:
    if "ingest" not in how_far.schemas(connection):
        return 0
    row = connection.execute("select count(*) from ingest.kit_outbox").fetchone()
    return row[0] if row else 0
