"""Which published record waits for which receipt: pure book-keeping, whatever order they come in.

A record waits first for ingest, found by its place in the partner's topic; an accepted one then
for normalize, found by report and revision. Receipts may overtake our own producer's answer, and
normalize's may overtake ingest's: such early ones are kept as long as they may still be ours.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from schemas.event import report_id
from schemas.events import Receipt
from services.operator.outbound import Origin, Outbound
from services.operator.tally import Tally

Place = tuple[int, int]
"""(partition, offset) of a partner's record"""
Revision = tuple[UUID, int]


class Answers:
    def __init__(
        self, partner: str, tally: Tally, where: Callable[[Origin], str] = lambda _: ""
    ) -> None:
        self._partner = partner
        self._tally = tally
        self._where = where
        self._unsent: dict[Origin, UUID | None] = {}
        self._at_ingest: dict[Place, Outbound] = {}
        self._at_normalize: dict[Revision, Origin] = {}
        self._ours: Counter[UUID] = Counter()  # reports with a record on its way to ingest
        self._early: dict[Place, Receipt] = {}
        self._early_interpretations: dict[UUID, dict[int, Receipt]] = {}

    def sending(self, records: Iterable[Outbound]) -> None:
        """These are about to go out: their receipts may come before we know where they lie."""
        for record in records:
            report = self._report(record)
            self._unsent[record.origin] = report
            if report is not None:
                self._ours[report] += 1

    def sent(self, record: Outbound, partition: int, offset: int) -> None:
        self._tally.sent += 1
        self._unsent.pop(record.origin, None)
        self._at_ingest[partition, offset] = record
        early = self._early.pop((partition, offset), None)
        if early is not None:
            self._ingested(early, (partition, offset))

    def receipt(self, receipt: Receipt) -> None:
        match receipt.stage:
            case "ingest":
                if receipt.partition is None or receipt.offset is None:
                    return
                place = (receipt.partition, receipt.offset)
                if place in self._at_ingest:
                    self._ingested(receipt, place)
                elif self._unsent:
                    self._early[place] = receipt
            case "normalize":
                self._interpreted(receipt)
        if not self._unsent:
            self._early.clear()

    def _ingested(self, receipt: Receipt, place: Place) -> None:
        record = self._at_ingest.pop(place)
        self._tally.answer(receipt, self._where(record.origin))
        report, revision = receipt.report_id, receipt.revision
        if receipt.status == "accepted" and report is not None and revision is not None:
            self._at_normalize[report, revision] = record.origin
            early = self._early_interpretations.get(report, {}).pop(revision, None)
            if early is not None:
                self._interpreted(early)
        self._forget(self._report(record))

    def _interpreted(self, receipt: Receipt) -> None:
        if receipt.report_id is None or receipt.revision is None:
            return
        revision = (receipt.report_id, receipt.revision)
        origin = self._at_normalize.pop(revision, None)
        if origin is not None:
            self._tally.interpretation(receipt, self._where(origin))
        elif self._ours[receipt.report_id] > 0:
            waiting = self._early_interpretations.setdefault(receipt.report_id, {})
            waiting[receipt.revision] = receipt

    def _report(self, record: Outbound) -> UUID | None:
        if record.record_id is None:
            return None
        return report_id(self._partner, record.record_id)

    def _forget(self, report: UUID | None) -> None:
        if report is None:
            return
        self._ours[report] -= 1
        if self._ours[report] <= 0:
            del self._ours[report]
            self._early_interpretations.pop(report, None)

    @property
    def outstanding(self) -> int:
        return len(self._unsent) + len(self._at_ingest) + len(self._at_normalize)

    @property
    def awaited(self) -> tuple[int, int]:
        """How many wait for ingest, and how many for normalize."""
        return len(self._at_ingest), len(self._at_normalize)

    @property
    def oldest(self) -> Origin | None:
        """The first record, in the order of the files, that has not got all its answers."""
        waiting = (
            *self._unsent,
            *(record.origin for record in self._at_ingest.values()),
            *self._at_normalize.values(),
        )
        return min(waiting, default=None)
