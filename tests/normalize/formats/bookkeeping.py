"""What the tests of the flat formats need: records of a file, and the account of their fields."""

import io
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from schemas.refusal import Refused
from services.normalize.format import Format
from services.normalize.reading.records import cut, parse

SENTINEL = "zz nobody's value"


def records(format: Format, name: str, data: str | bytes) -> list[dict[str, Any]]:
    """The file's records, as they come out of Kafka."""
    raw = data.encode() if isinstance(data, str) else data
    found = cut(format.layout, name, io.BytesIO(raw))
    return [parse(one.content_type, one.text) for one in found]


def dropped(format: Format, row: Mapping[str, Any]) -> list[str]:
    """Fields that could hold anything without anybody noticing: neither used nor ignored."""
    before = (format.identify(row), format.interpret(row))
    unnoticed = []
    for name in row:
        if name in before[1].ignored:
            continue
        changed = {**row, name: SENTINEL}
        try:
            after = (format.identify(changed), format.interpret(changed))
        except Refused:
            continue
        if after == before:
            unnoticed.append(name)
    return unnoticed


def unknown_field_is_a_signal(format: Format, row: Mapping[str, Any]) -> bool:
    signals = format.interpret({**row, "a column of next year": "x"}).signals
    return any(
        one.code == "unknown_field" and one.field == "/a column of next year" for one in signals
    )


def arbitrary_rows(row: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The row with any of its fields gone, or holding anything that JSON can say."""
    value = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)
    )
    nested = st.one_of(value, st.lists(value, max_size=2), st.dictionaries(st.text(), value))
    changes = st.dictionaries(st.sampled_from(sorted(row)), nested, max_size=6)
    gone = st.sets(st.sampled_from(sorted(row)), max_size=4)
    return st.builds(
        lambda change, left_out: {
            name: cell for name, cell in {**row, **change}.items() if name not in left_out
        },
        changes,
        gone,
    )


def never_raises_but_refuses(format: Format, row: Mapping[str, Any]) -> None:
    try:
        format.identify(row)
        read = format.interpret(row)
    except Refused:
        return
    assert bool(read.out_of_scope) <= (not read.statements)
    ids = [one.id for one in read.statements]
    assert len(set(ids)) == len(ids)
