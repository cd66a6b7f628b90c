"""ingest reads every partner's topic, keeps what is new, and answers each record."""

from collections.abc import Mapping
from pathlib import Path

from schemas.topics import LEDGER_REJECTIONS, LEDGER_REPORTS, REPORTS
from services.ingest import store
from services.ingest.handlers import on_records
from services.ingest.partner import PartnerDoor
from services.kit.processor import Processor


def build(doors: Mapping[str, PartnerDoor]) -> Processor:
    """`doors`: by partner name."""
    return Processor(
        name="ingest",
        service="ingest",
        schema="ingest",
        reads=tuple(REPORTS + name for name in sorted(doors)),
        migrations=Path(__file__).parent / "migrations",
        on_records=on_records(doors),
        ledger=(LEDGER_REPORTS, LEDGER_REJECTIONS),
        fold=store.fold,
    )
