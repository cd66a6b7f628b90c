"""What is decided goes through the outbox, and comes out as the codec writes it."""

from datetime import UTC, datetime
from uuid import UUID

from schemas import codec
from schemas.event import Envelope
from services.kit import outbox
from services.kit.record import Emit
from tests.kit import toy

MOMENT = datetime(2025, 3, 1, 12, 0, 0, 123000, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_what_goes_through_the_outbox_is_what_the_codec_writes():
    event = codec.read(toy.withdrawn(1).headers, toy.withdrawn(1).value)[1]
    emits = [
        Emit("t", "kéy", event, UUID(int=1), MOMENT),
        Emit("t", "", event, UUID(int=2), MOMENT, UUID(int=3), TRACE),
    ]

    records = outbox.decode(outbox.encode(emits, "/attache/toy"))

    assert [(one.topic, one.key) for one in records] == [("t", "kéy".encode()), ("t", b"")]
    for emit, one in zip(emits, records, strict=True):
        envelope = Envelope(
            emit.event_id,
            event.type,
            event.version,
            "/attache/toy",
            MOMENT,
            emit.causation,
            emit.traceparent,
        )
        assert (one.headers, one.value) == codec.write(envelope, event)
        assert codec.read(one.headers, one.value) == (envelope, event)
