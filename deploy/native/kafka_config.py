"""The Kafka broker's settings: one KRaft node for a laptop, plain or with TLS, SCRAM and ACLs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

JVM = (
    "-Xms256m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
)
LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
    # Configurations printed whole at every start, statistics every minute.
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config.AbstractConfig=warn",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.controller=warn",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
)


@dataclass(frozen=True, slots=True)
class Security:
    """What the secure broker needs to know: its admin, its controller's login, its certificate."""

    admin_password: str
    controller_password: str
    keystore: Path
    keystore_password: str
    ca: Path


def properties(
    port: int, controller_port: int, data: Path, security: Security | None
) -> Mapping[str, str]:
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "listeners": f"CLIENT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"CLIENT://127.0.0.1:{port}",
        "inter.broker.listener.name": "CLIENT",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(data),
        "auto.create.topics.enable": "false",
        "num.partitions": "6",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.num.partitions": "10",
        "offsets.topic.replication.factor": "1",
        "transaction.state.log.num.partitions": "10",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "share.coordinator.state.topic.num.partitions": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # A killed broker may register again only when its session is over: 12 s by the defaults.
        "broker.session.timeout.ms": "4000",
        "broker.heartbeat.interval.ms": "500",
        "log.cleaner.dedupe.buffer.size": str(32 * 1024 * 1024),
        **(_open() if security is None else _secured(security)),
    }


def _open() -> Mapping[str, str]:
    return {"listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"}


def _secured(security: Security) -> Mapping[str, str]:
    login = "org.apache.kafka.common.security"
    return {
        "listener.security.protocol.map": "CLIENT:SASL_SSL,CONTROLLER:SASL_PLAINTEXT",
        "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-512",
        "listener.name.client.scram-sha-512.sasl.jaas.config": (
            f"{login}.scram.ScramLoginModule required "
            f'username="admin" password="{security.admin_password}";'
        ),
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": (
            f"{login}.plain.PlainLoginModule required "
            f'username="controller" password="{security.controller_password}" '
            f'user_controller="{security.controller_password}";'
        ),
        "ssl.keystore.type": "PKCS12",
        "ssl.keystore.location": str(security.keystore),
        "ssl.keystore.password": security.keystore_password,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(security.ca),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:admin;User:controller",
        "allow.everyone.if.no.acl.found": "false",
    }


def written(values: Mapping[str, str]) -> str:
    """As a Java properties file."""
    escaped = ((name, value.replace("\\", "\\\\")) for name, value in values.items())
    return "# Written anew by `attache stack up`.\n" + "".join(f"{n}={v}\n" for n, v in escaped)


def argument_file(words: tuple[str, ...]) -> str:
    """Java's `@file`: a class path too long for a command line, passwords too private for one."""
    return "".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"\n' for word in words)
