"""Real visits, told twice with the slips of real records: how many are found, how many wrongly."""

import random
from collections import Counter

import pytest

from services.dedupe.domain import occurrences
from services.dedupe.likeness.extract import member_of
from tests.dedupe import visits

pytestmark = pytest.mark.skipif(
    not visits.FOLDER.exists(), reason="the State Department's visits are not beside the checkout"
)


@pytest.mark.parametrize("seed", [1, 7])
def test_visits_told_twice_are_found_and_kept_apart(seed, record_property):
    chance = random.Random(seed)
    truth, members = {}, []
    told = visits.read()
    for number, visit in enumerate(told):
        for claim in (
            visits.first_telling(visit, number),
            visits.second_telling(visit, number, chance),
        ):
            members.append(member_of(claim))
            truth[claim.claim_id] = visit.number

    right = wrong = 0
    for one in occurrences(members).clusters:
        count = Counter(truth[member.claim_id] for member in one.members)
        pairs = len(one.members) * (len(one.members) - 1) // 2
        found = sum(n * (n - 1) // 2 for n in count.values())
        right, wrong = right + found, wrong + pairs - found
    precision, recall = right / (right + wrong), right / len(told)
    f1 = 2 * precision * recall / (precision + recall)

    record_property("pairs", f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    assert (precision > 0.97, recall > 0.97, f1 > 0.98) == (True, True, True), (precision, recall)
