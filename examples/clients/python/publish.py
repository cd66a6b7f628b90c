"""Publishes one record and follows it: prints each receipt, ends with 1 if it was not taken.

    pip install 'confluent-kafka>=2.6.1'
    python publish.py record.json
    python publish.py --withdraw RECORD_ID

The environment says where and who: ATTACHE_KAFKA, ATTACHE_PARTNER; on a secure broker also
ATTACHE_KAFKA_CA, ATTACHE_OPERATOR_KAFKA_USER and ATTACHE_OPERATOR_KAFKA_PASSWORD.
"""

import json
import os
import sys
import time
from pathlib import Path

from confluent_kafka import (
    OFFSET_END,
    Consumer,
    KafkaError,
    KafkaException,
    Producer,
    TopicPartition,
)

PARTNER = os.environ["ATTACHE_PARTNER"]
PREFIX = os.environ.get("ATTACHE_TOPIC_PREFIX", "")  # only where several ledgers share a broker
REPORTS, RECEIPTS = f"{PREFIX}reports.{PARTNER}", f"{PREFIX}receipts.{PARTNER}"
PATIENCE = 60  # seconds


def connection():
    settings = {"bootstrap.servers": os.environ["ATTACHE_KAFKA"]}
    if os.environ.get("ATTACHE_OPERATOR_KAFKA_USER"):
        settings |= {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": os.environ["ATTACHE_OPERATOR_KAFKA_USER"],
            "sasl.password": os.environ["ATTACHE_OPERATOR_KAFKA_PASSWORD"],
            "ssl.ca.location": os.environ["ATTACHE_KAFKA_CA"],
        }
    return settings


def follow():
    """A consumer that stands at the end of our receipts, before anything is sent."""
    consumer = Consumer(
        connection()
        | {
            "group.id": f"{PARTNER}.publish",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    topic = consumer.list_topics(RECEIPTS, timeout=10).topics[RECEIPTS]
    if topic.error:
        sys.exit(f"{RECEIPTS}: {topic.error}")
    consumer.assign([TopicPartition(RECEIPTS, number, OFFSET_END) for number in topic.partitions])
    at_end = set()
    while at_end != set(topic.partitions):
        message = consumer.poll(PATIENCE)
        if message is None:
            sys.exit("the broker does not answer")
        if message.error() and message.error().code() == KafkaError._PARTITION_EOF:
            at_end.add(message.partition())
    return consumer


def publish(record_id, value, headers):
    """Where the record lies: (partition, offset)."""
    acknowledged = []
    producer = Producer(
        connection()
        | {
            "enable.idempotence": True,
            "partitioner": "murmur2_random",  # as Java does: one record, one partition
            "message.max.bytes": 2_000_000,
        }
    )
    producer.produce(
        REPORTS,
        key=record_id,
        value=value,
        headers=headers,
        on_delivery=lambda error, message: acknowledged.append((error, message)),
    )
    producer.flush(PATIENCE)
    if not acknowledged:
        sys.exit("the broker does not answer")
    error, message = acknowledged[0]
    if error:
        sys.exit(f"not sent: {error}")
    return message.partition(), message.offset()


def receipts(consumer):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        message = consumer.poll(1)
        if message is not None and message.error() is None:
            yield json.loads(message.value())
    sys.exit("no receipt in time")


def main():
    match sys.argv[1:]:
        case ["--withdraw", record_id]:
            value, headers = None, []
        case [file]:
            value = Path(file).read_bytes()
            record_id = json.loads(value)["record_id"]
            headers = [("content-type", b"application/json")]
        case _:
            sys.exit(__doc__)
    consumer = follow()
    place = publish(record_id, value, headers)
    taken_as, interpreted = None, {}
    for receipt in receipts(consumer):
        about = receipt.get("report_id"), receipt.get("revision")
        if receipt["stage"] == "normalize":
            interpreted[about] = receipt  # it may overtake the one of ingest
        elif (receipt["partition"], receipt["offset"]) == place:
            print(json.dumps(receipt, ensure_ascii=False))
            if receipt["status"] != "accepted":
                finish(consumer, receipt)
            taken_as = about
        if taken_as in interpreted:
            print(json.dumps(interpreted[taken_as], ensure_ascii=False))
            finish(consumer, interpreted[taken_as])


def finish(consumer, last):
    consumer.close()
    sys.exit(last["status"] in ("rejected", "conflicting"))


try:
    main()
except KafkaException as error:
    sys.exit(f"the broker does not answer: {error}")
