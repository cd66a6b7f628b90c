"""Builders of attache.report records: a small valid one, changed where a test needs it."""

from typing import Any

PUBLISHED = "2025-03-27T02:10:00Z"


def report(*claims: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = {
        "record_id": "r-1",
        "revision": 1,
        "published_at": PUBLISHED,
        "language": "en",
        "source": {"publisher": "A Desk", "url": "https://desk.example/1", "reliability": "B"},
        "claims": list(claims),
    }
    return {**whole, **changes}


def deployment(**changes: Any) -> dict[str, Any]:
    claim = {
        "id": "d",
        "kind": "deployment",
        "deploying": "North Korea",
        "host": "Russia",
        "action": "moved",
    }
    return {**claim, **changes}


def transfer(**changes: Any) -> dict[str, Any]:
    claim = {
        "id": "t",
        "kind": "transfer",
        "supplier": "North Korea",
        "recipient": "Russia",
        "weapon": "short-range ballistic missiles",
        "stage": "delivered",
    }
    return {**claim, **changes}


def meeting(**changes: Any) -> dict[str, Any]:
    claim = {"id": "m", "kind": "meeting", "participants": [{"party": "France"}]}
    return {**claim, **changes}
