"""What `attache partners apply` lets a partner do on a real secure broker, and what not."""

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError
from click.testing import CliRunner
from confluent_kafka import (
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient

from deploy.native.stack import Stack
from schemas.topics import LEDGER
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import topics
from services.operator.__main__ import main

server = pytest.mark.server  # its own broker, not the stack's
PARTNERS = """
partners:
  - {name: alpha, title: Alpha, format: attache.report, contact: a@alpha.example}
  - {name: beta, title: Beta, format: attache.report, contact: b@beta.example}
"""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A secure broker with the topics and rights of two partners; where their credentials are."""
    home = tmp_path_factory.mktemp("secure")
    stack = Stack(home, secure=True)
    stack.kafka.start()
    (home / "partners.yaml").write_text(PARTNERS)
    env = {
        "ATTACHE_KAFKA": stack.kafka.bootstrap,
        "ATTACHE_KAFKA_SECURITY": "SASL_SSL",
        "ATTACHE_KAFKA_CA": str(stack.layout.ca),
        "ATTACHE_OPERATOR_KAFKA_USER": "admin",
        "ATTACHE_OPERATOR_KAFKA_PASSWORD": stack.kafka.user_password("admin"),
        "ATTACHE_PARTNERS": str(home / "partners.yaml"),
    }
    try:
        found = apply(env, "--credentials", str(home))
        assert found[0] == 0, found
        settings = Settings(_env_file=home / "alpha.env")
        operator = Kafka.of(settings, "operator")
        operator = Kafka(
            operator.bootstrap, "", "admin", env["ATTACHE_OPERATOR_KAFKA_PASSWORD"], operator.ca
        )
        admin = operator.admin()
        topics.apply(admin, operator, topics.plan(admin, operator, LEDGER))
        yield home, env
    finally:
        stack.down()


def apply(env: dict[str, str], *more: str) -> tuple[int, Sequence[str]]:
    found = CliRunner().invoke(main, ["partners", "apply", "--yes", *more], env=env)
    return found.exit_code, found.output.splitlines()


def acting_as(home: Path, partner: str) -> Kafka:
    return Kafka.of(Settings(_env_file=home / f"{partner}.env"), "operator")


async def write(kafka: Kafka, topic: str) -> None:
    producer = kafka.producer(request_timeout_ms=10_000)
    try:
        await producer.start()
        await producer.send_and_wait(topic, b"{}", key=b"1", partition=0)
    finally:
        await producer.stop()


def client(kafka: Kafka) -> dict[str, Any]:
    return {
        "bootstrap.servers": kafka.bootstrap,
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": kafka.user,
        "sasl.password": kafka.password,
        "ssl.ca.location": kafka.ca,
        "log_level": 0,
    }


def read(kafka: Kafka, topic: str) -> str | None:
    """Why the broker would not let this partner read there; None if it did."""
    consumer = Consumer(
        client(kafka) | {"group.id": f"{kafka.user}.test", "enable.partition.eof": True}
    )
    try:
        hidden = consumer.list_topics(topic, timeout=10).topics[topic].error
        if hidden is not None:
            return hidden.name()
        consumer.assign([TopicPartition(topic, 0, 0)])
        told = consumer.poll(20)
        assert told is not None, "no answer at all"
        error = told.error()
        return None if error is None or error.code() == KafkaError._PARTITION_EOF else error.name()
    finally:
        consumer.close()


def group(kafka: Kafka, name: str) -> str | None:
    """Why the broker would not let this partner see that consumer group; None if it did."""
    admin = AdminClient(client(kafka))
    (asked,) = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(name)]).values()
    try:
        asked.result(timeout=20)
    except KafkaException as error:
        return str(error.args[0].name())
    return None


@server
async def test_a_partner_writes_its_reports_and_reads_its_receipts(broker):
    home, _ = broker
    alpha = acting_as(home, "alpha")
    await write(alpha, "reports.alpha")
    assert read(alpha, "receipts.alpha") is None


@server
@pytest.mark.parametrize(
    "topic", ["reports.beta", "receipts.alpha", "receipts.beta", *(t.name for t in LEDGER)]
)
async def test_a_partner_writes_nothing_else(broker, topic):
    home, _ = broker
    with pytest.raises(TopicAuthorizationFailedError):
        await write(acting_as(home, "alpha"), topic)


@server
@pytest.mark.parametrize(
    "topic", ["receipts.beta", "reports.beta", "reports.alpha", "ledger.reports"]
)
def test_a_partner_reads_nothing_else(broker, topic):
    home, _ = broker
    assert read(acting_as(home, "alpha"), topic) == "TOPIC_AUTHORIZATION_FAILED"


@server
def test_a_partner_has_only_its_own_consumer_groups(broker):
    home, _ = broker
    alpha = acting_as(home, "alpha")
    assert group(alpha, "alpha.desk") is None
    assert group(alpha, "beta.desk") == "GROUP_AUTHORIZATION_FAILED"


@server
def test_passwords_are_in_files_that_only_we_may_read(broker):
    home, _ = broker
    assert {(home / f"{name}.env").stat().st_mode & 0o777 for name in ("alpha", "beta")} == {0o600}


@server
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_partner_no_longer_declared_is_shut_out(broker):
    home, env = broker
    beta = acting_as(home, "beta")
    await write(beta, "reports.beta")
    assert apply(env) == (0, ["Nothing to do: the broker agrees with the declarations."])
    first = "\n".join(PARTNERS.splitlines()[:3])
    (home / "partners.yaml").write_text(first)
    code, told = apply(env)
    assert (code, told[0], len(told)) == (0, "- user beta (no longer declared)", 5)
    with pytest.raises(KafkaConnectionError):
        await write(beta, "reports.beta")
    gc.collect()  # aiokafka leaves the socket of a refused login open: let it be told of here
