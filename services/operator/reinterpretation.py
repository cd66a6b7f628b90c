"""What reports say by today's formats, against what the ledger says that they say. Pure.

Of each set of claims only digests are held: a ledger may be larger than memory.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from sys import intern
from typing import Any, Final, Literal, NamedTuple, assert_never

from schemas.claims import Claim
from schemas.events import InterpretationWithdrawn, ReportInterpreted
from schemas.shape import encode, jsonable

Outcome = Literal["same", "changed", "new", "stuck", "older"]
"""new: no interpretation of this revision is there. stuck: it differs, and the version of the
format does not. older: the ledger's is by a newer version than ours."""

_STAMPS: Final = {"revision": 0, "format_version": 0}
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports: by what their current revision is, and when it was recorded."""

    format: str | None = None
    partner: str | None = None
    record: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def is_of(self, partner: str, record_id: str) -> bool:
        """For all revisions of a report the same."""
        return self.partner in (None, partner) and self.record in (None, record_id)

    def takes(self, format_name: str, recorded: datetime) -> bool:
        return (
            self.format in (None, format_name)
            and (self.since is None or recorded >= self.since)
            and (self.until is None or recorded < self.until)
        )

    def __str__(self) -> str:
        named = (
            ("format", self.format),
            ("partner", self.partner),
            ("record", self.record),
            ("from", self.since and self.since.isoformat()),
            ("to", self.until and self.until.isoformat()),
        )
        return " ".join(f"{name}={value}" for name, value in named if value) or "all reports"


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
                _digest(claim.claim_id.bytes) + _digest(_said(claim)) for claim in event.claims
            )
            said = encode((event.out_of_scope, event.signals, event.format))
            codes = tuple(sorted(intern(signal.code) for signal in event.signals))
            return Held(*edition, False, partition, offset, claims, _digest(said), codes)
        case _:
            assert_never(event)


def _said(claim: Claim) -> bytes:
    """All but which edition it is of."""
    return encode(claim.changed(**_STAMPS))


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


def differences(before: ReportInterpreted | None, now: ReportInterpreted) -> Iterator[str]:
    """In lines for a person: `+` a claim, `-` a claim, and field by field what changed."""
    was = {claim.claim_id: claim for claim in before.claims} if before else {}
    is_now = {claim.claim_id: claim for claim in now.claims}
    for claim_id, claim in was.items():
        if claim_id not in is_now:
            yield f"- {_named(claim)}"
    for claim_id, claim in is_now.items():
        if claim_id not in was:
            yield f"+ {_named(claim)}"
            continue
        old, new = (jsonable(it.changed(**_STAMPS)) for it in (was[claim_id], claim))
        for path, left, right in _fields("", old, new):
            yield f"{claim.partner_claim_id} {path}: {_shown(left)} → {_shown(right)}"
    scope = (before.out_of_scope if before else None, now.out_of_scope)
    if scope[0] != scope[1]:
        yield f"out of scope: {_shown(scope[0])} → {_shown(scope[1])}"
    signals = [Counter(s.to_json() for s in it.signals) if it else Counter()
               for it in (before, now)]  # fmt: skip
    yield from (f"- signal {one}" for one in (signals[0] - signals[1]))
    yield from (f"+ signal {one}" for one in (signals[1] - signals[0]))


def _named(claim: Claim) -> str:
    about = f": {claim.summary}" if claim.summary else ""
    return f"{claim.body.kind} {claim.partner_claim_id}{about}"[:LONGEST]


def _fields(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _fields(f"{path}/{name}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from _fields(f"{path}/{at}", left, right)
    else:
        yield path, old, new


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
