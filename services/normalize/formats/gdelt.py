"""GDELT 2.0 events: one machine-coded sentence of a news article per row, 61 tab-separated columns.

Takes CAMEO 036 and 040-046 as meetings (036 planned), 0332 and 072 as transfers (0332 offered),
150-155 as deployments. Out of scope, and answered so: every other code; rows that do not name the
actors such a fact needs (GDELT often knows one side, or only "POLICE"); meetings and aid inside
one country; what private actors do.
Refused: rows of GDELT's other tables (1.0 events, mentions, knowledge graph).
Ignored on purpose: see gdelt_columns.IGNORES; mention counts above all.
Signals: an event code that CAMEO does not have and an actor type nobody knows (unknown_code), a
country code or group nobody knows (unresolved_party), an unreadable place or date, a root code or
a country code that is not the event's or the place's (contradiction).
Machine-coded, so reliability F and credibility 6 (cannot be judged) unless a partner says more.
"""

from functools import lru_cache
from typing import Any, Final

from schemas.claims import Body, Deployment, Meeting, Signal, Transfer
from schemas.refusal import Refused, pointer
from schemas.values import Participant, Party, Quantity, Source, Weapon, When, Where
from services.normalize.format import Format, Identity, Interpretation, Layout, Row, Statement
from services.normalize.formats import (
    blanks,
    cameo,
    cells,
    coordinates,
    fips,
    gdelt_actors,
    gdelt_columns,
    gdelt_tables,
    gdelt_values,
)
from services.normalize.formats.gdelt_actors import Actor
from services.normalize.reading import parties

_NO_PLACE: Final = ("", "0")
_UNKNOWN: Final = Quantity(qualifier="unknown", rule="gdelt.code")
IGNORES: Final = gdelt_columns.IGNORES | gdelt_columns.ROW_NUMBERS
_KNOWN: Final = frozenset(gdelt_columns.COLUMNS) | IGNORES.keys()
_IGNORED: Final = tuple(sorted(gdelt_columns.IGNORES))
_NAMES: Final = ("Name", "CountryCode", "KnownGroupCode", "Type1Code")
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long")
_FIRST: Final = tuple(f"Actor1{part}" for part in _NAMES)
_SECOND: Final = tuple(f"Actor2{part}" for part in _NAMES)
_PLACE: Final = tuple(f"ActionGeo_{part}" for part in _GEO)

Signals = list[Signal]


def identify(row: Row) -> Identity:
    """A GDELT event is never revised: its number is all there is."""
    row = gdelt_columns.canonical(row)
    gdelt_tables.check(row)
    number = blanks.number(row.get("GLOBALEVENTID"))
    if number and not (number.isascii() and number.isdigit()):
        said = f"an event is named by a number, not by {number[:40]!r}"
        raise Refused("invalid_value", "/GLOBALEVENTID", said)
    return Identity(number or None)


def interpret(row: Row) -> Interpretation:
    row = gdelt_columns.canonical(row)
    gdelt_tables.check(row)
    code = cameo.padded(blanks.number(row.get("EventCode")))
    meaning = cameo.EVENTS.get(code)
    if meaning is None:
        return _not_ours(code, row.get("EventCode"))
    first, second = _actor(row, _FIRST), _actor(row, _SECOND)
    if (reason := _out_of_scope(meaning, first, second)) is not None:
        return Interpretation(out_of_scope=reason)
    signals: Signals = []
    _account(signals, 1, first)
    _account(signals, 2, second)
    root = blanks.number(row.get("EventRootCode"))
    if root and not code.startswith(root.zfill(2)):
        _signal(signals, "contradiction", "EventRootCode", root, f"is not the root of {code}")
    source = _source(row, signals)
    occurred = _occurred(row, source, signals)
    place = _place(row, signals)
    statement = Statement(
        id=meaning.kind,
        body=_body(meaning, code, first, second, occurred, place),
        modality="planned" if meaning.planned else "asserted",
        source=source,
        summary=f"{meaning.label} (CAMEO {code}): {_shown(first)} - {_shown(second)}",
    )
    if tuple(row) == gdelt_columns.COLUMNS:
        return Interpretation((statement,), tuple(signals), _IGNORED)
    _strange(row, sorted(row.keys() - _KNOWN), signals)
    ignored = tuple(sorted(row.keys() & IGNORES.keys()))
    return Interpretation((statement,), tuple(signals), ignored)


