"""docs/partners.md says what is so: its records, receipts and tables."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import jsonschema
import pytest
from click.testing import CliRunner
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

from schemas.events.receipt import Status
from schemas.topics import DAY, RECEIPTS, partner_topics
from services.operator.__main__ import main
from services.operator.contract import GENERATED
from tests.docs.pages import PARTNERS, under
from tests.docs.partners import (
    PARTNER,
    codes_table,
    limits_table,
    models,
    receipts,
    records,
    statuses,
    words_table,
)
from tests.end_to_end.world import World

PAGE: Final = PARTNERS.read_text(encoding="utf-8")
PLACE: Final = {"partition", "offset"}  # where a record lies depends on what lies there already


def without(receipt: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in receipt.items() if name not in names}


def checked(folder: Path, found: list[dict[str, Any]], *options: str) -> tuple[int, list[Any]]:
    """The receipts that `attache partners check` prints for these records, and how it ends."""
    file = folder / "page.jsonl"
    file.write_text("\n".join(map(json.dumps, found)))
    done = CliRunner().invoke(main, ["partners", "check", str(file), "--json", *options])
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


def test_each_record_of_the_page_is_answered_as_the_page_shows(tmp_path: Path) -> None:
    code, found = checked(tmp_path, records(), "--partner", PARTNER)
    assert [(r["record_id"], r["status"]) for r in found] == [
        (record["record_id"], status)
        for record, last in zip(
            records(),
            ["interpreted", "interpreted", "interpreted", "interpreted", "withdrawn", "rejected"],
            strict=True,
        )
        for status in ("accepted", last)
    ]
    assert code == 1
    given = [without(receipt, *PLACE) for receipt in found]
    assert [r for r in receipts() if without(r, *PLACE) not in given] == []


def test_the_services_give_the_very_receipts_that_the_page_shows(world: World) -> None:
    given = [without(receipt, "offset") for receipt in read_receipts(world)]
    assert [r for r in receipts() if without(r, "offset") not in given] == []


def read_receipts(world: World) -> Iterator[dict[str, Any]]:
    """All of this partner's, as its own client would read them."""
    topic = world.kafka.wire(RECEIPTS + PARTNER)
    consumer = Consumer(
        {
            "bootstrap.servers": world.settings.kafka,
            "group.id": f"{PARTNER}.test",
            "enable.partition.eof": True,
        }
    )
    try:
        places = consumer.list_topics(topic, timeout=10).topics[topic].partitions
        consumer.assign([TopicPartition(topic, n, OFFSET_BEGINNING) for n in places])
        left = set(places)
        while left:
            message = consumer.poll(20)
            assert message is not None, "no answer"
            if (error := message.error()) is None:
                value = json.loads(message.value() or b"")
                assert message.key() == value["record_id"].encode()
                assert {"ce_id", "ce_type"} <= {header[0] for header in message.headers() or ()}
                yield value
            elif error.code() == KafkaError._PARTITION_EOF:
                left.discard(message.partition())
    finally:
        consumer.close()


def test_a_record_of_the_page_has_no_signal_but_the_one_shown(tmp_path: Path) -> None:
    _, found = checked(tmp_path, records(), "--partner", PARTNER)
    signals = [(r["record_id"], s["field"]) for r in found for s in r.get("signals", ())]
    assert signals == [("nw-250430-031", "/claims/0/occurred")]


