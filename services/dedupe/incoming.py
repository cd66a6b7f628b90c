"""A claim as it comes in: with what matching needs of it, and its JSON."""

from schemas.claims import Claim
from services.dedupe.likeness.extract import member_of
from services.dedupe.likeness.features import pack


class Incoming:
    __slots__ = ("body", "claim", "member", "packed")

    def __init__(self, claim: Claim, body: str | None = None) -> None:
        self.claim = claim
        self.body = body if body is not None else body_of(claim)
        self.member = member_of(claim)
        self.packed = pack(self.member)


def body_of(claim: Claim) -> str:
    return claim.to_json()
