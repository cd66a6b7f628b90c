"""What we ask the broker of partitions, while their leader is not settled and for good."""

from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import OffsetSpec

from services.kit import kafka


class Answer:
    """A future of the admin client, answered already."""

    offset, timestamp = 7, -1

    def __init__(self, error: int | None) -> None:
        self._error = error

    def result(self) -> "Answer":
        if self._error is not None:
            raise KafkaException(KafkaError(self._error))
        return self


class Admin:
    """Answers with these errors first, then well."""

    def __init__(self, *errors: int) -> None:
        self._errors = list(errors)

    def list_offsets(self, asked: dict[TopicPartition, Any], **_: Any) -> dict[Any, Answer]:
        error = self._errors.pop(0) if self._errors else None
        return {place: Answer(error) for place in asked}


PLACE = TopicPartition("t", 0)


def test_a_leader_that_is_not_settled_yet_is_asked_again():
    admin: Any = Admin(KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE)

    assert kafka.offsets(admin, [PLACE], OffsetSpec.latest()) == {("t", 0): (7, -1)}


def test_any_other_refusal_is_told_at_once():
    admin: Any = Admin(KafkaError.TOPIC_AUTHORIZATION_FAILED)

    with pytest.raises(KafkaException):
        kafka.offsets(admin, [PLACE], OffsetSpec.latest())


def test_a_leader_that_never_settles_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kafka, "LEADERLESS", 0.0)
    admin: Any = Admin(*[KafkaError.NOT_LEADER_FOR_PARTITION] * 5)

    with pytest.raises(KafkaException):
        kafka.offsets(admin, [PLACE], OffsetSpec.latest())


def test_nothing_is_asked_of_no_partitions():
    admin: Any = None

    assert kafka.offsets(admin, [], OffsetSpec.latest()) == {}
