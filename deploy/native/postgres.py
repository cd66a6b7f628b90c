"""Our Postgres: made once, started as nobody in particular, its roles put right at each start."""

import os
import shutil
import signal
import time
from pathlib import Path

import psycopg

from deploy.native import postgres_config, unprivileged
from deploy.native.choices import Choices
from deploy.native.daemon import Daemon
from deploy.native.errors import StackError
from deploy.native.files import write_private, write_whole
from deploy.native.layout import Layout, postgres_tool
from deploy.native.ports import LOOPBACK, answers
from deploy.native.process import command_line, last_line, run, working_in

ROLES_SQL = Path(__file__).parents[1] / "postgres" / "roles.sql"
DATABASE = "attache"
SERVICES = ("ingest", "dedupe", "projection", "operator")
ROLES = ("owner", *SERVICES, "reader")
SUPERUSER = "postgres"
ENV = {"PATH": unprivileged.TOOLS, "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """One server with one data folder. `start`, `stop` and `kill` are for fault tests as well."""

    def __init__(self, layout: Layout, choices: Choices) -> None:
        self._folder = layout.postgres
        self._preferred = 5632 if layout.secure else 5432
        self._choices = choices
        self.data = self._folder / "data"
        self.daemon = Daemon(
            name="Postgres",
            pid_file=self._folder / "postgres.pid",
            log=self._folder / "server.log",
            program=str(postgres_tool("postgres")),
            marker=str(self.data),
            graceful=signal.SIGINT,
        )

    @property
    def port(self) -> int | None:
        return self._choices.last_port("postgres")

    def url(self, role: str, database: str = DATABASE) -> str:
        """Where and as whom to connect: `owner`, `reader` or the name of a service."""
        password = self._choices.secret(f"postgres.{role}")
        return f"postgresql://attache_{role}:{password}@{LOOPBACK}:{self.port}/{database}"

    def start(self) -> None:
        """Running and answering when this returns; at once if it already was."""
        self.daemon.bring_up(self._launch, self.ready, seconds=60)
        self._put_roles_right()

    def stop(self) -> bool:
        return self.daemon.stop()

    def kill(self) -> bool:
        return self.daemon.kill()

    def ready(self) -> bool:
        """Does it answer a question to somebody who knows this stack's password?"""
        port = self.port
        if port is None or not answers(port):
            return False
        try:
            with psycopg.connect(
                host=LOOPBACK,
                port=port,
                user=SUPERUSER,
                dbname="postgres",
                connect_timeout=5,
                password=self._choices.secret("postgres.superuser"),
            ) as connection:
                return connection.execute("select 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def _launch(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._clear_up_after_a_crash()
        program = postgres_tool("postgres")
        guise = self._guise(program)
        port = self._choices.port("postgres", self._preferred)
        hba, conf = self._folder / "pg_hba.conf", self._folder / "postgresql.conf"
        write_whole(hba, postgres_config.HBA)
        write_whole(conf, postgres_config.conf(port, hba))
        command = (str(program), "-D", str(self.data), "-c", f"config_file={conf}")
        self.daemon.launch((*guise.prefix, *command), ENV)

    def _guise(self, program: Path) -> unprivileged.Guise:
        """How to run it here, on a data folder that exists and belongs to whom it runs as."""
        if not (self.data / "PG_VERSION").exists():
            return self._make_cluster(program)
        return unprivileged.guise_for(self.data, program)

    def _make_cluster(self, program: Path) -> unprivileged.Guise:
        """`initdb` beside, then one rename: half a cluster is never taken for a whole one."""
        part = self._folder / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        guise = unprivileged.guise_for(part, program)
        password = self._folder / "initdb.password"
        write_private(password, self._choices.secret("postgres.superuser") + "\n")
        if os.geteuid() == 0:
            os.chown(password, guise.owner, guise.owner)
        arguments = (
            f"--pgdata={part}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        try:
            made = run((*guise.prefix, str(postgres_tool("initdb")), *arguments), ENV)
        finally:
            password.unlink()
        if made.returncode != 0:
            raise StackError(f"initdb failed: {last_line(made.stderr)}")
        if self.data.exists():
            self.data.rmdir()
        part.rename(self.data)
        return guise

    def _clear_up_after_a_crash(self) -> None:
        """A killed postmaster leaves its children behind for a moment, and its pid file."""
        deadline = time.monotonic() + 3
        while left := working_in(self.data):
            if time.monotonic() > deadline:
                for pid in left:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        note = self.data / "postmaster.pid"
        noted = note.read_text().split()[:1] if note.exists() else []
        if not any(str(self.data) in command_line(int(pid)) for pid in noted):
            note.unlink(missing_ok=True)  # a pid in use by another would make Postgres refuse

    def _put_roles_right(self) -> None:
        passwords = {
            f"ATTACHE_{role.upper()}_PASSWORD": self._choices.secret(f"postgres.{role}")
            for role in ROLES
        }
        login = {
            "PGHOST": LOOPBACK,
            "PGPORT": str(self.port),
            "PGUSER": SUPERUSER,
            "PGDATABASE": "postgres",
            "PGPASSWORD": self._choices.secret("postgres.superuser"),
        }
        psql = (str(postgres_tool("psql")), "-X", "-q", "-t", "-f", str(ROLES_SQL))
        done = run(psql, ENV | login | passwords)
        if done.returncode != 0:
            raise StackError(f"Postgres refuses our roles: {last_line(done.stderr)}")
