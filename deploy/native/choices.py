"""What a stack chose once and keeps: its ports, its passwords, its cluster's id."""

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.native.errors import StackError
from deploy.native.files import write_private
from deploy.native.ports import free_port, is_free


@dataclass(frozen=True)
class Choices:
    """A small file of name to value. Every answer is written down before it is used."""

    path: Path
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def secret(self, name: str) -> str:
        """The password of that name, made up the first time it is asked for."""
        return self.keep(f"secret.{name}", lambda: secrets.token_urlsafe(24))

    def port(self, name: str, preferred: int) -> int:
        """The port of that name: the one used last, unless somebody else holds it now."""
        with self._guard:
            known = self._read()
            last = known.get(f"port.{name}")
            if last is not None and is_free(int(last)):
                return int(last)
            port = free_port(preferred)
            self._write(known | {f"port.{name}": str(port)})
            return port

    def last_port(self, name: str) -> int | None:
        """The port of that name as it was chosen last, whoever holds it now."""
        last = self._read().get(f"port.{name}")
        return None if last is None else int(last)

    def keep(self, name: str, make: Callable[[], str]) -> str:
        with self._guard:
            known = self._read()
            if name not in known:
                known = known | {name: make()}
                self._write(known)
            return known[name]

    def _read(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        try:
            known = json.loads(self.path.read_text())
        except ValueError as error:
            raise StackError(f"{self.path} with the stack's passwords is damaged") from error
        return {str(name): str(value) for name, value in known.items()}

    def _write(self, known: dict[str, str]) -> None:
        write_private(self.path, json.dumps(known, indent=1, sort_keys=True) + "\n")
