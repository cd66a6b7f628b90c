"""What differs between a register and what the ledger holds of it."""

from schemas.event import report_id
from schemas.events import ReportAccepted, ReportRevised, ReportWithdrawn
from services.operator.outbound import Origin, Outbound
from services.operator.snapshot import (
    Difference,
    Held,
    Register,
    compare,
    digest,
    hold,
    selected,
)

AT = "2025-01-01T00:00:00Z"


def held(**contents: bytes | None) -> dict[str, Held]:
    """Name to content; None: withdrawn."""
    return {name: Held(digest(content), 1, content is None) for name, content in contents.items()}


def row(number: int, record_id: str | None, value: bytes, **more) -> Outbound:
    return Outbound(Origin(0, number), record_id, value, [], **more)


def register(*rows: Outbound) -> Register:
    found = Register()
    for one in rows:
        found.add(one)
    return found


def test_new_changed_gone_and_same_rows_are_told_apart():
    now = register(row(1, "same", b"1"), row(2, "changed", b"2"), row(3, "new", b"3"))
    before = held(same=b"1", changed=b"1", gone=b"1", long_gone=None)
    assert compare(before, now) == Difference(
        frozenset({Origin(0, 3)}), frozenset({Origin(0, 2)}), ("gone",), 1
    )


def test_what_is_back_after_its_withdrawal_is_new():
    now = register(row(1, "back", b"1"))
    assert compare(held(back=None), now) == Difference(
        frozenset({Origin(0, 1)}), frozenset(), (), 0
    )


def test_the_same_register_again_is_nothing():
    now = register(row(1, "a", b"1"), row(2, "b", b"2"))
    difference = compare(held(a=b"1", b=b"2"), now)
    assert (difference.publishes, difference.same) == (0, 2)


def test_of_two_rows_with_one_id_the_later_stands_and_it_is_told():
    now = register(row(1, "a", b"1"), row(2, "a", b"2"), row(3, "b", b"3"), row(4, "b", b"3"))
    assert now.repeated == ["a"]
    assert compare(held(a=b"2", b=b"3"), now).publishes == 0


def test_of_two_revisions_the_newer_stands_wherever_it_is():
    now = register(row(1, "a", b"2", revision=2), row(2, "a", b"1", revision=1))
    assert compare(held(a=b"2"), now).publishes == 0


def test_a_row_that_withdraws_itself_is_sent_once():
    gone = row(1, "a", b"bye", withdrawn=True)
    assert compare(held(a=b"1"), register(gone)).changed == {Origin(0, 1)}
    assert compare(held(a=None), register(gone)).publishes == 0


def test_only_the_difference_is_sent_and_withdrawals_come_last():
    rows = [row(1, "same", b"1"), row(2, None, b"?"), row(3, "new", b"3")]
    now = register(*rows)
    sent = list(selected(rows, now, compare(held(same=b"1", gone=b"1"), now), 1))
    assert [(r.record_id, r.value) for r in sent] == [(None, b"?"), ("new", b"3"), ("gone", None)]
    assert sent[-1].origin == Origin(1, 1)


def fact(kind, revision: int, content: bytes):
    fields = {
        "report_id": report_id("desk", "a"), "partner": "desk", "record_id": "a",
        "revision": revision, "format": "test.register", "sha256": digest(content).hex(),
        "first_recorded_at": AT,
    }  # fmt: skip
    if kind is not ReportWithdrawn:
        fields |= {"content_type": "application/json", "payload": content.decode()}
    return kind(**fields)


def test_the_ledger_is_folded_to_what_stands_whatever_is_read_twice():
    facts = [
        fact(ReportAccepted, 1, b"1"),
        fact(ReportRevised, 2, b"2"),
        fact(ReportWithdrawn, 3, b""),
        fact(ReportRevised, 3, b"3"),
    ]
    found: dict[str, Held] = {}
    for one in [*facts, *facts]:
        hold(found, one)
    assert found == {"a": Held(digest(b"3"), 3, False)}
