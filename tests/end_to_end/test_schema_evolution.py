"""Tomorrow's events beside today's: on one real ledger, written and read by both codes.

Tomorrow is a checkout of this project in which one file of `schemas/events/` has changed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer, TopicPartition

from schemas.topics import LEDGER_CLAIMS, LEDGER_REPORTS, RECEIPTS
from services.operator.how_far import ends
from services.operator.waiting import NotApplied
from tests.bench.reports import reports
from tests.end_to_end.checkout import change, checkout, put
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import BEGIN_MS, ROOT, Sent, World, run_attache, spread, wait_for

PARTNER = "northwire"

WITHDRAWN = "schemas/events/interpretation_withdrawn.py"
WITHDRAWN_V2 = '''"""interpretation_withdrawn - a report was taken back, and its claims with it."""

from typing import ClassVar, Final
from uuid import UUID

from msgspec import structs

from schemas.event import Event
from schemas.lineage import Lineage
from schemas.shape import Aware

NOT_GIVEN: Final = "not given"


class InterpretationWithdrawnV1(Event):
    type: ClassVar[str] = "interpretation_withdrawn"
    version: ClassVar[int] = 1

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    first_recorded_at: Aware
    format: str
    format_version: int
    reason: str | None = None


class InterpretationWithdrawnV2(Event):
    """The form is one field, and there always is a reason."""

    type: ClassVar[str] = "interpretation_withdrawn"
    version: ClassVar[int] = 2

    report_id: UUID
    partner: str
    record_id: str
    revision: int
    first_recorded_at: Aware
    format: str
    format_version: int
    reason: str

    def __post_init__(self) -> None:
        structs.force_setattr(self, "reason", self.reason or NOT_GIVEN)


def v1_to_v2(old: InterpretationWithdrawnV1) -> InterpretationWithdrawnV2:
    return InterpretationWithdrawnV2(**old.fields() | {"reason": old.reason or NOT_GIVEN})


LINEAGE: Final = Lineage((InterpretationWithdrawnV1, InterpretationWithdrawnV2), (v1_to_v2,))
InterpretationWithdrawn = InterpretationWithdrawnV2
'''


def some(first: int, count: int) -> list[Sent]:
    texts = list(reports(first + count, (PARTNER,), 5))[first:]
    return spread([(partner, record_id, text.encode()) for partner, record_id, text in texts])


def taken_back(record: Sent, reason: str | None = None) -> Sent:
    said = () if reason is None else (("attache-reason", reason.encode()),)
    return Sent(PARTNER, record.key, None, BEGIN_MS + 10_000, said)


def reasons(world: World, schema: str = "read") -> dict[str, str | None]:
    """Of the withdrawn reports, by record id."""
    return dict(
        world.query(f"select record_id, reason from {schema}.reports where state = 'withdrawn'")
    )


def facts(world: World, topic: str, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(version, body) of the events of a type on a topic, as they lie there."""
    consumer = Consumer(
        {"bootstrap.servers": world.settings.kafka, "group.id": "none", "log_level": 2}
    )
    for (_, partition), end in ends(world.kafka.admin(), world.kafka, [topic]).items():
        consumer.assign([TopicPartition(world.kafka.wire(topic), partition, 0)])
        position = 0
        while position < end:
            record = consumer.poll(10)
            assert record is not None
            assert record.error() is None
            position = (record.offset() or 0) + 1
            headers = dict(record.headers() or ())
            if headers["ce_type"] == kind.encode():
                yield int(headers["ce_eventversion"]), json.loads(record.value() or b"")
    consumer.close()


