"""Who says it: where each claim goes back to, who affirms and who denies, and the status."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from schemas.claims import Claim
from schemas.event import id_text
from schemas.values import Modality, Party

STATE_ORGANS: Final = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
"""PLOVER sectors whose members speak for their state."""

_TIER: Final[dict[Modality, int]] = {
    "asserted": 0,
    "historical": 0,
    "planned": 1,
    "conditional": 2,
    "hypothetical": 3,
}
AFFIRMS: Final = frozenset({"asserts", "confirms"})
_ID: Final = itemgetter(0)


class Voice(NamedTuple):
    """A claim and its root. Claims of one root are one source, however many papers cite it.

    `id` is the claim's, as text: that sorts as the ids do.
    """

    id: str
    claim: Claim
    root: str
    name: str
    speaks_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hearing:
    """The claims of one occurrence, sorted by what they can be used for.

    A claim that disputes the number says nothing of the number, one that disputes the date
    nothing of the date; a denial is used for what it is about only when nobody affirms.
    Statements of fact go before plans, plans before conditions, conditions before speculation.
    """

    voices: Sequence[Voice]
    affirming: Sequence[Voice]
    denying: Sequence[Voice]
    disputing: Sequence[Voice]
    about: Sequence[Voice]  # parties, place, people rest on these
    dated: Sequence[Voice]
    counted: Sequence[Voice]
    modality: Modality


def hear(voices: Iterable[Voice]) -> Hearing:
    voices = sorted(voices, key=_ID)
    modality = voices[0].claim.modality
    if all(v.claim.stance in AFFIRMS and v.claim.modality == modality for v in voices):
        return Hearing(voices, voices, (), (), voices, voices, voices, modality)  # as most are
    denying = [v for v in voices if v.claim.stance == "denies"]
    others = [v for v in voices if v.claim.stance != "denies"] or denying
    tier = min(_TIER[v.claim.modality] for v in others)
    about = [v for v in others if _TIER[v.claim.modality] == tier]
    affirming = [v for v in about if v.claim.stance in AFFIRMS]
    return Hearing(
        voices=voices,
        affirming=affirming,
        denying=denying,
        disputing=[v for v in voices if v.claim.stance.startswith("disputes")],
        about=about,
        dated=[v for v in about if v.claim.stance != "disputes_date"] or about,
        counted=[
            v for v in about if v.claim.stance in AFFIRMS or v.claim.stance == "disputes_date"
        ],
        modality="asserted"
        if any(v.claim.modality == "asserted" for v in about)
        else about[0].claim.modality,
    )


def voice(claim: Claim) -> Voice:
    """Goes back to the first speaker's party, or that speaker, or the publisher, or the partner."""
    claim_id = id_text(claim.claim_id)
    if not claim.attribution:
        name = claim.source.publisher or claim.partner
    else:
        name = claim.attribution[0].name
        party = claim.attribution[0].party
        if party is not None:
            return Voice(claim_id, claim, root_of(party), name, frozenset(ids_of(party)))
    root = "name:" + folded(name)
    return Voice(claim_id, claim, root, name, frozenset((root,)))


def root_of(party: Party) -> str:
    """Two ministries of one state are not independent of each other."""
    if party.country is not None and party.sector in STATE_ORGANS:
        return party.country
    return party.id


def ids_of(party: Party) -> tuple[str, str, str]:
    """What this party may be called where it is a party to something."""
    return party.id, root_of(party), "name:" + folded(party.name)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """Letters and digits alone: "Kim Jong-un" and "KIM JONG UN" are one name."""
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in decomposed if c.isalnum()).casefold()
    return letters or name


def names(voices: Iterable[Voice]) -> list[str]:
    """Each root speaker once, under the spelling most claims use."""
    voices = list(voices)
    if not voices:
        return []
    called = {one.name for one in voices}
    if len(called) < 2:
        return list(called)
    spellings: dict[str, Counter[str]] = {}
    for one in voices:
        spellings.setdefault(folded(one.name), Counter())[one.name] += 1
    return sorted(min(found, key=lambda s: (-found[s], s)) for found in spellings.values())


def roots(voices: Iterable[Voice]) -> int:
    return len({one.root for one in voices})


def said(
    hearing: Hearing,
    parties: Collection[str],
    opponents: Collection[str] = (),
    disputing: Collection[str] = (),
) -> dict[str, Any]:
    """The columns every occurrence has about who says it.

    Only a party's own admission confirms: what one of `opponents` says against the others is a
    claim like any other, even where the ground is its own. `disputing`: the names of parties
    that contest what no single party can confirm.
    """
    own = set(parties).difference(opponents)
    confirming = [v for v in hearing.affirming if not own.isdisjoint(v.speaks_for)]
    resting = hearing.affirming or hearing.disputing or hearing.denying
    return {
        "status": _status(hearing, bool(confirming), bool(disputing)),
        "modality": hearing.modality,
        "claims": len(hearing.voices),
        "reports": len({v.claim.report_id for v in hearing.voices}),
        "independent_sources": roots(resting),
        "says": names(hearing.affirming),
        "confirmed_by": names(confirming),
        "denied_by": names(hearing.denying),
        "disputed_by": sorted({*names(hearing.disputing), *disputing}),
        "claim_ids": [v.claim.claim_id for v in hearing.voices],
    }


def _status(hearing: Hearing, confirmed: bool, disputed: bool) -> str:
    if confirmed and not disputed:
        return "confirmed_by_party"
    if hearing.affirming and not (hearing.denying or hearing.disputing or disputed):
        return "corroborated" if roots(hearing.affirming) > 1 else "claimed"
    if hearing.affirming or hearing.disputing:
        return "disputed"
    return "denied"


def party_ids(voices: Iterable[Voice], get: Callable[[Any], tuple[Party | None, ...]]) -> set[str]:
    """Everyone these claims name in those places of their bodies."""
    named = {party for one in voices for party in get(one.claim.body) if party is not None}
    return {name for party in named for name in ids_of(party)}
