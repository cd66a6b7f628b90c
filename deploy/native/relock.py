"""Writes `kafka.lock` anew: `python -m deploy.native.relock`, for who raises Kafka's version."""

import hashlib
import tempfile
from pathlib import Path

from jgo.maven import MavenContext, PythonResolver

from deploy.native.jars import LOCK

WANTED = ("org.apache.kafka:kafka_2.13:4.3.1", "org.slf4j:slf4j-simple:1.7.36")
HEADER = """\
# Kafka's class path: what is wanted, and every jar that it resolves to.
# Written by `python -m deploy.native.relock`; `attache stack up` takes these and no others.
"""


def relock(wanted: tuple[str, ...] = WANTED) -> str:
    with tempfile.TemporaryDirectory() as folder:
        maven = MavenContext(resolver=PythonResolver(), repo_cache=Path(folder), timeout=60)
        asked, behind = maven.resolver.resolve([maven.create_dependency(c) for c in wanted])
        used = [d for d in asked + behind if d.scope in (None, "compile", "runtime")]
        lines = sorted(
            _line(d.groupId, d.artifactId, d.version, d.artifact.resolve()) for d in used
        )
    names = "".join(f'    "{coordinate}",\n' for coordinate in wanted)
    return f"{HEADER}wanted = [\n{names}]\n\n[jars]\n" + "\n".join(lines) + "\n"


def _line(group: str, artifact: str, version: str, jar: Path) -> str:
    content = jar.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return f'"{group}:{artifact}:{version}" = {{ bytes = {len(content)}, sha256 = "{digest}" }}'


if __name__ == "__main__":
    LOCK.write_text(relock(), encoding="utf-8")
