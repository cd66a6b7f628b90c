"""Our Kafka: one broker from the locked jars, formatted once, asked until it answers."""

import base64
import secrets
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from deploy.native import acls, kafka_config, tls
from deploy.native.choices import Choices
from deploy.native.daemon import Daemon
from deploy.native.errors import StackError
from deploy.native.files import write_private
from deploy.native.jars import Progress, class_path, read_lock
from deploy.native.layout import Layout, java
from deploy.native.ports import LOOPBACK, answers
from deploy.native.process import run

ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Kafka:
    """One broker with one data folder. `start`, `stop` and `kill` are for fault tests as well."""

    def __init__(self, layout: Layout, choices: Choices, cache: Path, progress: Progress) -> None:
        self._layout = layout
        self._choices = choices
        self._cache = cache
        self._progress = progress
        self._preferred = 9292 if layout.secure else 9092
        self.data = layout.kafka / "data"
        self._arguments = layout.kafka / "kafka.args"
        self.daemon = Daemon(
            name="Kafka",
            pid_file=layout.kafka / "kafka.pid",
            log=layout.kafka / "server.log",
            program=str(java()),
            marker=f"@{self._arguments}",
            graceful=signal.SIGTERM,
        )

    @property
    def port(self) -> int | None:
        return self._choices.last_port("kafka")

    @property
    def bootstrap(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Running and answering when this returns; at once if it already was."""
        self.daemon.bring_up(self._launch, self.ready, seconds=120)
        if self._layout.secure:
            acls.apply(self.admin(), acls.SERVICES, self.user_password)

    def stop(self) -> bool:
        return self.daemon.stop()

    def kill(self) -> bool:
        return self.daemon.kill()

    def ready(self) -> bool:
        """Does it answer as the cluster that this stack made, with a controller?"""
        port = self.port
        if port is None or not answers(port):
            return False
        admin = self.admin()  # kept by name: collected early, it takes its question along
        try:
            cluster = admin.describe_cluster(request_timeout=5).result(timeout=6)
        except (KafkaException, TimeoutError):
            return False
        return bool(cluster.cluster_id == self._cluster_id() and cluster.controller)

    def client_settings(self, user: str = "admin") -> Mapping[str, str]:
        """What a librdkafka client needs to connect here, as that user if it is secure."""
        plain = {"bootstrap.servers": self.bootstrap}
        if not self._layout.secure:
            return plain
        return plain | {
            "security.protocol": "SASL_SSL",
            "ssl.ca.location": str(self._layout.ca),
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": user,
            "sasl.password": self.user_password(user),
        }

    def user_password(self, user: str) -> str:
        return self._choices.secret(f"kafka.{user}")

    def admin(self) -> AdminClient:
        """A client that may do everything here, and says nothing while the broker is away."""
        settings: dict[str, Any] = {"log_level": 0, "error_cb": _unsaid, "socket.timeout.ms": 5000}
        return AdminClient(settings | dict(self.client_settings()))

    def _cluster_id(self) -> str:
        return self._choices.keep("kafka.cluster", _cluster_id)

    def _launch(self) -> None:
        if "," in str(self.data):
            raise StackError(f"Kafka cannot keep data in a folder with a comma: {self.data}")
        self._layout.kafka.mkdir(mode=0o700, parents=True, exist_ok=True)
        jars = class_path(self._cache, read_lock(), self._progress)
        security = self._security()
        self._format(jars, security)
        properties = self._layout.kafka / "server.properties"
        write_private(properties, kafka_config.written(self._settings(self.data, security)))
        words = (*self._jvm(), *kafka_config.LOGGING, "kafka.Kafka", str(properties))
        self._write_arguments(self._arguments, jars, words)
        self.daemon.launch((str(java()), f"@{self._arguments}"), ENV)

    def _jvm(self) -> tuple[str, ...]:
        """Native libraries are unpacked, and crashes reported, in our folder and not in /tmp."""
        scratch = self._layout.kafka / "tmp"
        scratch.mkdir(exist_ok=True)
        crash = self._layout.kafka / "crash.log"
        return (*kafka_config.JVM, f"-Djava.io.tmpdir={scratch}", f"-XX:ErrorFile={crash}")

    def _settings(self, data: Path, security: kafka_config.Security | None) -> Mapping[str, str]:
        port = self._choices.port("kafka", self._preferred)
        controller = self._choices.port("kafka.controller", self._preferred + 10_000)
        return kafka_config.properties(port, controller, data, security)

    def _security(self) -> kafka_config.Security | None:
        if not self._layout.secure:
            return None
        password = self._choices.secret("kafka.keystore")
        return kafka_config.Security(
            admin_password=self.user_password("admin"),
            controller_password=self._choices.secret("kafka.controller"),
            keystore=tls.keystore(self._layout.tls, password),
            keystore_password=password,
            ca=self._layout.ca,
        )

    def _format(self, jars: tuple[Path, ...], security: kafka_config.Security | None) -> None:
        """Format a folder beside, then one rename: half a format is never taken for a whole one."""
        if (self.data / "meta.properties").exists():
            return
        part = self._layout.kafka / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        properties = self._layout.kafka / "format.properties"
        arguments = self._layout.kafka / "format.args"
        write_private(properties, kafka_config.written(self._settings(part, security)))
        tool = ("kafka.tools.StorageTool", "format", "-t", self._cluster_id())
        admin: tuple[str, ...] = ()
        if security is not None:
            password = security.admin_password
            admin = ("--add-scram", f"SCRAM-SHA-512=[name=admin,password={password}]")
        words = (*self._jvm(), *tool, "-c", str(properties), *admin)
        self._write_arguments(arguments, jars, words)
        done = run((str(java()), f"@{arguments}"), ENV)
        arguments.unlink()
        properties.unlink()
        if done.returncode != 0:
            raise StackError(
                f"Kafka cannot format its data folder: {_telling(done.stderr + done.stdout)}"
            )
        if self.data.exists():
            self.data.rmdir()
        part.rename(self.data)

    def _write_arguments(self, path: Path, jars: tuple[Path, ...], words: tuple[str, ...]) -> None:
        on = ("-cp", ":".join(str(jar) for jar in jars))
        write_private(path, kafka_config.argument_file((*on, *words)))


def _unsaid(error: object) -> None:
    """Without a callback librdkafka prints each failed attempt to connect."""


def _cluster_id() -> str:
    """Kafka's own form of a random id; one that begins with a dash would read as an option."""
    while (made := base64.urlsafe_b64encode(secrets.token_bytes(16)).decode()[:22])[0] == "-":
        continue
    return made


def _telling(said: str) -> str:
    lines = said.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "xception" in line or "ERROR" in line), lines[-1])
