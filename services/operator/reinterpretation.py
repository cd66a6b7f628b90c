"""What reports say by today's formats, against what the ledger says that they say. Pure.

Of each set of claims only digests are held: a ledger may be larger than memory.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from sys import intern
from typing import Any, Literal, NamedTuple, assert_never

from schemas.events import InterpretationWithdrawn, ReportInterpreted
from schemas.shape import encode
from services.operator.differences import plain

Outcome = Literal["same", "changed", "new", "stuck", "older"]
"""new: no interpretation of this revision is there. stuck: it differs, and the version of the
format does not. older: the ledger's is by a newer version than ours."""


class Held(NamedTuple):
    """An interpretation on the ledger: its edition, where it lies, and what it says, digested."""

    revision: int
    format_version: int
    withdrawn: bool
    partition: int
    offset: int
    claims: bytes  # 16 bytes each: which one, and what it says
    rest: bytes
    signals: tuple[str, ...]  # codes

    @property
    def order(self) -> tuple[int, int, bool]:
        return self.revision, self.format_version, not self.withdrawn


def held_of(
    event: ReportInterpreted | InterpretationWithdrawn, partition: int = -1, offset: int = -1
) -> Held:
    edition = (event.revision, event.format_version)
    match event:
        case InterpretationWithdrawn():
            return Held(*edition, True, partition, offset, b"", b"", ())
        case ReportInterpreted():
            claims = b"".join(
                _digest(claim.claim_id.bytes) + _digest(encode(plain(claim)))
                for claim in event.claims
            )
            said = encode((event.out_of_scope, event.signals, event.format))
            codes = tuple(sorted(intern(signal.code) for signal in event.signals))
            return Held(*edition, False, partition, offset, claims, _digest(said), codes)
        case _:
            assert_never(event)


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=8).digest()


def outcome(before: Held | None, now: Held) -> Outcome:
    """`before`: the newest interpretation of the report, of this revision or an older one."""
    if before is None or before.revision < now.revision:
        return "new"
    if set(_pairs(before)) == set(_pairs(now)) and before.rest == now.rest:
        return "same"
    if before.format_version == now.format_version:
        return "stuck"
    return "changed" if before.format_version < now.format_version else "older"


def _pairs(held: Held) -> Iterator[tuple[bytes, bytes]]:
    for at in range(0, len(held.claims), 16):
        yield held.claims[at : at + 8], held.claims[at + 8 : at + 16]


@dataclass
class Plan:
    """What a replay would change, in numbers."""

    reports: Counter[Outcome] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # codes: today's format reads them not
    unknown: Counter[str] = field(default_factory=Counter)  # formats that this code does not have
    withdrawn: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    signals: Counter[str] = field(default_factory=Counter)  # more (or fewer) by code
    versions: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    stuck: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def publishes(self) -> int:
        return self.reports["changed"] + self.reports["new"]

    def note(self, format_name: str, before: Held | None, now: Held) -> Outcome:
        found = outcome(before, now)
        self.reports[found] += 1
        if found == "stuck":
            self.stuck[format_name, now.format_version] += 1
        if found in ("changed", "new", "stuck"):
            was = dict(_pairs(before)) if before else {}
            now_is = dict(_pairs(now))
            self.added += len(now_is.keys() - was.keys())
            self.removed += len(was.keys() - now_is.keys())
            self.changed += sum(was[key] != now_is[key] for key in was.keys() & now_is.keys())
            self.signals.update(now.signals)
            self.signals.subtract(before.signals if before else ())
            self.versions[format_name, before.format_version if before else 0, now[1]] += 1
        return found

    def as_json(self) -> dict[str, Any]:
        return {
            "reports": {
                **{name: self.reports[name] for name in ("same", "changed", "new", "older")},
                "withdrawn": self.withdrawn,
                "refused": dict(self.refused),
                "unknown_format": dict(self.unknown),
            },
            "claims": {"added": self.added, "removed": self.removed, "changed": self.changed},
            "signals": {code: n for code, n in sorted(self.signals.items()) if n},
            "versions": [
                {"format": name, "from": before or None, "to": now, "reports": count}
                for (name, before, now), count in sorted(self.versions.items())
            ],
            "version_must_go_up": [
                {"format": name, "version": version, "reports": count}
                for (name, version), count in sorted(self.stuck.items())
            ],
        }
