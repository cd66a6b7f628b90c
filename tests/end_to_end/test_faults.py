"""Whatever is killed, lost or shared, the read models come out as if nothing had happened."""

import subprocess

from confluent_kafka import Consumer, TopicPartition
from psycopg.conninfo import conninfo_to_dict

from deploy.native.layout import postgres_tool
from schemas.topics import REPORTS
from services.operator.declared import partners
from services.operator.how_far import ends
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.scripts import busy
from tests.end_to_end.world import HISTORIES, MODELS, SERVICES, Sent, World, wait_for
from tests.retention import expire

COUNT = 1500


def undisturbed(worlds: Worlds, records: list[Sent]) -> World:
    world = worlds()
    world.start()
    world.publish(records)
    world.wait()
    histories_are_whole(world)
    world.stop()
    return world


def test_killing_each_service_in_the_middle_changes_nothing(worlds: Worlds):
    records = busy(COUNT)
    calm = undisturbed(worlds, records)
    world = worlds()
    world.start()
    step = len(records) // (len(SERVICES) + 1)
    for n, service in enumerate(SERVICES):
        world.publish(records[n * step : (n + 1) * step])
        world.kill(service)
        world.start(service)
    world.publish(records[len(SERVICES) * step :])
    world.wait()

    assert world.dump() == calm.dump()
    histories_are_whole(world)


def test_two_workers_of_each_service_and_a_rebalance_change_nothing(worlds: Worlds):
    records = busy(COUNT)
    calm = undisturbed(worlds, records)
    world = worlds()
    world.start()
    world.publish(records[: COUNT // 3])
    world.start()  # a second worker of each joins
    world.publish(records[COUNT // 3 : 2 * COUNT // 3])
    for service in SERVICES:
        first = world.processes[service].pop(0)  # and the first one goes
        first.kill()
        first.wait()
    world.publish(records[2 * COUNT // 3 :])
    world.wait()

    assert world.dump() == calm.dump()
    histories_are_whole(world)


def test_a_wiped_database_comes_back_to_the_same_history(worlds: Worlds):
    records = busy(600)
    world = worlds()
    world.start()
    world.publish(records)
    world.wait()
    before = world.dump(history=True)
    expire_partner_topics(world)

    with world.reading() as connection:
        for schema in ("ingest", "dedupe", "projection", "read"):
            connection.execute(f"drop schema {schema} cascade")
    wait_for(lambda: projected(world), "the read models to come back")
    world.wait()

    assert world.dump(history=True) == before
    again = busy(60, seed=3)
    world.publish(again)  # it goes on, and remembers what it knew
    world.publish(records[:50])
    world.wait()
    histories_are_whole(world)


def test_a_database_restored_from_an_older_dump_catches_up_with_its_ledger(worlds: Worlds):
    records = busy(800)
    world = worlds()
    world.start()
    world.publish(records[:400])
    world.wait()
    dump = dumped(world)
    world.publish(records[400:])
    world.wait()
    before = world.dump(history=True)
    said = ends_of_ledger(world)
    expire_partner_topics(world)
    world.stop()

    restored(world, dump)
    world.start()
    world.wait()

    assert world.dump(history=True) == before
    assert new_facts(world, said) == []
    histories_are_whole(world)


def histories_are_whole(world: World) -> None:
    """Gapless per key, each row's known time before the next, and ending in the current rows."""
    [(current,)] = world.query("select count(*) from read.claims")
    assert current > 400, "there is something to compare"
    for model, history in zip(MODELS, HISTORIES, strict=True):
        key = {"claims": "occurrence_id, claim_id", "reports": "id"}.get(model, "occurrence_id")
        gaps = world.query(
            f"""
            select count(*) from (
                select upper(known) as upto,
                       lead(lower(known)) over (partition by {key} order by lower(known)) as next
                from read.{history}) as h
            where upto is distinct from next
            """
        )
        assert gaps == [(0,)], history
        open_rows = world.query(
            f"select count(*) from read.{history} where upper_inf(known) and present"
        )
        assert open_rows == world.query(f"select count(*) from read.{model}")
    doubled = world.query("select claim_id from read.claims group by 1 having count(*) > 1")
    assert doubled == []


def expire_partner_topics(world: World) -> None:
    """As if thirty days had passed: the partners' own records are gone."""
    mine = [REPORTS + partner.name for partner in partners(world.settings)]
    expire(world.kafka, ends(world.kafka.admin(), world.kafka, mine))


def projected(world: World) -> bool:
    try:
        return bool(world.query("select 1 from read.reports limit 1"))
    except Exception:
        return False


def ends_of_ledger(world: World) -> dict[tuple[str, int], int]:
    ledger = ["ledger.reports", "ledger.claims", "ledger.occurrences"]
    return ends(world.kafka.admin(), world.kafka, ledger)


def new_facts(world: World, said: dict[tuple[str, int], int]) -> list[str]:
    """Ids on the ledger after `said` that were not on it before. The same ids may be said again."""
    before: set[str] = set()
    after: set[str] = set()
    for topic, partition, offset, event_id in ledger_ids(world):
        known = before if offset < said[topic, partition] else after
        known.add(event_id)
    return sorted(after - before)


def ledger_ids(world: World) -> list[tuple[str, int, int, str]]:
    consumer = Consumer(
        {"bootstrap.servers": world.settings.kafka, "group.id": "none", "log_level": 2}
    )
    found = []
    for (topic, partition), end in ends_of_ledger(world).items():
        consumer.assign([TopicPartition(world.kafka.wire(topic), partition, 0)])
        position = 0
        while position < end:
            record = consumer.poll(10)
            assert record is not None
            assert record.error() is None
            position = record.offset() + 1
            headers = dict(record.headers() or ())
            found.append((topic, partition, record.offset(), headers["ce_id"].decode()))
    consumer.close()
    return found


def dumped(world: World) -> bytes:
    url = str(world.settings.database_url)
    done = subprocess.run(
        [postgres_tool("pg_dump"), "--clean", "--if-exists", url], capture_output=True, check=True
    )
    return done.stdout


def restored(world: World, dump: bytes) -> None:
    url = str(world.settings.database_url)
    assert conninfo_to_dict(url)["dbname"].startswith("attache_world_")
    with world.reading() as connection:
        for schema in ("ingest", "dedupe", "projection", "read"):
            connection.execute(f"drop schema if exists {schema} cascade")
    subprocess.run(
        [postgres_tool("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", url],
        input=dump,
        capture_output=True,
        check=True,
    )
