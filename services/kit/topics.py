"""Topics as a service meets them: they must exist, and be the ones it read before."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from psycopg import AsyncConnection

from services.kit.kafka import Kafka, topic_ids

log = logging.getLogger(__name__)


class MissingTopics(Exception):
    """Nothing creates topics by accident here: `attache topics apply` does on purpose."""


class RecreatedTopic(Exception):
    """A topic was deleted and created again: offsets mean other records now. Halt."""


async def wait_for(kafka: Kafka, topics: Iterable[str]) -> dict[str, str]:
    """The id of each topic (contract names); raises MissingTopics, naming them all."""
    wanted = sorted(set(topics))
    admin = await asyncio.to_thread(kafka.admin)
    found = await asyncio.to_thread(topic_ids, admin, [kafka.wire(topic) for topic in wanted])
    missing = [topic for topic in wanted if kafka.wire(topic) not in found]
    if missing:
        raise MissingTopics(f"no topic {', '.join(missing)}: run `attache topics apply`")
    return {topic: found[kafka.wire(topic)][0] for topic in wanted}


async def same_as_before(connection: AsyncConnection[Any], ids: dict[str, str]) -> None:
    """Remember ids never seen; raise RecreatedTopic for one that changed."""
    rows = await connection.execute("select topic, topic_id from kit_topic")
    known = dict(await rows.fetchall())
    changed = [topic for topic, now in ids.items() if known.get(topic, now) != now]
    if changed:
        raise RecreatedTopic(
            f"{', '.join(changed)} was deleted and created again; what stood there is gone. "
            "Check, then `attache topics accept` it"
        )
    await connection.execute(
        "insert into kit_topic select * from unnest(%s::text[], %s::text[]) on conflict do nothing",
        (list(ids), list(ids.values())),
    )
