"""`attache run`: one service in this process, or all four, each in a process of its own."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click

from services.kit.settings import Settings

SERVICES = ("ingest", "normalize", "dedupe", "projection")
LOCAL = Path(".local")
PIDS = LOCAL / "services.pid"
LOG = LOCAL / "services.log"


@click.command()
@click.argument("service", type=click.Choice([*SERVICES, "all"]))
@click.option("--workers", default=1, show_default=True, help="Processes per service, with all.")
@click.option("--detach", is_flag=True, help="With all: go to the background.")
@click.option("--stop", is_flag=True, help="With all: stop what --detach started.")
@click.option("--health-port", type=int, help="Port of /health/… and /metrics; free by default.")
def run(service: str, workers: int, detach: bool, stop: bool, health_port: int | None) -> None:
    """Run SERVICE until it is told to stop."""
    settings = Settings()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s", force=True
    )
    for noisy in ("aiokafka", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    if service == "all":
        if stop:
            _stop_detached()
        elif detach:
            _detach(workers)
        else:
            sys.exit(_supervise(workers))
        return
    if health_port is not None:
        settings = settings.model_copy(update={"health_port": health_port})
    asyncio.run(_serve(service, settings))


async def _serve(service: str, settings: Settings) -> None:
    match service:
        case "ingest":
            from services.ingest.__main__ import serve
        case "normalize":
            from services.normalize.__main__ import serve
        case "dedupe":
            from services.dedupe.__main__ import serve
        case _:
            from services.projection.__main__ import serve
    await serve(settings)


def _supervise(workers: int) -> int:
    """Keep every process running; one that dies is started again, ever more slowly."""
    wanted = [(service, n) for service in SERVICES for n in range(workers)]
    running: dict[tuple[str, int], subprocess.Popen[bytes]] = {}
    pause: dict[tuple[str, int], float] = dict.fromkeys(wanted, 0.5)
    due: dict[tuple[str, int], float] = dict.fromkeys(wanted, 0.0)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        for name in wanted:
            process = running.get(name)
            if process is not None and process.poll() is not None:
                logging.warning("%s ended with %d", name[0], process.returncode)
                del running[name]
                due[name] = time.monotonic() + pause[name]
                pause[name] = min(pause[name] * 2, 15)
            if name not in running and time.monotonic() >= due[name]:
                running[name] = _start(name[0])
        time.sleep(0.2)
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + 15
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return 0


def _start(service: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "services.operator", "run", service])


def _detach(workers: int) -> None:
    if _running() is not None:
        click.echo("services are running already")
        return
    LOCAL.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        command = [sys.executable, "-m", "services.operator", "run", "all", "--workers"]
        process = subprocess.Popen(
            [*command, str(workers)], stdout=log, stderr=log, start_new_session=True
        )
    PIDS.write_text(f"{process.pid} {_birth(process.pid)}")
    click.echo(f"services started (pid {process.pid}), log in {LOG}")


def _stop_detached() -> None:
    pid = _running()
    if pid is None:
        click.echo("no services are running")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while _running() is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    if _running() is not None:
        raise click.ClickException(f"services (pid {pid}) did not stop within 20 s")
    PIDS.unlink(missing_ok=True)
    click.echo("services stopped")


def _running() -> int | None:
    """The pid of the supervisor that --detach started, if it is still that process."""
    try:
        pid, _, birth = PIDS.read_text().partition(" ")
    except FileNotFoundError:
        return None
    return int(pid) if birth and _birth(int(pid)) == birth else None


def _birth(pid: int) -> str:
    """When a process started, as the kernel counts: tells it from another with the same pid."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
