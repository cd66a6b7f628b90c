"""The founding case as it came in: the examples, each recorded a minute after it was published.

Claims are called by their record and their partner's id of them ("of/00412#pulled-back"), so that
a row can be read; the ids in the database follow from those names.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from schemas.event import claim_id, report_id
from services.projection.read_models import READ_MODELS
from tests.end_to_end.world import ROOT, Sent, World

EXAMPLES: Final = ROOT / "examples" / "founding-case"
MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
ROWS: Final = READ_MODELS[:3]  # deployments, transfers, meetings

Row = dict[str, Any]


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def records() -> list[Sent]:
    """All of them, in the order in which they were recorded."""
    found: list[Sent] = []
    for path in sorted(EXAMPLES.glob("*.jsonl")):
        last: dict[str, int] = {}  # a record's next edition comes after the one before it
        for line in path.read_bytes().splitlines():
            told = json.loads(line)
            record = told["record_id"]
            at = ms(told["published_at"][:19]) + MINUTE_MS if "published_at" in told else 0
            if at <= last.get(record, -1):
                at = last[record] + HOUR_MS
            last[record] = at
            found.append(Sent(path.stem, record, line, at))
    return sorted(found, key=lambda sent: (sent.at_ms, sent.partner))


def recorded(after: str | None = None, until: str | None = None) -> list[Sent]:
    """Those recorded in that stretch of time."""
    first = ms(after) if after else 0
    last = ms(until) if until else ms("2100-01-01")
    return [sent for sent in records() if first <= sent.at_ms < last]


def again(sent: Iterable[Sent], at: str) -> list[Sent]:
    """The same, recorded once more."""
    begin = ms(at)
    return [
        Sent(one.partner, one.key, one.value, begin + n, one.headers) for n, one in enumerate(sent)
    ]


def claim_names() -> dict[str, str]:
    names = {}
    for sent in records():
        told = json.loads(sent.value or b"")
        for claim in told.get("claims", ()):
            report = report_id(sent.partner, told["record_id"])
            name = f"{told['record_id']}#{claim['id']}"
            names[str(claim_id(report, claim["id"]))] = name
    return names


def rows(world: World, known: str | None = None) -> dict[str, dict[str, Row]]:
    """Model to occurrence to its whole row, now or as of then; what is null is left out."""
    names = claim_names()
    found: dict[str, dict[str, Row]] = {}
    for model in ROWS:
        source = f"read.{model.name}" if known is None else f"read.{model.name}_as_of('{known}Z')"
        told = [
            {name: _readable(value, names) for name, value in row.items() if value is not None}
            for (row,) in world.query(f"select to_jsonb(t) from {source} t")
        ]
        found[model.name] = {row["occurrence_id"]: row for row in told}
    return found


def _readable(value: Any, names: dict[str, str]) -> Any:
    """Claims by name, those of a list in the order of their names."""
    match value:
        case str():
            return names.get(value, value)
        case list():
            claims = [names[one] for one in value if isinstance(one, str) and one in names]
            if claims and len(claims) == len(value):
                return sorted(claims)
            return [_readable(one, names) for one in value]
        case dict():
            return {name: _readable(one, names) for name, one in value.items()}
        case _:
            return value
