"""transfer/1: are two claims about the same transfer? Who to whom, what, and in which deal's time.

Stages of one deal (ordered, delivered) are one transfer; two orders are two.
"""

import re
from typing import Final

from services.dedupe.likeness.evidence import Evidence, Likeness, contradiction
from services.dedupe.likeness.features import Member, Range, Transfer
from services.dedupe.likeness.names import name_likeness
from services.dedupe.likeness.spans import Span, gap, in_words

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

SAME_ORDER: Final = 7  # days between two dates of one order
OTHER_ORDER: Final = 45  # days between two orders, at the least
DEAL_LIFE: Final = 3 * 366
_NUMBER: Final = re.compile(r"\d+")


def likeness(one: Member, other: Member) -> Likeness:
    a, b = one.features, other.features
    assert isinstance(a, Transfer)
    assert isinstance(b, Transfer)
    if a.supplier is not None and b.supplier is not None and a.supplier != b.supplier:
        return contradiction(f"from {a.supplier} and from {b.supplier}")
    if a.recipient is not None and b.recipient is not None and a.recipient != b.recipient:
        return contradiction(f"to {a.recipient} and to {b.recipient}")
    evidence = Evidence()
    known = (a.supplier is not None) + (b.supplier is not None) + (a.recipient is not None)
    evidence.add("parties", 0.3 if known == 3 else 0.2, f"{a.supplier} to {a.recipient}")
    own = one.partner == other.partner
    if own and a.deal and b.deal:
        if a.deal != b.deal:
            return contradiction(f"{one.partner} numbers them {a.deal} and {b.deal}")
        evidence.add("deal", 0.4, f"{one.partner} numbers both {a.deal}")
    _weapon(a, b, evidence)
    if not evidence.contradicted:
        _time(a, b, evidence)
        _numbers(a, b, own and not a.deal, evidence)
        if a.condition and b.condition and a.condition != b.condition:
            evidence.add("condition", -0.05, f"{a.condition} / {b.condition}")
    return evidence.likeness()


def tells_two(one: Member, other: Member) -> bool:
    """Its records give two orders, by day or by number."""
    a, b = one.features, other.features
    assert isinstance(a, Transfer)
    assert isinstance(b, Transfer)
    if a.ordered is not None and b.ordered is not None and gap(a.ordered, b.ordered) > 0:
        return True
    apart = _apart(a.ordered_number, b.ordered_number)
    return apart is not None and apart > 1.0


def _weapon(a: Transfer, b: Transfer, evidence: Evidence) -> None:
    text = name_likeness(a.text, b.text) if a.text and b.text else 0.0
    numbered_apart = _numbered_apart(a.text, b.text)
    if a.family and a.family == b.family:
        words = a.family if text < 0.9 else a.text
        loss = 0.08 if a.specific and b.specific and numbered_apart else 0.0
        evidence.add("weapon", 0.35 - loss, words)
        return
    if text >= 0.9 and not numbered_apart:
        evidence.add("weapon", 0.33, a.text)
        return
    if (a.sipri and b.sipri and a.sipri != b.sipri) or (a.un and b.un and a.un != b.un):
        evidence.contradict(f"{a.text} and {b.text} are of two categories")
        return
    if a.family and b.family and a.specific == b.specific:
        evidence.contradict(f"{a.family} and {b.family} are two weapons")
        return
    if numbered_apart and a.specific == b.specific:
        evidence.contradict(f"{a.text} and {b.text} are two designations")
        return
    described = (
        max(
            name_likeness(x, y)
            for x in (a.text, a.description)
            for y in (b.text, b.description)
            if x and y
        )
        if a.text and b.text
        else 0.0
    )
    if text >= 0.76 or described >= 0.85:
        evidence.add("weapon", 0.2, f"{a.text} / {b.text}")
    elif a.specific and b.specific and text < 0.5:
        evidence.contradict(f"{a.text} and {b.text} are two weapons")
    elif (a.sipri and a.sipri == b.sipri) or (a.un and a.un == b.un):
        evidence.add("weapon", 0.06, f"{a.text} / {b.text}, of one category")


