"""Postgres for a service: connections on its own schema, and which errors are the weather."""

from typing import Any

import psycopg
from psycopg import AsyncConnection, errors, sql

from services.kit.record import Unready

WEATHER = (
    psycopg.OperationalError,  # down, restarting, deadlock, serialization, lock timeout
    psycopg.InterfaceError,
    errors.UndefinedTable,  # the database was wiped or restored under us: the session starts anew
    errors.UndefinedColumn,
    errors.InvalidSchemaName,
    errors.InsufficientPrivilege,
    OSError,
    Unready,
)
"""Faults of the system, not of a record: back off and try again; never park for them."""


async def connect(url: str, schema: str, **settings: Any) -> AsyncConnection[Any]:
    """A connection whose unqualified names are the service's own tables."""
    connection = await AsyncConnection.connect(
        url, autocommit=True, connect_timeout=10, application_name=f"attache-{schema}", **settings
    )
    await connection.execute(sql.SQL("set search_path to {}").format(sql.Identifier(schema)))
    return connection
