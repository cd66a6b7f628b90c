"""The stack of one checkout: Kafka and Postgres together, up, down, and what they are doing."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.native.choices import Choices
from deploy.native.errors import StackError
from deploy.native.files import read_env, size_of, write_env
from deploy.native.jars import Progress
from deploy.native.kafka import Kafka
from deploy.native.layout import Layout
from deploy.native.postgres import SERVICES, Postgres

NEEDED_BYTES = 400 * 1024 * 1024
PATIENCE = 180.0
KAFKA_USERS = {
    "ingest": "ingest",
    "normalize": "normalize",
    "dedupe": "dedupe",
    "projection": "projection",
    "operator": "admin",
}


def silent(what: str, done: int, total: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class ServerStatus:
    name: str
    running: bool
    ready: bool
    pid: int | None
    port: int | None
    data_bytes: int
    log: str


class Stack:
    """Everything under `<root>/.local/`, or `.local/secure/` for the secure one."""

    def __init__(
        self,
        root: Path,
        secure: bool = False,
        *,
        cache: Path | None = None,
        progress: Progress = silent,
    ) -> None:
        self.layout = Layout(root.resolve(), secure)
        choices = Choices(self.layout.choices_file)
        self._progress = progress
        self.postgres = Postgres(self.layout, choices)
        self.kafka = Kafka(self.layout, choices, cache or shared_cache(self.layout), self._report)

    def up(self, progress: Progress | None = None) -> dict[str, str]:
        """Both servers running and answering, `stack.env` written. At once if so already."""
        self._progress = progress or self._progress
        self._claim_home()
        with self._alone():
            self._progress("Starting Kafka and Postgres", 0, 0)
            with ThreadPoolExecutor(1) as pool:
                postgres = pool.submit(self.postgres.start)
                self.kafka.start()  # here, so that ^C ends a long download
                postgres.result()
            env = self._compose_env()
            if not self.layout.env_file.exists() or read_env(self.layout.env_file) != env:
                write_env(self.layout.env_file, env)
        return env

    def down(self) -> bool:
        """Both ended, their data kept. False if neither was running."""
        if not self.layout.home.exists():
            return False
        with self._alone(), ThreadPoolExecutor(2) as pool:
            ending = [pool.submit(server.stop) for server in (self.postgres, self.kafka)]
        stopped = [ended.result() for ended in ending]
        return any(stopped)

    def status(self) -> tuple[ServerStatus, ...]:
        return tuple(
            ServerStatus(
                name=server.daemon.name,
                running=(pid := server.daemon.running()) is not None,
                ready=pid is not None and server.ready(),
                pid=pid,
                port=server.port,
                data_bytes=size_of(server.data),
                log=str(server.daemon.log),
            )
            for server in (self.kafka, self.postgres)
        )

    def env(self) -> dict[str, str]:
        """What `stack.env` says."""
        try:
            return read_env(self.layout.env_file)
        except FileNotFoundError as error:
            option = " --secure" if self.layout.secure else ""
            raise StackError(f"no stack here yet: attache stack up{option}") from error

    def _compose_env(self) -> dict[str, str]:
        env = {"ATTACHE_KAFKA": self.kafka.bootstrap}
        if self.layout.secure:
            env["ATTACHE_KAFKA_SECURITY"] = "SASL_SSL"
            env["ATTACHE_KAFKA_CA"] = str(self.layout.ca)
            for service, user in KAFKA_USERS.items():
                env[f"ATTACHE_{service.upper()}_KAFKA_USER"] = user
                env[f"ATTACHE_{service.upper()}_KAFKA_PASSWORD"] = self.kafka.user_password(user)
        env["ATTACHE_DATABASE_URL"] = self.postgres.url("owner")
        for role in (*SERVICES, "reader"):
            env[f"ATTACHE_{role.upper()}_URL"] = self.postgres.url(role)
        return env

    def _claim_home(self) -> None:
        """Our folder must be ours, and on a disk with room."""
        home, known = self.layout.home, self.layout.choices_file
        if not Path("/proc/self/stat").exists():
            raise StackError("the native stack needs Linux: use docker compose up instead")
        if not known.exists() and (self.kafka.data.exists() or self.postgres.data.exists()):
            raise StackError(f"{known} with the passwords is gone: put it back, or delete {home}")
        home.mkdir(parents=True, exist_ok=True)
        if home.stat().st_uid != os.geteuid():
            raise StackError(f"{home} belongs to another user: run this as that user")
        if shutil.disk_usage(home).free < NEEDED_BYTES:
            raise StackError(f"less than {NEEDED_BYTES >> 20} MB free for {home}: make room first")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One up or down at a time; whoever comes second waits for the first to end."""
        deadline = time.monotonic() + PATIENCE
        with self.layout.lock_file.open("a") as lock:
            while not _locked(lock.fileno()):
                if time.monotonic() > deadline:
                    raise StackError(f"another stack command holds {self.layout.lock_file}")
                self._progress("Waiting for another stack command", 0, 0)
                time.sleep(0.2)
            yield

    def _report(self, what: str, done: int, total: int) -> None:
        self._progress(what, done, total)


def shared_cache(layout: Layout) -> Path:
    """Downloads are shared by all checkouts of a user, where his home can be written to."""
    try:
        cache = Path.home() / ".cache" / "attache"
    except RuntimeError:  # nobody's home
        return layout.root / ".local" / "cache"
    nearest = next(folder for folder in (cache, *cache.parents) if folder.exists())
    return cache if os.access(nearest, os.W_OK) else layout.root / ".local" / "cache"


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
