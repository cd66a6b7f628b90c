"""An operator rebuilds the read side while reports arrive and readers read."""

import threading
from typing import Any

import psycopg

from tests.end_to_end.conftest import Worlds
from tests.end_to_end.scripts import busy
from tests.end_to_end.world import World, run_attache


class Readers:
    """Some connections that read all the time, with prepared statements, and count failures."""

    def __init__(self, world: World, connections: int = 3) -> None:
        self._url = str(world.settings.database_url)
        self._stop = threading.Event()
        self.reads = 0
        self.failures: list[Exception] = []
        self._threads = [threading.Thread(target=self._read) for _ in range(connections)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        with psycopg.connect(self._url, autocommit=True, prepare_threshold=0) as connection:
            while not self._stop.is_set():
                try:
                    for model in ("troop_deployments", "diplomatic_meetings", "claims"):
                        connection.execute(f"select * from read.{model} limit 20").fetchall()
                    self.reads += 3
                except Exception as error:
                    self.failures.append(error)


def test_a_rebuild_with_reports_arriving_is_the_live_generation_and_is_promoted(worlds: Worlds):
    records = busy(2000)
    world = worlds()
    world.start()
    world.publish(records[:1200])
    world.wait()

    with Readers(world) as readers:
        arriving = threading.Thread(target=world.publish, args=(records[1200:],))
        arriving.start()
        run_attache(world, "projection", "rebuild")
        arriving.join()
        world.wait()
        before = world.dump(history=True)
        run_attache(world, "projection", "promote")
        world.wait()
        verified = run_attache(world, "projection", "verify")
        promoted = run_attache(world, "projection", "list").splitlines()
        after = world.dump(history=True)
        run_attache(world, "projection", "rollback")
        assert world.dump(history=True) == before

    assert readers.failures == []
    assert readers.reads > 0
    assert after == before
    assert "row by row the live one" in verified
    assert promoted == [  # so what was compared was another generation's
        "generation 1: former, in schema read_g1",
        "generation 2: live, in schema read",
    ]
    assert run_attache(world, "projection", "list").splitlines() == [
        "generation 1: live, in schema read",
        "generation 2: former, in schema read_g2",
    ]
