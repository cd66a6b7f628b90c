"""What could not be handled is handled later, in order and once, or given up by somebody."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from schemas import codec
from schemas.event import Envelope, derived_id, report_id
from schemas.events import InterpretationWithdrawn, ReportWithdrawn
from schemas.topics import LEDGER_CLAIMS, LEDGER_OPERATIONS
from services.kit import database, redrive
from services.kit.kafka import Kafka
from services.kit.outbox import Outgoing
from services.kit.record import Emit, Fact
from services.kit.redrive import Chain, Change, StillAtFault, Tx
from services.kit.settings import Settings
from services.operator import ledger
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import World, run_attache, spread, wait_for
from tests.kit import toy
from tests.kit.test_service import applied, query, read_all, wipe


async def forgiving(facts: Sequence[Fact], tx: Tx) -> Sequence[Emit]:
    """The handler, mended: nothing is poison to it."""
    mended = [f._replace(event=f.event.changed(reason=None)) for f in facts]
    return await toy.on_withdrawn(mended, tx)


MENDED = replace(toy.PROCESSOR, handlers={ReportWithdrawn: forgiving})
KEY = b"7"
SEQUENCE = ["3", "7", "98", "99"]
POISONED = [
    *(toy.withdrawn(n, **({"reason": "poison", "key": 7} if n == 3 else {})) for n in range(10)),
    toy.withdrawn(98, key=7),
    toy.withdrawn(99, key=7),
]


@asynccontextmanager
async def parked(settings: Settings, kafka: Kafka) -> AsyncIterator[tuple[Chain, Tx]]:
    """Records of key 7 parked behind a poisonous one, all others applied."""
    toy.create_topics(kafka, toy.INPUT, toy.OUTPUT)
    async with toy.running(settings):
        await toy.publish(kafka, POISONED)
        await applied(settings, kafka, len(POISONED) - len(SEQUENCE))
    connection = await database.connect(str(settings.database_url), "toy")
    try:
        yield Chain(toy.INPUT, toy.partition(kafka, POISONED[3]), KEY), connection
    finally:
        await connection.close()


async def numbers_parked(connection: Tx) -> int:
    rows = await connection.execute("select count(*) from kit_parked")
    return int((await rows.fetchall())[0][0])


async def test_a_mended_handler_takes_the_sequence_in_order_and_once(
    settings: Settings, kafka: Kafka
):
    async with parked(settings, kafka) as (chain, connection):
        done = await redrive.redrive(MENDED, connection, chain)
        assert [emit.event.record_id for emit in done.emits] == SEQUENCE
        assert await numbers_parked(connection) == 0
        with pytest.raises(redrive.NothingParked):
            await redrive.redrive(MENDED, connection, chain)
    async with toy.running(settings, MENDED):
        await toy.publish(kafka, [toy.withdrawn(100, key=7), *POISONED])
        await applied(settings, kafka, len(POISONED) + 1)
        before = await query(str(settings.database_url), "select * from toy.seen order by 1")
        await wipe(str(settings.database_url))  # the ledger alone knows what was redriven
        await applied(settings, kafka, len(POISONED) + 1)
    assert await query(str(settings.database_url), "select * from toy.seen order by 1") == before
    said = await read_all(kafka, toy.OUTPUT)
    assert len({dict(r.headers)["ce_id"] for r in said}) == len(said) == len(POISONED) + 1


async def test_what_is_still_at_fault_stays_parked_whole(settings: Settings, kafka: Kafka):
    async with parked(settings, kafka) as (chain, connection):
        with pytest.raises(StillAtFault, match=r"record 1 of 4 .*poison"):
            await redrive.redrive(toy.PROCESSOR, connection, chain)
        assert await numbers_parked(connection) == len(SEQUENCE)
        gone = await redrive.discard(toy.PROCESSOR, connection, chain, redrive.nobody, first=True)
        assert [one.record.value for one in gone] == [POISONED[3].value]
        done = await redrive.redrive(toy.PROCESSOR, connection, chain)
        assert [emit.event.record_id for emit in done.emits] == SEQUENCE[1:]


async def test_a_rehearsal_tells_rows_and_events_and_changes_nothing(
    settings: Settings, kafka: Kafka
):
    async with parked(settings, kafka) as (chain, connection):
        beside = await database.connect(str(settings.database_url), "toy")
        try:
            found = await redrive.rehearse(MENDED, connection, beside, chain)
        finally:
            await beside.close()
        assert await numbers_parked(connection) == len(SEQUENCE)
    rows = tuple({"report_id": str(report_id("p", number)), "partner": "p"} for number in SEQUENCE)
    assert [emit.event.record_id for emit in found.emits] == SEQUENCE
    assert found.changes == [Change("toy.seen", 4, 0, 0, (), rows)]
    seen = await query(str(settings.database_url), "select count(*) from toy.seen")
    assert seen == [(len(POISONED) - len(SEQUENCE),)]


async def test_records_that_arrive_meanwhile_neither_overtake_nor_get_lost(
    settings: Settings, kafka: Kafka
):
    later = [toy.withdrawn(n, key=7) for n in range(200, 320)]
    async with parked(settings, kafka) as (chain, connection), toy.running(settings, MENDED):
        arriving = asyncio.create_task(toy.publish(kafka, later))
        await redrive.redrive(MENDED, connection, chain)
        await arriving
        await applied(settings, kafka, len(POISONED) + len(later))
        assert await numbers_parked(connection) == 0
    said = await read_all(kafka, toy.OUTPUT)
    assert len({dict(r.headers)["ce_id"] for r in said}) == len(said)


def test_an_operator_looks_discards_and_retries(worlds: Worlds):
    world = worlds()
    world.start()
    world.publish(spread([("northwire", "r-0", report("r-0"))]))
    world.wait()
    key = str(report_id("northwire", "r-1"))
    put_on_claims(world, key, b"{")
    world.publish(spread([("northwire", "r-1", report("r-1"))]))
    world.wait()

    listed = json.loads(run_attache(world, "parked", "list", "--json"))
    assert [(one["processor"], one["key"], one["records"]) for one in listed] == [
        ("dedupe", key, 2),
        ("projection.g1", key, 2),
    ]
    which = ("--processor", "dedupe")
    which = ("--processor", "dedupe")
    assert "follows a parked record" in run_attache(world, "parked", "show", key[:13], *which)
    for processor in ("dedupe", "projection.g1"):
        which = (key, "--processor", processor)
        run_attache(world, "parked", "retry", *which, code=1)
        run_attache(world, "parked", "discard", *which, "--first", "--reason", "cut off")
        rehearsed = json.loads(run_attache(world, "parked", "retry", *which, "--dry-run", "--json"))
        tables = {change["table"] for change in rehearsed["tables"]}
        assert {"dedupe.claim", "read.reports_history"} & tables
        run_attache(world, "parked", "retry", *which, "--actor", "ann", "--reason", "mended")
    world.wait()

    assert run_attache(world, "parked") == "Nothing is parked.\n"
    found = "select record_id from read.{} where partner = 'northwire' order by 1"
    for model in ("claims", "reports"):
        wait_for(lambda m=model: len(world.query(found.format(m))) == 2, f"both in {model}")
    assert operations(world) == ["parked discard", "parked retry"] * 2


def report(record_id: str) -> bytes:
    claim = {"id": "c", "kind": "meeting", "occurred": "2025-03-01"}
    claim |= {"participants": [{"party": "France"}, {"party": "Poland"}]}
    published = {"published_at": "2025-03-02T00:00:00Z"}
    return json.dumps(
        {"record_id": record_id, "revision": 1, "claims": [claim]} | published
    ).encode()


def put_on_claims(world: World, key: str, value: bytes) -> None:
    """What no normalize of ours would write."""
    kind = InterpretationWithdrawn
    envelope = Envelope(derived_id(report_id("p", key), "t"), kind.type, 1, "/t", toy.DAY)
    headers = codec.write(envelope, _any_event())[0]
    asyncio.run(toy.publish(world.kafka, [Outgoing(LEDGER_CLAIMS, key.encode(), value, headers)]))


def _any_event() -> InterpretationWithdrawn:
    return InterpretationWithdrawn(
        report_id=report_id("p", "x"),
        partner="p",
        record_id="x",
        revision=1,
        first_recorded_at=toy.DAY,
        format="f",
        format_version=1,
    )


def operations(world: World) -> list[str]:
    async def read() -> list[Any]:
        return [record async for record in ledger.read(world.kafka, LEDGER_OPERATIONS)]

    found = sorted(asyncio.run(read()), key=lambda record: record.timestamp)
    return [codec.read(record.headers, record.value)[1].action for record in found]
