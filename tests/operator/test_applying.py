"""How long a publication waits for the read models."""

from collections.abc import Iterator

import pytest

from services.kit.settings import Settings
from services.operator import applying
from services.operator.applying import ROUNDS, Applied, Told, applied, waited
from services.operator.waiting import NotApplied


def rounds(*told: list[tuple[str, int]]):
    """A wait that says these things in its rounds; the last one is the end, if it is empty."""
    left: Iterator[list[tuple[str, int]]] = iter(told)

    def wait(watch: Told) -> None:
        said = next(left)
        for service, behind in said:
            watch(service, behind)
        if said:
            service, behind = said[-1]
            raise NotApplied(f"{service} still has {behind} records to read: is it running?")

    return wait


def nobody(service: str, behind: int) -> None:
    pass


def test_it_waits_on_while_a_service_gets_on():
    wait = rounds([("ingest", 9), ("ingest", 5)], [("ingest", 5), ("ingest", 0)], [])
    assert waited(wait, nobody) == Applied(True, [])


def test_it_gives_up_when_nothing_moves():
    wait = rounds([("dedupe", 9), ("dedupe", 5)], [("ingest", 0), ("dedupe", 5), ("dedupe", 5)])
    assert waited(wait, nobody) == Applied(
        False, ["dedupe still has 5 records to read: is it running?"]
    )


def test_it_does_not_wait_for_ever_for_other_publishers():
    wait = rounds(*[[("ingest", 9), ("ingest", 8)]] * ROUNDS)
    assert waited(wait, nobody).done is False


def test_what_was_parked_on_the_way_is_not_applied(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(applying, "wait_until_applied", lambda settings, patience, told: [])
    monkeypatch.setattr(applying, "parked_records", lambda settings: 7)
    settings = Settings(_env_file=None)
    assert applied(settings, 1, 7, nobody) == Applied(True, [])
    assert applied(settings, 1, 5, nobody) == Applied(
        False,
        [
            "2 records were parked on the way, and are not in the read models: "
            "`attache status` says why"
        ],
    )
