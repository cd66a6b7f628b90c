"""People overrule the rules, and take it back: the read models follow, and remember."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import ROOT, Sent, World, run_attache

EXAMPLES = ROOT / "examples" / "founding-case"
RECORDED_MS = 1_764_547_200_000  # 2025-12-01: after all that they tell of


def founding_case(worlds: Worlds) -> World:
    world = worlds()
    world.start()
    lines = [
        (path.stem, line)
        for path in sorted(EXAMPLES.glob("*.jsonl"))
        for line in path.read_bytes().splitlines()
    ]
    world.publish(
        Sent(partner, None, line, RECORDED_MS + n) for n, (partner, line) in enumerate(lines)
    )
    world.wait()
    return world


def rule(world: World, *words: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run_attache(world, "rule", *words, "--json"))
    return told


def occurrences_of(world: World, *claims: UUID, known: datetime | None = None) -> list[UUID]:
    source = "read.claims" if known is None else "read.claims_as_of(%(known)s)"
    with world.reading() as connection:
        rows = connection.execute(
            f"select claim_id, occurrence_id from {source} where claim_id = any(%(ids)s)",
            {"known": known, "ids": list(claims)},
        ).fetchall()
    at = dict(rows)
    return [at[claim] for claim in claims]


def test_claims_ruled_different_part_and_are_one_again_when_it_is_withdrawn(worlds: Worlds):
    world = founding_case(worlds)
    before = world.dump()
    [(a, b)] = world.query(
        "select claim_ids[1], claim_ids[2] from read.diplomatic_meetings "
        "where cardinality(claim_ids) > 1 order by occurrence_id limit 1"
    )
    [one, same] = occurrences_of(world, a, b)
    assert one == same

    apart = rule(world, "different", str(a), str(b), "--reason", "two gatherings", "--actor", "ann")
    x, y = occurrences_of(world, a, b)
    assert x != y
    assert {UUID(claim) for its in apart["after"].values() for claim in its} >= {a, b}
    run_attache(world, "rule", "different", str(a), str(b), "--reason", "again", code=1)
    told = json.loads(run_attache(world, "explain", str(a), str(b), "--json"))["comparison"]
    assert told["one_occurrence"] is False
    assert told["why"][0] == "ruled different by ann: two gatherings"

    back = rule(world, "withdraw", apart["ruling_id"], "--reason", "one gathering after all")
    assert world.dump() == before
    assert occurrences_of(world, a, b) == [one, one]
    assert set(back["after"]) == {str(one)}

    ruled, withdrawn = (datetime.fromisoformat(it["recorded"]) for it in (apart, back))
    moment = timedelta(milliseconds=1)
    assert occurrences_of(world, a, b, known=ruled - moment) == [one, one]
    assert occurrences_of(world, a, b, known=ruled) == [x, y]
    assert occurrences_of(world, a, b, known=withdrawn - moment) == [x, y]
    assert occurrences_of(world, a, b, known=withdrawn) == [one, one]
    [ruling] = json.loads(run_attache(world, "rule", "list", "--all", "--json"))
    assert (ruling["state"], ruling["actor"], ruling["withdrawn_for"]) == (
        "withdrawn", "ann", "one gathering after all"
    )  # fmt: skip
    assert run_attache(world, "rule", "list") == "No ruling holds.\n"


def test_claims_ruled_the_same_are_joined_however_little_they_are_alike(worlds: Worlds):
    world = founding_case(worlds)
    before = world.dump()
    (a,), (b,) = world.query(
        "select occurrence_id from read.weapons_transfers order by occurrence_id limit 2"
    )
    (meeting,) = world.query("select occurrence_id from read.diplomatic_meetings limit 1")[0]
    assert occurrences_of(world, a, b) == [a, b]
    run_attache(world, "rule", "same", str(a), str(meeting), "--reason", "no", code=1)
    run_attache(world, "rule", "same", str(a), str(UUID(int=1)), "--reason", "no", code=1)

    joined = rule(world, "same", str(a), str(b), "--reason", "one deal", "--actor", "ann")
    x, y = occurrences_of(world, a, b)
    assert x == y
    assert x in (a, b)  # named after its founding claim
    resolved = world.query("select read.resolve(%s), read.resolve(%s)", a, b)
    assert resolved == [(x, x)]
    told = json.loads(run_attache(world, "explain", str(a), str(b), "--json"))["comparison"]
    assert (told["one_occurrence"], told["why"]) == (True, ["ruled the same by ann: one deal"])
    assert "one deal" in run_attache(world, "explain", str(a)[:8])

    rule(world, "withdraw", joined["ruling_id"][:8], "--reason", "two deals")
    assert world.dump() == before

    where = "select partner, record_id from read.claims where claim_id = %s"
    [(partner, record)] = world.query(where, a)
    gone = {"record_id": record, "revision": 9, "withdrawn": True}
    world.publish([Sent(partner, None, json.dumps(gone).encode(), RECORDED_MS + 99)])
    world.wait()
    assert f"claim {a} no longer stands (withdrawn since 2" in run_attache(world, "explain", str(a))
    run_attache(world, "rule", "same", str(a), str(b), "--reason", "too late", code=1)
