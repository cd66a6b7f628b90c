"""Receipts worked out offline are those that the services would give."""

from datetime import UTC, datetime
from pathlib import Path

from schemas.values import Source
from services.operator.checking import receipts
from services.operator.files import files
from services.operator.reading import Reading
from tests.operator.register import REGISTER, csv

NOW = datetime(2025, 5, 1, tzinfo=UTC)


def told(path: Path) -> list[tuple[int, str, str, str | None]]:
    found = receipts("desk", REGISTER, Source(), Reading(REGISTER, files([str(path)])), NOW)
    return [(c.origin.number, c.receipt.stage, c.receipt.status, c.receipt.code) for c in found]


def test_each_record_gets_its_receipts_in_order(tmp_path: Path):
    file = tmp_path / "a.csv"
    rows = [("1", "Siam"), ("1", "Siam"), ("", "Chad"), ("2", "nowhere"), ("3", "unreadable")]
    file.write_text(csv(*rows))
    assert told(file) == [
        (1, "ingest", "accepted", None),
        (1, "normalize", "interpreted", None),
        (2, "ingest", "duplicate", None),
        (3, "ingest", "rejected", "missing_record_id"),
        (4, "ingest", "accepted", None),
        (4, "normalize", "out_of_scope", None),
        (5, "ingest", "accepted", None),
        (5, "normalize", "rejected", "unknown_country"),
    ]
