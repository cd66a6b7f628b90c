"""CPU time of the processes at work, where the kernel tells it in /proc; elsewhere nothing."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import psycopg

PROC: Final = Path("/proc")
_LISTENING: Final = "0A"

Seconds = Mapping[str, float]


def used(pids: Mapping[str, int]) -> Seconds:
    """Seconds of CPU so far, each process with its children, the dead ones included."""
    everybody = dict(_everybody())
    return {name: _of_tree(pid, everybody) for name, pid in pids.items() if pid in everybody}


def between(before: Seconds, after: Seconds) -> Seconds:
    return {name: after[name] - before[name] for name in before if name in after}


def servers(kafka: str, database: str) -> Mapping[str, int]:
    """The pids of Kafka and of Postgres, if they run on this machine and may be seen."""
    found = {"Postgres": _postmaster(database), "Kafka": _listener(kafka)}
    return {name: pid for name, pid in found.items() if pid is not None}


def _everybody() -> Iterator[tuple[int, tuple[int, float]]]:
    """pid -> (its parent, its seconds and those of its children that have ended)"""
    for entry in PROC.glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        ticks = sum(map(int, fields[11:15]))
        yield int(entry.name), (int(fields[1]), ticks / os.sysconf("SC_CLK_TCK"))


def _of_tree(pid: int, everybody: Mapping[int, tuple[int, float]]) -> float:
    children = [child for child, (parent, _) in everybody.items() if parent == pid]
    return everybody[pid][1] + sum(_of_tree(child, everybody) for child in children)


def _postmaster(database: str) -> int | None:
    """The parent of the server process that answers us."""
    with psycopg.connect(database) as connection:
        backend = PROC / str(connection.info.backend_pid)
        try:
            if "postgres" not in (backend / "cmdline").read_text():
                return None  # it runs elsewhere: this is somebody else's number
            return int((backend / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return None


def _listener(address: str) -> int | None:
    """Whoever listens on this port here."""
    port = f":{int(address.split(',')[0].rpartition(':')[2]):04X}"
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for link in PROC.glob("[0-9]*/fd/*"):
        try:
            if os.readlink(link) in sockets:
                return int(link.parts[2])
        except OSError:
            continue
    return None


def _listening(port: str) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        try:
            lines = (PROC / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[1].endswith(port) and fields[3] == _LISTENING:
                yield fields[9]
