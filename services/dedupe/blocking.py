"""Which claims are compared at all: those that share a block and whose days come near enough.

A claim has several blocks, so that one missing field does not hide a match. Whether two claims
are candidates is a pure and symmetric question about the two: see `candidates`.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final, NamedTuple, assert_never

from services.dedupe.likeness.extract import days_of
from services.dedupe.likeness.features import Deployment, Group, Meeting, Member, Transfer
from services.dedupe.likeness.names import sound_of
from services.dedupe.likeness.spans import Span
from services.dedupe.likeness.wares import keywords

REACHES: Final = (24, 400, 36_600)
"""The longest days of a block per class of length: a search by first day is bounded by it."""

_MEETING_PAD: Final = 2  # on each side, of each of the two
_DEPLOYMENT_PAD: Final = (4, 20)  # dated to the week or better; to the month or worse
_TRANSFER_PAD: Final = 15
_DEAL_LIFE: Final = 6 * 366  # days after its order in which a deal may be delivered
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
    it = member.features
    days = days_of(it)
    if days is None or member.series is not None:
        return ()
    match it:
        case Meeting():
            return _around(_of_meeting(it), days, _MEETING_PAD, _MEETING_PAD)
        case Deployment():
            pad = _DEPLOYMENT_PAD[days.precision > 3]
            where = it.place.name if it.place is not None and it.place.precision <= 4 else ""
            keys = _of_deployment(
                it.group, it.deploying, it.hosts, it.supported, it.theatre, it.against, where
            )
            return _around(keys, days, pad, pad)
        case Transfer():
            life = _DEAL_LIFE if it.ordered is not None and it.delivered is None else _TRANSFER_PAD
            certain, other = _of_transfer(
                it.supplier, it.recipient, it.family, it.un or it.sipri, it.text, it.description
            )
            return _around(certain, days, _TRANSFER_PAD, life) + _around(
                other, days, _TRANSFER_PAD, _TRANSFER_PAD
            )
        case _:
            assert_never(it)


def _around(keys: tuple[int, ...], days: Span, back: int, on: int) -> tuple[Block, ...]:
    first = max(days.first - back, 1)
    last = min(days.last + on, first + REACHES[-1] - 1)
    length = 0
    while last - first >= REACHES[length]:
        length += 1
    return tuple([Block(key, length, first, last) for key in keys])


def _hashed(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(hashed, names)))  # each one once


def _of_meeting(it: Meeting) -> tuple[int, ...]:
    keys = _of_parties(it.parties, it.event, it.many)
    if 0 < len(it.persons) < _FEW:
        keys += tuple(dict.fromkeys([_of_person(person.name) for person in it.persons]))
    return keys


@lru_cache(1 << 15)
def _of_parties(parties: tuple[str, ...], event: str, many: bool) -> tuple[int, ...]:
    names: list[str] = []
    if len(parties) <= _FEW:
        names += [f"m|{a}|{b}" for a, b in combinations(parties, 2)]
    if many or event or len(parties) > 2:
        names += [f"m|at|{party}" for party in parties]
        words = sorted({word for word in event.split() if len(word) > 4})
        names += [f"m|event|{word}" for word in words[:_WORDS]]
    return _hashed(names)


@lru_cache(1 << 16)
def _of_person(name: str) -> int:
    return hashed(f"m|person|{sound_of(name)}")


@lru_cache(1 << 15)
def _of_deployment(
    group: Group,
    deploying: str,
    hosts: tuple[str, ...],
    supported: str | None,
    theatre: str,
    against: str | None,
    place: str,
) -> tuple[int, ...]:
    """A party's troops at home are compared by the place alone: they are everywhere, every day."""
    if not deploying:
        return ()
    near = {*hosts, supported, theatre} - {None, "", deploying}
    if not near and against is not None:
        near = {against}
    if not near and place:
        near = {f"{deploying}|{place}"}
    return _hashed(f"d|{group}|{deploying}|{other}" for other in sorted(str(one) for one in near))


@lru_cache(1 << 15)
def _of_transfer(
    supplier: str | None,
    recipient: str | None,
    family: str,
    category: str,
    text: str,
    description: str,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """By what it is for certain, where its order and its delivery meet, however far apart; and by
    what else it may be called."""
    if supplier is None and recipient is None:
        return (), ()
    deal = f"t|{supplier or '?'}|{recipient or '?'}"
    words = keywords(text, description, _WORDS - bool(family), own=bool(family))
    other = [f"{deal}|c|{category}"] if category else []
    other += [f"{deal}|w|{word}" for word in words]
    return _hashed([f"{deal}|{family}"] if family else []), _hashed(other)


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
