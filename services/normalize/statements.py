"""What a format has said, held to what a set of claims must be, whatever the format."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from schemas.claims import Signal
from schemas.refusal import Refused
from schemas.values import Source
from services.normalize.format import Statement

MOST_CLAIMS: Final = 1_000
MOST_SIGNALS: Final = 200
LONGEST_ID: Final = 256


def check_ids(statements: Sequence[Statement]) -> None:
    if len(statements) > MOST_CLAIMS:
        said = f"{len(statements)} claims, allowed are {MOST_CLAIMS}"
        raise Refused("too_many_claims", "", said)
    seen: set[str] = set()
    for statement in statements:
        if not statement.id.strip():
            raise Refused("missing_claim_id", "", "a claim has no id")
        if len(statement.id) > LONGEST_ID:
            said = f"{len(statement.id)} characters, allowed are {LONGEST_ID}"
            raise Refused("claim_id_too_long", "", said)
        if statement.id in seen:
            raise Refused("duplicate_claim_id", "", f"two claims are {statement.id!r}")
        seen.add(statement.id)


def dangling_links(statements: Sequence[Statement]) -> dict[str, Signal]:
    """Per statement, the signal that it is the same as one that is not in this record."""
    there = {statement.id for statement in statements}
    return {
        s.id: Signal(
            code="unknown_claim",
            value=s.same_as,
            message=f"{s.id} is the same as a claim that is not in this record",
        )
        for s in statements
        if s.same_as is not None and (s.same_as not in there or s.same_as == s.id)
    }


def completed(stated: Source | None, default: Source) -> Source:
    """What the statement leaves open, as the partner declared it.

    Of another publisher than the declared one, only how reliable the partner's feed is.
    """
    if stated is None:
        return default
    other = stated.publisher not in (None, default.publisher)
    names = ("reliability", "credibility") if other else Source.__struct_fields__
    missing = {
        name: value
        for name in names
        if getattr(stated, name) is None and (value := getattr(default, name)) is not None
    }
    return stated.changed(**missing) if missing else stated


def bounded(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """Not swallowed: those beyond the limit are counted, by code."""
    if len(signals) <= MOST_SIGNALS:
        return tuple(signals)
    rest = Counter(signal.code for signal in signals[MOST_SIGNALS:])
    counted = ", ".join(f"{code}: {count}" for code, count in sorted(rest.items()))
    last = Signal(code="more_signals", value=str(rest.total()), message=counted)
    return (*signals[:MOST_SIGNALS], last)
