"""Processes: run to their end with an environment of our own, or told apart by the kernel."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GONE = (FileNotFoundError, ProcessLookupError)


@dataclass(frozen=True, slots=True)
class Identity:
    """A process beyond doubt: pids are reused, a pid with its start time in one boot is not."""

    pid: int
    started: str
    boot: str


def run(command: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Its outcome and words. Nothing of our own environment or folder leaks into it."""
    return subprocess.run(
        command, env=dict(env), cwd="/", capture_output=True, text=True, check=False
    )


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def identify(pid: int) -> Identity | None:
    """Who runs under that pid now; None if nobody does, or only a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except GONE:
        return None
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    return None if state in "ZX" else Identity(pid, started, boot)


def command_line(pid: int) -> list[str]:
    """The words it was started with; none if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except GONE:
        return []


def all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def working_in(folder: Path) -> list[int]:
    """Processes whose working folder is this one, as a Postgres works in its data."""
    found, worked_in = [], folder.resolve()
    for pid in all_pids():
        try:
            if Path(f"/proc/{pid}/cwd").readlink() == worked_in and identify(pid):
                found.append(pid)
        except OSError:  # gone, or not ours to look at
            continue
    return found
