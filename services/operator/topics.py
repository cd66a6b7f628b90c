"""`attache topics`: makes the broker's topics what schemas/topics.py says."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourceType,
)

from schemas.topics import LEDGER, Topic, partner_topics
from services.kit.kafka import Kafka, topic_ids
from services.kit.settings import Settings
from services.operator.declared import partners

REPLICATION = -1  # the broker's default


@dataclass(frozen=True, slots=True)
class Difference:
    """What one topic lacks: it is missing, has too few partitions, or other settings."""

    topic: Topic
    missing: bool = False
    partitions: int | None = None
    config: tuple[tuple[str, str, str], ...] = ()  # (setting, is, shall be)

    def __str__(self) -> str:
        if self.missing:
            return f"+ {self.topic.name} ({self.topic.partitions} partitions)"
        parts = [f"{name}: {now} -> {then}" for name, now, then in self.config]
        if self.partitions is not None:
            parts.append(f"partitions: {self.partitions} -> {self.topic.partitions}")
        return f"~ {self.topic.name} ({', '.join(parts)})"


def wanted(settings: Settings) -> tuple[Topic, ...]:
    """The ledger, and two topics for each declared partner."""
    own = [
        topic
        for partner in partners(settings)
        for topic in partner_topics(partner.name, partner.partitions)
    ]
    return (*LEDGER, *own)


def plan(admin: AdminClient, kafka: Kafka, topics: Sequence[Topic]) -> list[Difference]:
    found = topic_ids(admin, [kafka.wire(topic.name) for topic in topics])
    differences = [Difference(t, missing=True) for t in topics if kafka.wire(t.name) not in found]
    there = [topic for topic in topics if kafka.wire(topic.name) in found]
    configs = _configs(admin, [kafka.wire(topic.name) for topic in there])
    for topic in there:
        now = configs[kafka.wire(topic.name)]
        config = tuple(
            (name, now.get(name, "?"), then)
            for name, then in topic.config.items()
            if now.get(name) != then
        )
        count = found[kafka.wire(topic.name)][1]
        partitions = count if count < topic.partitions else None
        if config or partitions is not None:
            differences.append(Difference(topic, partitions=partitions, config=config))
    return differences


def surplus(admin: AdminClient, kafka: Kafka, topics: Sequence[Topic]) -> list[str]:
    """Topics wider than declared, in words. They stay so: a partition is never taken away."""
    found = topic_ids(admin, [kafka.wire(topic.name) for topic in topics])
    counts = [(topic, found.get(kafka.wire(topic.name), ("", 0))[1]) for topic in topics]
    return [
        f"= {topic.name} (partitions: {count}, {topic.partitions} declared; left as it is)"
        for topic, count in counts
        if count > topic.partitions
    ]


def _configs(admin: AdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    asked = admin.describe_configs([ConfigResource(ResourceType.TOPIC, name) for name in names])
    return {
        resource.name: {entry.name: entry.value for entry in future.result().values()}
        for resource, future in asked.items()
    }


def apply(admin: AdminClient, kafka: Kafka, differences: Iterable[Difference]) -> None:
    """Create, widen and reconfigure. Never deletes a topic nor takes a partition away."""
    given = list(differences)
    new = [
        NewTopic(
            kafka.wire(d.topic.name),
            num_partitions=d.topic.partitions,
            replication_factor=REPLICATION,
            config=d.topic.config,
        )
        for d in given
        if d.missing
    ]
    waiting = list(admin.create_topics(new).values()) if new else []
    wider = [
        NewPartitions(kafka.wire(d.topic.name), d.topic.partitions)
        for d in given
        if d.partitions is not None
    ]
    waiting += list(admin.create_partitions(wider).values()) if wider else []
    changed = [
        ConfigResource(
            ResourceType.TOPIC,
            kafka.wire(d.topic.name),
            incremental_configs=[
                ConfigEntry(name, then, incremental_operation=AlterConfigOpType.SET)
                for name, _, then in d.config
            ],
        )
        for d in given
        if d.config
    ]
    waiting += list(admin.incremental_alter_configs(changed).values()) if changed else []
    for future in waiting:
        future.result()
    _visible(admin, [kafka.wire(d.topic.name) for d in given if d.missing])


def _visible(admin: AdminClient, names: list[str], seconds: float = 15) -> None:
    """A broker tells of a new topic a little after the controller made it."""
    deadline = time.monotonic() + seconds
    while sum(count > 0 for _, count in topic_ids(admin, names).values()) < len(names):
        if time.monotonic() > deadline:
            raise click.ClickException("the broker does not tell of the topics it made")
        time.sleep(0.05)


@click.group()
def topics() -> None:
    """The topics of the ledger and of the declared partners."""


@topics.command("apply")
@click.option("--dry-run", is_flag=True, help="Only show what differs.")
def apply_command(dry_run: bool) -> None:
    """Create what is missing, mend what differs; says nothing when nothing does."""
    settings = Settings()
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    topics = wanted(settings)
    differences = plan(admin, kafka, topics)
    for line in (*map(str, differences), *surplus(admin, kafka, topics)):
        click.echo(line)
    if differences and not dry_run:
        apply(admin, kafka, differences)
