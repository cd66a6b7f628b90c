"""What `attache publish` says at the end."""

from collections import Counter

from services.operator.summary import lines
from services.operator.tally import Refusal, Tally


def test_a_smooth_publication_is_told_in_a_few_lines():
    tally = Tally(
        sent=1200, answers=Counter(accepted=1100, duplicate=100), interpreted=1090,
        claims=Counter(meeting=1090), out_of_scope=10, applied=True, seconds=3.21,
    )  # fmt: skip
    assert list(lines("desk", tally)) == [
        "desk: 1,200 sent in 3.2 s",
        "  1,100 accepted · 100 duplicate",
        "  1,090 interpreted (1,090 meetings) · 10 out of scope",
        "  applied: the read models show it",
    ]
    assert not tally.failed


def test_trouble_is_told_one_by_one():
    tally = Tally(sent=3, unanswered=1, given_up=True, seconds=1)
    tally.refuse(Refusal("invalid_json", "", "no \x1b object", None, "a.jsonl #3"))
    tally.signals["old_name"] = 2
    tally.samples["old_name"] = "/country = 'Siam'"
    assert list(lines("desk", tally)) == [
        "desk: 3 sent in 1.0 s",
        "  1 rejected",
        "  signals:",
        "    2 × old_name, e.g. /country = 'Siam'",
        "  not taken:",
        "    (no id) [a.jsonl #3]: invalid_json: no \\x1b object",
        "  1 still lack a receipt: is ingest running? (`attache status`)",
        "  gave up waiting; publish again with --resume to go on from here",
    ]
    assert tally.failed
