"""Checks that hold for every format: nothing dropped in silence, nothing raised but Refused."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from schemas.refusal import Refused
from services.normalize.format import Format, Interpretation
from services.normalize.reading.records import cut, parse

DATA = Path(__file__).parents[4] / "shared" / "data"
"""Real records, beside the checkout; tests that want them skip where they are not."""

_KEYS = st.text(max_size=8)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
)
JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)
"""Any JSON value."""


def records(format: Format, name: str, data: str | bytes) -> list[dict[str, Any]]:
    """The file's records, as they come out of Kafka."""
    raw = data.encode() if isinstance(data, str) else data
    found = cut(format.layout, name, io.BytesIO(raw))
    return [parse(one.content_type, one.text) for one in found]


def rows(names: Iterable[str], likely: Mapping[str, st.SearchStrategy[Any]] | None = None) -> Any:
    """Records with some of a format's fields, holding anything, and fields of no format."""
    values = dict(likely or {})
    known = st.fixed_dictionaries({}, optional={n: values.get(n, JSON) | JSON for n in names})
    others = st.dictionaries(st.text(max_size=10), JSON, max_size=2)
    return st.tuples(others, known).map(lambda pair: {**pair[0], **pair[1]})


def outcome(format: Format, row: Mapping[str, Any]) -> Interpretation | Refused:
    """What the format says of a row: an interpretation or a refusal, and nothing else."""
    try:
        format.identify(row)
        read = format.interpret(row)
    except Refused as error:
        refused = error
    else:
        ids = {one.id for one in read.statements}
        assert len(ids) == len(read.statements)
        assert not (ids and read.out_of_scope)
        return read
    assert refused.code
    assert refused.field == "" or refused.field.startswith("/")
    assert refused.message
    return refused


def same(left: Interpretation | Refused, right: Interpretation | Refused) -> bool:
    if isinstance(left, Refused) or isinstance(right, Refused):
        return isinstance(left, Refused) and isinstance(right, Refused) and left.args == right.args
    return left == right


def dropped(
    format: Format, row: Mapping[str, Any], names: Iterable[str], junk: Any = "≠ something else ≠"
) -> list[str]:
    """The fields whose content makes no difference, although nobody says that they are ignored."""
    before = outcome(format, row)
    found = []
    for name in names:
        after = outcome(format, {**row, name: junk})
        is_ignored = not isinstance(after, Refused) and name in after.ignored
        is_identity = not isinstance(after, Refused) and (
            format.identify({**row, name: junk}) != format.identify(row)
        )
        if not is_ignored and not is_identity and same(before, after):
            found.append(name)
    return found
