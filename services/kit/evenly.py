"""A consumer that reads its partitions in step, as far as it has fetched them.

aiokafka empties what it has of one partition before it turns to the next: in a backlog a batch is
a long stretch of one, reports that came together are read far apart, and a partner with one report
waits until another's thousands are read.
"""

from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker

Polled = dict[TopicPartition, list["ConsumerRecord[Any, Any]"]]


class EvenConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """A quarter of a batch is shared out; the rest goes to who is furthest back in time.

    Nobody is waited for: a partition of which nothing is here yet leaves its part to the others.
    But none takes more than twice what it took before, or an equal share: the first to arrive
    after a silence would run ahead of those whose records are on their way.
    """

    def __init__(self, *topics: str, **settings: Any) -> None:
        super().__init__(*topics, **settings)
        self._reached: dict[TopicPartition, int] = {}  # timestamp of the last record taken, in ms
        self._before: dict[TopicPartition, int] = {}  # how many the last poll took

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Polled:
        """As aiokafka's. It waits, if at all, in its first step: after that nothing is awaited,
        so that no rebalance comes between what it has taken and what it returns."""
        if partitions or max_records is None:
            return await self._some(*partitions, timeout_ms=timeout_ms, max_records=max_records)
        places = sorted(self.assignment())
        equal = max_records // max(1, len(places))
        least = max(1, equal // 4)
        taken = await self._some(timeout_ms=timeout_ms, max_records=least)
        room = {p: max(least, equal, 2 * self._before.get(p, 0)) for p in places if taken}
        for place in taken:
            room[place] = room.get(place, least) - len(taken[place])
        left = max_records - sum(map(len, taken.values()))
        try:
            for place in [p for p in room if p not in taken]:
                left -= await self._more(place, least, left, taken, room)
            while room and left:
                place = min(room, key=lambda it: (self._reached.get(it, 0), it))
                left -= await self._more(place, 2 * least, left, taken, room)
        except KafkaError:
            pass  # what was taken must not be lost; the error comes again with the next fetch
        self._before = {place: len(records) for place, records in taken.items()}
        return taken

    async def _more(
        self,
        place: TopicPartition,
        wanted: int,
        left: int,
        taken: Polled,
        room: dict[TopicPartition, int],
    ) -> int:
        """How many it gave. A place that has given all it may, or has, has no room any more."""
        wanted = min(wanted, left, room[place])
        found: Polled = {}
        if wanted and not self._subscription.reassignment_in_progress:
            found = await self._some(place, timeout_ms=0, max_records=wanted)
        got = found.get(place, [])
        if got:
            taken.setdefault(place, []).extend(got)
        room[place] -= len(got)
        if not wanted or len(got) < wanted or not room[place]:
            del room[place]
        return len(got)

    async def _some(self, *partitions: TopicPartition, **settings: Any) -> Polled:
        found: Polled = await super().getmany(*partitions, **settings)
        for place, records in found.items():
            self._reached[place] = records[-1].timestamp
        return found


def read_evenly(broker: KafkaBroker) -> None:
    """All subscribers of this broker, which is connected and not yet started."""
    config = broker.config.broker_config
    made = config.builder
    assert isinstance(made, partial)
    assert made.func is AIOKafkaConsumer
    config.builder = partial(EvenConsumer, *made.args, **made.keywords)
