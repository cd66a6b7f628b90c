"""Records that expired unread: everybody is told, none is jumped over, somebody takes the loss."""

import json
from collections.abc import Sequence

from schemas.topics import REPORTS
from tests.bench.reports import reports
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import Sent, World, run_attache, spread, wait_for
from tests.retention import expire

PARTNER = "northwire"


def some(first: int, last: int) -> list[Sent]:
    made = list(reports(last, (PARTNER,)))[first:]
    return spread([(partner, key, text.encode()) for partner, key, text in made])


def known(world: World) -> set[str]:
    if world.query("select to_regclass('ingest.report')") == [(None,)]:
        return set()  # it has only just been started
    return {key for (key,) in world.query("select record_id from ingest.report")}


def ends(world: World) -> dict[int, int]:
    rows = world.query(
        "select partition, next_offset from ingest.kit_position where topic = %s",
        REPORTS + PARTNER,
    )
    return dict(rows)


def keys(records: Sequence[Sent]) -> set[str]:
    return {str(record.key) for record in records}


def test_a_loss_is_told_of_and_taken_and_reading_goes_on(worlds: Worlds):
    world = worlds()
    before, meanwhile, afterwards = some(0, 60), some(60, 120), some(120, 150)
    world.start("ingest")
    world.publish(before)
    wait_for(lambda: known(world) == keys(before), "the first reports")
    assert run_attache(world, "expired") == "Nothing expired unread.\n"
    reached = ends(world)
    world.stop("ingest")
    world.publish(meanwhile)
    expire(world.kafka, {(REPORTS + PARTNER, 0): reached[0] + 3})
    world.start("ingest")

    [lost] = json.loads(run_attache(world, "expired", "--json"))
    assert lost == {
        "processor": "ingest",
        "topic": REPORTS + PARTNER,
        "partition": 0,
        "next_offset": reached[0],
        "first": reached[0] + 3,
        "records": 3,
    }
    told = "expired before they were read"
    assert told in run_attache(world, "expired")
    assert told in " ".join(run_attache(world, "status").split())
    wait_for(lambda: ends(world)[1] > reached[1] and ends(world)[2] > reached[2], "the others")
    assert ends(world)[0] == reached[0]  # halted, not jumped over

    place = f"{REPORTS}{PARTNER}/0"
    why = ("--reason", "they publish it anew", "--actor", "dana")
    run_attache(world, "expired", "accept", "dedupe", place, *why, code=1)
    run_attache(world, "expired", "accept", "ingest", place, code=2)  # without a reason
    assert "goes on" in run_attache(world, "expired", "accept", "ingest", place, *why)
    run_attache(world, "expired", "accept", "ingest", place, *why, code=1)  # it is taken
    world.publish(afterwards)
    everything = keys([*before, *meanwhile, *afterwards])
    wait_for(lambda: len(known(world)) == len(everything) - 3, "what is still there")
    assert known(world) > keys(before)
    assert run_attache(world, "expired") == "Nothing expired unread.\n"

    world.publish(meanwhile)  # anew
    wait_for(lambda: known(world) == everything, "what the partner has published anew")
