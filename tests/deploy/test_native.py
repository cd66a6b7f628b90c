"""The stack without Docker: its parts, then two whole stacks for real (long: they are shared)."""

import json
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from psycopg.errors import InsufficientPrivilege

from deploy.native import acls, process, unprivileged
from deploy.native.choices import Choices
from deploy.native.daemon import Daemon
from deploy.native.errors import StackError
from deploy.native.files import read_env, write_env
from deploy.native.jars import LOCK, read_lock
from deploy.native.layout import postgres_tool
from deploy.native.ports import free_port
from deploy.native.process import identify
from deploy.native.relock import WANTED
from deploy.native.stack import Stack
from services.operator.stack import stack as commands


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_busy_port_is_passed_over(busy_port: int) -> None:
    assert free_port(busy_port) > busy_port


def test_a_port_is_kept_over_a_restart_unless_somebody_else_took_it(tmp_path: Path) -> None:
    first = Choices(tmp_path / "stack.json").port("kafka", 39092)
    assert Choices(tmp_path / "stack.json").port("kafka", 49092) == first
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", first))
        somebody.listen()
        assert Choices(tmp_path / "stack.json").port("kafka", 39092) != first


def test_a_password_is_made_up_once_and_kept_for_our_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    password = Choices(path).secret("reader")
    assert len(password) >= 32
    assert Choices(path).secret("reader") == password
    assert Choices(path).secret("owner") != password
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_env_file_reads_back_as_written_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "stack.env"
    values = {"ATTACHE_KAFKA": "127.0.0.1:9092", "ATTACHE_URL": "postgresql://a:b_-@h:1/d?x=y"}
    write_env(path, values)
    assert read_env(path) == values
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("value", ['a "quote"', "$HOME", "two\nlines", "a#b"])
def test_what_would_need_quotes_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(StackError, match="an env file cannot say"):
        write_env(tmp_path / "stack.env", {"A": value})


def test_a_pid_that_meanwhile_belongs_to_another_is_not_taken_for_our_server(
    tmp_path: Path,
) -> None:
    us = identify(os.getpid())
    assert us is not None
    command = Path("/proc/self/cmdline").read_bytes().decode().split("\0")
    server = Daemon(
        name="Test",
        pid_file=tmp_path / "pid",
        log=tmp_path / "log",
        program=command[0],
        marker=command[1],
        graceful=signal.SIGTERM,
    )
    assert server.pid() is None
    server.pid_file.write_text(json.dumps(asdict(us)))
    assert server.pid() == os.getpid()
    assert replace(server, marker=str(tmp_path)).pid() is None
    for other in (replace(us, started="1"), replace(us, boot="earlier")):
        server.pid_file.write_text(json.dumps(asdict(other)))
        assert server.pid() is None
    server.pid_file.write_text("half a fi")
    assert server.pid() is None


def test_the_lock_file_pins_every_jar_and_names_no_host() -> None:
    jars = read_lock()
    assert {f"{jar.group}:{jar.artifact}:{jar.version}" for jar in jars} >= set(WANTED)
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)
    assert len({jar.filename for jar in jars}) == len(jars)
    assert "://" not in LOCK.read_text()


def test_half_a_download_is_not_taken_for_a_jar(tmp_path: Path) -> None:
    jar = read_lock()[0]
    (tmp_path / jar.filename).write_bytes(b"\0" * jar.size)
    assert not jar.is_at(tmp_path / jar.filename)
    assert not jar.is_at(tmp_path / "absent.jar")


def test_each_ledger_topic_has_the_writers_of_the_design_and_no_others() -> None:
    writers: dict[str, set[str]] = {}
    for grant in acls.SERVICES:
        if grant.may == "write":
            writers.setdefault(grant.name, set()).add(grant.user)
    assert writers == {
        "ledger.reports": {"ingest"},
        "ledger.rejections": {"ingest", "normalize"},
        "ledger.claims": {"normalize"},
        "ledger.occurrences": {"dedupe"},
        "receipts.*": {"ingest", "normalize"},
    }


def test_a_stack_that_was_never_started_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="attache stack up --secure"):
        Stack(tmp_path, secure=True).env()
    assert [server.running for server in Stack(tmp_path).status()] == [False, False]
    assert not Stack(tmp_path).down()
    assert list(tmp_path.iterdir()) == []


