"""transfer/1: are two claims about the same transfer? Who to whom, what, and in which deal's time.

Stages of one deal (ordered, delivered) are one transfer; two orders are two.
"""

from typing import Final

from services.dedupe.likeness.evidence import Tally
from services.dedupe.likeness.features import Member, Range, Transfer
from services.dedupe.likeness.names import name_likeness
from services.dedupe.likeness.spans import Span, gap
from services.dedupe.likeness.wares import is_ammunition, numbers, own_words

THRESHOLD: Final = 0.6
FLOOR: Final = 0.5

SAME_ORDER: Final = 7  # days between two dates of one order
OTHER_ORDER: Final = 45  # days between two orders, at the least
SOON: Final = 366  # days from order to delivery
DEAL_LIFE: Final = 3 * 366
LONG_LIFE: Final = 6 * 366  # of ships, aircraft, and what has to be built first
LONGEST_LIFE: Final = 12 * 366
_STAGES: Final = "ordered %s, delivered %s"


def compare(one: Member, other: Member, evidence: Tally) -> None:
    a, b = one.features, other.features
    assert isinstance(a, Transfer)
    assert isinstance(b, Transfer)
    if a.supplier is not None and b.supplier is not None and a.supplier != b.supplier:
        evidence.contradict("from %s and from %s", a.supplier, b.supplier)
        return
    if a.recipient is not None and b.recipient is not None and a.recipient != b.recipient:
        evidence.contradict("to %s and to %s", a.recipient, b.recipient)
        return
    if not _parties(a, b, evidence):
        return
    own = one.partner == other.partner
    if own and a.deal and b.deal:
        if a.deal != b.deal:
            evidence.contradict("%s numbers them %s and %s", one.partner, a.deal, b.deal)
            return
        evidence.add("deal", 0.4, "%s numbers both %s", one.partner, a.deal)
    _weapon(a, b, evidence)
    if not evidence.contradicted:
        _time(a, b, evidence)
        _numbers(a, b, own and not a.deal, evidence)
        if a.condition and b.condition and a.condition != b.condition:
            evidence.add("condition", -0.05, "%s / %s", a.condition, b.condition)
        if a.cancelled != b.cancelled and (a.delivered if b.cancelled else b.delivered) is not None:
            evidence.add("stage", -0.2, "one was called off, the other delivered")


def tells_two(one: Member, other: Member) -> bool:
    """Its records give two orders, by day or by number."""
    a, b = one.features, other.features
    assert isinstance(a, Transfer)
    assert isinstance(b, Transfer)
    if a.ordered is not None and b.ordered is not None and gap(a.ordered, b.ordered) > 0:
        return True
    apart = _apart(a.ordered_number, b.ordered_number)
    return apart is not None and apart > 1.0


def _parties(a: Transfer, b: Transfer, evidence: Tally) -> bool:
    """Whether any is known to be the same: nobody is like nobody known."""
    supplier = a.supplier is not None and a.supplier == b.supplier
    recipient = a.recipient is not None and a.recipient == b.recipient
    if not (supplier or recipient):
        return False
    if supplier and recipient:
        evidence.add("parties", 0.3, "%s to %s", a.supplier, a.recipient)
    else:
        other = (a.recipient, b.recipient) if supplier else (a.supplier, b.supplier)
        score = 0.1 if other == (None, None) else 0.2
        words = "from %s, to whom is not known" if supplier else "to %s, from whom is not known"
        evidence.add("parties", score, words, a.supplier if supplier else a.recipient)
    return True


