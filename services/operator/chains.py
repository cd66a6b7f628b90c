"""Parked sequences as an operator sees and names them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import click
from psycopg import sql

from services.kit.redrive import Chain
from services.kit.settings import Settings
from services.operator import how_far


class ParkedChain(NamedTuple):
    processor: str
    schema: str
    chain: Chain
    records: int
    oldest: datetime
    reason: str  # of the first: the others follow it, or were at fault themselves

    @property
    def label(self) -> str:
        """What a person types: the key, or where a record without one lies."""
        chain = self.chain
        if chain.key is None:
            return f"{chain.topic}/{chain.partition}@{chain.offset}"
        return shown(chain.key)

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.label,
            "processor": self.processor,
            "topic": self.chain.topic,
            "partition": self.chain.partition,
            "records": self.records,
            "oldest": self.oldest.isoformat(),
            "reason": self.reason,
        }


def shown(content: bytes) -> str:
    """As text where it is text, else in hexadecimal."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"0x{content.hex()}"
    return text if text and not text.startswith("0x") else f"0x{content.hex()}"


def parked_chains(
    settings: Settings, processor: str | None = None, topic: str | None = None
) -> list[ParkedChain]:
    """Of every service whose tables we may read, oldest first."""
    found = []
    with how_far.connect(settings) as connection:
        for schema in how_far.schemas(connection):
            rows = connection.execute(
                sql.SQL(
                    """
                    select processor, topic, partition, key,
                           case when key is null then "offset" end,
                           count(*), min(recorded), (array_agg(reason order by "offset"))[1]
                    from {}.kit_parked
                    where processor = coalesce(%s, processor) and topic = coalesce(%s, topic)
                    group by 1, 2, 3, 4, 5
                    """
                ).format(sql.Identifier(schema)),
                (processor, topic),
            ).fetchall()
            for name, of, partition, key, offset, records, oldest, reason in rows:
                chain = Chain(of, partition, None if key is None else bytes(key), offset)
                found.append(ParkedChain(name, schema, chain, records, oldest, reason))
    return sorted(found, key=lambda one: (one.oldest, one.processor, one.label))


def chosen(text: str, chains: Sequence[ParkedChain]) -> ParkedChain:
    """The one that is meant, by its label or the beginning of it."""
    found = [one for one in chains if one.label == text]
    found = found or [one for one in chains if text and one.label.startswith(text)]
    if not found:
        raise click.ClickException(f"nothing is parked under {text!r}: attache parked list")
    if len(found) > 1:
        which = ", ".join(f"{one.label} of {one.processor} on {one.chain.topic}" for one in found)
        raise click.ClickException(f"more than one: {which}; say --processor, --topic or all of it")
    return found[0]
