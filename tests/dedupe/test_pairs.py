"""Pairs of reports that a reader would, or would not, take to be about one thing."""

import pytest

from tests.dedupe.pairs import deployments, meetings, transfers, unseen
from tests.dedupe.pairs.telling import Pair, are_one

MISSED = {
    "called up, then in the fight",  # 18 days apart, and nothing but the parties is the same
    "a supplier that one of them does not know",  # never compared: it would be with everybody's
}
PAIRS = [
    *meetings.SAME,
    *meetings.DIFFERENT,
    *deployments.SAME,
    *deployments.DIFFERENT,
    *transfers.SAME,
    *transfers.DIFFERENT,
    *unseen.MEETINGS,
    *unseen.DEPLOYMENTS,
    *unseen.TRANSFERS,
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.what)
def test_a_pair_is_judged_as_a_reader_would(pair: Pair):
    assert are_one(pair) == (pair.same and pair.what not in MISSED)
