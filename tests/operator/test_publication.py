"""Publishing to the real ingest and normalize, and hearing from them."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator.checkpoint import Checkpoint
from services.operator.files import files
from services.operator.outbound import Origin, Outbound, withdrawals
from services.operator.publication import Publication
from services.operator.reading import Reading
from services.operator.register import Planned, planned
from services.operator.tally import Tally
from tests.operator import world
from tests.operator.register import REGISTER, csv

MANY = [(str(n), "Chad") for n in range(100, 2600)]


async def publish(
    kafka: Kafka, records: Iterable[Outbound], checkpoint: Checkpoint | None = None, **more
) -> Tally:
    where = {"where": lambda origin: f"#{origin.number}"} | more
    publication = Publication(kafka, world.PARTNER, iter(records), checkpoint=checkpoint, **where)
    return await publication.run()


def told(tally: Tally) -> dict[str, object]:
    """Without what depends on time, and what is nothing."""
    found = dict(tally.as_json())
    del found["seconds"]
    return {name: value for name, value in found.items() if value}


async def snapshot(kafka: Kafka, settings: Settings, path: Path, yes: bool = False) -> Planned:
    return await asyncio.to_thread(
        planned, settings, kafka, world.PARTNER, REGISTER, files([str(path)]), yes
    )


async def test_every_record_is_answered_and_repeats_are_duplicates(
    settings: Settings, kafka: Kafka, tmp_path: Path
):
    world.create_topics(kafka)
    file = tmp_path / "rows.csv"
    file.write_text(csv(("1", "Siam"), ("2", "nowhere"), ("", "Mali"), ("4", "unreadable"), *MANY))
    async with world.services(settings):
        first = await publish(kafka, Reading(REGISTER, files([str(file)])))
        again = await publish(kafka, Reading(REGISTER, files([str(file)])))
        gone = await publish(kafka, withdrawals(0, ["1", "never"]))
    rejections = [
        {
            "code": "missing_record_id",
            "field": "/id",
            "message": "every row has an id",
            "record_id": None,
            "where": "#3",
        },
        {
            "code": "unknown_country",
            "field": "/country",
            "message": "no country is called so",
            "record_id": "4",
            "where": "#4",
        },
    ]
    by_code = sorted(told(first)["rejections"], key=lambda one: one["code"])
    assert told(first) | {"rejections": by_code} == {
        "sent": 2504,
        "accepted": 2503,
        "rejected": 2,
        "interpreted": 2501,
        "claims": {"deployment": 2501},
        "out_of_scope": 1,
        "signals": {"old_name": 1},
        "rejections": rejections,
    }
    assert again.answers == Counter(duplicate=2503, rejected=1)
    assert told(gone) == {
        "sent": 2,
        "accepted": 1,
        "rejected": 1,
        "withdrawn": 1,
        "rejections": [
            {
                "code": "unknown_report",
                "field": "",
                "message": "there is no such report to withdraw",
                "record_id": "never",
                "where": "#2",
            }
        ],
    }


async def test_a_register_published_whole_sends_exactly_what_differs(
    settings: Settings, kafka: Kafka, tmp_path: Path
):
    world.create_topics(kafka)
    file = tmp_path / "register.csv"
    async with world.services(settings):
        counts = []
        for rows in (
            [("1", "Chad"), ("2", "Mali"), ("3", "Niger")],
            [("1", "Chad"), ("2", "Togo"), ("4", "Benin")],
            [("4", "Benin"), ("1", "Chad"), ("2", "Togo")],
            [("1", "Chad"), ("2", "Togo"), ("3", "Niger"), ("4", "Benin")],
        ):
            file.write_text(csv(*rows))
            plan = await snapshot(kafka, settings, file)
            tally = await publish(kafka, plan.records)
            difference = plan.difference
            counts.append(
                (
                    len(difference.new),
                    len(difference.changed),
                    difference.gone,
                    difference.same,
                    tally.answers["accepted"],
                    tally.withdrawn,
                )
            )
    assert counts == [
        (3, 0, (), 0, 3, 0),
        (1, 1, ("3",), 1, 3, 1),
        (0, 0, (), 3, 0, 0),
        (1, 0, (), 3, 1, 0),
    ]


async def test_without_services_it_gives_up_and_goes_on_later(
    settings: Settings, kafka: Kafka, tmp_path: Path
):
    world.create_topics(kafka)
    file = tmp_path / "rows.csv"
    file.write_text(csv(("1", "Chad"), ("2", "Mali")))
    given = files([str(file)])
    point = Checkpoint.of(world.PARTNER, given, tmp_path)
    vain = await publish(kafka, Reading(REGISTER, given), point, patience=1.0)
    assert (vain.sent, vain.unanswered, vain.given_up, vain.failed) == (2, 2, True, True)
    assert point.load() == Origin(0, 1)
    async with world.services(settings):
        later = await publish(kafka, Reading(REGISTER, given, point.load()), point)
    assert told(later) == {"sent": 2, "duplicate": 2}
    assert point.load() == Origin(0, 3)