def test_status_of_no_stack_is_told_to_scripts(tmp_path: Path) -> None:
    told = CliRunner().invoke(commands, ["status", "--json", "--root", str(tmp_path)])
    assert told.exit_code == 3
    assert [each["running"] for each in json.loads(told.stdout)["servers"]] == [False, False]


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user needs no guise")
def test_root_runs_postgres_as_nobody_where_namespaces_are_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda tool, path: None if tool == "unshare" else real(tool, path=path)
    )
    closed = tmp_path / "home" / "data"
    closed.mkdir(mode=0o700, parents=True)
    closed.parent.chmod(0o700)
    guise = unprivileged.guise_for(closed, postgres_tool("postgres"))
    assert guise.owner == closed.stat().st_uid == unprivileged.NOBODY
    written = process.run((*guise.prefix, "touch", str(closed / "x")), {"PATH": unprivileged.TOOLS})
    assert written.returncode == 0
    assert closed.parent.stat().st_mode & 0o777 == 0o700


# From here on with real servers.

server = pytest.mark.server
QUIET: dict[str, Any] = {"log_level": 0, "error_cb": lambda _: None}


@pytest.fixture(scope="module")
def second_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A whole stack beside whatever else runs on this machine."""
    stack = Stack(tmp_path_factory.mktemp("checkout with a space"))
    stack.up()
    yield stack
    stack.down()


@pytest.fixture(scope="module")
def secure_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The secure broker; Postgres is the same in both and stays away."""
    stack = Stack(tmp_path_factory.mktemp("secure"), secure=True)
    stack.kafka.start()
    yield stack
    stack.down()


def pids(stack: Stack) -> list[int | None]:
    return [server.pid for server in stack.status()]


def make_topics(stack: Stack, *names: str) -> None:
    admin = stack.kafka.admin()
    for made in admin.create_topics([NewTopic(name, 1, 1) for name in names]).values():
        made.result(timeout=10)


def remember(stack: Stack, what: str) -> None:
    """Put the word into Kafka and into Postgres."""
    name = f"memory.{what}"
    make_topics(stack, name)
    producer = Producer({**stack.kafka.client_settings(), "acks": "all", "log_level": 0})
    producer.produce(name, what.encode())
    assert producer.flush(10) == 0
    with psycopg.connect(stack.env()["ATTACHE_DATABASE_URL"]) as owner:
        owner.execute("create table if not exists memory (what text primary key)")
        owner.execute("insert into memory values (%s)", (what,))


def remembered(stack: Stack, what: str) -> tuple[str | None, list[tuple[str]]]:
    """The word as Kafka has it, and as Postgres has it."""
    settings = {"group.id": "nobody", "auto.offset.reset": "earliest", "log_level": 0}
    consumer = Consumer({**stack.kafka.client_settings(), **settings})
    consumer.subscribe([f"memory.{what}"])
    record = consumer.poll(20)
    consumer.close()
    value = None if record is None else record.value()
    with psycopg.connect(stack.env()["ATTACHE_DATABASE_URL"]) as owner:
        rows = owner.execute("select what from memory where what = %s", (what,)).fetchall()
    return (None if value is None else value.decode()), rows


@server
def test_up_again_changes_nothing(second_stack: Stack) -> None:
    env, running = second_stack.env(), pids(second_stack)
    assert None not in running
    assert second_stack.up() == env
    assert second_stack.env() == env
    assert pids(second_stack) == running
    assert all(server.ready and server.data_bytes > 0 for server in second_stack.status())


@server
def test_the_command_says_where_they_are(second_stack: Stack) -> None:
    root = str(second_stack.layout.root)
    told = CliRunner().invoke(commands, ["up", "--json", "--root", root])
    assert told.exit_code == 0
    said = json.loads(told.stdout)
    assert said["env_file"] == str(second_stack.layout.env_file)
    assert [each["pid"] for each in said["servers"]] == pids(second_stack)
    assert all(each["ready"] for each in said["servers"])
    assert CliRunner().invoke(commands, ["status", "--root", root]).exit_code == 0