def test_an_old_log_is_replayed_through_the_new_version_of_an_event(worlds: Worlds, tmp_path: Path):
    tomorrow = checkout(tmp_path / "tomorrow")
    put(tomorrow, WITHDRAWN, WITHDRAWN_V2)
    world = worlds()
    world.start()
    before, after = some(0, 60), some(60, 20)
    world.publish(before)
    world.publish([taken_back(before[0]), taken_back(before[1], "a copy of another")])
    world.wait()
    first, second, third = (str(record.key) for record in (before[0], before[1], after[0]))
    today = {first: None, second: "a copy of another"}
    assert reasons(world) == today
    rows = world.dump(history=True)

    # tomorrow's code folds today's log from its first event
    world.code = tomorrow
    run_attache(world, "projection", "rebuild")
    assert reasons(world, "read_g2") == {first: "not given", second: "a copy of another"}
    assert {
        name: text
        for name, text in world.dump("read_g2", history=True).items()
        if not name.startswith("reports")
    } == {name: text for name, text in rows.items() if not name.startswith("reports")}
    told = run_attache(world, "projection", "verify", code=1)
    assert [line for line in told.splitlines() if "different" in line] == [
        "reports: 0 missing, 0 extra, 1 different",
        "reports_history: 0 missing, 0 extra, 1 different",
    ]
    world.stop()

    # tomorrow's normalize writes the new version; today's readers stop at it, and skip nothing
    world.start("ingest", "normalize")
    world.code = ROOT
    world.start("dedupe", "projection")
    world.publish([*after, taken_back(after[0])])
    wait_for(lambda: world.log.read_text().count("newer than this code: halted") >= 2, "a halt")
    with pytest.raises(NotApplied):
        world.wait(2)
    assert reasons(world) == today
    assert sorted(v for v, _ in facts(world, LEDGER_CLAIMS, "interpretation_withdrawn")) == [
        1,
        1,
        2,
    ]

    # the cure is a deploy
    world.stop("dedupe", "projection")
    world.code = tomorrow
    world.start("dedupe", "projection")
    world.wait()
    assert reasons(world) == today | {third: "not given"}
    run_attache(world, "projection", "promote")
    assert reasons(world) == today | {first: "not given", third: "not given"}
    assert world.query("select count(*) from read.reports where state = 'interpreted'") == [(77,)]
    for schema in ("dedupe", "projection"):
        assert world.query(f"select count(*) from {schema}.kit_parked") == [(0,)]


def test_today_s_code_reads_the_optional_fields_of_tomorrow_s(worlds: Worlds, tmp_path: Path):
    tomorrow = checkout(tmp_path / "tomorrow")
    change(
        tomorrow,
        "schemas/events/report_accepted.py",
        "    payload: str ",
        "    came_by: str | None = 'kafka'\n    payload: str ",
    )
    change(
        tomorrow,
        "schemas/events/receipt.py",
        "    ignored: tuple[str, ...] = ()",
        "    answered_by: str | None = 'the desk'\n    ignored: tuple[str, ...] = ()",
    )
    records = some(0, 60)
    plain = worlds()
    plain.start()
    plain.publish(records)
    plain.wait()
    plain.stop()
    world = worlds()
    world.code = tomorrow
    world.start("ingest")
    world.code = ROOT
    world.start("normalize", "dedupe", "projection")

    world.publish(records)
    world.wait()

    assert world.dump(history=True) == plain.dump(history=True)
    written = [body for _, body in facts(world, LEDGER_REPORTS, "report_accepted")]
    assert [body["came_by"] for body in written] == ["kafka"] * 60
    answers = [body.get("answered_by") for _, body in facts(world, RECEIPTS + PARTNER, "receipt")]
    assert sorted(answers, key=str) == [None] * 60 + ["the desk"] * 60  # of ingest alone

    # a partner's program of today follows the receipts of tomorrow
    file = tmp_path / "more.jsonl"
    file.write_bytes(b"\n".join(record.value or b"" for record in some(60, 3)))
    told = json.loads(run_attache(world, "publish", PARTNER, str(file), "--json"))
    assert (told["accepted"], told["interpreted"], told["unanswered"]) == (3, 3, 0)


def contract(code: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "services.operator", "contract", *command],
        cwd=code,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_contract_allows_a_new_version_and_a_new_optional_field(tmp_path: Path):
    tomorrow = checkout(tmp_path / "tomorrow")
    put(tomorrow, WITHDRAWN, WITHDRAWN_V2)
    change(
        tomorrow,
        "schemas/events/receipt.py",
        "    code: str",
        "    by: str | None = None\n    code: str",
    )
    assert contract(tomorrow, "generate")[0] == 0
    assert contract(tomorrow, "check") == (
        0, "the contract is fresh and compatible with the released one\n",
    )  # fmt: skip


def test_the_contract_refuses_another_meaning_of_a_released_version(tmp_path: Path):
    tomorrow = checkout(tmp_path / "tomorrow")
    change(tomorrow, WITHDRAWN, "    reason: str | None = None\n", "    reason: str\n")
    contract(tomorrow, "generate")
    code, told = contract(tomorrow, "check")
    assert code == 1
    assert "breaking: interpretation_withdrawn.v1/reason" in told
