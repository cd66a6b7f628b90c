"""dedupe reads claims and rulings, and says which claims are about the same occurrence."""

from pathlib import Path

from schemas.topics import LEDGER_CLAIMS, LEDGER_OCCURRENCES, LEDGER_RULINGS
from services.dedupe import handlers, store
from services.kit.processor import Processor


def build() -> Processor:
    return Processor(
        name="dedupe",
        service="dedupe",
        schema="dedupe",
        reads=(LEDGER_CLAIMS, LEDGER_RULINGS),
        migrations=Path(__file__).parent / "migrations",
        handlers=handlers.HANDLERS,
        ledger=(LEDGER_OCCURRENCES,),
        recalls=(LEDGER_RULINGS,),
        fold=store.fold,
    )