def _signal(signals: Signals, code: str, name: str, value: str | None, message: str = "") -> None:
    shown = None if value is None else value[:500]
    signals.append(Signal(code=code, field=pointer((name,)), value=shown, message=message))


def _strange(row: Row, names: list[str], signals: Signals) -> None:
    for name in names:
        if row[name] not in (None, "", [], {}):
            value = str(row[name])
            _signal(signals, "unknown_field", name, value, "not part of this format")


def _not_ours(code: str, written: Any) -> Interpretation:
    if code in cameo.codes():
        return _none_of_ours(code)
    value = cells.text(written)
    signals: Signals = []
    _signal(signals, "unknown_code", "EventCode", value or None, "CAMEO 1.1b3 does not have it")
    reason = f"CAMEO {value[:40] or 'without a code'} is none of ours"
    return Interpretation(signals=tuple(signals), out_of_scope=reason)


@lru_cache(maxsize=512)
def _none_of_ours(code: str) -> Interpretation:
    return Interpretation(out_of_scope=f"CAMEO {code} is none of ours")


def _actor(row: Row, names: tuple[str, ...]) -> Actor:
    return gdelt_actors.actor(*blanks.texts(row, names))


def _out_of_scope(meaning: cameo.Code, first: Actor, second: Actor) -> str | None:
    if first.party is None:
        return "names no country, organisation or armed group as its first actor"
    involved = {first.kind}
    if meaning.kind != "deployment":
        if second.party is None:
            return "names no country, organisation or armed group as its second actor"
        if first.party.id == second.party.id:
            return f"inside one party: {first.party.id}"
        involved.add(second.kind)
    private = cameo.PRIVATE & involved
    if meaning.kind != "meeting":
        private -= cameo.NOT_THE_STATE  # an opposition may have arms
    return f"a {meaning.kind} of private actors: {', '.join(sorted(private))}" if private else None


def _account(signals: Signals, number: int, actor: Actor) -> None:
    if actor.kind not in cameo.SECTORS:
        name = f"Actor{number}Type1Code"
        _signal(signals, "unknown_code", name, actor.kind, "an unknown actor type")
    if actor.strange_group:
        name = f"Actor{number}KnownGroupCode"
        _signal(signals, "unknown_code", name, actor.strange_group, "a group nobody knows")
    if actor.party is not None and not actor.resolved:
        _signal(signals, "unresolved_party", f"Actor{number}Name", actor.party.raw)


def _shown(actor: Actor) -> str:
    return actor.name or "unnamed"


def _body(
    meaning: cameo.Code,
    code: str,
    first: Actor,
    second: Actor,
    occurred: When | None,
    place: Where | None,
) -> Body:
    assert first.party is not None
    match meaning.kind:
        case "meeting":
            assert second.party is not None
            return Meeting(
                participants=(
                    Participant(party=first.party, role=meaning.roles[0], raw=first.name),
                    Participant(party=second.party, role=meaning.roles[1], raw=second.name),
                ),
                participants_complete=False,  # a sentence names two, whoever else was there
                format=meaning.format,
                place=place,
                occurred=occurred,
                state="planned" if meaning.planned else "held",
            )
        case "transfer":
            assert second.party is not None
            assert meaning.stage is not None
            delivered = meaning.stage == "delivered"
            return Transfer(
                supplier=first.party,
                recipient=second.party,
                weapon=_aid(meaning.label, code),
                stage=meaning.stage,
                delivered_quantity=_UNKNOWN if delivered else None,
                delivered=occurred if delivered else None,
            )
        case "deployment":
            return _deployment(meaning, first.party, first.kind, second.party, occurred, place)


