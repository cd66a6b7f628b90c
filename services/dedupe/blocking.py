"""Which claims are compared at all: those that share a block and whose days come near enough.

A claim has several blocks, so that one missing field does not hide a match. Whether two claims
are candidates is a pure and symmetric question about the two: see `candidates`.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final, NamedTuple, assert_never

from services.dedupe.likeness.extract import days_of
from services.dedupe.likeness.features import Deployment, Features, Meeting, Member, Transfer

REACHES: Final = (24, 400, 36_600)
"""The longest days of a block per class of length: a search by first day is bounded by it."""

_MEETING_PAD: Final = 2  # on each side, of each of the two
_DEPLOYMENT_PAD: Final = (4, 20)  # dated to the week or better; to the month or worse
_TRANSFER_PAD: Final = 15
_DEAL_LIFE: Final = 730  # days after its order in which a deal may be delivered
_FEW: Final = 4  # parties, up to which every pair of them is a block
_WORDS: Final = 3


class Block(NamedTuple):
    """`length` is the class whose reach the days do not exceed."""

    key: int
    length: int
    first: int
    last: int


def blocks(member: Member) -> tuple[Block, ...]:
    """None for a measurement of a standing deployment, nor for what has no date at all."""
    days = days_of(member.features)
    if days is None or member.series is not None:
        return ()
    first, last = days.first, days.last
    match member.features:
        case Meeting():
            first, last = first - _MEETING_PAD, last + _MEETING_PAD
        case Deployment():
            pad = _DEPLOYMENT_PAD[days.precision > 3]
            first, last = first - pad, last + pad
        case Transfer(ordered=ordered, delivered=delivered):
            life = _DEAL_LIFE if ordered is not None and delivered is None else _TRANSFER_PAD
            first, last = first - _TRANSFER_PAD, last + life
        case _:
            assert_never(member.features)
    first, last = max(first, 1), min(last, first + REACHES[-1] - 1)
    length = next(i for i, reach in enumerate(REACHES) if last - first < reach)
    keys = dict.fromkeys(hashed(name) for name in _names(member.features))  # each one once
    return tuple(Block(key, length, first, last) for key in keys)


def _names(features: Features) -> Iterable[str]:
    match features:
        case Meeting():
            return _of_meeting(features)
        case Deployment():
            return _of_deployment(features)
        case Transfer():
            return _of_transfer(features)
        case _:
            assert_never(features)


def _of_meeting(it: Meeting) -> Iterator[str]:
    if len(it.parties) <= _FEW:
        for a, b in combinations(it.parties, 2):
            yield f"m|{a}|{b}"
    if it.many or it.event or len(it.parties) > 2:
        for party in it.parties:
            yield f"m|at|{party}"
        for word in sorted({word for word in it.event.split() if len(word) > 4})[:_WORDS]:
            yield f"m|event|{word}"
    if len(it.persons) < _FEW:
        yield from sorted({f"m|person|{max(p.name.split(), key=len)[:3]}" for p in it.persons})


def _of_deployment(it: Deployment) -> Iterator[str]:
    """A party's troops at home are compared by the place alone: they are everywhere, every day."""
    if not it.deploying:
        return
    near = {*it.hosts, it.supported, it.theatre} - {None, "", it.deploying}
    if not near and it.against is not None:
        near = {it.against}
    if not near and it.place is not None and it.place.precision <= 4 and it.place.name:
        near = {f"{it.deploying}|{it.place.name}"}
    for other in sorted(str(one) for one in near):
        yield f"d|{it.group}|{it.deploying}|{other}"


def _of_transfer(it: Transfer) -> Iterator[str]:
    deal = f"t|{it.supplier or '?'}|{it.recipient or '?'}"
    if it.family:
        yield f"{deal}|{it.family}"
    words = {word for word in f"{it.text} {it.description}".split() if len(word) > 2}
    for word in sorted(words, key=lambda w: (-len(w), w))[:_WORDS]:
        yield f"{deal}|w|{word[:6]}"


@lru_cache(1 << 16)
def hashed(name: str) -> int:
    """A name as eight bytes: a rare collision only adds a candidate, which is then compared."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


def candidates(a: Member, b: Member) -> bool:
    """What the store's query answers for many at once."""
    return any(
        x.key == y.key and x.first <= y.last and y.first <= x.last
        for x in blocks(a)
        for y in blocks(b)
    )
