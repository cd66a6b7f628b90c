"""Publishes the outbox in order: one relay per service, the holder of an advisory lock.

At least once, with the same ids: a row is deleted after all its records are acknowledged.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from psycopg import AsyncConnection

from services.kit import database, outbox
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.outbox import Outgoing
from services.kit.produce import Place, by_place, send

log = logging.getLogger(__name__)
ROWS = 16  # outbox rows per round: enough to keep the producer busy, few enough to repeat


class Relay:
    def __init__(
        self, url: str, schema: str, kafka: Kafka, ledger: frozenset[str], metrics: Metrics
    ) -> None:
        self._url = url
        self._schema = schema
        self._kafka = kafka
        self._ledger = ledger  # the topics this service can heal from
        self._metrics = metrics
        self._producer: AIOKafkaProducer | None = None
        self._lock = f"attache.relay.{schema}"

    async def run(self) -> None:
        """For as long as the session lives; raises what the session must be restarted for."""
        connection = await database.connect(self._url, self._schema)
        try:
            await self._lead(connection)
            await connection.execute(f"listen {outbox.channel(self._schema)}")
            while True:
                if not await self._publish_some(connection):
                    await self._wait(connection)
        finally:
            await connection.close()
            await self._stop_producer()

    async def _lead(self, connection: AsyncConnection[Any]) -> None:
        while True:
            row = await connection.execute(
                "select pg_try_advisory_lock(hashtext(%s))", (self._lock,)
            )
            found = await row.fetchone()
            if found is not None and found[0]:
                return
            await asyncio.sleep(1)

    async def _wait(self, connection: AsyncConnection[Any]) -> None:
        """Until somebody decides something; polls too, for a notification may be lost."""
        async for _ in connection.notifies(timeout=0.5, stop_after=1):
            pass

    async def _publish_some(self, connection: AsyncConnection[Any]) -> bool:
        cursor = await connection.execute(
            "select number, slices, content from kit_outbox order by number limit %s", (ROWS,)
        )
        rows = await cursor.fetchall()
        self._metrics.outbox(len(rows))
        if not rows:
            return False
        while True:
            try:
                ends = await self._send(rows)
                break
            except KafkaError as error:
                # A producer that outlived an outage may fail for ever: always start a new one.
                log.warning("relay: %r; trying again with a new producer", error)
                await self._stop_producer()
                await asyncio.sleep(1)
        await self._forget(connection, [number for number, _, _ in rows], ends)
        return True

    async def _send(self, rows: Sequence[tuple[int, str, bytes]]) -> dict[Place, int]:
        """Send all, await all acks; the offset after the last record per partition."""
        producer = await self._producer_ready()
        places: dict[Place, list[Outgoing]] = defaultdict(list)
        for _, slices, content in rows:
            records = outbox.decode(content)
            size = sum(record.topic in self._ledger for record in records)
            batch = (outbox.BATCH, f"{outbox.batch_name(slices)}/{size}".encode())
            for place, given in (await by_place(producer, self._kafka, records)).items():
                if place[0] in self._ledger:
                    for record in given:
                        record.headers.append(batch)
                    given[0].headers.append((outbox.SLICES, slices.encode()))
                places[place] += given
        return await send(producer, self._kafka, places)

    async def _forget(
        self, connection: AsyncConnection[Any], numbers: list[int], ends: dict[Place, int]
    ) -> None:
        kept = {place: end for place, end in ends.items() if place[0] in self._ledger}
        async with connection.transaction():
            await connection.execute("delete from kit_outbox where number = any(%s)", (numbers,))
            await outbox.published(connection, kept)

    async def _producer_ready(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = self._kafka.producer()
            await producer.start()
            self._producer = producer
        return self._producer

    async def _stop_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                await asyncio.wait_for(producer.stop(), timeout=5)
            except (KafkaError, TimeoutError, OSError) as error:
                log.info("relay: producer did not stop cleanly: %r", error)
