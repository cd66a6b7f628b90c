"""docs/operations.md says what is so: its commands are run, its tables compared with the code."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from schemas.partners import Expected
from schemas.topics import DAY, LEDGER, LEDGER_REJECTIONS, partner_topics
from services.kit.settings import Settings
from services.operator.volume import Quality, Volume
from tests.docs.pages import OPERATIONS, ROOT, under
from tests.docs.secure import WHERE, Partnership
from tests.end_to_end.world import World, run_attache, wait_for

PAGE: Final = OPERATIONS.read_text(encoding="utf-8")


def typed(world: World, line: str, names: Mapping[str, str] | None = None, code: int = 0) -> str:
    """What a line of the page prints, with real ids where it has names."""
    for name, value in (names or {}).items():
        line = re.sub(rf"\b{name}\b", value, line)
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
    assert words[0] == "attache"
    return run_attache(world, *words[1:], code=code)


def test_it_is_told_whether_all_is_well(world: World) -> None:
    (line,) = under(OPERATIONS, "Is all well?").commands
    told = typed(world, line)
    for word in ("ingest", "normalize", "dedupe", "projection", "northwire"):
        assert word in told


def test_nothing_is_parked_and_the_list_says_so(world: World) -> None:
    first, *others = under(OPERATIONS, "Parked").commands
    assert typed(world, first) == "Nothing is parked.\n"
    for line in others:  # there is no such sequence: understood, and refused
        typed(world, line, {"KEY": "0000"}, code=1)


def test_nothing_expired_unread_and_the_list_says_so(world: World) -> None:
    first, accept = under(OPERATIONS, "Expired").commands
    assert typed(world, first) == "Nothing expired unread.\n"
    typed(world, accept.replace("TOPIC/PARTITION", "reports.northwire/0"), code=1)


def test_claims_are_ruled_apart_and_together_and_the_ruling_withdrawn(world: World) -> None:
    (pair,) = world.query(
        "select claim_ids[1]::text, claim_ids[2]::text from read.troop_deployments "
        "where cardinality(claim_ids) > 1 order by 1 limit 1"
    )
    names = dict(zip(("CLAIM", "OTHER"), pair, strict=True))
    why, apart, together, listed, withdraw = under(OPERATIONS, "Rulings").commands
    assert pair[0][:8] in typed(world, why, names)
    for line, apart_now in ((apart, True), (together, False)):
        typed(world, line, names)
        assert (resolved(world, pair[0]) != resolved(world, pair[1])) is apart_now
        assert typed(world, listed) != ""
        (ruling,) = json.loads(typed(world, f"{listed} --json"))
        typed(world, withdraw, {"RULING": ruling["ruling_id"]})
        assert json.loads(typed(world, f"{listed} --json")) == []
        assert resolved(world, pair[0]) == resolved(world, pair[1])


def resolved(world: World, claim: str) -> Any:
    ((found,),) = world.query("select read.resolve(%s)", claim)
    return found


def test_the_read_models_are_built_anew_served_and_taken_back(world: World) -> None:
    rebuild, verify, promote, rollback, listed, retire = under(
        OPERATIONS, "Read models anew"
    ).commands
    typed(world, rebuild)
    assert "row by row the live one" in typed(world, verify)
    assert "readers see generation 2" in typed(world, promote)
    assert "readers see generation 1 again" in typed(world, rollback)
    assert typed(world, listed).splitlines() == [
        "generation 1: live, in schema read",
        "generation 2: former, in schema read_g2",
    ]
    assert typed(world, retire) == "generation 2 is gone\n"


def test_reports_are_read_anew_and_nothing_differs(world: World) -> None:
    (line,) = under(OPERATIONS, "Reports read anew").commands
    assert typed(world, line).splitlines()[-1] == "nothing would change"


def test_the_partners_are_listed(world: World) -> None:
    assert "northwire" in typed(world, "attache partners list")


def test_a_lost_password_is_replaced(partnership: Partnership) -> None:
    (line,) = re.findall(r"`(attache partners apply --rotate NAME [^`]+)`", PAGE)
    _, source, *_ = under(OPERATIONS, WHERE).commands
    before = partnership.credentials("kiel")
    partnership.shell(f"{source}; {line.replace('NAME', 'kiel')}")
    after = partnership.credentials("kiel")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"ATTACHE_OPERATOR_KAFKA_PASSWORD"}


@pytest.mark.parametrize("service", ["ingest", "normalize", "dedupe", "projection"])
def test_each_service_answers_on_its_port_and_measures_what_the_page_names(
    service: str, world: World
) -> None:
    ports = re.findall(rf"{service}\S*: health and metrics on port (\d+)", world.log.read_text())
    paths = re.findall(r"^\| `(/[\w/]+)` \|", PAGE, re.MULTILINE)
    assert paths == ["/health/live", "/health/ready", "/metrics"]
    live, ready, metrics = (f"http://127.0.0.1:{ports[-1]}{path}" for path in paths)
    assert asked(live) == "live\n"
    wait_for(lambda: asked(ready) == "ready\n", "a session that reads")
    named = set(re.findall(r"`(attache_\w+)", PAGE))
    told = asked(metrics)
    assert {name for name in named if f"# TYPE {name.removesuffix('_total')}" not in told} == set()


def asked(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.read().decode())


def test_the_alarms_are_words_of_the_code() -> None:
    table = PAGE.partition("| it says | it means | do |")[2].partition("\n\n")[0]
    told = [row.split("|")[1] for row in table.strip().splitlines()[1:]]
    kit = (ROOT / "services" / "kit").glob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in kit)
    for cell in told[:-1]:
        (said,) = re.findall(r"`([^`]+)`", cell)
        pieces = [piece.strip() for piece in said.split("…") if piece.strip()]
        assert [piece for piece in pieces if piece not in code] == []
    warned = re.findall(r"`([^`]+)`", told[-1])
    assert warned.pop() == "attache status"
    assert [word for word in warned if not any(word in w for w in every_warning())] == []


def every_warning() -> list[str]:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    daily, bad = Expected(per_day_min=10, per_day_max=20), Quality(100, 50, 50)
    seen = [(0, Quality()), (5, Quality()), (100, bad)]
    return [
        warning
        for number, lately in seen
        for warning in Volume("x", number, now - timedelta(days=1), daily, lately).warnings(now)
    ]


def test_numbers_of_the_page_are_the_code_s() -> None:
    (ours, theirs) = re.findall(r"\((\d+) of the ledger's topics, (\d+) of a partner's ", PAGE)[0]
    assert {topic.partitions for topic in LEDGER} == {int(ours)}
    assert {topic.partitions for topic in partner_topics("x")} == {int(theirs)}
    kept = {topic.name: topic.retention_ms for topic in LEDGER}[LEDGER_REJECTIONS]
    assert ("for a year" in PAGE, kept // DAY) == (True, 365)
    assert f"over {Settings(_env_file=None).stuck_after_seconds:.0f} |" in PAGE


def test_make_has_what_the_page_types(tmp_path: Path) -> None:
    for line in under(OPERATIONS, "Start and stop").commands:
        tool, target = line.split()
        assert tool == "make"
        done = subprocess.run(
            ["make", "--dry-run", "-C", str(ROOT), target], capture_output=True, text=True
        )
        assert (done.returncode, "attache" in done.stdout) == (0, True), done.stderr
