"""Every topic: its name, who writes it, its key, how it is kept.

`attache topics apply` enforces this table. `prefix` lets several ledgers live on one broker.
"""

from dataclasses import dataclass
from typing import Final, Literal

DAY: Final = 24 * 3600 * 1000

LEDGER_REPORTS: Final = "ledger.reports"
LEDGER_CLAIMS: Final = "ledger.claims"
LEDGER_OCCURRENCES: Final = "ledger.occurrences"
LEDGER_RULINGS: Final = "ledger.rulings"
LEDGER_REJECTIONS: Final = "ledger.rejections"
LEDGER_OPERATIONS: Final = "ledger.operations"
REPORTS: Final = "reports."
RECEIPTS: Final = "receipts."


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    writers: tuple[str, ...]
    key: str
    facts: tuple[str, ...]  # event types
    retention_ms: int = -1
    partitions: int = 6
    timestamps: Literal["CreateTime", "LogAppendTime"] = "CreateTime"

    @property
    def config(self) -> dict[str, str]:
        return {
            "retention.ms": str(self.retention_ms),
            "cleanup.policy": "delete",
            "compression.type": "zstd",
            "message.timestamp.type": self.timestamps,
            "max.message.bytes": "8388608",
        }


LEDGER: Final[tuple[Topic, ...]] = (
    Topic(
        LEDGER_REPORTS,
        ("ingest",),
        "report_id",
        ("report_accepted", "report_revised", "report_withdrawn"),
    ),
    Topic(
        LEDGER_CLAIMS,
        ("normalize",),
        "report_id",
        ("report_interpreted", "interpretation_withdrawn"),
    ),
    Topic(
        LEDGER_OCCURRENCES,
        ("dedupe",),
        "occurrence_id",
        (
            "occurrence_opened",
            "claim_linked",
            "claim_changed",
            "claim_unlinked",
            "occurrence_absorbed",
            "occurrence_retired",
        ),
    ),
    Topic(
        LEDGER_RULINGS,
        ("operator",),
        "claim pair",
        ("claims_ruled_same", "claims_ruled_different", "ruling_withdrawn"),
        timestamps="LogAppendTime",
    ),
    Topic(
        LEDGER_REJECTIONS,
        ("ingest", "normalize"),
        "partner",
        ("report_rejected",),
        retention_ms=365 * DAY,
    ),
    Topic(
        LEDGER_OPERATIONS,
        ("operator",),
        "actor",
        ("operation_recorded",),
        timestamps="LogAppendTime",
    ),
)


def partner_topics(partner: str, partitions: int = 3) -> tuple[Topic, Topic]:
    """The two topics of a partner: what it sends, and what it is told."""
    return (
        Topic(
            REPORTS + partner,
            (partner,),
            "record id",
            (),  # not events: records in the partner's own format
            30 * DAY,
            partitions,
            "LogAppendTime",
        ),
        Topic(
            RECEIPTS + partner,
            ("ingest", "normalize"),
            "record id",
            ("receipt",),
            30 * DAY,
            partitions,
        ),
    )
