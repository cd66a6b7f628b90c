"""Ingest, put together: reads reports.<partner>, writes the ledger of reports and the receipts."""

from collections.abc import Mapping
from pathlib import Path

from schemas.topics import LEDGER_REPORTS, REPORTS
from services.ingest import store
from services.ingest.handlers import on_records
from services.ingest.partner import PartnerDoor
from services.kit.processor import Processor

MIGRATIONS = Path(__file__).parent / "migrations"


def processor(doors: Mapping[str, PartnerDoor]) -> Processor:
    """`doors`: every declared partner, by name."""
    return Processor(
        name="ingest",
        service="ingest",
        schema="ingest",
        reads=tuple(REPORTS + partner for partner in sorted(doors)),
        migrations=MIGRATIONS,
        on_records=on_records(doors),
        ledger=(LEDGER_REPORTS,),
        fold=store.fold,
    )
