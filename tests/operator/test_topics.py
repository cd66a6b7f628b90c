"""The broker's topics and what is declared: widened where it is less, never made narrower."""

from pathlib import Path

from services.kit.kafka import Kafka, topic_ids
from services.kit.settings import Settings
from services.operator import topics


def declaring(folder: Path, **partitions: int) -> Settings:
    declared = folder / "partners.yaml"
    lines = [
        f"- {{name: {name}, format: toy, contact: a@b, title: T, partitions: {count}}}"
        for name, count in partitions.items()
    ]
    declared.write_text("partners:\n" + "\n".join(lines))
    return Settings(_env_file=None, partners=declared)


def counts(kafka: Kafka, partner: str) -> list[int]:
    names = [kafka.wire(f"{what}.{partner}") for what in ("reports", "receipts")]
    found = topic_ids(kafka.admin(), names)
    return [found[name][1] for name in names]


def test_a_partner_has_the_partitions_that_it_declares(tmp_path: Path):
    wanted = topics.wanted(declaring(tmp_path, wide=12, narrow=1))
    told = {topic.name: topic.partitions for topic in wanted if not topic.name.startswith("ledger")}
    assert told == {
        "reports.wide": 12,
        "receipts.wide": 12,
        "reports.narrow": 1,
        "receipts.narrow": 1,
    }


def test_more_are_added_when_more_are_declared_and_none_is_taken_away(kafka: Kafka, tmp_path: Path):
    admin = kafka.admin()

    def plan(**partitions: int) -> list[topics.Difference]:
        return topics.plan(admin, kafka, topics.wanted(declaring(tmp_path, **partitions))[-2:])

    topics.apply(admin, kafka, plan(desk=2))
    assert counts(kafka, "desk") == [2, 2]

    wider = plan(desk=5)
    assert [str(one) for one in wider] == [
        "~ reports.desk (partitions: 2 -> 5)",
        "~ receipts.desk (partitions: 2 -> 5)",
    ]
    topics.apply(admin, kafka, wider)
    assert counts(kafka, "desk") == [5, 5]

    assert plan(desk=3) == []
    told = topics.surplus(admin, kafka, topics.wanted(declaring(tmp_path, desk=3))[-2:])
    assert told == [
        "= reports.desk (partitions: 5, 3 declared; left as it is)",
        "= receipts.desk (partitions: 5, 3 declared; left as it is)",
    ]
    assert counts(kafka, "desk") == [5, 5]