@lru_cache(maxsize=16)
def _aid(label: str, code: str) -> Weapon:
    """The code says that it was military aid, and no more."""
    return Weapon(raw=f"military aid ({label}, CAMEO {code})", rule="gdelt.code")


def _deployment(
    meaning: cameo.Code,
    deploying: Party,
    kind: str,
    other: Party | None,
    occurred: When | None,
    place: Where | None,
) -> Deployment:
    abroad = place is not None and place.country not in (None, deploying.country)
    return Deployment(
        deploying=deploying,
        host=parties.state(place.country) if place is not None and abroad else None,
        against=other if other is not None and other.id != deploying.id else None,
        action="mobilised",
        mode=meaning.mode or _mode(kind),
        place=place,
        occurred=occurred,
        purpose=meaning.purpose,
    )


def _mode(kind: str) -> cameo.Mode:
    if kind == "COP":
        return "police"
    return "militia" if kind in cameo.NOT_THE_STATE else "troops"


def _occurred(row: Row, source: Source, signals: Signals) -> When | None:
    text = blanks.number(row.get("SQLDATE"))
    day = gdelt_values.read_day(text)
    if day is None:
        _signal(signals, "unread_date", "SQLDATE", text, "not a day as YYYYMMDD")
        return None
    seen: Any = source.retrieved_at
    return gdelt_values.occurred(text, day, seen)


def _place(row: Row, signals: Signals) -> Where | None:
    kind, full, code, admin1, admin2, lat, lon = blanks.texts(row, _PLACE)
    kind = kind.removesuffix(".0")
    if kind in _NO_PLACE and not full:
        return None
    if kind not in gdelt_values.PRECISIONS:
        message = "not 1 to 5; the row may be shifted"
        _signal(signals, "unknown_code", "ActionGeo_Type", kind, message)
        return None
    place, agree = gdelt_values.where(kind, full, code, admin1, admin2, lat, lon)
    if code and not fips.is_known(code):
        _signal(signals, "unknown_code", "ActionGeo_CountryCode", code, "not in FIPS 10-4")
    elif not agree:
        _signal(signals, "contradiction", "ActionGeo_CountryCode", code, f"FIPS 10-4, not {full}")
    if place.country is None and place.precision != 7:
        _signal(signals, "unresolved_place", "ActionGeo_FullName", full)
    if (lat or lon) and coordinates.read(lat, lon) is None:
        _signal(signals, "unresolved_place", "ActionGeo_Lat", f"{lat} {lon}", "no coordinates")
    return place


def _source(row: Row, signals: Signals) -> Source:
    cited = blanks.text(row.get("SOURCEURL"))
    added = blanks.number(row.get("DATEADDED"))
    seen = gdelt_values.moment(added)
    if added and seen is None:
        _signal(signals, "unread_date", "DATEADDED", added, "not YYYYMMDDHHMMSS; row shifted?")
    publisher = gdelt_values.publisher(cited)
    is_address = gdelt_values.is_address(cited)
    return Source(
        publisher=publisher,
        url=cited if is_address else None,
        title=None if is_address or publisher is not None else cited or None,
        retrieved_at=seen,
        reliability="F",
        credibility="6",
    )


FORMAT: Final = Format(
    name="gdelt.events",
    version=2,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        delimiter="\t",
        columns=gdelt_columns.COLUMNS,
        is_header=gdelt_columns.is_header,
        name_columns=gdelt_columns.named,
        encodings=("utf-8-sig", "cp1252", "latin-1"),  # place names keep their gazetteers' bytes
    ),
    ignores=IGNORES,
)
