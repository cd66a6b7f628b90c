"""diplomatic_meetings - one row per meeting, however many met: a summit is one row.

A row's status is of all that it tells: that they met, and what came of it. Whoever took part
confirms that they met; but while a party refuses an outcome that others stand by, it is disputed.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

from services.projection.agreement import agreed, distinct, unanimous
from services.projection.outcomes import disputing, outcomes
from services.projection.people import display_names, participants
from services.projection.read_model import DATED, GONE, PLACED, SAID, TOLD, ReadModel, columns
from services.projection.telling import Fields, Teller, json_text, when
from services.projection.voices import Hearing, Voice, folded, ids_of, said

READ_MODEL: Final = ReadModel(
    name="diplomatic_meetings",
    key=("occurrence_id",),
    columns=columns(
        """
        occurrence_id        uuid
        event_name           text
        participant_names    text[]
        parties              text[]
        n_participants       int
        participants_complete boolean
        state                text
        """
    )
    + SAID
    + DATED
    + PLACED
    + columns(
        """
        format               text
        visit_class          text
        topics               text[]
        outcomes             jsonb
        outcomes_disputed    boolean
        participants         jsonb
        """
    )
    + TOLD,
    kept=GONE,
    indexes=("earliest", "place_country"),
    comment="Who met whom, where, when, with what outcome, and who says so",
)

_PLAIN: Final = Fields("event_name", "format", "visit_class")
_listed: Final = attrgetter("participants", "participants_complete")
_SUPERSEDES: Final = {"held": 0, "cancelled": 0, "postponed": 1, "planned": 2}
"""Once it was held or cancelled, that it had been planned is no contradiction."""
_STATES: Final = ("held", "cancelled", "postponed", "planned")


def fuse(hearing: Hearing) -> dict[str, Any]:
    """The row of a meeting; a pure function of its claims."""
    about = hearing.about
    teller = Teller(hearing.voices)
    row = teller.row
    teller.plain(_PLAIN, about)
    teller.tell("state", agreed(_latest_state(about), attrgetter("state"), prefer=_STATES.index))
    lists = _lists(about)
    entries = participants(lists)
    row["participants"] = json_text(entries)
    row["participant_names"] = display_names(entries)
    row["parties"] = parties = distinct(entry["party"] for entry in entries)
    row["n_participants"] = len(entries)
    row["participants_complete"] = any(_lists_all(v, parties, len(entries)) for v in lists)
    row["topics"] = distinct(t for v in about for t in v.claim.body.topics)  # type: ignore[union-attr]
    present = _present(lists)
    results = outcomes(hearing, present)
    row["outcomes"] = json_text(results)
    row["outcomes_disputed"] = any(outcome["status"] == "disputed" for outcome in results)
    teller.occurred(when(hearing.dated, attrgetter("occurred")))
    teller.place(about, attrgetter("place"))
    row |= said(hearing, present, disputing=disputing(results))
    return teller.close()


def _latest_state(about: Sequence[Voice]) -> list[Voice]:
    least = min(_SUPERSEDES[v.claim.body.state] for v in about)  # type: ignore[union-attr]
    return [v for v in about if _SUPERSEDES[v.claim.body.state] == least]  # type: ignore[union-attr]


def _lists(about: Sequence[Voice]) -> Sequence[Voice]:
    """Those whose lists of who took part are to be compared: one, if it is the same list."""
    return about[:1] if unanimous([_listed(voice.claim.body) for voice in about]) else about


def _lists_all(voice: Voice, parties: Sequence[str], people: int) -> bool:
    """A claim that says its list is complete, and no other claim knows of anyone else."""
    body: Any = voice.claim.body
    mine = {p.party.id for p in body.participants if p.party is not None}
    return (
        body.participants_complete and len(body.participants) >= people and mine.issuperset(parties)
    )


def _present(about: Sequence[Voice]) -> set[str]:
    """Whoever took part may confirm it: the parties, and the people by their names."""
    found: set[str] = set()
    for voice in about:
        for one in voice.claim.body.participants:  # type: ignore[union-attr]
            if one.party is not None:
                found.update(ids_of(one.party))
            if one.person:
                found.add("name:" + folded(one.person))
    return found