@server
def test_two_commands_at_once_agree(second_stack: Stack) -> None:
    second_stack.down()
    again = [Stack(second_stack.layout.root) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(Stack.up, again)
    assert first == second == second_stack.env()
    assert all(server.ready for server in second_stack.status())


@server
def test_a_restart_keeps_data_ports_and_passwords(second_stack: Stack) -> None:
    remember(second_stack, "restart")
    env = second_stack.env()
    assert second_stack.down()
    assert pids(second_stack) == [None, None]
    assert not second_stack.down()
    assert second_stack.up() == env
    assert remembered(second_stack, "restart") == ("restart", [("restart",)])


@server
def test_after_kill_9_of_both_up_brings_them_back_with_their_data(second_stack: Stack) -> None:
    remember(second_stack, "crash")
    assert second_stack.kafka.kill()
    assert second_stack.postgres.kill()
    assert pids(second_stack) == [None, None]
    second_stack.up()
    assert remembered(second_stack, "crash") == ("crash", [("crash",)])


@server
def test_servers_whose_pid_files_are_lost_are_found_again(second_stack: Stack) -> None:
    running = pids(second_stack)
    for each in (second_stack.kafka, second_stack.postgres):
        each.daemon.pid_file.unlink()
    second_stack.up()
    assert pids(second_stack) == running


@server
def test_a_dropped_database_is_made_again(second_stack: Stack) -> None:
    with psycopg.connect(second_stack.postgres.url("owner", "postgres"), autocommit=True) as owner:
        owner.execute("drop database attache with (force)")
    second_stack.up()
    with psycopg.connect(second_stack.env()["ATTACHE_READER_URL"]) as reader:
        assert reader.execute("select current_database()").fetchone() == ("attache",)


@server
def test_the_reader_cannot_write_even_if_it_tries(second_stack: Stack) -> None:
    with psycopg.connect(second_stack.env()["ATTACHE_READER_URL"], autocommit=True) as reader:
        shown = reader.execute("show default_transaction_read_only").fetchone()
        assert shown == ("on",)
        reader.execute("set default_transaction_read_only = off")
        for attempt in (
            "create table public.mine (x int)",
            "create schema mine",
            "create temporary table mine (x int)",
        ):
            with pytest.raises(InsufficientPrivilege):
                reader.execute(attempt)


@server
def test_a_service_has_a_schema_of_its_own_and_no_way_into_anothers(second_stack: Stack) -> None:
    env = second_stack.env()
    with psycopg.connect(env["ATTACHE_DEDUPE_URL"], autocommit=True) as dedupe:
        dedupe.execute("create schema dedupe_mine create table secret (x int)")
    with psycopg.connect(env["ATTACHE_INGEST_URL"], autocommit=True) as ingest:
        ingest.execute("create temporary table batch (x int)")
        with pytest.raises(InsufficientPrivilege):
            ingest.execute("select * from dedupe_mine.secret")
        with pytest.raises(InsufficientPrivilege):
            ingest.execute("set role attache_dedupe")
    with psycopg.connect(env["ATTACHE_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("create schema ingest_mine authorization attache_ingest")
        owner.execute("drop schema dedupe_mine cascade")


def asked(stack: Stack, **changed: str | int) -> int:
    """How many topics a client with these settings is told of; raises if it is refused."""
    settings: dict[str, Any] = {**stack.kafka.client_settings("ingest"), **changed}
    client = AdminClient(settings | QUIET)
    return len(client.list_topics(timeout=2).topics)


@server
@pytest.mark.parametrize(
    "wrong",
    [
        {"sasl.password": "guessed"},
        {"sasl.username": "stranger"},
        {"security.protocol": "SASL_PLAINTEXT"},
        {"security.protocol": "SSL"},
        {"security.protocol": "PLAINTEXT"},
    ],
    ids=lambda wrong: "-".join(wrong.values()),
)
def test_the_secure_broker_refuses(secure_stack: Stack, wrong: dict[str, str]) -> None:
    assert asked(secure_stack) >= 0
    with pytest.raises(KafkaException):
        asked(secure_stack, **wrong)


@server
def test_on_the_secure_broker_a_service_writes_its_topics_and_no_others(
    secure_stack: Stack,
) -> None:
    names = ["ledger.reports", "ledger.claims"]
    make_topics(secure_stack, *names)
    assert {name: delivered(secure_stack, "ingest", name) for name in names} == {
        "ledger.reports": None,
        "ledger.claims": "TOPIC_AUTHORIZATION_FAILED",
    }


def delivered(stack: Stack, user: str, topic: str) -> str | None:
    """Why the broker would not take this user's record there; None if it took it."""
    errors: list[str | None] = []
    settings: dict[str, Any] = {**stack.kafka.client_settings(user), "enable.idempotence": True}
    producer = Producer(settings | QUIET)
    producer.produce(topic, b"x", on_delivery=lambda e, _: errors.append(e.name() if e else None))
    deadline = time.monotonic() + 15
    while not errors and time.monotonic() < deadline:
        producer.poll(0.1)
    (error,) = errors
    return error


@server
def test_permissions_that_nobody_declared_are_taken_back(secure_stack: Stack) -> None:
    stray = acls.Grant("ingest", "write", "topic", "ledger.rulings")
    admin = secure_stack.kafka.admin()
    acls.apply(admin, (*acls.SERVICES, stray), secure_stack.kafka.user_password)
    assert acls.difference(admin, (*acls.SERVICES, stray)) == (set(), set())
    secure_stack.kafka.start()
    assert acls.difference(admin, acls.SERVICES) == (set(), set())
