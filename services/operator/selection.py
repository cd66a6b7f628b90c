"""Which reports a replay is about."""

from dataclasses import dataclass
from datetime import datetime


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
