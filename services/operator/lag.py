"""How far behind every service is, and how many work at it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from services.kit.kafka import Kafka
from services.operator.how_far import Place, Position


@dataclass(frozen=True, slots=True)
class Lag:
    """A processor on one topic, all partitions together."""

    processor: str
    topic: str
    read: int
    end: int
    progressed: datetime | None = None

    @property
    def behind(self) -> int:
        return self.end - self.read


def lags(positions: Iterable[Position], ends: Mapping[Place, int]) -> list[Lag]:
    """Per processor and topic. A partition nobody has read yet is behind by all it has."""
    given = list(positions)
    pairs = sorted({(p.processor, p.topic) for p in given})
    return [
        _lag(pair, [p for p in given if (p.processor, p.topic) == pair], ends) for pair in pairs
    ]


def _lag(pair: tuple[str, str], own: Sequence[Position], ends: Mapping[Place, int]) -> Lag:
    processor, topic = pair
    reached = {p.partition: max(0, p.next_offset) for p in own}
    there = {number: end for (name, number), end in ends.items() if name == topic}
    moved = [p.progressed for p in own if p.progressed is not None]
    return Lag(
        processor,
        topic,
        sum(min(reached.get(number, 0), end) for number, end in there.items()),
        sum(there.values()),
        max(moved, default=None),
    )


def workers(admin: AdminClient, kafka: Kafka, processors: Iterable[str]) -> dict[str, int]:
    """How many members each processor's consumer group has at this moment."""
    groups = {kafka.wire(name): name for name in processors}
    if not groups:
        return {}
    found = {}
    for group, future in admin.describe_consumer_groups(list(groups), request_timeout=10).items():
        try:
            found[groups[group]] = len(future.result().members)
        except KafkaException:  # it never had any
            found[groups[group]] = 0
    return found
