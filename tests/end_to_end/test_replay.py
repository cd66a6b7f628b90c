"""Better code reads old reports again: shown, published once, and known only from then on."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from schemas.claims import Signal
from schemas.topics import LEDGER_CLAIMS
from services.normalize import app
from services.normalize.format import Format, Interpretation, Row
from services.normalize.formats import FORMATS
from services.operator.__main__ import main
from services.operator.how_far import ends
from tests.end_to_end.conftest import Worlds
from tests.end_to_end.scripts import busy
from tests.end_to_end.test_parked import operations
from tests.end_to_end.world import World, spread

CHANGED = "read anew"
Attache = Callable[..., Result]


def deployed(name: str, version: int, interpret: Callable[[Format, Row], Interpretation]) -> Any:
    """The formats, one of them changed: what a deployment of newer code would have."""
    return tuple(
        replace(form, version=version, interpret=lambda row, form=form: interpret(form, row))
        if form.name == name
        else form
        for form in FORMATS
    )


def anew(form: Format, row: Row) -> Interpretation:
    """Deployments get a summary, transfers are no longer made, every meeting raises a signal."""
    found = form.interpret(row)
    told = [one for one in found.statements if one.body.kind != "transfer"]
    doubts = [Signal(code="doubt") for one in told if one.body.kind == "meeting"]
    return replace(
        found,
        statements=tuple(
            replace(one, summary=CHANGED) if one.body.kind == "deployment" else one for one in told
        ),
        signals=(*found.signals, *doubts),
    )


@pytest.fixture
def attache(monkeypatch: pytest.MonkeyPatch) -> Attache:
    """`attache` of this process in a world, with formats of its own."""

    def run(world: World, version: int, *words: str) -> Result:
        monkeypatch.setattr(app, "FORMATS", deployed("attache.report", version, anew))
        found = CliRunner().invoke(main, words, env=world.environment())
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return found

    return run


def counts(world: World) -> dict[str, int]:
    return dict(world.query("select kind, count(*) from read.claims group by 1"))


def ends_of_claims(world: World) -> int:
    return sum(ends(world.kafka.admin(), world.kafka, [LEDGER_CLAIMS]).values())


def test_reports_are_read_again_shown_first_and_published_once(worlds: Worlds, attache: Attache):
    world = worlds()
    world.start()
    world.publish(busy(300))
    world.wait()
    before, current, end = counts(world), world.dump(), ends_of_claims(world)
    interpret = ("replay", "interpret", "--format", "attache.report")

    same_version = attache(world, 1, *interpret, "--yes")
    assert same_version.exit_code == 1
    assert "attache.report reads " in same_version.stderr
    assert "and is still version 1" in same_version.stderr
    assert ends_of_claims(world) == end

    shown = attache(world, 2, *interpret, "--json", "--samples", "1000")
    assert shown.exit_code == 0, shown.output
    told = json.loads(shown.stdout)
    assert told["claims"] == {
        "added": 0,
        "removed": before["transfer"],
        "changed": before["deployment"],
    }
    assert told["signals"] == {"doubt": before["meeting"]}
    assert told["versions"] == [
        {"format": "attache.report", "from": 1, "to": 2, "reports": told["reports"]["changed"]}
    ]
    lines = [line for sample in told["samples"] for line in sample["lines"]]
    assert sum(line.startswith("- transfer") for line in lines) == before["transfer"]
    assert sum(line.endswith(f"→ {CHANGED}") for line in lines) == before["deployment"]
    asked = attache(world, 2, *interpret)  # and nobody answers
    assert asked.exit_code == 1
    assert ends_of_claims(world) == end
    assert world.dump() == current

    one = attache(world, 2, *interpret, "--partner", "northwire", "--yes", "--json")
    changed = json.loads(one.stdout)["published"]
    assert 0 < changed < told["reports"]["changed"]
    assert ends_of_claims(world) == end + changed
    partners = "select distinct partner from read.claims where format_version = 2"
    assert world.query(partners) == [("northwire",)]

    rest = attache(world, 2, *interpret, "--yes", "--actor", "ann", "--reason", "better dates")
    assert rest.exit_code == 0, rest.output
    assert ends_of_claims(world) == end + told["reports"]["changed"]
    assert counts(world) == {kind: n for kind, n in before.items() if kind != "transfer"}
    summaries = "select distinct summary from read.claims where kind = 'deployment'"
    assert world.query(summaries) == [(CHANGED,)]
    assert operations(world) == ["replay interpret"] * 2

    again = attache(world, 2, *interpret, "--yes")
    assert (again.exit_code, "nothing would change" in again.stdout) == (0, True)
    assert ends_of_claims(world) == end + told["reports"]["changed"]
    known_before(world, before)


def known_before(world: World, counted: dict[str, int]) -> None:
    """What was known stays known: the old reading as of the moment before the replay."""
    with world.reading() as connection:
        as_of = connection.execute(
            """
            select kind, count(*) from read.claims_as_of((
                select min(lower(known)) - interval '1 ms' from read.claims_history
                where format_version = 2
            )) group by 1
            """
        ).fetchall()
    assert dict(as_of) == counted


def test_what_is_out_of_scope_today_loses_its_claims_in_the_window_asked_for(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
):
    world = worlds()
    world.start()
    world.publish(busy(20))
    world.wait()
    claims = counts(world)

    def uninterested(form: Format, row: Row) -> Interpretation:
        return Interpretation(out_of_scope="of no interest any more")

    monkeypatch.setattr(app, "FORMATS", deployed("attache.report", 2, uninterested))
    words = ("replay", "interpret", "--to", "2025-02-01", "--yes")
    nothing = CliRunner().invoke(main, words, env=world.environment())
    assert (nothing.exit_code, counts(world)) == (0, claims)  # none is that old

    everything = CliRunner().invoke(main, (*words[:2], "--yes"), env=world.environment())
    assert everything.exit_code == 0, everything.output
    assert counts(world) == {}
    states = "select distinct state from read.reports where state not in ('rejected', 'withdrawn')"
    assert world.query(states) == [("out_of_scope",)]


def test_a_record_that_was_refused_is_read_by_code_that_can(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch
):
    """No interpretation of that revision is there, so none has to be outvoted by a version."""
    world = worlds()
    world.start()
    claim = {"id": "c", "kind": "deployment", "deploying": "France", "host": "Mali"}
    claim |= {"action": "arrived", "personnel": {"low": 9, "high": 1}, "occurred": "2025-02-01"}
    record = {"record_id": "r", "revision": 1, "claims": [claim]}
    record |= {"published_at": "2025-02-02T00:00:00Z"}
    world.publish(spread([("northwire", "r", json.dumps(record).encode())]))
    world.wait()
    assert counts(world) == {}

    def mending(form: Format, row: Row) -> Interpretation:
        said = [one | {"personnel": "1 to 9"} for one in row["claims"]]
        return form.interpret({**row, "claims": said})

    version = next(form.version for form in FORMATS if form.name == "attache.report")
    monkeypatch.setattr(app, "FORMATS", deployed("attache.report", version, mending))
    words = ("replay", "interpret", "--record", "r", "--yes", "--json")
    found = CliRunner().invoke(main, words, env=world.environment())
    told = json.loads(found.stdout)
    assert (told["reports"]["new"], told["claims"]["added"], told["published"]) == (1, 1, 1)
    assert counts(world) == {"deployment": 1}
