"""Records that are gone, as if their topic's retention had taken them."""

from collections.abc import Mapping

from confluent_kafka import TopicPartition

from services.kit.kafka import Kafka


def expire(kafka: Kafka, before: Mapping[tuple[str, int], int]) -> None:
    """Per (topic, partition) all records before that offset."""
    admin = kafka.admin()  # must live until it has answered
    gone = [TopicPartition(kafka.wire(topic), n, offset) for (topic, n), offset in before.items()]
    for future in admin.delete_records(gone).values():
        future.result()
