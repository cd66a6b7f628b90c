"""The programs of examples/clients/, run as docs/partners.md says: its own lines, in a shell."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import confluent_kafka
import pytest

from deploy.native.jars import read_lock
from deploy.native.layout import Layout
from deploy.native.stack import shared_cache
from tests.docs.pages import PARTNERS, ROOT, under

CLIENTS: Final = ROOT / "examples" / "clients"
FILE: Final = "record.json"  # as the page calls it


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the page, ready to run in a folder like a partner's own checkout."""

    title: str
    folder: Path

    @property
    def publishes(self) -> str:
        (line,) = [one for one in self._lines() if one.endswith(FILE)]
        return line

    @property
    def withdraws(self) -> str:
        """Without the id of what it withdraws."""
        (line,) = [one for one in self._lines() if "--withdraw" in one]
        return line.rpartition(" ")[0]

    @property
    def prepares(self) -> list[str]:
        return [line for line in self._lines() if FILE not in line and "--withdraw" not in line]

    def _lines(self) -> list[str]:
        return under(PARTNERS, self.title).commands

    def publish(self, record: Any, about: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
        """How it ends, and the receipts that it prints."""
        (self.folder / FILE).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        return self._told(self.run(self.publishes, about))

    def withdraw(
        self, record_id: str, about: Mapping[str, str]
    ) -> tuple[int, list[dict[str, Any]]]:
        return self._told(self.run(f"{self.withdraws} {record_id}", about))

    def run(self, line: str, about: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        own = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # half of the time
        }
        return subprocess.run(
            ["bash", "-c", line],
            env={**os.environ, **own, **about},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=150,
        )

    @staticmethod
    def _told(done: "subprocess.CompletedProcess[str]") -> tuple[int, list[dict[str, Any]]]:
        assert done.returncode in (0, 1), done.stdout + done.stderr
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert found, done.stderr
        return done.returncode, found


def ready(title: str, folder: Path) -> Program:
    """The program as the page has it set up; a missing runtime skips the test, Python's cannot."""
    for tool, package in NEEDS[title].items():
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not on this machine: apt-get install {package}")
    shutil.copytree(
        CLIENTS,
        folder / "examples" / "clients",
        ignore=shutil.ignore_patterns("node_modules", "target", "package-lock.json"),
    )
    program = Program(title, folder)
    for line in program.prepares:
        if not shutil.which(line.split()[0]):
            assert title == "Java", line
            _jars_of_the_stack(folder)
            continue
        done = program.run(line, {})
        if done.returncode and title == "Java":
            _jars_of_the_stack(folder)
        elif done.returncode and title == "Node":
            pytest.skip(f"`{line}` has no registry here: {done.stderr.strip()[:200]}")
        else:
            assert done.returncode == 0, done.stdout + done.stderr
    return program


NEEDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Python": {},
    "Java": {"java": "default-jdk-headless", "javac": "default-jdk-headless"},
    "Node": {"node": "nodejs", "npm": "npm"},
    "kcat": {"kcat": "kcat", "jq": "jq"},
}
"""What a program needs that the page does not install, and the package that brings it."""


def _jars_of_the_stack(folder: Path) -> None:
    """Where there is no Maven: the same jars, as the stack has fetched them for the broker."""
    target = folder / "examples" / "clients" / "java" / "target" / "dependency"
    target.mkdir(parents=True, exist_ok=True)
    cache = shared_cache(Layout(ROOT)) / "jars"
    for jar in read_lock():
        if not (cache / jar.filename).exists():
            pytest.skip("neither Maven nor the stack's jars are here: attache stack up")
        (target / jar.filename).symlink_to(cache / jar.filename)


def newer_librdkafka(title: str, folder: Path) -> dict[str, str]:
    """For a kcat whose own cannot log in to a Kafka 4 (see the page): that of our Python client."""
    if title != "kcat":
        return {}
    libraries = Path(confluent_kafka.__file__).parents[1] / "confluent_kafka.libs"
    (bundled,) = libraries.glob("librdkafka-*.so*")
    (folder / "librdkafka.so.1").symlink_to(bundled)
    return {"LD_LIBRARY_PATH": str(folder)}
