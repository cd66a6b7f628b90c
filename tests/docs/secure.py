"""A secure stack of the tests' own, with partners who were handed their credentials."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.native.files import read_env
from schemas.topics import LEDGER, partner_topics
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator.how_far import ends
from tests.docs.pages import OPERATIONS, ROOT, under

WHERE: Final = "A stack with users"  # of docs/operations.md
WHO: Final = "A partner comes"


@dataclass(frozen=True, slots=True)
class Partnership:
    """`home` holds the stack, and what was handed over."""

    home: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def open(self) -> None:
        """As an operator would from the page: its own lines, but for the stack being up already."""
        up, source, *then = under(OPERATIONS, WHERE).commands
        assert (up, then[-1]) == ("attache stack up --secure", "attache run all --detach")
        for line in [*then[:-1], *under(OPERATIONS, WHO).commands]:
            self.shell(f"{source}; {line}")
        self._settle()
        for service in ("ingest", "normalize"):
            with (self.home / "services.log").open("ab") as log:
                self.processes.append(
                    subprocess.Popen(
                        ["bash", "-c", f"{source}; exec attache run {service}"],
                        env=self._own(),
                        cwd=self.home,
                        stdout=log,
                        stderr=log,
                    )
                )

    def _settle(self) -> None:
        """A topic that was just made has no leader yet; those of partners have long had one."""
        settings = Settings(_env_file=self.home / ".local" / "secure" / "stack.env")
        kafka = Kafka.of(settings, "operator")
        names = [topic.name for topic in (*LEDGER, *partner_topics("northwire"))]
        ends(kafka.admin(), kafka, names)

    def shell(self, line: str, acting_as: str | None = None) -> str:
        """What a line prints, typed by the operator, or by a partner beside its own file."""
        done = subprocess.run(
            ["bash", "-c", f"set -e; {line}"],
            env=self._own(),
            cwd=self.handover if acting_as else self.home,
            input="y\n",
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    @property
    def handover(self) -> Path:
        return self.home / "handover"

    def credentials(self, partner: str) -> dict[str, str]:
        return read_env(self.handover / f"{partner}.env")

    def environment(self, partner: str) -> dict[str, str]:
        return self.credentials(partner) | {"ATTACHE_PARTNER": partner}

    def _own(self) -> Mapping[str, str]:
        """Nothing of the stack that the other tests use."""
        clean = {name: value for name, value in os.environ.items() if "ATTACHE" not in name}
        path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
        return clean | {"PATH": path, "ATTACHE_PARTNERS": str(ROOT / "deploy" / "partners.yaml")}

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
