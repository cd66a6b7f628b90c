"""What became of a publication: counts by answer, refusals one by one, signals by code."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from schemas.events import Receipt

KEPT: Final = 10_000  # refusals remembered one by one; all are counted
ANSWERS: Final = ("accepted", "duplicate", "stale", "conflicting", "rejected")


class Refusal(NamedTuple):
    """Why one record did not get in, and where it stood in the files."""

    code: str
    field: str
    message: str
    record_id: str | None = None
    where: str = ""

    def __str__(self) -> str:
        at = f" at {self.field}" if self.field else ""
        who = self.record_id if self.record_id is not None else "(no id)"
        place = f" [{self.where}]" if self.where else ""
        return f"{who}{place}: {self.code}{at}: {self.message}"


@dataclass
class Tally:
    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    interpreted: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    withdrawn: int = 0
    out_of_scope: int = 0
    signals: Counter[str] = field(default_factory=Counter)
    samples: dict[str, str] = field(default_factory=dict)  # a signal's code -> one example
    refusals: list[Refusal] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)  # of the refusals
    unreadable: list[str] = field(default_factory=list)  # files, with the reason
    warnings: list[str] = field(default_factory=list)
    withheld: int = 0  # withdrawals that a snapshot did not dare
    unanswered: int = 0
    uninterpreted: int = 0
    given_up: bool = False  # before everything was sent and answered
    applied: bool | None = None
    seconds: float = 0.0

    def answer(self, receipt: Receipt, where: str = "") -> None:
        """Count what ingest said of a record."""
        self.answers[receipt.status] += 1
        if receipt.status in ("rejected", "conflicting"):  # either way it was not taken
            self._refused(receipt, where)

    def interpretation(self, receipt: Receipt, where: str = "") -> None:
        """Count what normalize said of an accepted one."""
        match receipt.status:
            case "interpreted":
                self.interpreted += 1
                self.claims.update(claim.kind for claim in receipt.claims)
            case "out_of_scope":
                self.out_of_scope += 1
            case "withdrawn":
                self.withdrawn += 1
            case "rejected":
                self.answers["rejected"] += 1
                self._refused(receipt, where)
            case _:
                pass
        for signal in receipt.signals:
            self.signals[signal.code] += 1
            if signal.code not in self.samples:
                value = "" if signal.value is None else f" = {signal.value!r}"
                self.samples[signal.code] = f"{signal.field}{value}"

    def refuse(self, refusal: Refusal) -> None:
        """A record that could not even be sent."""
        self.answers["rejected"] += 1
        self._remember(refusal)

    def _refused(self, receipt: Receipt, where: str) -> None:
        self._remember(
            Refusal(
                receipt.code or receipt.status,
                receipt.field or "",
                receipt.message or "",
                receipt.record_id,
                where,
            )
        )

    def _remember(self, refusal: Refusal) -> None:
        self.codes[refusal.code] += 1
        if len(self.refusals) < KEPT:
            self.refusals.append(refusal)

    @property
    def failed(self) -> bool:
        """Whether the command ends with 1."""
        return bool(
            self.answers["rejected"]
            or self.answers["conflicting"]
            or self.unreadable
            or self.withheld
            or self.unanswered
            or self.uninterpreted
            or self.given_up
            or self.applied is False
        )

    def as_json(self) -> Mapping[str, Any]:
        return {
            "sent": self.sent,
            **{name: self.answers[name] for name in ANSWERS},
            "interpreted": self.interpreted,
            "claims": dict(sorted(self.claims.items())),
            "withdrawn": self.withdrawn,
            "out_of_scope": self.out_of_scope,
            "signals": dict(self.signals.most_common()),
            "rejections": [refusal._asdict() for refusal in self.refusals],
            "unreadable_files": self.unreadable,
            "warnings": self.warnings,
            "withheld_withdrawals": self.withheld,
            "unanswered": self.unanswered,
            "uninterpreted": self.uninterpreted,
            "applied": self.applied,
            "seconds": round(self.seconds, 2),
        }