def test_the_values_that_the_page_gives_as_examples_are_read(tmp_path: Path) -> None:
    """Each text and each object of the table of values, in the field that it is an example of."""
    sample = records()[0] | {"claims": []}
    deployment = {"kind": "deployment", "deploying": "North Korea", "action": "moved"}
    transfer = {"kind": "transfer", "supplier": "North Korea", "recipient": "Russia"}
    meeting = {"kind": "meeting"}
    fields: dict[str, tuple[dict[str, Any], str]] = {
        "how many": (deployment, "personnel"),
        "when": (deployment, "occurred"),
        "where": (deployment, "place"),
        "who took part": (meeting, "participants"),
        "`weapon`": (transfer | {"stage": "delivered"}, "weapon"),
        "`components`": (deployment, "components"),
        "money": (transfer | {"stage": "delivered", "weapon": "KN-23"}, "values"),
        "`outcomes`": (meeting | {"participants": ["Russia"]}, "outcomes"),
    }
    table = PAGE.partition("| value | as text or number | as parts |")[2].partition("\n\n")[0]
    for row in table.strip().splitlines()[1:]:
        name = next(one for one in fields if row.startswith(f"| {one}"))
        examples = [json.loads(e) for e in re.findall(r"`([\d\"{\[][^`]*)`", row)]
        assert examples, row
        claim, field = fields.pop(name)
        many = [[e] for e in examples] if field == "participants" else examples
        sample["claims"] += [
            claim | {"id": f"{field} {n}", field: value} for n, value in enumerate(many)
        ]
    assert fields == {}
    code, found = checked(tmp_path, [sample], "--format", "attache.report")
    assert code == 0, found
    told = found[1]
    assert len(told["claims"]) == len(sample["claims"])
    assert told["signals"] == []


def test_every_record_is_valid_by_the_published_schema() -> None:
    validator = jsonschema.Draft202012Validator(published_schema())
    validator.check_schema(published_schema())
    assert [list(validator.iter_errors(record)) for record in records()] == [[]] * len(records())


def test_the_published_schema_refuses_what_the_format_refuses(tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(published_schema())
    sound = records()[0]
    for wrong in (
        {"surprise": 1},
        {"revision": "1"},
        {"revision": 0},
        {"published_at": None},
        {"claims": [{"id": "a", "kind": "rumour"}]},
        {"claims": [sound["claims"][0] | {"action": "teleported"}]},
        {"source": {"credibility": 6}},
    ):
        assert not validator.is_valid(sound | wrong), wrong
        code, _ = checked(tmp_path, [sound | wrong], "--format", "attache.report")
        assert code == 1, wrong


def published_schema() -> Any:
    return json.loads((GENERATED / "attache.report.json").read_text(encoding="utf-8"))


def test_the_check_without_a_server_is_typed_as_the_page_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.json").write_text(json.dumps(records()[0]))
    (line,) = under(PARTNERS, "Try it without a server").commands
    done = CliRunner().invoke(main, line.split()[1:])
    assert (done.exit_code, done.stdout.splitlines()[:2]) == (
        0,
        [
            "nw-250430-012 [record.json #1]: accepted",
            "nw-250430-012 [record.json #1]: interpreted; deployment troops, deployment losses",
        ],
    )


def test_the_tables_are_those_of_the_program() -> None:
    for table in (limits_table(), codes_table(), words_table()):
        assert table in PAGE


def test_every_status_is_explained() -> None:
    assert statuses(PAGE) == list(get_args(Status))


def test_every_field_of_the_format_is_named() -> None:
    names = {name for model in models() for name in model.model_fields}
    assert {n for n in names if f"`{n}`" not in PAGE and f'"{n}"' not in PAGE} == set()


def test_what_is_needed_is_said_to_be_needed() -> None:
    rows = re.findall(r"^\| `(deployment|transfer|meeting)` \| (`.+?) \| `", PAGE, re.MULTILINE)
    told = {kind: set(re.findall(r"`(\w+)`", needed)) for kind, needed in rows}
    required = {
        kind: {
            name
            for name, field in model.model_fields.items()
            if field.is_required() and name not in ("id", "kind")
        }
        for kind, model in ((m.__name__.removesuffix("Claim").lower(), m) for m in models())
        if kind in told
    }
    assert told == required


def test_records_and_receipts_are_kept_as_long_as_the_page_says() -> None:
    (days,) = re.findall(r"your topic is kept for (\d+) days", PAGE)
    assert Counter(topic.retention_ms for topic in partner_topics(PARTNER)) == {int(days) * DAY: 2}
