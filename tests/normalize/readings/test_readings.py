"""A reading that changes takes a new version of its format."""

from dataclasses import replace

import pytest

from services.normalize.format import Format, Interpretation, Row, Statement
from tests.normalize.readings import RELEASED, SAMPLED, SAMPLES, readings, recorded

FEWEST = 6  # records of a sample: fewer would not notice much


@pytest.mark.parametrize("using", SAMPLED, ids=lambda using: using.name)
def test_the_same_version_reads_the_same(using: Format) -> None:
    before = {(r.version, r.record): r.digest for r in recorded() if r.format == using.name}
    today = {(r.version, r.record): r.digest for r in readings(using)}
    changed = sorted(
        record
        for (version, record) in before.keys() | today.keys()
        if before.get((version, record)) != today.get((version, record))
    )
    if using.version <= RELEASED.get(using.name, 0):
        mend = f"raise `version` of {using.name}, then run python -m tests.normalize.readings"
    else:
        mend = "it is not released: if it is meant, run python -m tests.normalize.readings"
    assert not changed, f"version {using.version} of {using.name} reads anew {changed}: {mend}"


@pytest.mark.parametrize("using", SAMPLED, ids=lambda using: using.name)
def test_a_sample_is_wide_enough_to_notice(using: Format) -> None:
    assert sum(1 for _ in readings(using)) >= FEWEST


def test_every_sample_is_of_a_format_and_every_released_format_has_one() -> None:
    names = {using.name for using in SAMPLED}
    assert {folder.name for folder in SAMPLES.iterdir()} == names
    assert {reading.format for reading in recorded()} == names
    assert RELEASED.keys() <= names


@pytest.mark.parametrize("using", SAMPLED, ids=lambda using: using.name)
def test_another_reading_has_another_digest(using: Format) -> None:
    def without_rules(row: Row) -> Interpretation:
        read = using.interpret(row)
        return replace(read, statements=tuple(map(_doubted, read.statements)))

    before, after = list(readings(using)), list(readings(replace(using, interpret=without_rules)))
    assert [r.record for r in before] == [r.record for r in after]
    assert any(one.digest != other.digest for one, other in zip(before, after, strict=True))


def _doubted(statement: Statement) -> Statement:
    return replace(statement, stance="disputes_quantity")
