"""How far a publication has come, in a small file: a killed one goes on where it was."""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.operator.files import File
from services.operator.outbound import FIRST, Origin

FOLDER = Path(".local") / "publish"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything before `done` is settled. A file that changed since then begins anew."""

    path: Path
    partner: str
    files: tuple[File, ...]

    @classmethod
    def of(cls, partner: str, files: Sequence[File], folder: Path = FOLDER) -> "Checkpoint":
        names = "\n".join(str(f.path.resolve()) if f.path else f.name for f in files)
        digest = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return cls(folder / f"{partner}-{digest}.json", partner, tuple(files))

    def load(self) -> Origin:
        """The first record that is not settled."""
        try:
            known = json.loads(self.path.read_text())
            done = Origin(int(known["file"]), int(known["number"]))
            stamps = known["stamps"]
        except FileNotFoundError:
            return FIRST
        except (ValueError, KeyError, TypeError):
            return FIRST  # a repeat is answered `duplicate`: beginning anew is always right
        now = [file.stamp for file in self.files]
        for index in range(min(done.file + 1, len(now))):
            if index >= len(stamps) or stamps[index] != now[index]:
                return Origin(index, 1)
        return done

    def save(self, done: Origin) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        stamps = [file.stamp for file in self.files]
        text = json.dumps({"file": done.file, "number": done.number, "stamps": stamps})
        beside = self.path.with_suffix(f".{os.getpid()}.new")
        beside.write_text(text)
        beside.replace(self.path)

    def clear(self) -> None:
        with suppress(FileNotFoundError):
            self.path.unlink()
