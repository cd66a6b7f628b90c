"""The door, one record at a time: what gets in, and how."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.codes import CODES
from schemas.refusal import Refused
from services.ingest.domain import Admitted
from services.ingest.door import TurnedAway, admit
from services.ingest.partner import Limits, PartnerDoor
from services.normalize.format import Identity
from tests.ingest.builders import DOOR, DOORS, RECEIVED, record, report
from tests.ingest.hostile import HOSTILE, Hostile


def admitted(record_id: str, text: str, **differs: object) -> Admitted:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    plain = Admitted(record_id, None, False, None, text, "application/json", sha256)
    return plain._replace(**differs)  # type: ignore[arg-type]


def refused(value: bytes | None, **about: object) -> tuple[str, str]:
    with pytest.raises(TurnedAway) as why:
        admit(record(value, **about), DOOR)  # type: ignore[arg-type]
    return why.value.code, why.value.field


def test_a_sound_record_is_admitted_as_it_was_sent() -> None:
    text = '{"id": "a-1",\n "text": "1만 명 – 10,000 😀"}'
    assert admit(record(text.encode(), key=b"a-1"), DOOR) == admitted("a-1", text)


def test_a_record_without_a_key_names_itself() -> None:
    assert admit(record(b'{"id":"a"}'), DOOR).record_id == "a"


def test_a_format_without_ids_is_named_by_the_key() -> None:
    assert admit(record(b'{"id":"not mine"}', key=b"k"), DOORS["table"]).record_id == "k"


def test_the_header_decides_over_the_revision_in_the_record() -> None:
    numbered = report("a", revision=3, headers=(("attache-revision", b"7"),))
    assert admit(numbered, DOOR).revision == 7
    assert admit(report("a", revision=3), DOOR).revision == 3


def test_a_null_value_withdraws() -> None:
    headers = (("attache-reason", b"sent\ntwice"), ("attache-revision", b"4"))
    gone = admit(record(None, key=b"a", headers=headers), DOOR)
    assert gone == admitted("a", "", revision=4, withdrawn=True, reason="sent\\ntwice")


def test_an_operation_withdraws_with_or_without_a_value() -> None:
    headers = (("attache-operation", b"withdraw"),)
    assert admit(record(b"", key=b"a", headers=headers), DOOR).withdrawn
    assert admit(record(b'{"id":"a"}', headers=headers), DOOR) == admitted(
        "a", '{"id":"a"}', withdrawn=True
    )


def test_a_format_can_say_that_a_record_is_withdrawn() -> None:
    assert admit(report("a", gone=True), DOOR).withdrawn


def test_xml_is_known_by_its_header_or_by_its_first_character() -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?><v><id>a</id><t>é &amp; &#233;</t></v>'
    xml = admitted("a", text, content_type="application/xml")
    assert admit(record(text.encode()), DOOR) == xml
    typed = (("Content-Type", b'text/xml; charset="UTF-8"'),)
    assert admit(record(text.encode(), headers=typed), DOOR) == xml


def test_the_same_headers_say_the_same_each_time() -> None:
    wrong = (("attache-revision", b"no number"),)
    right = (("attache-revision", b"7"), ("attache-reason", b"x"))
    for _ in range(2):
        assert refused(b'{"id":"a"}', headers=wrong) == ("bad_revision", "")
        assert admit(record(b'{"id":"a"}', headers=right), DOOR).revision == 7
        assert refused(b'{"id":"a"}', headers=(("attache-format", b"x"),))[0] == "unknown_format"


def test_headers_of_others_are_none_of_our_business() -> None:
    headers = (
        ("reply_to", b"\xff\xfe"),
        ("x", b""),
        ("traceparent", b"\xff"),
        ("correlation", b"1"),
    )
    assert admit(record(b'{"id":"a"}', headers=headers), DOOR) == admitted("a", '{"id":"a"}')


def test_a_trace_goes_on() -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    headers = (("traceparent", trace.encode()),)
    assert admit(record(b'{"id":"a"}', headers=headers), DOOR).traceparent == trace


@pytest.mark.parametrize(
    "member",
    [
        '"v":"\\u00e9\\ud83d\\ude00"',
        '"v" : "two \\": colons"',
        '"v":9007199254740991',
        '"v":-0.0',
        '"v":"9007199254740993"',
        '"v":"2024-10/2024-12"',
        '"v":"1000-01-01"',
        '"v":"2200-12-31"',
        '"v":"0025-13-45"',
        '"v":"0025-111-2"',
        '"occurred":"2031-01-01"',
        '"published_at":"2025-05-03T11:59:59Z"',
        '"published_at":"last week"',
        '"published_at":1746187200',
        '"v":{"":{"a/b":{"a~b":null}}}',
        '"v":' + "[" * 63 + "]" * 63,
        '"v":"' + "x" * 100_000 + '"',
        '"v":"\\u0001"',
    ],
)
def test_what_is_odd_but_sound_is_admitted(member: str) -> None:
    text = f'{{"id":"a",{member}}}'
    assert admit(record(text.encode()), DOOR) == admitted("a", text)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_each_hostile_record_gets_its_code_and_field(hostile: Hostile) -> None:
    if hostile.code == "unknown_report":
        pytest.skip("the door lets a withdrawal in; the report's own state decides")
    wrong = record(hostile.value, key=hostile.key, headers=hostile.headers)
    with pytest.raises(TurnedAway) as why:
        admit(wrong, DOOR)
    assert (why.value.code, why.value.field) == (hostile.code, hostile.field)
    assert why.value.code in CODES
    assert why.value.message.isprintable()


def test_the_corpus_is_large_and_has_no_name_twice() -> None:
    assert len(HOSTILE) >= 200
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)


def test_the_first_problem_decides() -> None:
    late = b'{"id":"a","v":["\\u0000",NaN],"v2":{"a":1,"a":2}}'
    assert refused(late) == ("nul_character", "/v/0")
    assert refused(b'{"id":"a","v":[NaN,"\\u0000"]}') == ("not_finite", "/v/0")
    assert refused(b'{"v":NaN}', headers=(("attache-revision", b"x"),)) == ("bad_revision", "")
    assert refused(b'{"v":NaN}', key=b"") == ("missing_record_id", "")


def test_a_record_that_is_refused_is_named_where_it_can_be() -> None:
    def named(value: bytes, **about: object) -> str | None:
        with pytest.raises(TurnedAway) as why:
            admit(record(value, **about), DOOR)  # type: ignore[arg-type]
        return why.value.record_id

    assert named(b"no json", key=b"a") == "a"
    assert named(b"x" * (1 << 21), key=b"a") == "a"
    assert named(b'{"id":"a"}', key=b"a", headers=(("attache-revision", b"x"),)) == "a"
    assert named(b'{"id":"a","v":NaN}') == "a"
    assert named(b'{"id":"a","id":"b"}') is None
    assert named(b'{"id":"a\\u0000"}') is None
    assert named(b'{"id":"a"', key=b"\xff") is None


def test_a_partner_can_have_limits_of_its_own() -> None:
    narrow = replace(DOOR, limits=Limits(record_bytes=20, ahead=timedelta(days=400)))
    text = b'{"id":"a","x":"long"}'
    with pytest.raises(TurnedAway, match="record_too_large"):
        admit(record(text), narrow)
    patient = replace(DOOR, limits=Limits(ahead=timedelta(days=400)))
    ahead = (RECEIVED + timedelta(days=300)).isoformat()
    assert admit(record(json.dumps({"id": "a", "published_at": ahead}).encode()), patient)
    with pytest.raises(ValueError, match="8 MiB"):
        Limits(record_bytes=4 << 20)


def test_whatever_a_format_throws_is_a_code() -> None:
    def throws(error: Exception) -> PartnerDoor:
        def identify(_: object) -> Identity:
            raise error

        return PartnerDoor("bad", identify)

    with pytest.raises(TurnedAway) as why:
        admit(record(b"{}"), throws(KeyError("\udc80")))
    assert (why.value.code, why.value.message.isprintable()) == ("format_error", True)
    with pytest.raises(TurnedAway) as why:
        admit(record(b"{}"), throws(Refused("missing_record_id", "/deal", "no deal")))
    assert (why.value.code, why.value.field) == ("missing_record_id", "/deal")
