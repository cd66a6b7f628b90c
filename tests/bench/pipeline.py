"""The four services under load: reports per second, CPU time by process, and what they wrote."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator.waiting import wait_until_applied
from tests.bench import cpu
from tests.bench.sampling import Samples
from tests.bench.scratch import create_topics
from tests.bench.written import Before, Written
from tests.end_to_end.world import BEGIN_MS, SERVICES, Sent, World

WARM = 200

Made = Sequence[tuple[str, str, str]]
"""(partner, record id, report)"""


@dataclass(frozen=True)
class Run:
    seconds: float
    cpu: cpu.Seconds
    written: Written
    samples: Mapping[str, Samples]


class SampledWorld(World):
    """Its services count what they are busy with."""

    def start(self, *services: str, workers: int = 1) -> None:
        for service in services or SERVICES:
            with self.log.open("ab") as log:
                command = [sys.executable, "-m", "tests.bench.sampled_service"]
                process = subprocess.Popen(
                    [*command, service, str(self.samples_of(service))],
                    env=self.environment(), cwd=self.code, stdout=log, stderr=log,
                )  # fmt: skip
            self.processes[service] = [process]

    def samples_of(self, service: str) -> Path:
        return self.log.with_name(f"{service}.json")

    def count_anew(self) -> None:
        for [process] in self.processes.values():
            process.send_signal(signal.SIGUSR1)


def measure(settings: Settings, made: Made, *, profile: bool) -> Run:
    kind = SampledWorld if profile else World
    with tempfile.TemporaryDirectory() as folder:
        world = kind(settings, Kafka.of(settings, "operator"), Path(folder) / "log")
        try:
            create_topics(settings)
            world.start()
            seconds, spent, before = _load(world, made)
        except BaseException:
            print(world.log.read_text()[-3000:], file=sys.stderr)
            raise
        finally:
            world.stop()
        samples = _samples(world) if isinstance(world, SampledWorld) else {}
        return Run(seconds, spent, before.written_since(), samples)


def _load(world: World, made: Made) -> tuple[float, cpu.Seconds, Before]:
    """From the first report published to the last one applied."""
    warm = [
        Sent(partner, "warm-" + key, text.replace(key, "warm-" + key).encode(), BEGIN_MS)
        for partner, key, text in made[:WARM]
    ]
    world.publish(warm)
    wait_until_applied(world.settings, 60)
    records = [Sent(p, key, text.encode(), BEGIN_MS + n) for n, (p, key, text) in enumerate(made)]
    before = Before(world.settings)
    pids = {service: process.pid for service, [process] in world.processes.items()}
    pids |= cpu.servers(world.settings.kafka, str(world.settings.database_url))
    if isinstance(world, SampledWorld):
        world.count_anew()
    used, started = cpu.used(pids), time.perf_counter()
    world.publish(records)
    wait_until_applied(world.settings, 600)
    took = time.perf_counter() - started
    spent = cpu.between(used, cpu.used(pids))
    [(applied,)] = world.query("select count(*) from read.claims")
    assert applied == len(made) + len(warm), f"{applied} claims applied"
    return took, spent, before


def _samples(world: SampledWorld) -> Mapping[str, Samples]:
    return {
        service: Counter(json.loads(world.samples_of(service).read_text())) for service in SERVICES
    }
