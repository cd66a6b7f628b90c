"""POLECAT: machine-coded events in the PLOVER vocabulary, one tab-separated row per event.

Takes CONSULT as a meeting (in the mode visit the actor is the visitor, the recipient the host),
AGREE to meet as a planned one, MOBILIZE as a deployment of each actor, AID in a military mode or
context as a transfer of each actor to each recipient. Actor and recipient are lists (";", a
country list may also use "|"); "None" is POLECAT's word for empty. The contexts future,
hypothetical and historical become the modality. Out of scope: every other event type, aid that is
not military, negated events, events without the actors that such a fact needs, meetings inside
one country, and what private actors do. Rebels and the opposition of a country are not its state.
Ignored on purpose: see polecat_columns.IGNORES. Signals: unresolved parties and places, unread
dates, lists that do not match each other (contradiction), event types, modes, contexts, sectors,
languages and feature codes that PLOVER does not have (unknown_code).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from schemas.claims import Signal
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
    blanks,
    coordinates,
    plover,
    polecat_actors,
    polecat_bodies,
    polecat_columns,
    polecat_values,
)
from services.normalize.formats.polecat_actors import Actor
from services.normalize.reading import parties

IGNORES: Final = polecat_columns.IGNORES


def identify(row: Row) -> Identity:
    return Identity(_text(polecat_columns.canonical(row), "Event ID") or None)


def interpret(row: Row) -> Interpretation:
    row = polecat_columns.canonical(row)
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
        return Interpretation(signals=_strange(row), out_of_scope=reason)
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


def _strange(row: Row) -> tuple[Signal, ...]:
    """What may be why nobody is named: lists that do not match, sectors that nobody knows."""
    fields = Fields(row, IGNORES)
    polecat_actors.account(fields, "Actor", ())
    polecat_actors.account(fields, "Recipient", ())
    return tuple(fields.signals)


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
    if kind == "AID" and not sides[1]:
        return "names no recipient that is a party"
    if (private := _private(kind, sides)) is not None:
        return private
    if kind in ("AID", "MOBILIZE"):
        return None
    met = {one.party.id for side in sides for one in side if one.party is not None}
    if len(met) == 1:
        return f"inside one party, or only one side is named: {next(iter(met))}"
    return None


def _private(kind: str, sides: list[list[Actor]]) -> str | None:
    """Business, press and civil society meet and help, but not as their country."""
    match kind:
        case "MOBILIZE":
            alone = not any(map(polecat_bodies.bears_arms, sides[0]))
        case "AID":
            alone = not all(any(map(polecat_bodies.bears_arms, side)) for side in sides)
        case _:
            official = {one.party.id for side in sides for one in side
                        if one.party is not None and not one.is_private}  # fmt: skip
            everyone = {one.party.id for side in sides for one in side if one.party is not None}
            alone = len(official) < 2 <= len(everyone)
    if not alone:
        return None
    sectors = {one.sector for side in sides for one in side if one.sector and one.is_private}
    return f"{kind} of private actors: {', '.join(sorted(sectors))}"


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
    text = _taken(fields, name)
    if not text:
        return None
    found = polecat_values.day(text)
    if found is None:
        fields.signal("unread_date", name, text)
    return found


def _place(fields: Fields) -> Where | None:
    names = ("Placename", "Raw Placename", "City", "District", "Province", "Country")
    words = [_taken(fields, name) for name in names]
    numbers = [_taken(fields, name) for name in ("Latitude", "Longitude", "GeoNames ID")]
    feature = _taken(fields, "Feature Type")
    if not any(words):
        return None
    place = polecat_values.where(tuple(words), tuple(numbers), feature)
    if place.country is None:
        fields.signal("unresolved_place", "Placename", ", ".join(filter(None, words)))
    elif words[-1] and not parties.is_resolved(polecat_values.country_of(words[-1])):
        fields.signal("unresolved_place", "Country", words[-1])
    if feature and not polecat_values.is_feature(feature):
        fields.signal("unknown_code", "Feature Type", feature, "not a feature code of GeoNames")
    if numbers[2] and not polecat_values.is_geonames(numbers[2]):
        fields.signal("unresolved_place", "GeoNames ID", numbers[2], "not a number of GeoNames")
    if (numbers[0] or numbers[1]) and coordinates.read(numbers[0], numbers[1]) is None:
        fields.signal("unresolved_place", "Latitude", f"{numbers[0]} {numbers[1]}")
    return place


def _source(fields: Fields) -> Source:
    published = _day(fields, "Publication Date")
    source, publisher = _taken(fields, "Source"), _taken(fields, "Publisher")
    if source and publisher and source != publisher:
        fields.signal("contradiction", "Publisher", publisher, f"the source is {source}")
    language = _taken(fields, "Language")
    tag = plover.LANGUAGES.get(language.lower())
    if tag is None and 1 < len(language) < 4 and language.isalpha():
        tag = language.lower()
    if language and tag is None:
        fields.signal("unknown_code", "Language", language, "a language we have no code for")
    return Source(
        publisher=source or publisher or None,
        document_id=_taken(fields, "Story ID") or None,
        title=_taken(fields, "Headline") or None,
        url=_taken(fields, "URL") or None,
        language=tag,
        published_at=published.earliest if published is not None else None,
        reliability="F",
        credibility="6",
    )


def _codes(text: str) -> tuple[str, ...]:
    return polecat_actors.parts(text.lower())


def _text(row: Row, name: str) -> str:
    return blanks.text(row.get(name))


def _taken(fields: Fields, name: str) -> str:
    return blanks.text(fields.take(name))


FORMAT: Final = Format(
    name="polecat.events",
    version=2,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        delimiter="\t",
        is_header=polecat_columns.is_header,
        name_columns=polecat_columns.named,
        encodings=("utf-8-sig", "cp1252", "latin-1"),
    ),
    ignores=IGNORES,
)
