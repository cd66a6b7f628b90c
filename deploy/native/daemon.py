"""A server process of ours: started, recognised again, stopped; never mistaken for another's."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.native.errors import DiedAtStart, StackError
from deploy.native.files import write_whole

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_LIMIT = 16 * 1024 * 1024
POLL = 0.05


@dataclass(frozen=True, slots=True)
class Identity:
    """A process beyond doubt: pids are reused, a pid with its start time in one boot is not."""

    pid: int
    started: str
    boot: str


def identify(pid: int) -> Identity | None:
    """Who runs under that pid now; None if nobody does, or only a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    return None if state in "ZX" else Identity(pid, started, boot)


def words(pid: int) -> list[str]:
    """Its command line, word by word; our folder among the words is nobody else's."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


@dataclass(frozen=True, slots=True)
class Daemon:
    """One server: its name, its files, and what its command line must say."""

    name: str
    pid_file: Path
    log: Path
    program: str
    marker: str
    graceful: signal.Signals

    def pid(self) -> int | None:
        """The pid of our running server, or None: also for a stale or foreign pid file."""
        try:
            noted = Identity(**json.loads(self.pid_file.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        same = identify(noted.pid) == noted and self.marker in words(noted.pid)
        return noted.pid if same else None

    def adopt(self) -> int | None:
        """Find our server again whose pid file was lost, and note it."""
        for entry in Path("/proc").iterdir():
            found = words(int(entry.name)) if entry.name.isdigit() else []
            if found and found[0] == self.program and self.marker in found:
                return self._note(int(entry.name))
        return None

    def bring_up(
        self, launch: Callable[[], None], ready: Callable[[], bool], *, seconds: float
    ) -> None:
        """Running and answering at the end. Tried again if it dies: its port may just have
        been taken by somebody else, and the next launch chooses another."""
        for pause in (1.0, 2.0, None):
            if self.pid() is None and self.adopt() is None:
                launch()
            try:
                return self._wait_until(ready, seconds=seconds)
            except DiedAtStart:
                if pause is None:
                    raise
                time.sleep(pause)

    def launch(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it and note who it is; waiting until it answers is another step."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        started = subprocess.run(
            [sys.executable, "-I", str(LAUNCHER), str(self.log), *command],
            env=dict(env),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if started.returncode != 0:
            reason = (started.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise StackError(f"{self.name} cannot be started: {reason}")
        if self._note(int(started.stdout)) is None:
            raise DiedAtStart(self._lastwords())

    def _wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Ask until it answers; say what its log says if it dies or stays silent."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.pid() is None:
                raise DiedAtStart(self._lastwords())
            if time.monotonic() > deadline:
                raise StackError(
                    f"{self.name} did not answer within {seconds:.0f} s: see {self.log}"
                )
            time.sleep(POLL)

    def stop(self, *, seconds: float = 30) -> bool:
        """Ask it to end, then insist. False if it was not running."""
        pid = self.pid()
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return False
        for how, patience in ((self.graceful, seconds), (signal.SIGKILL, 10.0)):
            self._signal(pid, how)
            if self._gone_within(patience):
                self.pid_file.unlink(missing_ok=True)
                return True
        raise StackError(f"{self.name} (pid {pid}) does not end, not even killed: see {self.log}")

    def kill(self) -> bool:
        """`kill -9`, for fault tests: its pid file stays behind, as after a real crash."""
        pid = self.pid()
        if pid is None:
            return False
        self._signal(pid, signal.SIGKILL)
        if not self._gone_within(10):
            raise StackError(f"{self.name} (pid {pid}) survives kill -9")
        return True

    def _note(self, pid: int) -> int | None:
        identity = identify(pid)
        if identity is not None:
            write_whole(self.pid_file, json.dumps(asdict(identity)) + "\n")
        return None if identity is None else pid

    def _signal(self, pid: int, how: signal.Signals) -> None:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.pid() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _lastwords(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        telling = [line for line in lines[-200:] if "ERROR" in line or "FATAL" in line]
        reason = (telling or lines or ["its log is empty"])[-1]
        return f"{self.name} ended at start: {reason.strip()[:300]} (all of it in {self.log})"