def _weapon(a: Transfer, b: Transfer, evidence: Tally) -> None:
    text = name_likeness(a.text, b.text) if a.text and b.text else 0.0
    numbered_apart = _numbered_apart(a.text, b.text)
    if a.family and a.family == b.family:
        word = a.family if text < 0.9 else a.text
        loss = 0.08 if a.specific and b.specific and numbered_apart else 0.0
        evidence.add("weapon", 0.35 - loss, "%s", word)
        return
    if text >= 0.9 and not numbered_apart:
        evidence.add("weapon", 0.33, "%s", a.text)
        return
    if a.text and b.text and _is_ammunition(a) != _is_ammunition(b):
        evidence.contradict("%s and %s: ammunition and a weapon", a.text, b.text)
        return
    if (a.sipri and b.sipri and a.sipri != b.sipri) or (a.un and b.un and a.un != b.un):
        evidence.contradict("%s and %s are of two categories", a.text, b.text)
        return
    if a.family and b.family and a.specific == b.specific:
        evidence.contradict("%s and %s are two weapons", a.family, b.family)
        return
    if numbered_apart and a.specific == b.specific:
        evidence.contradict("%s and %s are two designations", a.text, b.text)
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
    if text >= 0.76 or described >= 0.85 or not own_words(a.text).isdisjoint(own_words(b.text)):
        evidence.add("weapon", 0.2, "%s / %s", a.text, b.text)
    elif a.specific != b.specific and (
        (a.un and a.un == b.un) or (_is_ammunition(a) and not numbered_apart)
    ):
        evidence.add("weapon", 0.18, "%s / %s, a model and a kind", a.text, b.text)
    elif a.specific and b.specific and text < 0.5:
        evidence.contradict("%s and %s are two weapons", a.text, b.text)
    elif (a.sipri and a.sipri == b.sipri) or (a.un and a.un == b.un):
        evidence.add("weapon", 0.06, "%s / %s, of one category", a.text, b.text)


def _is_ammunition(it: Transfer) -> bool:
    return is_ammunition(it.text) or is_ammunition(it.description)


def _numbered_apart(x: str, y: str) -> bool:
    ours, theirs = numbers(x), numbers(y)
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def _time(a: Transfer, b: Transfer, evidence: Tally) -> None:
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


def _orders(x: Span, y: Span, evidence: Tally) -> None:
    apart, vague = gap(x, y), max(x.precision, y.precision)
    if apart == 0:
        evidence.add(
            "time", {1: 0.25, 2: 0.25, 3: 0.23, 4: 0.18}.get(vague, 0.14), "ordered %s and %s", x, y
        )
    elif vague <= 3 and apart <= SAME_ORDER:
        evidence.add("time", 0.18, "ordered %s and %s, %s days apart", x, y, apart)
    elif apart > (OTHER_ORDER if vague <= 3 else 366):
        evidence.contradict("ordered %s and %s: two orders", x, y)
    else:
        evidence.add(
            "time", -0.16 if vague <= 3 else -0.12, "ordered %s and %s, %s days apart", x, y, apart
        )


def _deliveries(x: Span, y: Span, evidence: Tally) -> None:
    apart, vague = gap(x, y), max(x.precision, y.precision)
    if apart == 0:
        evidence.add(
            "time",
            {1: 0.25, 2: 0.25, 3: 0.23, 4: 0.18}.get(vague, 0.14),
            "delivered %s and %s",
            x,
            y,
        )
    elif apart <= SAME_ORDER:
        evidence.add("time", 0.12, "delivered %s and %s, %s days apart", x, y, apart)
    elif apart > DEAL_LIFE:
        evidence.contradict("delivered %s and %s: two deals", x, y)
    else:
        evidence.add("time", -0.1, "delivered %s and %s, %s days apart", x, y, apart)


def _order_and_delivery(ordered: Span, delivered: Span, evidence: Tally) -> None:
    if delivered.last < ordered.first:
        evidence.contradict(_STAGES + ": delivered before it was ordered", ordered, delivered)
        return
    lived = gap(ordered, delivered)
    if lived > LONGEST_LIFE:
        evidence.contradict(_STAGES + ": longer than a deal lives", ordered, delivered)
    elif lived <= SOON:
        evidence.add("time", 0.1, _STAGES, ordered, delivered)
    elif lived <= DEAL_LIFE:
        evidence.add("time", 0.02, _STAGES, ordered, delivered)
    else:
        evidence.add("time", -0.04 if lived <= LONG_LIFE else -0.12, _STAGES, ordered, delivered)


def _as_far_as_known(a: Transfer, b: Transfer, evidence: Tally) -> None:
    """At least one side gives no date of the deal: only when it spoke."""
    x = a.delivered or a.ordered or a.spoken
    y = b.delivered or b.ordered or b.spoken
    if x is None or y is None:
        return
    agrees = gap(x, y) == 0
    evidence.add("time", 0.12 if agrees else -0.1, "%s and %s, as far as known", x, y)


def _numbers(a: Transfer, b: Transfer, same_book: bool, evidence: Tally) -> None:
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
