"""Plain values of many claims: the one that most independent roots state. Places by precision."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from schemas.values import Party, Where
from services.projection.voices import Voice

T = TypeVar("T")
_SEA_OR_AIR: Final = 7
_COUNTRY: Final = 6


class Agreed(NamedTuple):
    """The value and the voices that state it; None and () when nobody has one."""

    value: Any = None
    voices: Sequence[Voice] = ()


NOTHING: Final = Agreed()


def agreed(
    voices: Sequence[Voice],
    get: Callable[[Any], T | None],
    key: Callable[[T], Hashable] = str,
    prefer: Callable[[T], Any] = str,
) -> Agreed:
    """What `get` finds in most roots' bodies, then in most claims; ties go to the least `prefer`.

    Values of one `key` count as one; the least `prefer` of those in it stands for all.
    """
    values = [get(voice.claim.body) for voice in voices]
    if unanimous(values):
        return NOTHING if values[0] is None else Agreed(values[0], voices)
    groups: dict[Hashable, list[tuple[T, Voice]]] = {}
    for value, voice in zip(values, voices, strict=True):
        if value is not None:
            groups.setdefault(key(value), []).append((value, voice))
    if not groups:
        return NOTHING

    def rank(group: list[tuple[T, Voice]]) -> tuple[int, int, Any]:
        return -len({v.root for _, v in group}), -len(group), min(prefer(x) for x, _ in group)

    best = min(groups.values(), key=rank)
    return Agreed(
        min((value for value, _ in best), key=prefer),
        [voice for _, voice in best],
    )


def unanimous(values: Sequence[Any]) -> bool:
    """All the same, as is usual: then nothing has to be weighed."""
    return values.count(values[0]) == len(values)


def agreed_party(voices: Sequence[Voice], get: Callable[[Any], Party | None]) -> Agreed:
    """The party by its id, under its most usual name. Only these two may be used."""
    found = agreed(voices, get, key=_id, prefer=_id)
    parties = [get(voice.claim.body) for voice in found.voices]
    same: dict[str, list[Party]] = {}
    for party in parties:
        if party is not None:
            same.setdefault(party.name, []).append(party)
    if len(same) < 2:
        return found
    usual = min(same, key=lambda name: (-len(same[name]), name))
    return Agreed(same[usual][0], found.voices)


def agreed_place(voices: Sequence[Voice], get: Callable[[Any], Where | None]) -> Agreed:
    """The most precise place within the country most roots name."""
    places = [get(voice.claim.body) for voice in voices]
    if not unanimous(places):
        country = agreed(voices, lambda body: (w := get(body)) and w.country).value
        voices = [v for v in voices if _country(get(v.claim.body)) in (None, country)] or voices
    return agreed_by(voices, get, key=_place, prefer=_precise)


def agreed_by(
    voices: Sequence[Voice],
    get: Callable[[Any], T | None],
    key: Callable[[T], Hashable],
    prefer: Callable[[T], Any],
) -> Agreed:
    """The least `prefer` first, however few say so; the number of roots only breaks ties."""
    values = [get(voice.claim.body) for voice in voices]
    if unanimous(values):
        return NOTHING if values[0] is None else Agreed(values[0], voices)
    ranks = [None if value is None else prefer(value)[0] for value in values]
    least = min((rank for rank in ranks if rank is not None), default=None)
    first = [voice for voice, rank in zip(voices, ranks, strict=True) if rank == least]
    return agreed(first, get, key, prefer)


def distinct(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})


def usual(spellings: Iterable[str | None]) -> str | None:
    """The one that most use; of equally many the first in the alphabet."""
    found = [s for s in spellings if s]
    if len(set(found)) < 2:
        return found[0] if found else None
    counted = Counter(found)
    return min(counted, key=lambda s: (-counted[s], s))


def _id(party: Party) -> str:
    return party.id


def _country(where: Where | None) -> str | None:
    return None if where is None else where.country


def _place(where: Where) -> Hashable:
    return where.country, where.name or where.raw


def _precise(where: Where) -> tuple[float, str]:
    """UCDP's order, but for sea or air: that says more than a country does."""
    rank = _COUNTRY - 0.5 if where.precision == _SEA_OR_AIR else where.precision
    return rank, where.to_json()
