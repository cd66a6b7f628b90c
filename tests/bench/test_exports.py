"""The made-up exports are what a partner could send: else the bench measures something else."""

import io
from collections import Counter

import pytest

from services.normalize.formats import FORMATS
from services.normalize.reading.records import cut, parse
from tests.bench.exports import MADE_UP, Export

COUNT = 400


@pytest.mark.parametrize("export", MADE_UP, ids=lambda export: export.format)
def test_every_made_up_record_is_one_that_its_format_knows(export: Export) -> None:
    (using,) = (fmt for fmt in FORMATS if fmt.name == export.format)
    content = export.content(COUNT)
    texts = [one.text for one in cut(using.layout, export.file_name, io.BytesIO(content))]
    rows = [parse("application/json", text) for text in texts]
    told = Counter(signal.code for row in rows for signal in using.interpret(row).signals)
    assert len({using.identify(row).record_id for row in rows}) == len(rows) == COUNT
    assert told["unknown_field"] == told["unknown_code"] == told["unread_date"] == 0
    assert any(using.interpret(row).statements for row in rows)
    assert content == export.content(COUNT)  # the same for everybody who measures
