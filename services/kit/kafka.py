"""How this deployment talks to Kafka: addresses, credentials, topic prefix, client settings."""

import ssl
import struct
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec
from faststream.security import BaseSecurity, SASLScram512

from services.kit.settings import Settings

LEADERLESS: Final = 15.0
"""Seconds for which a partition may be without a leader before we give up asking."""
UNSETTLED: Final = frozenset({KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE})


@dataclass(frozen=True, slots=True)
class Kafka:
    bootstrap: str
    prefix: str = ""
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: str | None = None

    @classmethod
    def of(cls, settings: Settings, service: str) -> "Kafka":
        secure = settings.kafka_security == "SASL_SSL"
        return cls(
            bootstrap=settings.kafka,
            prefix=settings.topic_prefix,
            user=getattr(settings, f"{service}_kafka_user", None) if secure else None,
            password=getattr(settings, f"{service}_kafka_password", None) if secure else None,
            ca=str(settings.kafka_ca) if secure and settings.kafka_ca else None,
        )

    def wire(self, topic: str) -> str:
        """The topic's name on the broker."""
        return self.prefix + topic

    def contract(self, topic: str) -> str:
        """The topic's name in the contract."""
        return topic.removeprefix(self.prefix)

    def client(self) -> dict[str, Any]:
        """What every aiokafka client needs to connect."""
        settings: dict[str, Any] = {"bootstrap_servers": self.bootstrap}
        if self.user is not None:
            settings |= {
                "security_protocol": "SASL_SSL",
                "sasl_mechanism": "SCRAM-SHA-512",
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
                "ssl_context": ssl.create_default_context(cafile=self.ca),
            }
        return settings

    def security(self) -> BaseSecurity | None:
        """The same, for a FastStream broker."""
        if self.user is None or self.password is None:
            return None
        context = ssl.create_default_context(cafile=self.ca)
        return SASLScram512(username=self.user, password=self.password, ssl_context=context)

    def consumer(self, **settings: Any) -> AIOKafkaConsumer:
        """A reader without a group, for rebuilds and for healing."""
        given = {"enable_auto_commit": False, "isolation_level": "read_committed"} | settings
        return AIOKafkaConsumer(**self.client(), **given)

    def producer(self, **settings: Any) -> AIOKafkaProducer:
        given: dict[str, Any] = {
            "enable_idempotence": True,  # implies acks=all
            "linger_ms": 0,
            "compression_type": "zstd",
            "max_request_size": 8_000_000,
            "max_batch_size": 1_000_000,
        }
        return AIOKafkaProducer(**self.client(), **(given | settings))

    def admin(self) -> AdminClient:
        """confluent-kafka's: aiokafka's cannot tell a topic's id nor alter configs."""
        settings: dict[str, Any] = {"bootstrap.servers": self.bootstrap, "log_level": "2"}
        if self.user is not None:
            settings |= {
                "security.protocol": "SASL_SSL",
                "sasl.mechanism": "SCRAM-SHA-512",
                "sasl.username": self.user,
                "sasl.password": self.password or "",
                "ssl.ca.location": self.ca or "",
            }
        return AdminClient(settings)


def partition_of(key: bytes, partitions: int) -> int:
    """Where Java's, librdkafka's and aiokafka's default partitioners put this key."""
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def murmur2(data: bytes) -> int:
    """Kafka's hash, four bytes at a time: aiokafka's takes one by one, and twice as long."""
    mixed = 0x9747B28C ^ len(data)
    words = len(data) >> 2
    for word in struct.unpack_from(f"<{words}I", data):
        word = (word * 0x5BD1E995) & 0xFFFFFFFF
        word = ((word ^ (word >> 24)) * 0x5BD1E995) & 0xFFFFFFFF
        mixed = ((mixed * 0x5BD1E995) & 0xFFFFFFFF) ^ word
    if rest := data[words << 2 :]:
        mixed = ((mixed ^ int.from_bytes(rest, "little")) * 0x5BD1E995) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 13)) * 0x5BD1E995) & 0xFFFFFFFF
    return mixed ^ (mixed >> 15)


def topic_ids(admin: AdminClient, topics: list[str]) -> Mapping[str, tuple[str, int]]:
    """Each existing topic's id and number of partitions. Blocking; missing topics are left out."""
    found = {}
    for name, future in admin.describe_topics(TopicCollection(topics), request_timeout=10).items():
        try:
            description = future.result()
        except Exception as error:
            if "UNKNOWN_TOPIC" in str(error) or "Unknown topic" in str(error):
                continue
            raise
        found[name] = (str(description.topic_id), len(description.partitions))
    return found


def offsets(
    admin: AdminClient, places: Iterable[TopicPartition], what: OffsetSpec
) -> dict[tuple[str, int], tuple[int, int]]:
    """(offset, timestamp) per partition on the broker, -1 where there is none. Blocking.

    Right after a topic was made, or a broker fell, its leader may refuse: asked again for a while.
    """
    wanted = list(places)
    if not wanted:
        return {}
    deadline = time.monotonic() + LEADERLESS
    while True:
        try:
            answered = admin.list_offsets(dict.fromkeys(wanted, what), request_timeout=10)
            found = {(p.topic, p.partition): answer.result() for p, answer in answered.items()}
            return {place: (one.offset, one.timestamp) for place, one in found.items()}
        except KafkaException as error:
            if not error.args[0].retriable() and error.args[0].code() not in UNSETTLED:
                raise
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)
