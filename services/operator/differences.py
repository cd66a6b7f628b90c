"""Two interpretations of a report beside each other, in lines for a person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from schemas.claims import Claim
from schemas.events import ReportInterpreted
from schemas.shape import jsonable

_LONGEST: Final = 80


def plain(claim: Claim) -> Claim:
    """All but which edition it is of."""
    return claim.changed(revision=0, format_version=0)


def differences(before: ReportInterpreted | None, now: ReportInterpreted) -> Iterator[str]:
    """In lines for a person: `+` a claim, `-` a claim, and field by field what changed."""
    was = {claim.claim_id: claim for claim in before.claims} if before else {}
    is_now = {claim.claim_id: claim for claim in now.claims}
    for claim_id, claim in was.items():
        if claim_id not in is_now:
            yield f"- {_named(claim)}"
    for claim_id, claim in is_now.items():
        if claim_id not in was:
            yield f"+ {_named(claim)}"
            continue
        old, new = (jsonable(plain(it)) for it in (was[claim_id], claim))
        for path, left, right in _fields("", old, new):
            yield f"{claim.partner_claim_id} {path}: {_shown(left)} → {_shown(right)}"
    scope = (before.out_of_scope if before else None, now.out_of_scope)
    if scope[0] != scope[1]:
        yield f"out of scope: {_shown(scope[0])} → {_shown(scope[1])}"
    signals = [Counter(s.to_json() for s in it.signals) if it else Counter()
               for it in (before, now)]  # fmt: skip
    yield from (f"- signal {one}" for one in (signals[0] - signals[1]))
    yield from (f"+ signal {one}" for one in (signals[1] - signals[0]))


def _named(claim: Claim) -> str:
    about = f": {claim.summary}" if claim.summary else ""
    return f"{claim.body.kind} {claim.partner_claim_id}{about}"[:_LONGEST]


def _fields(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from _fields(f"{path}/{name}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from _fields(f"{path}/{at}", left, right)
    else:
        yield path, old, new


def _shown(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
