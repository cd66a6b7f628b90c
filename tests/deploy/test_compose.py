"""docker-compose.yml and deploy/Dockerfile, read and not run: what they promise, and no drift."""

import asyncio
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.native.jars import read_lock
from deploy.native.kafka_config import properties
from deploy.native.postgres import ROLES
from deploy.native.postgres_config import settings as postgres_settings
from services.kit.health import Health
from services.kit.metrics import Metrics
from services.kit.settings import Settings
from services.operator.__main__ import main
from services.operator.run import SERVICES

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
SERVERS = ("kafka", "postgres")
OURS = sorted(name for name, c in CONTAINERS.items() if c["image"].startswith("attache:"))
KAFKA = CONTAINERS["kafka"]["environment"]
# Where a container differs from the native stack: addresses, names of listeners, its folder.
PLACES = {
    "hba_file",
    "advertised.listeners",
    "controller.quorum.voters",
    "listen_addresses",
    "listener.security.protocol.map",
    "listeners",
    "log.dirs",
    "log_line_prefix",
    "port",
    "unix_socket_directories",
}
DEFAULTS_OF_POSTGRES = {"fsync", "full_page_writes", "synchronous_commit"}


def without(names: set[str], values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def settings_named_in(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"ATTACHE_([A-Z_]+)", text)}


def test_it_has_the_servers_the_jobs_the_services_and_one_place_for_commands():
    jobs = ("roles", "topics", "migrations")
    assert set(CONTAINERS) == {*SERVERS, *jobs, *SERVICES, "attache"}
    assert [CONTAINERS[name]["command"] for name in SERVICES] == [["run", s] for s in SERVICES]
    assert all(CONTAINERS[name]["restart"] == "no" for name in (*jobs, "attache"))
    assert CONTAINERS["attache"]["profiles"] == ["demo"]


@pytest.mark.parametrize("name", CONTAINERS)
def test_nobody_is_root_or_can_write_to_the_image_or_become_more(name: str):
    container = CONTAINERS[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(container)
    assert name in OURS or container["user"] in ("appuser", "postgres")


def test_our_image_ends_as_an_ordinary_user_with_a_number():
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001"]


@pytest.mark.parametrize("name", [*SERVERS, *SERVICES])
def test_what_runs_on_is_asked_for_its_health_and_started_again(name: str):
    assert CONTAINERS[name]["healthcheck"]["test"][0] == "CMD"
    assert CONTAINERS[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_servers_topics_and_tables(name: str):
    waits = {on: how["condition"] for on, how in CONTAINERS[name]["depends_on"].items()}
    assert waits == {
        "kafka": "service_healthy",
        "postgres": "service_healthy",
        "topics": "service_completed_successfully",
        "migrations": "service_completed_successfully",
    }


def test_images_have_a_version_and_no_host_name():
    base = re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)
    images = {container["image"] for container in CONTAINERS.values()} | set(base)
    for image in images:
        name, _, tag = image.partition(":")
        assert re.search(r"\d", tag), f"{image} has no version"
        assert "." not in name, f"{image} names a registry"
    assert re.findall(r"https?://(?!127\.0\.0\.1)\S+|--index|find-links", DOCKERFILE) == []


def test_versions_are_those_of_the_native_stack_and_of_the_project():
    kafka = next(jar.version for jar in read_lock() if jar.artifact == "kafka_2.13")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    assert CONTAINERS["kafka"]["image"] == f"apache/kafka:{kafka}"
    assert {CONTAINERS[name]["image"] for name in ("postgres", "roles")} == {"postgres:18"}
    assert [f"attache:{v}" for v in version] == sorted({CONTAINERS[n]["image"] for n in OURS})
    assert [name for name, c in CONTAINERS.items() if "build" in c] == ["topics"]


def test_ports_are_open_to_this_machine_only():
    published = {name: c["ports"] for name, c in CONTAINERS.items() if "ports" in c}
    assert published == {
        "kafka": ["127.0.0.1:${ATTACHE_KAFKA_PORT:-9092}:19092"],
        "postgres": ["127.0.0.1:${ATTACHE_POSTGRES_PORT:-5432}:5432"],
    }


@pytest.mark.parametrize("name", OURS)
def test_its_environment_is_one_that_the_settings_know(name: str):
    named = {key.removeprefix("ATTACHE_").lower() for key in CONTAINERS[name]["environment"]}
    assert named <= set(Settings.model_fields)


def test_the_image_s_environment_is_one_that_the_settings_know():
    assert settings_named_in(DOCKERFILE) <= set(Settings.model_fields)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_knows_the_password_of_no_other(name: str):
    urls = [key for key in CONTAINERS[name]["environment"] if key.endswith("_URL")]
    own = [] if name == "normalize" else [f"ATTACHE_{name.upper()}_URL"]
    assert urls == own


def test_every_role_gets_a_password_and_the_services_the_same():
    given = CONTAINERS["roles"]["environment"]
    wanted = {f"ATTACHE_{role.upper()}_PASSWORD" for role in ROLES}
    assert {key for key in given if key.startswith("ATTACHE_")} == wanted
    for name in OURS:
        for key, url in CONTAINERS[name]["environment"].items():
            if key.endswith("_URL"):
                role = key.removeprefix("ATTACHE_").removesuffix("_URL")
                password = given[f"ATTACHE_{role}_PASSWORD"]
                user = f"attache_{role.lower()}"
                assert url == f"postgresql://{user}:{password}@postgres:5432/attache"


@pytest.mark.parametrize("name", OURS)
def test_its_command_is_one_of_ours(name: str):
    words = CONTAINERS[name]["command"]
    with main.make_context("attache", list(words), resilient_parsing=True) as context:
        command = main.get_command(context, words[0])
        assert command is not None
        for word in words[1:]:
            if word.startswith("-"):
                assert word in {opt for param in command.params for opt in param.opts}


def test_the_broker_is_set_up_as_the_native_one():
    here = {
        key.removeprefix("KAFKA_").lower().replace("_", "."): value
        for key, value in KAFKA.items()
        if key.startswith("KAFKA_") and key != "KAFKA_HEAP_OPTS"
    }
    native = dict(properties(9092, 9093, Path("data"), None))
    assert without(PLACES, here) == without(PLACES, native)


def test_postgres_is_set_up_as_the_native_one():
    program, *flags = CONTAINERS["postgres"]["command"]
    here = dict(flag.removeprefix("-c").split("=", 1) for flag in flags)
    native = dict(postgres_settings(5432, Path("hba")))
    assert program == "postgres"
    assert here == without(PLACES | DEFAULTS_OF_POSTGRES, native)


def test_only_what_the_image_needs_is_sent_to_be_built():
    assert IGNORED[1] == "*"
    sent = [line.removeprefix("!") for line in IGNORED if line.startswith("!")]
    copied = re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE)
    assert sorted(sent) == sorted(copied)
    assert all((ROOT / path).exists() for path in sent)


async def test_the_health_check_passes_when_a_service_is_ready_and_fails_when_not():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    program, *words = CONTAINERS["ingest"]["healthcheck"]["test"][1:]
    asked = [word.replace(":8080/", f":{port}/") for word in words]

    async def check() -> int:
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, *asked], capture_output=True, check=False
        )
        return done.returncode

    health = Health("ingest", Metrics("ingest"), Settings(health_port=port))
    assert program == "python"
    assert await check() != 0
    await health.start()
    try:
        starting = await check()
        health.ready()
        ready = await check()
        health.not_ready("Postgres went away")
        broken = await check()
    finally:
        await health.stop()
    assert (starting != 0, ready, broken != 0) == (True, 0, True)
