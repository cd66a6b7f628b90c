"""What a service tells of itself: outcomes, lag, progress, parked records; for /metrics."""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

Clock = Callable[[], float]


class Metrics:
    """One registry per process. The clock is monotonic seconds."""

    def __init__(self, processor: str, clock: Clock = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        self._clock = clock
        self._moved = clock()
        self._lagging = False
        labels = {"processor": processor}

        def gauge(name: str, text: str, *names: str) -> Gauge:
            return Gauge(name, text, ["processor", *names], registry=self.registry)

        self._labels = labels
        self._handled = Counter(
            "attache_records",
            "Records by outcome",
            ["processor", "outcome"],
            registry=self.registry,
        )
        self._batch = Histogram(
            "attache_batch_seconds", "Time per batch", ["processor"], registry=self.registry
        )
        self._lag = gauge("attache_lag_records", "Records not yet read", "topic", "partition")
        self._behind = gauge(
            "attache_lag_seconds", "Age of the last record read", "topic", "partition"
        )
        self._epoch = gauge("attache_epoch", "Owner epoch", "topic", "partition")
        self._outbox = gauge("attache_outbox_batches", "Batches seen waiting by the relay")
        self._halted = gauge("attache_halted", "1: stopped for a reason", "topic", "partition")
        self._progress = gauge("attache_progress_age_seconds", "Since the last progress")

    def count(self, outcome: str, records: int) -> None:
        self._handled.labels(outcome=outcome, **self._labels).inc(records)

    def batch(self, seconds: float) -> None:
        self._moved = self._clock()
        self._batch.labels(**self._labels).observe(seconds)

    def lag(self, topic: str, partition: int, records: int, seconds: float) -> None:
        self._lag.labels(topic=topic, partition=str(partition), **self._labels).set(records)
        self._behind.labels(topic=topic, partition=str(partition), **self._labels).set(seconds)

    def lagging(self, yes: bool) -> None:
        if not yes:
            self._moved = self._clock()
        self._lagging = yes

    def epoch(self, topic: str, partition: int, epoch: int) -> None:
        self._epoch.labels(topic=topic, partition=str(partition), **self._labels).set(epoch)

    def outbox(self, rows: int) -> None:
        self._outbox.labels(**self._labels).set(rows)

    def halted(self, topic: str, partition: int, yes: bool) -> None:
        self._halted.labels(topic=topic, partition=str(partition), **self._labels).set(yes)

    def progress_age(self) -> float:
        """Seconds since anything moved, while there is something to read; else 0."""
        return self._clock() - self._moved if self._lagging else 0.0

    def render(self) -> bytes:
        self._progress.labels(**self._labels).set(self.progress_age())
        return generate_latest(self.registry)
