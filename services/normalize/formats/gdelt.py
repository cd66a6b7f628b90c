"""GDELT 2.0 events: one machine-coded sentence of a news article per row, 61 tab-separated columns.

Takes CAMEO 036 and 040-046 as meetings (036 planned), 0332 and 072 as transfers (0332 offered),
150-155 as deployments. Out of scope, and answered so: every other code; rows that do not name the
actors such a fact needs (GDELT often knows one side, or only "POLICE"); meetings and aid inside
one country; meetings of private actors.
Ignored on purpose: see gdelt_columns.IGNORES; mention counts above all.
Signals: a country code or group nobody knows (unresolved_party), an unreadable place or date, a
code of an unknown type (unknown_code), a root code that is not the event code's (contradiction).
Machine-coded, so reliability F and credibility 6 (cannot be judged) unless a partner says more.
"""

from functools import lru_cache
from typing import Any, Final

from schemas.claims import Body, Deployment, Meeting, Transfer
from schemas.values import Modality, Participant, Party, Quantity, Source, Weapon, When, Where
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import cameo, coordinates, gdelt_actors, gdelt_values
from services.normalize.formats.gdelt_actors import Actor
from services.normalize.formats.gdelt_columns import COLUMNS, IGNORES

_NO_PLACE: Final = ("", "0")
_UNKNOWN: Final = Quantity(qualifier="unknown", rule="gdelt.code")


def identify(row: Row) -> Identity:
    """A GDELT event is never revised: its number is all there is."""
    number = str(row.get("GLOBALEVENTID") or "").strip()
    return Identity(number or None)


def interpret(row: Row) -> Interpretation:
    code = cameo.padded(str(row.get("EventCode") or "").strip())
    meaning = cameo.EVENTS.get(code)
    if meaning is None:
        return _not_ours(code)
    first = gdelt_actors.actor(*_coded(row, 1))
    second = gdelt_actors.actor(*_coded(row, 2))
    if (reason := _out_of_scope(meaning, first, second)) is not None:
        return Interpretation(out_of_scope=reason)
    fields = Fields(row, IGNORES)
    fields.take("GLOBALEVENTID")
    fields.take("EventCode")
    for number, actor in ((1, first), (2, second)):
        _account(fields, number, actor)
    root = fields.text("EventRootCode")
    if root and not code.startswith(root.zfill(2)):
        fields.signal("contradiction", "EventRootCode", root, f"is not the root of {code}")
    occurred = _day(fields)
    place = _place(fields)
    source = _source(fields)
    statement = Statement(
        id=meaning.kind,
        body=_body(meaning, code, first, second, occurred, place),
        modality=_modality(meaning),
        source=source,
        summary=f"{meaning.label} (CAMEO {code}): {_shown(first)} - {_shown(second)}",
    )
    return Interpretation((statement,), fields.close(), fields.ignored)


@lru_cache(maxsize=512)
def _not_ours(code: str) -> Interpretation:
    return Interpretation(out_of_scope=f"CAMEO {code or 'without a code'} is none of ours")


def _coded(row: Row, number: int) -> tuple[str, str, str, str, str]:
    parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code")
    values = (row.get(f"Actor{number}{part}") for part in parts)
    code, name, country, group, kind = ("" if v is None else str(v).strip() for v in values)
    return code, name, country, group, kind


def _out_of_scope(meaning: cameo.Code, first: Actor, second: Actor) -> str | None:
    if first.party is None:
        return "names no country, organisation or armed group as its first actor"
    if meaning.kind == "deployment":
        return None
    if second.party is None:
        return "names no country, organisation or armed group as its second actor"
    if first.party.id == second.party.id:
        return f"inside one party: {first.party.id}"
    private = (cameo.PRIVATE & {first.kind, second.kind}) if meaning.kind == "meeting" else None
    return f"a meeting of private actors: {', '.join(sorted(private))}" if private else None


def _account(fields: Fields, number: int, actor: Actor) -> None:
    for part in ("Name", "CountryCode", "KnownGroupCode"):
        fields.take(f"Actor{number}{part}")
    kind = fields.text(f"Actor{number}Type1Code")
    if kind and kind not in cameo.SECTORS:
        fields.signal("unknown_code", f"Actor{number}Type1Code", kind, "an unknown actor type")
    if actor.party is not None and not actor.resolved:
        fields.signal("unresolved_party", f"Actor{number}Name", actor.party.raw)


def _shown(actor: Actor) -> str:
    return actor.name or "unnamed"


def _modality(meaning: cameo.Code) -> Modality:
    return "planned" if meaning.planned else "asserted"


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
        host=gdelt_values.country(place.country) if place is not None and abroad else None,
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
    return "militia" if kind in cameo.ARMED else "troops"


def _day(fields: Fields) -> When | None:
    text = fields.text("SQLDATE")
    found = gdelt_values.day(text)
    if found is None:
        fields.signal("unread_date", "SQLDATE", text, "not a day as YYYYMMDD")
    return found


def _place(fields: Fields) -> Where | None:
    names = ("Type", "FullName", "ADM1Code", "ADM2Code", "Lat", "Long")
    kind, full, admin1, admin2, lat, lon = (fields.text(f"ActionGeo_{n}") for n in names)
    if kind in _NO_PLACE and not full:
        return None
    if kind not in gdelt_values.PRECISIONS:
        fields.signal("unknown_code", "ActionGeo_Type", kind, "not 1 to 5; the row may be shifted")
        return None
    place = gdelt_values.where(kind, full, admin1, admin2, lat, lon)
    if place.country is None:
        fields.signal("unresolved_place", "ActionGeo_FullName", full)
    if (lat or lon) and coordinates.read(lat, lon) is None:
        fields.signal("unresolved_place", "ActionGeo_Lat", f"{lat} {lon}", "no coordinates")
    return place


def _source(fields: Fields) -> Source:
    url = fields.text("SOURCEURL")
    added = fields.text("DATEADDED")
    seen = gdelt_values.moment(added)
    if added and seen is None:
        fields.signal("unread_date", "DATEADDED", added, "not YYYYMMDDHHMMSS; row shifted?")
    return Source(
        publisher=gdelt_values.publisher(url),
        url=url or None,
        retrieved_at=seen,
        reliability="F",
        credibility="6",
    )


def _is_header(cells: Any) -> bool:
    """Exports out of a database put a header above what has none."""
    return bool(cells) and str(cells[0]).strip().lower() == "globaleventid"


FORMAT: Final = Format(
    name="gdelt.events",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(delimiter="\t", columns=COLUMNS, is_header=_is_header),
    ignores=IGNORES,
)
