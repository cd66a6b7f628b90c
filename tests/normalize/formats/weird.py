"""Values as no codebook has them, and the account that they are not swallowed either."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from hypothesis import strategies as st

from schemas.event import report_id
from schemas.events import Receipt, ReportAccepted, ReportInterpreted
from services.normalize.domain import Cause, interpret
from services.normalize.format import Format
from tests.normalize.formats.accounts import dropped

NOTHING: Final[tuple[Any, ...]] = (
    None,
    "",
    "  ",
    "\u00a0",
    "NULL",
    "NA",
    "N/A",
    "--",
    "\\N",
    "nan",
    "None",
    [],
    {},
)
"""What stands for nothing in one program or another."""

SOMETHING: Final[tuple[Any, ...]] = (
    "zz nobody's value",
    "\u2212273",  # a minus of typographers
    "\uff11\uff12\uff13",  # digits as wide as ideographs
    "\u0661\u0662\u0663",  # digits of Arabic
    "\u202eabc\u202c\u200f",  # marks of direction
    "zz\u00a0\u3000nobody",
    "\U0001f680" * 40,
    "zz " * 3_000,
    "<b>zz</b>;'\"\\",
    "\x01\x1f",
    10**14 + 1,
    -7.25,
    True,
    ["zz", ["nested"]],
    {"zz": {"nested": [1, None]}},
)
"""What no field of these formats expects."""

_WHEN: Final = datetime(2025, 4, 28, 12, tzinfo=UTC)


def swallowed(format: Format, row: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Fields in which some unexpected value changed nothing, although nobody ignores them."""
    given = tuple(names)
    return [
        f"{name} = {value!r:.40}"
        for value in SOMETHING
        for name in dropped(format, row, given, value)
    ]


def answered(format: Format, row: Mapping[str, Any]) -> tuple[ReportInterpreted, Receipt]:
    """What normalize says of the record, as the ledger and the partner get it."""
    fact = ReportAccepted(
        report_id=report_id("desk", "1"),
        partner="desk",
        record_id="1",
        revision=1,
        first_recorded_at=_WHEN,
        format=format.name,
        content_type="application/json",
        sha256="0" * 64,
        payload=json.dumps(row, ensure_ascii=False),
    )
    cause = Cause(UUID(int=1), _WHEN, "ledger.reports", 0, 0)
    said = interpret(cause, fact, {format.name: format}, {})
    interpreted, receipt = said
    assert isinstance(receipt, Receipt)
    assert receipt.code in (None, "invalid_value", "invalid_timestamp"), receipt.message
    assert isinstance(interpreted, ReportInterpreted) or receipt.code is not None
    return interpreted, receipt  # type: ignore[return-value]


def changes(row: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The row with several fields gone, blank in some way, or holding what nobody expects."""
    values = st.sampled_from((*NOTHING, *SOMETHING)) | st.text(max_size=12)
    changed = st.dictionaries(st.sampled_from(sorted(row)), values, max_size=8)
    gone = st.sets(st.sampled_from(sorted(row)), max_size=3)
    return st.builds(
        lambda new, without: {k: v for k, v in {**row, **new}.items() if k not in without},
        changed,
        gone,
    )
