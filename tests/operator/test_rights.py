"""What a partner may do, and what changes when the declarations do."""

from services.kit.kafka import Kafka
from services.operator.rights import Change, Right, difference, rights_of

KAFKA = Kafka("nowhere:9092", "x.")


def test_a_partner_may_write_its_reports_read_its_receipts_and_nothing_else():
    assert [str(right) for right in rights_of("desk", KAFKA)] == [
        "desk may write topic x.reports.desk",
        "desk may read topic x.receipts.desk",
        "desk may read group desk.*",
        "desk may idempotent write the cluster",
    ]


def test_what_is_as_declared_changes_nothing():
    there = set(rights_of("desk", KAFKA))
    assert difference(["desk"], KAFKA, {"admin", "desk"}, there) == Change()


def test_a_new_partner_becomes_a_user_with_its_rights():
    change = difference(["desk"], KAFKA, {"admin"}, set())
    assert change == Change(new_users=("desk",), grant=tuple(sorted(rights_of("desk", KAFKA))))


def test_surplus_rights_are_taken_and_services_are_left_alone():
    surplus = Right("desk", "WRITE", "TOPIC", "x.reports.other")
    service = Right("ingest", "READ", "TOPIC", "x.reports.", prefixed=True)
    there = {*rights_of("desk", KAFKA), surplus, service}
    assert difference(["desk"], KAFKA, {"desk", "ingest"}, there) == Change(revoke=(surplus,))


def test_a_partner_no_longer_declared_loses_everything():
    there = set(rights_of("former", KAFKA))
    assert difference([], KAFKA, {"former"}, there) == Change(
        gone_users=("former",), revoke=tuple(sorted(there))
    )
