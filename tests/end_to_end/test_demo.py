"""The demo's story told twice: the second run changes nothing and says the same."""

from tests.end_to_end.conftest import Worlds
from tests.end_to_end.world import run_attache

PUBLISHED = "seoul-desk: 6 sent"  # by the last partner


def told(said: str) -> str:
    """What stands after the partners' answers: the read models, the rejections, what to try."""
    _, found, rest = said.partition(PUBLISHED)
    assert found, said
    return rest[rest.index("when") :]


def answers(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if "duplicate" in line or "stale" in line]


def test_the_second_run_changes_nothing_and_says_the_same(worlds: Worlds):
    world = worlds()
    world.start()
    first = run_attache(world, "demo", "--no-stack")
    before = world.dump(history=True)
    second = run_attache(world, "demo", "--no-stack")
    assert answers(first) == ["6 accepted · 1 duplicate", "5 accepted · 1 duplicate"]
    assert answers(second) == [f"{n} duplicate" for n in (7, 7, 9, 4, 6)]
    assert told(second) == told(first)
    assert "out_of_range at /claims/0/personnel" in told(second)
    assert world.dump(history=True) == before
