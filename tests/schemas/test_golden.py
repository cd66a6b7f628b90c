"""Every version of every event ever published can still be read; golden files are written once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from schemas import codec
from schemas.event import Envelope, Event
from schemas.events import CATALOGUE

GOLDEN = Path(__file__).parents[2] / "schemas" / "golden"
VERSIONS = [cls for line in CATALOGUE for cls in line.versions]


@pytest.mark.parametrize("cls", VERSIONS, ids=lambda c: f"{c.type}.v{c.version}")
def test_a_golden_event_is_read_and_written_back_the_same(cls: type[Event]):
    text = (GOLDEN / f"{cls.type}.v{cls.version}.json").read_text()

    event = cls.from_json(text)

    assert json.loads(event.to_json()) == json.loads(text)
    assert isinstance(codec.current(cls.type, cls.version, text), Event)


def test_every_golden_file_belongs_to_a_version():
    names = {f"{cls.type}.v{cls.version}.json" for cls in VERSIONS}
    assert {path.name for path in GOLDEN.iterdir()} == names


@pytest.mark.parametrize("line", CATALOGUE, ids=lambda line: line.type)
def test_a_fact_survives_the_wire_with_its_envelope(line):
    cls = line.versions[-1]
    event = cls.from_json((GOLDEN / f"{cls.type}.v{cls.version}.json").read_text())
    envelope = Envelope(
        UUID(int=1),
        cls.type,
        cls.version,
        "/attache/test",
        datetime(2025, 3, 1, 12, 0, 0, 123000, tzinfo=UTC),
        UUID(int=2),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )

    headers, value = codec.write(envelope, event)

    assert codec.read(headers, value) == (envelope, event)


def test_a_consumer_ignores_an_optional_field_it_does_not_know():
    text = json.loads((GOLDEN / "occurrence_retired.v1.json").read_text())

    event = codec.current("occurrence_retired", 1, json.dumps(text | {"added_later": 1}))

    assert event.type == "occurrence_retired"


def test_a_producer_cannot_write_a_field_that_is_not_in_the_contract():
    cls = VERSIONS[0]
    given = cls.from_json((GOLDEN / f"{cls.type}.v{cls.version}.json").read_text()).fields()

    with pytest.raises(TypeError, match="added"):
        cls(**given, added=1)


def test_an_unknown_version_asks_for_a_deploy_and_garbage_is_malformed():
    with pytest.raises(codec.UnknownVersion):
        codec.current("receipt", 99, "{}")
    with pytest.raises(codec.Malformed):
        codec.current("receipt", 1, "{")
    with pytest.raises(codec.Malformed):
        codec.envelope_of([("ce_id", b"x")])
