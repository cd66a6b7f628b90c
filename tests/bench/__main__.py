"""`make bench`: reports per second through the four services, as a ratio to the raw floor."""

import argparse
import os
import tempfile
import time
from pathlib import Path

import psycopg

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator.waiting import wait_until_applied
from tests.bench import floor
from tests.bench.reports import reports
from tests.conftest import drop_database
from tests.end_to_end.world import BEGIN_MS, Sent, World

PARTNERS = ("seoul-desk", "northwire", "ministry-monitor")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--reports", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    made = list(reports(given.reports, PARTNERS))
    size = sum(len(text) for _, _, text in made) / len(made)
    print(f"{len(made)} reports of {size:.0f} bytes on {os.cpu_count()} cores")
    for n in range(given.rounds):
        base = _floor(made, n)
        own = _pipeline(made, n)
        print(f"floor    {len(made) / base:9,.0f} reports/s  ({base:.1f} s, bare hops and COPY)")
        print(f"attaché  {len(made) / own:9,.0f} reports/s  ({own:.1f} s, published to applied)")
        print(f"ratio    {base / own:9.1%} of the floor")


def _scratch(name: str) -> tuple[Settings, str]:
    settings = Settings()
    owner = str(settings.database_url)
    drop_database(owner, name)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = owner.rsplit("/", 1)[0] + "/" + name
    prefix = f"{name}_{os.getpid()}."
    scratch = Settings(_env_file=None, kafka=settings.kafka, topic_prefix=prefix, database_url=url)  # type: ignore[call-arg]
    return scratch, owner


def _drop(settings: Settings, owner: str, name: str) -> None:
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    mine = [t for t in admin.list_topics(timeout=10).topics if t.startswith(kafka.prefix)]
    for future in admin.delete_topics(mine).values():
        future.result()
    drop_database(owner, name)


def _floor(made: list[tuple[str, str, str]], n: int) -> float:
    name = f"attache_floor_{n}"
    settings, owner = _scratch(name)
    try:
        values = [text.encode() for _, _, text in made]
        return floor.measure(Kafka.of(settings, "operator"), str(settings.database_url), values)
    finally:
        _drop(settings, owner, name)


def _pipeline(made: list[tuple[str, str, str]], n: int) -> float:
    name = f"attache_bench_{n}"
    settings, owner = _scratch(name)
    with tempfile.TemporaryDirectory() as folder:
        world = World(settings, Kafka.of(settings, "operator"), Path(folder) / "log")
        world.create_topics()
        world.start()
        try:
            warm = [
                Sent(p, "warm-" + k, t.replace(k, "warm-" + k).encode(), BEGIN_MS)
                for p, k, t in made[:200]
            ]
            world.publish(warm)
            wait_until_applied(settings, 60)
            records = [Sent(p, k, t.encode(), BEGIN_MS + i) for i, (p, k, t) in enumerate(made)]
            started = time.perf_counter()
            world.publish(records)
            wait_until_applied(settings, 600)
            took = time.perf_counter() - started
            [(applied,)] = world.query("select count(*) from read.claims")
            assert applied == len(made) + len(warm), f"{applied} claims applied"
            return took
        finally:
            world.stop()
            _drop(settings, owner, name)


if __name__ == "__main__":
    main()