def _numbered_apart(x: str, y: str) -> bool:
    ours, theirs = set(_NUMBER.findall(x)), set(_NUMBER.findall(y))
    return bool(ours and theirs and not ours & theirs)


def _time(a: Transfer, b: Transfer, evidence: Evidence) -> None:
    if a.ordered is not None and b.ordered is not None:
        _orders(a.ordered, b.ordered, evidence)
    elif a.delivered is not None and b.delivered is not None:
        _deliveries(a.delivered, b.delivered, evidence)
    elif a.ordered is not None and b.delivered is not None:
        _order_and_delivery(a.ordered, b.delivered, evidence)
    elif b.ordered is not None and a.delivered is not None:
        _order_and_delivery(b.ordered, a.delivered, evidence)
    else:
        _as_far_as_known(a, b, evidence)


def _orders(x: Span, y: Span, evidence: Evidence) -> None:
    apart, vague = gap(x, y), max(x.precision, y.precision)
    words = f"ordered {in_words(x)} and {in_words(y)}"
    if apart == 0:
        evidence.add("time", {1: 0.25, 2: 0.25, 3: 0.23, 4: 0.18}.get(vague, 0.14), words)
    elif vague <= 3 and apart <= SAME_ORDER:
        evidence.add("time", 0.18, f"{words}, {apart} days apart")
    elif apart > (OTHER_ORDER if vague <= 3 else 366):
        evidence.contradict(f"{words}: two orders")
    else:
        evidence.add("time", -0.12, f"{words}, {apart} days apart")


def _deliveries(x: Span, y: Span, evidence: Evidence) -> None:
    apart, vague = gap(x, y), max(x.precision, y.precision)
    words = f"delivered {in_words(x)} and {in_words(y)}"
    if apart == 0:
        evidence.add("time", {1: 0.25, 2: 0.25, 3: 0.23, 4: 0.18}.get(vague, 0.14), words)
    elif apart <= SAME_ORDER:
        evidence.add("time", 0.12, f"{words}, {apart} days apart")
    elif apart > DEAL_LIFE:
        evidence.contradict(f"{words}: two deals")
    else:
        evidence.add("time", -0.1, f"{words}, {apart} days apart")


def _order_and_delivery(ordered: Span, delivered: Span, evidence: Evidence) -> None:
    words = f"ordered {in_words(ordered)}, delivered {in_words(delivered)}"
    if delivered.last < ordered.first:
        evidence.contradict(f"{words}: delivered before it was ordered")
    elif gap(ordered, delivered) <= 366:
        evidence.add("time", 0.1, words)
    elif gap(ordered, delivered) <= DEAL_LIFE:
        evidence.add("time", 0.02, words)
    else:
        evidence.contradict(f"{words}: longer than a deal lives")


def _as_far_as_known(a: Transfer, b: Transfer, evidence: Evidence) -> None:
    """At least one side gives no date of the deal: only when it spoke."""
    x = a.delivered or a.ordered or a.spoken
    y = b.delivered or b.ordered or b.spoken
    if x is None or y is None:
        return
    agrees = gap(x, y) == 0
    words = f"{in_words(x)} and {in_words(y)}, as far as known"
    evidence.add("time", 0.12 if agrees else -0.1, words)


def _numbers(a: Transfer, b: Transfer, same_book: bool, evidence: Evidence) -> None:
    ordered = _apart(a.ordered_number, b.ordered_number)
    delivered = _apart(a.delivered_number, b.delivered_number)
    apart = ordered if ordered is not None else delivered
    if apart is None:
        return
    if apart <= 1.0:
        evidence.add("quantity", 0.07, "the numbers agree")
    elif same_book and ordered is not None:
        evidence.add("quantity", -0.25, "one partner gives two numbers ordered")
    elif apart > 2.0:
        evidence.add("quantity", -0.1, "the numbers are far apart")


def _apart(x: Range | None, y: Range | None) -> float | None:
    if x is None or y is None:
        return None
    if x[0] <= y[1] and y[0] <= x[1]:
        return 1.0
    low, high = (x[1], y[0]) if x[1] < y[0] else (y[1], x[0])
    return high / low if low > 0 else 99.0
