"""A server process of ours: started, recognised again, stopped; never mistaken for another's."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.native.errors import DiedAtStart, StackError
from deploy.native.files import write_whole
from deploy.native.process import Identity, all_pids, command_line, identify, last_line, run

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_LIMIT = 16 * 1024 * 1024
POLL = 0.05
COMPLAINTS = ("ERROR", "FATAL", "Error")


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
        same = identify(noted.pid) == noted and self.marker in command_line(noted.pid)
        return noted.pid if same else None

    def running(self) -> int | None:
        """As `pid`, but a server of ours whose pid file was lost is found again, and noted."""
        if (pid := self.pid()) is not None:
            return pid
        for other in all_pids():
            words = command_line(other)
            if words and words[0] == self.program and self.marker in words:
                return self._note(other)
        return None

    def bring_up(
        self, launch: Callable[[], None], ready: Callable[[], bool], *, seconds: float
    ) -> None:
        """Running and answering at the end. Tried again if it dies: its port may just have
        been taken by somebody else, and the next launch chooses another."""
        for pause in (1.0, 2.0, None):
            said = self._log_size()
            if self.running() is None:
                launch()
            try:
                return self._wait_until(ready, seconds, said)
            except DiedAtStart:
                if pause is None:
                    raise
                time.sleep(pause)

    def launch(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it and note who it is; waiting until it answers is another step."""
        if self._log_size() > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        started = run((sys.executable, "-I", str(LAUNCHER), str(self.log), *command), env)
        if started.returncode != 0:
            raise StackError(f"{self.name} cannot be started: {last_line(started.stderr)}")
        self._note(int(started.stdout))

    def stop(self, *, seconds: float = 30) -> bool:
        """Ask it to end, then insist. False if it was not running."""
        pid = self.running()
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return False
        for how, patience in ((self.graceful, seconds), (signal.SIGKILL, 10.0)):
            if self._gone_after(pid, how, patience):
                self.pid_file.unlink(missing_ok=True)
                return True
        raise StackError(f"{self.name} (pid {pid}) does not end, not even killed: see {self.log}")

    def kill(self) -> bool:
        """`kill -9`, for fault tests: its pid file stays behind, as after a real crash."""
        pid = self.running()
        if pid is None:
            return False
        if not self._gone_after(pid, signal.SIGKILL, 10):
            raise StackError(f"{self.name} (pid {pid}) survives kill -9")
        return True

    def _wait_until(self, ready: Callable[[], bool], seconds: float, said: int) -> None:
        """Ask until it answers; tell what its log says if it dies instead."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.pid() is None:
                raise DiedAtStart(f"{self.name} ended at start: {self._complaint(said)}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} is silent for {seconds:.0f} s: see {self.log}")
            time.sleep(POLL)

    def _note(self, pid: int) -> int | None:
        identity = identify(pid)
        if identity is not None:
            write_whole(self.pid_file, json.dumps(asdict(identity)) + "\n")
        return None if identity is None else pid

    def _gone_after(self, pid: int, how: signal.Signals, seconds: float) -> bool:
        """Was it gone, or is it gone soon after this signal?"""
        deadline = time.monotonic() + seconds
        if self.pid() == pid:
            os.kill(pid, how)
        while self.pid() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _complaint(self, said: int) -> str:
        """The first complaint in the log since it was that long, else its last line."""
        with self.log.open("rb") as log:
            log.seek(said if said <= self._log_size() else 0)
            lines = log.read().decode(errors="replace").splitlines()
        complaints = (line for line in lines if any(word in line for word in COMPLAINTS))
        reason = next(complaints, lines[-1] if lines else "no word in its log")
        return f"{reason.strip()[:300]} (all of it in {self.log})"
