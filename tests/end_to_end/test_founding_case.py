"""The founding case, through Kafka and the four services: what the read models say, and said."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from confluent_kafka import Consumer, TopicPartition

from schemas import codec
from schemas.events import Receipt
from schemas.topics import RECEIPTS
from services.operator.declared import partners
from services.operator.how_far import ends
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.founding_case import Row, again, claim_names, recorded, rows
from tests.end_to_end.founding_meetings import MEETINGS
from tests.end_to_end.founding_rows import (
    DEPLOYMENTS,
    IN_OCTOBER_2024,
    IN_SPRING_2025,
    SENT_IN_2024,
)
from tests.end_to_end.founding_transfers import TRANSFERS
from tests.end_to_end.world import MODELS, Sent, World

SENT = str(SENT_IN_2024["occurrence_id"])
LOSSES = "sd-2025-0327-jcs#losses"
RUMOUR = "nw-250410-019#brigade"


def test_the_read_models_say_who_says_what_and_what_was_known_before(worlds: Worlds):
    world = started(worlds)
    for first, last in ((None, "2024-11-01"), ("2024-11-01", "2025-04-26"), ("2025-04-26", None)):
        applied(world, recorded(first, last))

    assert rows(world) == {
        "troop_deployments": by_id(DEPLOYMENTS),
        "weapons_transfers": by_id(TRANSFERS),
        "diplomatic_meetings": by_id(MEETINGS),
    }
    autumn = rows(world, "2024-11-01T00:00:00")
    assert autumn == {
        "troop_deployments": {SENT: IN_OCTOBER_2024},
        "weapons_transfers": {},
        "diplomatic_meetings": {},
    }
    before = rows(world, "2025-04-26T00:00:00")
    late = {SENT, "nw-250426-077#expelled"}
    assert before == {
        "troop_deployments": {
            SENT: IN_SPRING_2025,
            **{key: row for key, row in by_id(DEPLOYMENTS).items() if key not in late},
        },
        "weapons_transfers": by_id(TRANSFERS),
        "diplomatic_meetings": by_id(MEETINGS),
    }
    assert rows(world, "2025-05-01T00:00:00") == rows(world)
    assert told_in_turn(world, "status") == ["denied", "disputed", "confirmed_by_party"]


def test_a_revision_corrects_in_place_and_a_withdrawal_removes_its_claims_alone(worlds: Worlds):
    world = started(worlds)
    revised, withdrawn = "2025-03-28T11:00:00", "2025-04-10T14:00:00"
    applied(world, recorded(None, revised))
    first = rows(world)
    applied(world, recorded(revised, "2025-03-28T12:00:00"))
    second = rows(world)

    assert changed(first, second) == {("troop_deployments", LOSSES)}
    was, now = (told["troop_deployments"][LOSSES] for told in (first, second))
    assert numbers(was) == (3000, 3000, 4000, "range")
    assert numbers(now) == (None, 4000, None, "about")
    same = set(was) - {name for name in was if name.startswith("killed_or_wounded")}
    assert {name: was[name] for name in same} == {name: now[name] for name in same}

    applied(world, recorded("2025-03-28T12:00:00", withdrawn))
    rumoured, dumped = rows(world), world.dump()
    applied(world, recorded(withdrawn, "2025-04-11"))
    after, left = rows(world), world.dump()

    assert changed(rumoured, after) == {("troop_deployments", RUMOUR)}
    assert rumoured["troop_deployments"][RUMOUR]["personnel_best"] == 30_000
    assert RUMOUR not in after["troop_deployments"]
    for model in MODELS:  # nothing else: the other lines are the same to the byte
        gone = set(dumped[model].splitlines()) - set(left[model].splitlines())
        come = set(left[model].splitlines()) - set(dumped[model].splitlines())
        expected = {"troop_deployments": (1, 0), "claims": (1, 0), "reports": (1, 1)}
        assert (len(gone), len(come)) == expected.get(model, (0, 0)), model
    known = rows(world, "2025-04-10T13:30:00")
    assert RUMOUR in known["troop_deployments"]
    assert report(world, "nw-250410-019") == [("withdrawn", 2, 0)]


def test_repeats_change_nothing_and_the_malformed_record_is_told_why(worlds: Worlds):
    world = started(worlds)
    records = recorded()
    applied(world, records)
    once = world.dump(history=True)
    answers = receipts(world)

    first = Counter((r.stage, r.status) for r in answers)
    assert first == {
        ("ingest", "accepted"): 31,
        ("ingest", "duplicate"): 2,
        ("normalize", "interpreted"): 29,
        ("normalize", "rejected"): 1,
        ("normalize", "withdrawn"): 1,
    }
    refusal = {
        "record_id": "of/00458",
        "code": "out_of_range",
        "field": "/claims/0/personnel",
        "message": "personnel: low, best and high must not decrease: exchange them",
    }
    [refused] = [r for r in answers if r.status == "rejected"]
    assert {name: getattr(refused, name) for name in refusal} == refusal
    asked = f"select {', '.join(refusal)} from read.reports where state = 'rejected'"
    assert world.query(asked) == [tuple(refusal.values())]

    applied(world, again(records, "2025-06-01"))
    assert world.dump(history=True) == once
    both = Counter((r.stage, r.status) for r in receipts(world))
    assert both - first == {("ingest", "duplicate"): 33}


def started(worlds: Worlds) -> World:
    world = worlds()
    world.start()
    return world


def applied(world: World, records: Sequence[Sent]) -> None:
    assert records
    world.publish(records)
    world.wait()


def by_id(expected: Sequence[Row]) -> dict[str, Row]:
    return {row["occurrence_id"]: row for row in expected}


def changed(
    one: dict[str, dict[str, Row]], other: dict[str, dict[str, Row]]
) -> set[tuple[str, str]]:
    """Which occurrences' rows are not the same in both."""
    return {
        (model, key)
        for model in one
        for key in one[model].keys() | other[model].keys()
        if one[model].get(key) != other[model].get(key)
    }


def numbers(row: Row) -> tuple[Any, ...]:
    return tuple(
        row.get(f"killed_or_wounded_{part}") for part in ("low", "best", "high", "qualifier")
    )


def told_in_turn(world: World, column: str) -> list[str]:
    """What the deployment of 2024 said in that column, from first to last; repeats once."""
    occurrence = next(key for key, name in claim_names().items() if name == SENT)
    told = world.query(
        f"select {column} from read.troop_deployments_history "
        "where occurrence_id = %s order by lower(known)",
        occurrence,
    )
    return [value for n, (value,) in enumerate(told) if n == 0 or told[n - 1] != (value,)]


def report(world: World, record: str) -> list[tuple[Any, ...]]:
    return world.query(
        "select state, revision, claims from read.reports where record_id = %s", record
    )


def receipts(world: World) -> list[Receipt]:
    """Every receipt of every partner."""
    names = [RECEIPTS + partner.name for partner in partners(world.settings)]
    consumer = Consumer(
        {"bootstrap.servers": world.settings.kafka, "group.id": "none", "log_level": 2}
    )
    found: list[Receipt] = []
    for (topic, partition), end in ends(world.kafka.admin(), world.kafka, names).items():
        consumer.assign([TopicPartition(world.kafka.wire(topic), partition, 0)])
        seen = 0
        while seen < end:
            message = consumer.poll(10)
            assert message is not None
            assert message.error() is None
            seen = (message.offset() or 0) + 1
            _, event = codec.read(message.headers() or [], message.value())
            assert isinstance(event, Receipt)
            found.append(event)
    consumer.close()
    return found
