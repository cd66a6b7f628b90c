"""The programs of docs/partners.md, run for real as the page has them typed."""

import json
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import PARTNERS, blocks, under
from tests.docs.partners import records
from tests.docs.programs import CLIENTS, Program, newer_librdkafka, ready
from tests.docs.secure import Partnership
from tests.docs.test_partners import PLACE, checked, without
from tests.end_to_end.world import World

Programs = Callable[[str], Program]
TITLES = ("Python", "Java", "Node", "kcat")
OWN = dict(
    zip(TITLES, ("seoul-desk", "ministry-monitor", "osint-frontline", "kyiv-monitor"), strict=True)
)
"""Each program publishes as a partner of its own, so that none sees what another has sent."""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    """Each is set up once, as the page says."""
    known: dict[str, Program] = {}

    def program(title: str) -> Program:
        if title not in known:
            known[title] = ready(title, tmp_path_factory.mktemp(title))
        return known[title]

    return program


def answers(
    told: tuple[int, list[dict[str, Any]]],
) -> tuple[int, list[str]]:
    code, found = told
    return code, [receipt["status"] for receipt in found]


@pytest.mark.parametrize("title", TITLES)
def test_a_program_publishes_and_prints_what_became_of_it(
    title: str, programs: Programs, world: World, tmp_path: Path
) -> None:
    program = programs(title)
    about = {
        "ATTACHE_KAFKA": world.settings.kafka,
        "ATTACHE_TOPIC_PREFIX": world.settings.topic_prefix,
        "ATTACHE_PARTNER": OWN[title],
    }
    deployment, *_, refused = records()
    huge = deployment | {"claims": [], "language": "x" * (1 << 20)}

    told = [
        program.publish(deployment, about),
        program.publish(deployment, about),
        program.publish(refused, about),
        program.publish(huge, about),
        program.withdraw(deployment["record_id"], about),
    ]

    assert [answers(one) for one in told] == [
        (0, ["accepted", "interpreted"]),
        (0, ["duplicate"]),
        (1, ["accepted", "rejected"]),
        (1, ["rejected"]),
        (0, ["accepted", "withdrawn"]),
    ]
    assert [found[-1]["code"] for _, found in told[2:4]] == ["out_of_range", "record_too_large"]
    _, offline = checked(tmp_path, [deployment, refused], "--partner", OWN[title])
    printed = [receipt for n in (0, 2) for receipt in told[n][1]]
    assert [without(r, *PLACE) for r in printed] == [without(r, *PLACE) for r in offline]


@pytest.mark.parametrize("title", TITLES)
def test_a_program_logs_in_and_is_let_in_nowhere_else(
    title: str, programs: Programs, partnership: Partnership, tmp_path: Path
) -> None:
    program = programs(title)
    about = partnership.environment(OWN[title]) | newer_librdkafka(title, tmp_path)
    told = program.publish(records()[0], about)
    assert answers(told) == (0, ["accepted", "interpreted"])
    shut_out = program.run(program.publishes, about | {"ATTACHE_PARTNER": "northwire"})
    assert (shut_out.returncode, shut_out.stdout) == (1, "")
    assert "authoriz" in shut_out.stderr.lower()


def test_a_wrong_password_and_no_tls_are_told(programs: Programs, partnership: Partnership) -> None:
    program = programs("Python")
    program.folder.joinpath("record.json").write_text(json.dumps(records()[0]))
    wrong = [{"ATTACHE_OPERATOR_KAFKA_PASSWORD": "guessed"}, {"ATTACHE_OPERATOR_KAFKA_USER": ""}]

    def tried(one: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return program.run(program.publishes, partnership.environment(OWN["Python"]) | one)

    with ThreadPoolExecutor() as pool:  # each waits for its broker for ten seconds
        password, no_tls = pool.map(tried, wrong)
    assert [(one.returncode, one.stdout) for one in (password, no_tls)] == [(1, "")] * 2
    assert "Authentication failed" in password.stderr
    assert "Disconnected" in no_tls.stderr
    for one in (password, no_tls):
        assert one.stderr.splitlines()[-1].startswith("the broker does not answer")


def test_whole_files_go_with_the_file_that_a_partner_is_given(
    partnership: Partnership, tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(records()[1]))
    (line,) = under(PARTNERS, "Secure").commands
    told = partnership.shell(f"{line}; attache publish northwire {file} --no-wait", "northwire")
    assert "1 accepted" in told


def test_the_page_names_the_variables_of_the_file_and_of_the_programs(
    partnership: Partnership,
) -> None:
    page = PARTNERS.read_text(encoding="utf-8")
    given = partnership.credentials("northwire")
    assert [name for name in given if f"`{name}`" not in page] == []
    (line,) = under(PARTNERS, "Send and follow").commands
    assert line == "export ATTACHE_KAFKA=broker.example:9092 ATTACHE_PARTNER=northwire"


def test_what_the_page_quotes_stands_in_the_programs() -> None:
    files = {
        "python": "python/publish.py",
        "java": "java/Publish.java",
        "js": "node/publish.mjs",
        "bash": "kcat/publish.sh",
    }
    quoted = [block for block in blocks(PARTNERS) if block.language in files]
    assert [block.language for block in quoted] == list(files)
    for block in quoted:
        assert block.text in (CLIENTS / files[block.language]).read_text(encoding="utf-8")
