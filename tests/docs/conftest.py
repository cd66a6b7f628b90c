"""One world for all pages: the founding case and the partners' page's own records applied.

And a secure stack, on which partners log in.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from deploy.native.stack import Stack
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from tests.conftest import drop_database
from tests.docs.partners import PARTNER, records
from tests.docs.secure import Partnership
from tests.end_to_end.world import ROOT, Sent, World

EXAMPLES = ROOT / "examples" / "founding-case"
RECORDED_MS = int(datetime(2025, 12, 1, tzinfo=UTC).timestamp() * 1000)  # after all they tell of


@pytest.fixture(scope="package")
def world(stack_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Its services run; a reader may come in, as on a stack that was set up for readers."""
    owner = stack_env["ATTACHE_DATABASE_URL"]
    name = f"attache_docs_{os.getpid()}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    settings = Settings(
        _env_file=None,
        kafka=stack_env["ATTACHE_KAFKA"],
        topic_prefix=f"d{os.getpid()}.",
        database_url=owner.rsplit("/", 1)[0] + "/" + name,
        reader_url=stack_env["ATTACHE_READER_URL"].rsplit("/", 1)[0] + "/" + name,
        partners=ROOT / "deploy" / "partners.yaml",
    )
    log = tmp_path_factory.mktemp("docs") / "services.log"
    made = World(settings, Kafka.of(settings, "operator"), log)
    try:
        made.create_topics()
        made.start()
        made.publish(_founding_case())
        made.publish(_of_the_page())
        made.wait()
        yield made
    finally:
        for service in list(made.processes):
            made.kill(service)
        admin = made.kafka.admin()
        mine = [t for t in admin.list_topics(timeout=10).topics if t.startswith(made.kafka.prefix)]
        for future in (admin.delete_topics(mine) if mine else {}).values():
            future.result()
        drop_database(owner, name)


def _founding_case() -> Iterator[Sent]:
    n = 0
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            yield Sent(path.stem, None, line, RECORDED_MS + (n := n + 1))


def _of_the_page() -> Iterator[Sent]:
    for n, record in enumerate(records(), 100):
        value = json.dumps(record, ensure_ascii=False).encode()
        yield Sent(PARTNER, record["record_id"], value, RECORDED_MS + n)


@pytest.fixture(scope="package")
def partnership(
    stack_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    """Asks for the stack's address only to be known as a test of servers."""
    home = tmp_path_factory.mktemp("secure")
    stack, partners = Stack(home, secure=True), Partnership(home)
    try:
        stack.up()
        partners.open()
        yield partners
    finally:
        partners.close()
        stack.down()
