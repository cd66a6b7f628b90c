"""Worlds for end-to-end tests: as many as a test needs, each stopped and dropped afterwards."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from tests.conftest import drop_database, numbers
from tests.end_to_end.world import ROOT, World

Worlds = Callable[[], World]


@pytest.fixture
def worlds(stack_env: dict[str, str], tmp_path: Path) -> Iterator[Worlds]:
    owner = stack_env["ATTACHE_DATABASE_URL"]
    made: list[World] = []

    def make() -> World:
        number = next(numbers)
        name = f"attache_world_{os.getpid()}_{number}"
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        settings = Settings(
            _env_file=None,
            kafka=stack_env["ATTACHE_KAFKA"],
            topic_prefix=f"w{os.getpid()}n{number}.",
            database_url=owner.rsplit("/", 1)[0] + "/" + name,
            partners=ROOT / "deploy" / "partners.yaml",
        )
        world = World(settings, Kafka.of(settings, "operator"), tmp_path / f"{name}.log")
        made.append(world)
        world.create_topics()
        return world

    yield make
    for world in made:
        for service in list(world.processes):
            world.kill(service)
        admin = world.kafka.admin()
        mine = [t for t in admin.list_topics(timeout=10).topics if t.startswith(world.kafka.prefix)]
        for future in admin.delete_topics(mine).values():
            future.result()
        name = str(world.settings.database_url).rpartition("/")[2]
        drop_database(owner, name)
