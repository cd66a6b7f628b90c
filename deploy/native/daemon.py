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


@dataclass(frozen=True, slots=True)
class Daemon:
    """One server: its name, its pid file, its log, and what its command line must contain."""

    name: str
    pid_file: Path
    log: Path
    marker: str
    graceful: signal.Signals

    def pid(self) -> int | None:
        """The pid of our running server, or None: also for a stale or foreign pid file."""
        try:
            noted = Identity(**json.loads(self.pid_file.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        if identify(noted.pid) != noted:
            return None
        try:
            command = Path(f"/proc/{noted.pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return noted.pid if self.marker.encode() in command else None

    def launch(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it and note who it is; waiting until it answers is another step."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        started = subprocess.run(
            [sys.executable, "-I", str(LAUNCHER), str(self.log), *command],
            env=dict(env), cwd="/", capture_output=True, text=True, check=False,
        )
        if started.returncode != 0:
            reason = (started.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise StackError(f"{self.name} cannot be started: {reason}")
        identity = identify(int(started.stdout))
        if identity is None:
            raise DiedAtStart(self._last_words())
        write_whole(self.pid_file, json.dumps(asdict(identity)) + "\n")

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Ask until it answers; say what its log says if it dies or stays silent."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.pid() is None:
                raise DiedAtStart(self._last_words())
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

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        telling = [line for line in lines[-200:] if "ERROR" in line or "FATAL" in line]
        reason = (telling or lines or ["its log is empty"])[-1]
        return f"{self.name} ended at start: {reason.strip()[:300]} (all of it in {self.log})"
