"""Fixtures: a scratch database on the real Postgres, and a prefix of its own on the real Kafka."""

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from confluent_kafka.admin import AdminClient
from psycopg import sql

from services.kit.kafka import Kafka
from services.kit.settings import Settings

ROOT = Path(__file__).parents[1]
SERVERS = {"stack_env"}
numbers = itertools.count(1)

os.environ.pop("COLUMNS", None)  # what runs tests side by side sets it, and tables obey
hypothesis.settings.register_profile("attache", deadline=None)  # a slow machine is no fault
hypothesis.settings.load_profile("attache")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test is a server test because it asks for a server, not because somebody said so."""
    for item in items:
        if SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.server)


@pytest.fixture(scope="session")
def stack_env() -> dict[str, str]:
    """What `attache stack up` wrote: where the real Kafka and Postgres are."""
    path = ROOT / ".local" / "stack.env"
    assert path.exists(), "no stack: run `attache stack up` (or `make test`, which does)"
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def database(stack_env: dict[str, str]) -> Iterator[str]:
    """URL of an empty database of this test's own, dropped afterwards."""
    owner = stack_env["ATTACHE_DATABASE_URL"]
    name = f"attache_test_{os.getpid()}_{next(numbers)}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield owner.rsplit("/", 1)[0] + "/" + name
    drop_database(owner, name)


def drop_database(owner: str, name: str) -> None:
    """Again and again: the owner may not end an autovacuum worker that happens to be in it."""
    statement = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    with psycopg.connect(owner, autocommit=True) as connection:
        for _ in range(100):
            try:
                connection.execute(statement)
                return
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                time.sleep(0.1)
    raise AssertionError(f"{name} could not be dropped")


@pytest.fixture
def kafka(stack_env: dict[str, str]) -> Iterator[Kafka]:
    """The real broker, under a prefix of this test's own; its topics are deleted afterwards."""
    prefix = f"t{os.getpid()}n{next(numbers)}."
    yield Kafka(stack_env["ATTACHE_KAFKA"], prefix)
    admin = AdminClient({"bootstrap.servers": stack_env["ATTACHE_KAFKA"], "log_level": "2"})
    mine = [name for name in admin.list_topics(timeout=10).topics if name.startswith(prefix)]
    for future in (admin.delete_topics(mine) if mine else {}).values():
        future.result()


@pytest.fixture
def settings(kafka: Kafka, database: str) -> Settings:
    """A ledger and a database of this test's own, every role being the owner's."""
    return Settings(
        _env_file=None,
        kafka=kafka.bootstrap,
        topic_prefix=kafka.prefix,
        database_url=database,
        session_timeout_ms=6000,
        backoff_seconds=0.2,
    )
