"""Whatever bytes come: a refusal or a report, one receipt for each record, and nothing raised."""

import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import write
from schemas.codes import CODES
from schemas.event import Envelope
from schemas.events import Receipt, ReportRejected
from services.ingest.domain import Admitted
from services.ingest.door import TurnedAway, admit
from services.ingest.handlers import decide, open_door
from services.kit.record import Record
from tests.ingest.builders import DOORS, RECEIVED

BITS = (
    b'{"id":"a"}', b'{"id":"a","v":', b"}", b'"', b"<v><id>a</id>", b"</v>", b"<!DOCTYPE v>",
    b"\x00",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"NaN", b"1e999", b"\\ud800", b"&a;", b"<?xml ",
    b"[" * 70, b" ", b"null", b'{"id":"b","revision":2}', b'{"id":"c","gone":true}', b"&#0;",
)  # fmt: skip
VALUES = st.one_of(
    st.none(),
    st.binary(max_size=60),
    st.lists(st.sampled_from(BITS), max_size=6).map(b"".join),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
KEYS = st.one_of(st.none(), st.binary(max_size=6), st.sampled_from([b"a", b"b", b"x" * 300]))
NAMES = st.one_of(
    st.sampled_from(
        ["attache-revision", "Attache-Operation", "content-type", "traceparent", "attache-format",
         "attache-reason", "attache-"]
    ),
    st.text(max_size=8),
)  # fmt: skip
CONTENTS = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"1", b"2", b"withdraw", b"publish", b"application/xml", b"application/json"]),
)
HEADERS = st.lists(st.tuples(NAMES, CONTENTS), max_size=3)
RECORDS = st.builds(
    lambda partner, key, value, headers: Record(
        "reports." + partner, 0, 0, key, value, headers, RECEIVED
    ),
    st.sampled_from(sorted(DOORS)),
    KEYS,
    VALUES,
    HEADERS,
)


def opened(record: Record) -> Admitted | TurnedAway:
    try:
        return admit(record, DOORS[record.topic.removeprefix("reports.")])
    except TurnedAway as why:
        return why


@given(RECORDS)
@settings(max_examples=600, deadline=None)
def test_nothing_but_a_refusal_comes_out_of_the_door(record: Record) -> None:
    said = opened(record)
    assert isinstance(said, Admitted) or said.code in CODES
    if isinstance(said, TurnedAway):
        assert (said.field + said.message).isprintable()


@given(st.lists(RECORDS, max_size=12))
@settings(max_examples=200, deadline=None)
def test_each_record_has_one_receipt_and_keeps_its_bytes(records: list[Record]) -> None:
    placed = [record._replace(offset=offset) for offset, record in enumerate(records)]
    emits = decide([open_door(record, DOORS) for record in placed], {}, DOORS)

    receipts = [emit.event for emit in emits if isinstance(emit.event, Receipt)]
    assert [receipt.offset for receipt in receipts] == list(range(len(records)))
    assert len({emit.event_id for emit in emits}) == len(emits)
    kept = [emit.event for emit in emits if isinstance(emit.event, ReportRejected)]
    refused = [
        receipt.offset
        for receipt in receipts
        if receipt.status in ("rejected", "stale", "conflicting")
    ]
    assert [rejected.offset for rejected in kept] == refused
    for rejected in kept:
        raw = None if rejected.raw is None else base64.b64decode(rejected.raw)
        assert raw == records[rejected.offset].value
    for emit in emits:
        envelope = Envelope(emit.event_id, emit.event.type, 1, "/attache/ingest", emit.recorded)
        write(envelope, emit.event)  # it can be published
        emit.key.encode()
