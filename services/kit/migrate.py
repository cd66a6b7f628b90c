"""Brings a service's schema up to date: Alembic, one small history per service.

A history is a folder of revisions (`0001_….py`), each of which runs the `.sql` beside it.
"""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL

from services.kit import tables


def migrate(url: str, schema: str, history: Path) -> list[str]:
    """Apply what is missing; the revisions applied. Concurrent callers wait for one another."""
    given = conninfo_to_dict(url)
    engine = create_engine(
        URL.create(
            "postgresql+psycopg",
            username=str(given["user"]),
            password=str(given["password"]) if given.get("password") else None,
            host=str(given["host"]),
            port=int(given.get("port") or 5432),
            database=str(given["dbname"]),
        )
    )
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(hashtext('attache.migrate'))"))
            connection.execute(text(f'create schema if not exists "{schema}"'))
            connection.execute(text(f'set local search_path to "{schema}"'))
            return _upgrade(connection, schema, history)
    finally:
        engine.dispose()


def _upgrade(connection: Connection, schema: str, history: Path) -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(history))
    config.set_main_option("version_locations", str(history))
    config.set_main_option("path_separator", "newline")
    script = ScriptDirectory.from_config(config)
    applied: list[str] = []

    def steps(current: object, _: object) -> object:
        found = script._upgrade_revs("head", current)  # type: ignore[arg-type]
        applied.extend(step.revision.revision for step in found if step.revision)
        return found

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(
            connection=connection, version_table="kit_migration", version_table_schema=schema
        )
        with environment.begin_transaction():
            environment.run_migrations()
    return applied


def run_sql(connection: Connection, file: str, *, kit: bool = False) -> None:
    """For a revision: run the `.sql` beside it, after the kit's own tables if it is the first."""
    if kit:
        connection.exec_driver_sql(tables.WATCHED)
        connection.exec_driver_sql(tables.DDL)
    connection.exec_driver_sql(Path(file).with_suffix(".sql").read_text(encoding="utf-8"))
