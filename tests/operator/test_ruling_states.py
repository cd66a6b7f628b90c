"""Which rulings hold, as the log tells it."""

from uuid import UUID

from schemas.events import ClaimsRuledDifferent, ClaimsRuledSame, RulingWithdrawn
from services.operator.rulings import fold, that_hold
from tests.dedupe.build import at

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
FIRST, SECOND = UUID(int=11), UUID(int=12)


def ruled(kind, ruling: UUID, a: UUID = A, b: UUID = B):
    return kind(ruling_id=ruling, claim_a=a, claim_b=b, actor="ann", reason="so")


def states(*told) -> list[tuple[UUID, str]]:
    return [(ruling.ruling_id, ruling.state) for ruling in fold(told)]


def test_of_one_pair_the_latest_counts_in_whatever_order_its_claims_are_named():
    first, second = ruled(ClaimsRuledSame, FIRST), ruled(ClaimsRuledDifferent, SECOND, B, A)
    assert states((at(1), first), (at(2), second)) == [(FIRST, "superseded"), (SECOND, "holds")]


def test_a_withdrawal_restores_the_ruling_before_it():
    given = [(at(1), ruled(ClaimsRuledSame, FIRST)), (at(2), ruled(ClaimsRuledDifferent, SECOND))]
    gone = (at(3), ruled(RulingWithdrawn, SECOND))
    assert states(*given, gone, gone) == [(FIRST, "holds"), (SECOND, "withdrawn")]


def test_rulings_of_other_claims_do_not_touch_these():
    found = fold(
        [(at(1), ruled(ClaimsRuledSame, FIRST)), (at(2), ruled(ClaimsRuledSame, SECOND, B, C))]
    )
    assert [r.ruling_id for r in that_hold(found, [A])] == [FIRST]
    assert [r.ruling_id for r in that_hold(found, [B])] == [FIRST, SECOND]
