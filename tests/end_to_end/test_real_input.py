"""Real exports, whole, through Kafka and the four services: every record answered, none lost."""

import asyncio
import json
import os
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from schemas import codec
from schemas.events import Receipt
from schemas.topics import RECEIPTS
from services.kit.settings import Settings
from services.operator import ledger
from services.operator.chosen import chosen
from services.operator.files import files
from services.operator.reading import Reading
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import BEGIN_MS, ROOT, Sent, World

DATA = ROOT.parent / "shared" / "data"
FOLDERS = {"state-visits": "state-department-visits", "us-forces": "us-forces-abroad"}
PLACES = 40  # of us-forces' 200: all their rows, chosen by a seed
DAY_MS = 24 * 3600 * 1000
UNTITLED = ("visit/1519", "visit/2010")  # the record names the person and no office
STATELESS = (  # Hawaii, Malaya and Tanganyika: states that had no code of ISO 3166
    "visit/2138", "visit/2140", "visit/2142", "visit/2418", "visit/2438", "visit/2490",
)  # fmt: skip
WANTED = ("visitor", "title", "country", "dates")


def sent(partner: str) -> list[Sent]:
    """The records of the partner's export, as `attache publish` cuts and addresses them."""
    folder = DATA / FOLDERS[partner]
    if not folder.is_dir():
        pytest.skip(f"no {folder}: the real exports are not beside this checkout")
    declared = Settings(_env_file=None, partners=ROOT / "deploy" / "partners.yaml")
    _, form = chosen(declared, partner)
    reading = Reading(form, files([str(folder)]))
    records = [
        Sent(partner, record.record_id, record.value, BEGIN_MS + n, tuple(record.headers))
        for n, record in enumerate(reading)
    ]
    assert reading.unreadable == []
    return records


def receipts(world: World, partner: str) -> list[Receipt]:
    async def read() -> list[Any]:
        records = ledger.read(world.kafka, RECEIPTS + partner)
        return [codec.read(one.headers, one.value)[1] async for one in records]

    return asyncio.run(read())


def counted(told: Sequence[Receipt]) -> Counter[tuple[str, str]]:
    return Counter((one.stage, one.status) for one in told)


def answered(told: Sequence[Receipt], stage: str) -> dict[str | None, str]:
    """The answer to each record; one and only one."""
    own = [one for one in told if one.stage == stage]
    found = {one.record_id: one.status for one in own}
    assert len(found) == len(own)
    return found


def lacking(participants: Sequence[dict[str, Any]], earliest: Any, latest: Any) -> set[str]:
    """What nobody tells of the guest of a visit."""
    guests = [one for one in participants if "visitor" in one.get("roles", [one.get("role")])]
    there = {
        "visitor": any(one.get("person") for one in guests),
        "title": any(one.get("title") or one.get("titles") for one in guests),
        "country": any(_country(one) for one in guests),
        "dates": earliest is not None and latest is not None,
    }
    return {what for what in WANTED if not there[what]}


def _country(one: dict[str, Any]) -> Any:
    party = one["party"]
    return party.get("country") if isinstance(party, dict) else one.get("country")


def test_every_visit_is_answered_and_becomes_a_meeting(worlds: Worlds):
    records = sent("state-visits")
    keys = {record.key for record in records}
    assert len(records) == len(keys) == 3264
    world = worlds()
    world.start()
    world.publish(records)
    world.wait()

    told = receipts(world, "state-visits")
    assert answered(told, "ingest") == dict.fromkeys(keys, "accepted")
    assert answered(told, "normalize") == dict.fromkeys(keys, "interpreted")

    rows = world.query(
        """
        select c.record_id, c.body -> 'participants', c.earliest, c.latest,
               m.participants, m.earliest, m.latest
        from read.claims c left join read.diplomatic_meetings m using (occurrence_id)
        """
    )
    assert {row[0] for row in rows} == keys
    claims, meetings = defaultdict(set), defaultdict(set)
    for record_id, participants, *days, met, begun, ended in rows:
        for what in lacking(participants, *days):
            claims[what].add(record_id)
        for what in lacking(met or [], begun, ended) - {"title"}:
            meetings[what].add(record_id)
    assert {what: sorted(found) for what, found in claims.items()} == {
        "title": list(UNTITLED), "country": list(STATELESS)
    }  # fmt: skip
    assert {what: sorted(found) for what, found in meetings.items()} == {"country": list(STATELESS)}

    before = world.dump(history=True)
    world.publish([replace(one, at_ms=one.at_ms + DAY_MS) for one in records])
    world.wait()
    again = counted(receipts(world, "state-visits")) - counted(told)
    assert again == {("ingest", "duplicate"): len(records)}
    assert world.dump(history=True) == before


def rows_of_some_places(records: Sequence[Sent]) -> list[Sent]:
    """All the rows of each; or of all places, where ATTACHE_WHOLE_EXPORTS is set (a minute)."""
    if os.environ.get("ATTACHE_WHOLE_EXPORTS"):
        return list(records)
    place = {one.key: json.loads(one.value or b"")["countryname"] for one in records}
    chosen = random.Random(5).sample(sorted(set(place.values())), PLACES)
    return [one for one in records if place[one.key] in chosen]


def test_every_row_of_the_forces_abroad_is_answered_and_every_place_is_known(worlds: Worlds):
    everything = sent("us-forces")
    assert len(everything) == len({record.key for record in everything}) == 15_482
    records = rows_of_some_places(everything)
    keys = {record.key for record in records}
    world = worlds()
    world.start()
    world.publish(records)
    world.wait(300)

    told = receipts(world, "us-forces")
    assert answered(told, "ingest") == dict.fromkeys(keys, "accepted")
    read = answered(told, "normalize")
    assert set(read) == keys
    assert set(read.values()) <= {"interpreted", "out_of_scope"}
    signals = Counter(signal.code for one in told for signal in one.signals)
    print(f"us-forces: {len(records)} rows, {dict(Counter(read.values()))}, {dict(signals)}")

    claims = world.query(
        """
        select record_id, body -> 'host' ->> 'id', body ->> 'theatre', occurrence_id,
               latest::text, claim_id::text, quantity_best
        from read.claims order by latest, claim_id
        """
    )
    assert {row[0] for row in claims} == {key for key in keys if read[key] == "interpreted"}
    placeless = {record for record, host, theatre, *_ in claims if not (host or theatre)}
    named = {one.record_id for one in told for s in one.signals if s.field == "/Location"}
    assert placeless <= named
    nobodys = sorted({theatre for _, host, theatre, *_ in claims if theatre and not host})
    print(f"without a host: {', '.join(nobodys)}")

    measured = defaultdict(list)
    for *_, occurrence, day, claim, best in claims:
        measured[occurrence].append((day, claim, best))
    standing = world.query(
        "select occurrence_id, coalesce(host, theatre), standing, series "
        "from read.troop_deployments"
    )
    print(f"{len(standing)} standing deployments, {len({row[1] for row in standing})} places")
    assert all(row[2] for row in standing)
    assert {
        row[0]: [(day, claim, best) for day, _, best, _, claim in row[3]] for row in standing
    } == measured
