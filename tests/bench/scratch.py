"""A database and topics of a bench's own, gone afterwards, whatever happened."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import topics
from tests.conftest import drop_database


@contextmanager
def scratch(name: str) -> Iterator[Settings]:
    """Settings under which everything is new: every role is the owner's."""
    stack = Settings()
    owner = str(stack.database_url)
    database = f"{name}_{os.getpid()}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
    url = owner.rsplit("/", 1)[0] + "/" + database
    settings = Settings(
        _env_file=None,
        kafka=stack.kafka,
        topic_prefix=f"{database}.",
        database_url=url,
        operator_url=url,  # the environment may name the stack's own
        partners=stack.partners,
    )
    try:
        yield settings
    finally:
        _delete_topics(settings)
        drop_database(owner, database)


def create_topics(settings: Settings) -> None:
    """As declared: a report is recorded when the broker has it."""
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    topics.apply(admin, kafka, topics.plan(admin, kafka, topics.wanted(settings)))


def _delete_topics(settings: Settings) -> None:
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    mine = [t for t in admin.list_topics(timeout=10).topics if t.startswith(kafka.prefix)]
    for future in (admin.delete_topics(mine) if mine else {}).values():
        future.result()
