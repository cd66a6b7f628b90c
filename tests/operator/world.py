"""Ingest and normalize on the real servers, for one partner of one made-up format."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from confluent_kafka import KafkaException

from schemas.topics import (
    LEDGER,
    LEDGER_CLAIMS,
    LEDGER_REJECTIONS,
    LEDGER_REPORTS,
    RECEIPTS,
    partner_topics,
)
from schemas.values import Source
from services.ingest import app as ingest
from services.ingest.partner import PartnerDoor
from services.kit.health import Health
from services.kit.kafka import Kafka
from services.kit.metrics import Metrics
from services.kit.processor import Processor
from services.kit.service import run_sessions
from services.kit.settings import Settings
from services.kit.stateless import Hop
from services.normalize.handlers import refuse, to_emits
from services.operator import topics
from services.operator.how_far import ends
from tests.operator.register import REGISTER

PARTNER = "desk"


def create_topics(kafka: Kafka) -> None:
    admin = kafka.admin()
    wanted = [*LEDGER, *partner_topics(PARTNER)]
    topics.apply(admin, kafka, topics.plan(admin, kafka, wanted))
    deadline = time.monotonic() + 30
    while True:  # a new partition has no leader for a moment
        try:
            found = ends(admin, kafka, [topic.name for topic in wanted])
        except KafkaException:
            found = {}
        if len(found) == sum(topic.partitions for topic in wanted):
            return
        assert time.monotonic() < deadline, "the topics did not come up"
        time.sleep(0.1)


@asynccontextmanager
async def services(settings: Settings) -> AsyncIterator[None]:
    door = PartnerDoor(REGISTER.name, REGISTER.identify)
    interpret = to_emits({REGISTER.name: REGISTER}, {PARTNER: Source()})
    hop = Hop(
        name="normalize",
        service="normalize",
        reads=(LEDGER_REPORTS,),
        writes=(LEDGER_CLAIMS, LEDGER_REJECTIONS, RECEIPTS + PARTNER),
        transform=interpret,
        refuse=refuse,
    )
    stop = asyncio.Event()
    running = [_run(one, settings, stop) for one in (ingest.build({PARTNER: door}), hop)]
    tasks = [asyncio.create_task(one) for one in running]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def _run(processor: Processor | Hop, settings: Settings, stop: asyncio.Event) -> None:
    metrics = Metrics(processor.name)
    health = Health(processor.name, metrics, settings)
    await run_sessions(processor, settings, metrics, health, stop)
