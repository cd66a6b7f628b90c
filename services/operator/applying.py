"""Waiting until the read models show what was sent, for as long as the services get on with it."""

from collections.abc import Callable
from typing import Final, NamedTuple

import psycopg
from psycopg import sql

from services.kit.settings import Settings
from services.operator import how_far
from services.operator.waiting import NotApplied, wait_until_applied

ROUNDS: Final = 20  # others may publish all the time: do not wait for ever
Told = Callable[[str, int], None]
Wait = Callable[[Told], object]


class Applied(NamedTuple):
    done: bool
    warnings: list[str]


class _Watch:
    """What was said of each service in one round: how many records at first, and last."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}

    def __call__(self, service: str, behind: int) -> None:
        self._first.setdefault(service, behind)
        self._last[service] = behind
        self._told(service, behind)

    @property
    def moved(self) -> bool:
        return any(self._last[service] < first for service, first in self._first.items())


def applied(settings: Settings, patience: float, parked_before: int, told: Told) -> Applied:
    """False when no service moved for as long as patience lasts, or records were parked."""
    result = waited(lambda watch: wait_until_applied(settings, patience, told=watch), told)
    parked = parked_records(settings) - parked_before
    if parked <= 0:
        return result
    warning = (
        f"{parked:,} records were parked on the way, and are not in the read models: "
        "`attache status` says why"
    )
    return Applied(False, [*result.warnings, warning])


def waited(wait: Wait, told: Told) -> Applied:
    for _ in range(ROUNDS):
        watch = _Watch(told)
        try:
            wait(watch)
        except NotApplied as error:
            if not watch.moved:
                return Applied(False, [str(error)])
        else:
            return Applied(True, [])
    return Applied(False, ["the services get on, but not to the end: others publish, too"])


def parked_records(settings: Settings) -> int:
    """In all services together; 0 where nobody may look."""
    try:
        with how_far.connect(settings) as connection:
            counts = [
                connection.execute(
                    sql.SQL("select count(*) from {}.kit_parked").format(sql.Identifier(schema))
                ).fetchone()
                for schema in how_far.schemas(connection)
            ]
    except (LookupError, psycopg.Error):
        return 0
    return sum(row[0] for row in counts if row)
