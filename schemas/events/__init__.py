"""Every event. A new one is one file and one line in `CATALOGUE`."""

from typing import Final

from schemas.events import (
    claim_changed,
    claim_linked,
    claim_unlinked,
    claims_ruled_different,
    claims_ruled_same,
    interpretation_withdrawn,
    occurrence_absorbed,
    occurrence_opened,
    occurrence_retired,
    operation_recorded,
    receipt,
    report_accepted,
    report_interpreted,
    report_rejected,
    report_revised,
    report_withdrawn,
    ruling_withdrawn,
)
from schemas.events.claim_changed import ClaimChanged
from schemas.events.claim_linked import ClaimLinked, Reason
from schemas.events.claim_unlinked import ClaimUnlinked
from schemas.events.claims_ruled_different import ClaimsRuledDifferent
from schemas.events.claims_ruled_same import ClaimsRuledSame
from schemas.events.interpretation_withdrawn import InterpretationWithdrawn
from schemas.events.occurrence_absorbed import OccurrenceAbsorbed
from schemas.events.occurrence_opened import OccurrenceOpened
from schemas.events.occurrence_retired import OccurrenceRetired
from schemas.events.operation_recorded import OperationRecorded
from schemas.events.receipt import ClaimReceipt, Receipt
from schemas.events.report_accepted import ReportAccepted
from schemas.events.report_interpreted import ReportInterpreted
from schemas.events.report_rejected import ReportRejected
from schemas.events.report_revised import ReportRevised
from schemas.events.report_withdrawn import ReportWithdrawn
from schemas.events.ruling_withdrawn import RulingWithdrawn
from schemas.lineage import Lineage

CATALOGUE: Final[tuple[Lineage, ...]] = (
    report_accepted.LINEAGE,
    report_revised.LINEAGE,
    report_withdrawn.LINEAGE,
    report_rejected.LINEAGE,
    receipt.LINEAGE,
    report_interpreted.LINEAGE,
    interpretation_withdrawn.LINEAGE,
    occurrence_opened.LINEAGE,
    claim_linked.LINEAGE,
    claim_changed.LINEAGE,
    claim_unlinked.LINEAGE,
    occurrence_absorbed.LINEAGE,
    occurrence_retired.LINEAGE,
    claims_ruled_same.LINEAGE,
    claims_ruled_different.LINEAGE,
    ruling_withdrawn.LINEAGE,
    operation_recorded.LINEAGE,
)

__all__ = [
    "CATALOGUE",
    "ClaimChanged",
    "ClaimLinked",
    "ClaimReceipt",
    "ClaimUnlinked",
    "ClaimsRuledDifferent",
    "ClaimsRuledSame",
    "InterpretationWithdrawn",
    "OccurrenceAbsorbed",
    "OccurrenceOpened",
    "OccurrenceRetired",
    "OperationRecorded",
    "Reason",
    "Receipt",
    "ReportAccepted",
    "ReportInterpreted",
    "ReportRejected",
    "ReportRevised",
    "ReportWithdrawn",
    "RulingWithdrawn",
]
