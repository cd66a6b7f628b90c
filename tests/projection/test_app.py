"""The service keeps an eye on its generations, over one connection."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from services.kit.settings import Settings
from services.projection.app import Roll, wanted

MINE = """
select pid from pg_stat_activity
where datname = current_database() and application_name = 'attache-projection'
"""


@pytest.fixture
def settings(database: str) -> Settings:
    return Settings(_env_file=None, database_url=database)


@pytest.fixture
async def roll(settings: Settings) -> AsyncIterator[Roll]:
    roll = Roll(settings)
    yield roll
    await roll.close()


def query(url: str, text: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(text.encode())
        return found.fetchall() if found.description else []


async def test_it_asks_again_over_the_same_connection(roll: Roll, database: str) -> None:
    assert await roll.wanted() == {1}
    first = query(database, MINE)
    assert len(first) == 1
    assert [await roll.wanted() for _ in range(3)] == [{1}] * 3
    assert query(database, MINE) == first


async def test_a_lost_connection_is_made_anew_and_nobody_hears_of_it(
    roll: Roll, database: str
) -> None:
    await roll.wanted()
    [(lost,)] = query(database, MINE)
    query(database, f"select pg_terminate_backend({lost}, 5000)")
    assert await roll.wanted() == {1}
    assert query(database, MINE) not in ([(lost,)], [])


async def test_a_wiped_database_has_its_first_generation_again(roll: Roll, database: str) -> None:
    await roll.wanted()
    query(database, "drop schema projection, read cascade")
    assert await roll.wanted() == {1}
    assert query(database, "select count(*) from read.claims") == [(0,)]


async def test_a_database_that_is_not_there_is_said_and_tried_again(settings: Settings) -> None:
    gone = Roll(settings.model_copy(update={"database_url": f"{settings.database_url}_gone"}))
    for _ in range(2):
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            await gone.wanted()


async def test_whoever_asks_once_leaves_no_connection(settings: Settings, database: str) -> None:
    assert await wanted(settings) == {1}
    assert query(database, MINE) == []
