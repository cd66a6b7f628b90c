"""POLECAT: machine-coded events in the PLOVER vocabulary, one tab-separated row per event.

Takes CONSULT as a meeting (in the mode visit the actor is the visitor, the recipient the host),
AGREE to meet as a planned one, MOBILIZE as a deployment of each actor, AID in a military mode or
context as a transfer of each actor to each recipient. Actor and recipient are lists (";", a
country list may also use "|"); "None" is POLECAT's word for empty. The contexts future,
hypothetical and historical become the modality. Out of scope: every other event type, aid that is
not military, negated events, events without the actors that such a fact needs, and meetings
inside one country.
Ignored on purpose: see IGNORES. Signals: unresolved parties and places, unread dates, event
types, modes, contexts, languages and feature codes that PLOVER does not have (unknown_code).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from schemas.values import Modality, Source, When, Where
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import (
    coordinates,
    plover,
    polecat_actors,
    polecat_bodies,
    polecat_values,
)
from services.normalize.formats.polecat_actors import Actor
from services.normalize.reading import parties

_STORY: Final = "named somewhere in the story, not in this event"
_SCORE: Final = "a constant of event type and mode"
_WIKI: Final = "a Wikipedia page, which is no canonical identity here"
IGNORES: Final = {
    "Story People": _STORY,
    "Story Organizations": _STORY,
    "Story Locations": _STORY,
    "Intensity": _SCORE,
    "Event Intensity": _SCORE,
    "Quad Code": _SCORE,
    "CAMEO Code": "a crosswalk of event type and mode",
    "Actor Sectors": "the primary sector is kept",
    "Recipient Sectors": "the primary sector is kept",
    "Wikipedia Actor ID": _WIKI,
    "Wikipedia Recipient ID": _WIKI,
    "Version": "of the coding software",
}


def identify(row: Row) -> Identity:
    return Identity(_text(row, "Event ID") or None)


def interpret(row: Row) -> Interpretation:
    kind = _text(row, "Event Type").upper()
    modes, contexts = _codes(_text(row, "Event Mode")), _codes(_text(row, "Contexts"))
    if kind not in plover.TYPES:
        fields = Fields(row, dict.fromkeys(row, "of an unknown event type"))
        fields.signal("unknown_code", "Event Type", kind or None, "not a PLOVER event type")
        return Interpretation((), fields.close(), fields.ignored, "not a PLOVER event type")
    if not _concerns_us(kind, modes, contexts):
        return _not_ours(kind)
    if plover.NEGATED & set(contexts):
        return Interpretation(out_of_scope="negated: the article says that it did not happen")
    actors = polecat_actors.read(row, "Actor")
    recipients = polecat_actors.read(row, "Recipient")
    if (reason := _missing(kind, actors, recipients)) is not None:
        return Interpretation(out_of_scope=reason)
    return _statements(Fields(row, IGNORES), kind, modes, contexts, actors, recipients)


def _statements(
    fields: Fields,
    kind: str,
    modes: tuple[str, ...],
    contexts: tuple[str, ...],
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
) -> Interpretation:
    fields.take("Event ID")
    fields.take("Event Type")
    polecat_actors.account(fields, "Actor", actors)
    polecat_actors.account(fields, "Recipient", recipients)
    topics = _topics(fields, contexts)
    known_modes = _modes(fields, kind, modes)
    modality = _modality(kind, contexts)
    occurred, place = _day(fields, "Event Date"), _place(fields)
    source = _source(fields)
    mode = known_modes[0] if known_modes else None
    bodies: Iterator[tuple[str, Any]]
    match kind:
        case "MOBILIZE":
            bodies = polecat_bodies.deployments(actors, recipients, mode, occurred, place)
        case "AID":
            bodies = polecat_bodies.transfers(actors, recipients, modality, occurred)
        case _:
            meeting = polecat_bodies.meeting(
                actors, recipients, mode, modality, topics, occurred, place
            )
            bodies = iter([("meeting", meeting)])
    statements = tuple(
        Statement(id=name, body=body, modality=modality, source=source) for name, body in bodies
    )
    return Interpretation(statements, fields.close(), fields.ignored)


@lru_cache(maxsize=64)
def _not_ours(kind: str) -> Interpretation:
    return Interpretation(out_of_scope=f"PLOVER {kind} of this kind is none of ours")


def _concerns_us(kind: str, modes: tuple[str, ...], contexts: tuple[str, ...]) -> bool:
    match kind:
        case "CONSULT" | "MOBILIZE":
            return True
        case "AGREE":
            return bool(plover.MEETING_MODES & {*modes, *contexts})
        case "AID":
            return "military" in modes or "military" in contexts
        case _:
            return False


def _missing(kind: str, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]) -> str | None:
    sides = [[one for one in side if one.party is not None] for side in (actors, recipients)]
    if not sides[0]:
        return "names no country, organisation or armed group as its actor"
    if kind == "MOBILIZE":
        return None
    if kind == "AID":
        return None if sides[1] else "names no recipient that is a party"
    met = {one.party.id for side in sides for one in side if one.party is not None}
    if len(met) == 1:
        return f"inside one party, or only one side is named: {next(iter(met))}"
    return None


def _topics(fields: Fields, contexts: tuple[str, ...]) -> tuple[str, ...]:
    fields.take("Contexts")
    known = plover.CONTEXTS | set(plover.MODALITIES) | plover.MEETING_MODES
    for context in contexts:
        if context not in known:
            fields.signal("unknown_code", "Contexts", context, "not a PLOVER context")
    return tuple(c for c in contexts if c not in plover.MODALITIES)


def _modes(fields: Fields, kind: str, modes: tuple[str, ...]) -> tuple[str, ...]:
    fields.take("Event Mode")
    known: Any = {
        "CONSULT": plover.CONSULT_MODES,
        "AGREE": plover.CONSULT_MODES | dict.fromkeys(plover.MEETING_MODES),
        "MOBILIZE": plover.MOBILIZE_MODES,
        "AID": {"military", "economic", "humanitarian", "asylum"},
    }[kind]
    for mode in modes:
        if mode not in known:
            fields.signal("unknown_code", "Event Mode", mode, f"not a mode of {kind}")
    return tuple(mode for mode in modes if mode in known)


def _modality(kind: str, contexts: tuple[str, ...]) -> Modality:
    for context in contexts:
        if context in plover.MODALITIES:
            return plover.MODALITIES[context]
    return "planned" if kind == "AGREE" else "asserted"


def _day(fields: Fields, name: str) -> When | None:
    text = fields.text(name)
    if text in polecat_actors.EMPTY:
        return None
    found = polecat_values.day(text)
    if found is None:
        fields.signal("unread_date", name, text)
    return found


def _place(fields: Fields) -> Where | None:
    names = ("Placename", "Raw Placename", "City", "District", "Province", "Country")
    words = [_cleaned(fields.text(name)) for name in names]
    numbers = [_cleaned(fields.text(name)) for name in ("Latitude", "Longitude", "GeoNames ID")]
    feature = _cleaned(fields.text("Feature Type"))
    if not any(words):
        return None
    place = polecat_values.where(tuple(words), tuple(numbers), feature)
    if place.country is None:
        fields.signal("unresolved_place", "Placename", ", ".join(filter(None, words)))
    elif words[-1] and not parties.is_resolved(polecat_values.country_of(words[-1])):
        fields.signal("unresolved_place", "Country", words[-1])
    if feature and not polecat_values.is_feature(feature):
        fields.signal("unknown_code", "Feature Type", feature, "not a feature code of GeoNames")
    if (numbers[0] or numbers[1]) and coordinates.read(numbers[0], numbers[1]) is None:
        fields.signal("unresolved_place", "Latitude", f"{numbers[0]} {numbers[1]}")
    return place


def _source(fields: Fields) -> Source:
    published = _day(fields, "Publication Date")
    publisher = _cleaned(fields.text("Source")) or _cleaned(fields.text("Publisher"))
    fields.take("Publisher")
    language = _cleaned(fields.text("Language"))
    tag = plover.LANGUAGES.get(language.lower())
    if tag is None and 1 < len(language) < 4 and language.isalpha():
        tag = language.lower()
    if language and tag is None:
        fields.signal("unknown_code", "Language", language, "a language we have no code for")
    return Source(
        publisher=publisher or None,
        title=_cleaned(fields.text("Headline")) or None,
        url=_cleaned(fields.text("URL")) or None,
        language=tag,
        published_at=published.earliest if published is not None else None,
        reliability="F",
        credibility="6",
    )


def _codes(text: str) -> tuple[str, ...]:
    return polecat_actors.parts(text.lower())


def _cleaned(text: str) -> str:
    return "" if text in polecat_actors.EMPTY else text


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else _cleaned(str(value).strip())


FORMAT: Final = Format(
    name="polecat.events",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(delimiter="\t", encodings=("utf-8-sig", "cp1252", "latin-1")),
    ignores=IGNORES,
)
