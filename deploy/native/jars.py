"""Kafka's jars: exactly those of the lock file, downloaded once, checked at every use."""

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from deploy.native.errors import StackError

LOCK = Path(__file__).with_name("kafka.lock")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Jar:
    group: str
    artifact: str
    version: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    def is_at(self, path: Path) -> bool:
        """Is this very jar there? Half a download or another build is not."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == self.sha256


def read_lock(path: Path = LOCK) -> tuple[Jar, ...]:
    lock = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Jar(group, artifact, version, found["bytes"], found["sha256"])
        for coordinate, found in lock["jars"].items()
        for group, artifact, version in [coordinate.split(":")]
    )


def class_path(cache: Path, jars: Sequence[Jar], progress: Progress) -> tuple[Path, ...]:
    """The jars in this machine's cache, those that are missing fetched first."""
    folder = cache / "jars"
    missing = [jar for jar in jars if not jar.is_at(folder / jar.filename)]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        _fetch_all(missing, folder, progress)
    return tuple(folder / jar.filename for jar in jars)


def _fetch_all(jars: Sequence[Jar], folder: Path, progress: Progress) -> None:
    total, done = sum(jar.size for jar in jars), 0
    progress("Downloading Kafka", done, total)
    with tempfile.TemporaryDirectory(dir=folder) as scratch, ThreadPoolExecutor(8) as pool:
        fetching = {pool.submit(_fetch, jar, Path(scratch), folder): jar for jar in jars}
        try:
            for fetched in as_completed(fetching):
                fetched.result()
                done += fetching[fetched].size
                progress("Downloading Kafka", done, total)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch(jar: Jar, scratch: Path, folder: Path) -> None:
    """Into a folder of our own first: jgo's downloads are neither atomic nor checked."""
    import requests
    from jgo.maven import MavenContext, PythonResolver

    maven = MavenContext(resolver=PythonResolver(), repo_cache=scratch, timeout=60)
    wanted = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    try:
        part = wanted.resolve()
    except (requests.RequestException, RuntimeError) as error:
        raise StackError(
            f"cannot download {jar.filename} from the Maven repository ({type(error).__name__}): "
            "the first start needs the network, check it and try again"
        ) from error
    if not jar.is_at(part):
        raise StackError(
            f"{jar.group}:{jar.artifact}:{jar.version} as downloaded differs from kafka.lock: "
            "try again; if it stays so, do not trust the repository"
        )
    os.replace(part, folder / jar.filename)
