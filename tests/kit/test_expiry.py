"""Records that retention takes before they are read halt their partition: none is jumped over."""

from collections.abc import Sequence
from dataclasses import replace

import psycopg

from schemas.events import ReportWithdrawn
from services.kit.kafka import Kafka
from services.kit.record import Emit, Fact, Tx
from services.kit.settings import Settings
from tests.kit import toy
from tests.kit.test_service import query, until
from tests.retention import expire


class Weather:
    """The toy's handler, while the database fails it until it is told that all is well."""

    def __init__(self) -> None:
        self.bad = True
        self.met = False

    async def on_withdrawn(self, facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
        if self.bad:
            self.met = True
            raise psycopg.OperationalError("no space left")
        return await toy.on_withdrawn(facts, tx)


async def test_records_that_expire_unread_halt_their_partition(settings: Settings, kafka: Kafka):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    records = [toy.withdrawn(n) for n in range(60)]
    places = [toy.partition(kafka, record) for record in records]
    weather = Weather()
    processor = replace(toy.PROCESSOR, handlers={ReportWithdrawn: weather.on_withdrawn})
    async with toy.running(settings, processor) as metrics:
        await toy.publish(kafka, records)

        async def failing() -> bool:
            return weather.met

        await until(failing, "a batch that fails")
        expire(kafka, {(toy.INPUT, 0): places.count(0) - 2})  # the last two stay, and must wait too
        weather.bad = False

        async def others_read_and_this_one_halted() -> bool:
            (read,) = await query(str(settings.database_url), "select count(*) from toy.seen")
            halted = b'attache_halted{partition="0",processor="toy",topic="ledger.reports"} 1.0'
            return read == (60 - places.count(0),) and halted in metrics.render()

        await until(others_read_and_this_one_halted, "a halt, and the other partitions")
        position = await query(
            str(settings.database_url), "select next_offset from toy.kit_position where partition=0"
        )
    assert position == [(0,)]


async def test_an_expired_end_is_noticed_though_nothing_comes_after(
    settings: Settings, kafka: Kafka
):
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT, partitions=1)
    weather = Weather()
    processor = replace(toy.PROCESSOR, handlers={ReportWithdrawn: weather.on_withdrawn})
    async with toy.running(settings, processor) as metrics:
        await toy.publish(kafka, [toy.withdrawn(n) for n in range(5)])

        async def failing() -> bool:
            return weather.met

        await until(failing, "a batch that fails")
        expire(kafka, {(toy.INPUT, 0): 5})
        weather.bad = False

        async def halted() -> bool:
            return b'attache_halted{partition="0",processor="toy"' in metrics.render()

        await until(halted, "a halt")
    assert await query(str(settings.database_url), "select * from toy.seen") == []
