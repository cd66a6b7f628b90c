"""ACLED: its API's JSON, and the feed of deleted events.

Takes only Strategic developments of four kinds; all else is out of scope, and answered so.
Files before 2018 have these kinds as event types of their own.
- Agreement: a meeting of both actors (and the associated ones we know) with a signed agreement.
- Headquarters or base established: the first actor arrived there.
- Non-violent transfer of territory: the first actor, who takes it, moved in; the second withdrew
  if the notes say that it withdrew, left or handed over, else a signal.
- Disrupted weapons use: mostly a seizure, and captured is no transfer. Only a shipment that the
  notes send from one party to another becomes a transfer (shipped); else a signal.
`timestamp` (seconds since 1970) orders revisions; a deleted event is a withdrawal. Actors of a
state are that state in its sector, without the years of its regime; mutineers and former forces
are not; where two governments claim a state, the words behind it say whose the forces are.
A transfer has no place and no day of seizure: those stay in the summary.
Ignored on purpose: see acled_columns.IGNORES. Signals: actors, places, dates, numbers and codes
nobody can read; a `year` that is not the date's, an `iso` that is not the country's.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from schemas.refusal import Refused
from schemas.values import Party, Quantity, Source, When, Where
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
    acled_actors,
    acled_bodies,
    acled_columns,
    acled_values,
    blanks,
    coordinates,
)
from services.normalize.formats.acled_values import Country
from services.normalize.reading import parties

IGNORES: Final = acled_columns.IGNORES

_OURS: Final = frozenset(
    {
        "agreement",
        "headquarters or base established",
        "non-violent transfer of territory",
        "disrupted weapons use",
    }
)
_WITHOUT_DEATHS: Final = frozenset({"agreement", "disrupted weapons use"})


def identify(row: Row) -> Identity:
    row = acled_columns.canonical(row)
    record = _text(row, "event_id_cnty")
    if _is_deleted(row):
        revision = _moment(row, "deleted_timestamp")
        return Identity(record or None, revision, withdrawn=True, reason="deleted by ACLED")
    return Identity(record or None, _moment(row, "timestamp"))


def _is_deleted(row: Row) -> bool:
    """Copies of the events may have the column too, with nothing in it."""
    there = "deleted_timestamp" in row
    return there and bool(_text(row, "deleted_timestamp") or not _text(row, "event_type"))


def _moment(row: Row, name: str) -> int | None:
    text = _text(row, name)
    if not text:
        return None
    seconds = acled_values.moment(text)
    if seconds is None:
        raise Refused("invalid_timestamp", f"/{name}", "not a time in seconds since 1970")
    return seconds


def interpret(row: Row) -> Interpretation:
    row = acled_columns.canonical(row)
    if _is_deleted(row):
        return Interpretation(out_of_scope="deleted by ACLED")
    kind, sub_kind = _text(row, "event_type").lower(), _text(row, "sub_event_type").lower()
    if kind in _OURS and sub_kind in ("", kind):
        sub_kind = kind
    elif not kind.startswith("strategic development") or sub_kind not in _OURS:
        return _not_ours(_text(row, "event_type"), _text(row, "sub_event_type"))
    fields = Fields(row, IGNORES)
    for name in ("event_id_cnty", "timestamp", "deleted_timestamp", "event_type"):
        fields.take(name)
    fields.take("sub_event_type")
    first = _actor(fields, 1)
    second = _actor(fields, 2)
    associated = [one for n in (1, 2) for one in _associated(fields, n)]
    occurred, place = _occurred(fields), _place(fields)
    notes, source = _taken(fields, "notes"), _source(fields)
    dead = _dead(fields)
    if dead is not None and sub_kind in _WITHOUT_DEATHS:
        fields.signal("contradiction", "fatalities", dead.raw, "deaths, but nobody deployed")
    match sub_kind:
        case "agreement":
            bodies = acled_bodies.agreement(fields, first, second, associated, occurred, place)
        case "headquarters or base established":
            bodies = acled_bodies.base(fields, first, occurred, place, dead)
        case "non-violent transfer of territory":
            bodies = acled_bodies.territory(fields, first, second, notes, occurred, place, dead)
        case _:
            bodies = acled_bodies.weapons(fields, notes)
    statements = tuple(
        Statement(id=name, body=body, source=source, summary=notes or None) for name, body in bodies
    )
    return Interpretation(statements, fields.close(), fields.ignored)


@lru_cache(maxsize=256)
def _not_ours(kind: str, sub_kind: str) -> Interpretation:
    return Interpretation(out_of_scope=f"ACLED {kind or '?'} / {sub_kind or '?'}: none of ours")


def _text(row: Row, name: str) -> str:
    return blanks.text(row.get(name))


def _taken(fields: Fields, name: str) -> str:
    return blanks.text(fields.take(name))


def _number(fields: Fields, name: str) -> str:
    return blanks.number(fields.take(name))


def _actor(fields: Fields, number: int) -> Party | None:
    raw, code = _taken(fields, f"actor{number}"), _number(fields, f"inter{number}")
    if not raw:
        return None
    sector, known = acled_actors.sector(code)
    if not known:
        fields.signal("unknown_code", f"inter{number}", code, "an unknown kind of actor")
    party = acled_actors.party(raw, sector)
    if not parties.is_resolved(party):
        fields.signal("unresolved_party", f"actor{number}", raw)
    return party


def _associated(fields: Fields, number: int) -> Iterator[Party]:
    name = f"assoc_actor_{number}"
    for raw in acled_actors.names(_taken(fields, name)):
        party = acled_actors.party(raw, None)
        if parties.is_resolved(party):
            yield party
        else:
            fields.signal("unresolved_party", name, raw)


def _occurred(fields: Fields) -> When | None:
    text, precision = _taken(fields, "event_date"), _number(fields, "time_precision")
    year = _number(fields, "year")
    found = acled_values.when(text, precision, year)
    if found is None:
        fields.signal("unread_date", "event_date", text)
        return None
    if precision and precision not in acled_values.TIMES:
        fields.signal("unknown_code", "time_precision", precision, "not 1, 2 or 3")
    if year and found.earliest and found.latest and year.isdecimal():
        if not found.earliest.year <= int(year) <= found.latest.year:
            fields.signal("contradiction", "year", year, f"the date says {text}")
    elif year and not year.isdecimal():
        fields.signal("unread_date", "year", year)
    return found


def _place(fields: Fields) -> Where | None:
    location, name = _taken(fields, "location"), _taken(fields, "country")
    admin1, admin2 = _taken(fields, "admin1"), _taken(fields, "admin2")
    lat, lon = _taken(fields, "latitude"), _taken(fields, "longitude")
    precision = _number(fields, "geo_precision")
    land = _country(fields, name)
    if not location and not name:
        return None
    if precision and precision not in acled_values.PLACES:
        fields.signal("unknown_code", "geo_precision", precision, "not 1, 2 or 3")
    place = acled_values.where(location, land.code, name, admin1, admin2, lat, lon, precision)
    if place.country is None or (name and not land.is_named):
        fields.signal("unresolved_place", "country", name or location)
    if (lat or lon) and coordinates.read(lat, lon) is None:
        fields.signal("unresolved_place", "latitude", f"{lat} {lon}", "no coordinates")
    return place


def _country(fields: Fields, name: str) -> Country:
    iso, iso3 = _number(fields, "iso"), _taken(fields, "iso3")
    found = acled_values.country(name, iso, iso3)
    if not found.is_coded:
        fields.signal("unknown_code", "iso", iso or iso3, "not in ISO 3166-1")
    elif not found.agree:
        fields.signal("contradiction", "iso", iso or iso3, f"not the code of {name}")
    return found


def _source(fields: Fields) -> Source:
    publisher, scale = _taken(fields, "source"), _taken(fields, "source_scale")
    return Source(publisher=publisher or None, scale=scale or None)


def _dead(fields: Fields) -> Quantity | None:
    """ACLED writes 0 where none is reported: no claim that none died."""
    text = _number(fields, "fatalities")
    if text in ("", "0"):
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        fields.signal("unread_quantity", "fatalities", text)
        return None
    number = int(text)
    return Quantity(
        low=number, best=number, high=number, qualifier="exact", raw=text, rule="acled.fatalities"
    )


FORMAT: Final = Format(
    name="acled.events",
    version=2,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        json_records="/data",
        is_header=acled_columns.is_header,
        name_columns=acled_columns.named,
        is_record=acled_columns.is_record,
        encodings=("utf-8-sig", "cp1252"),
    ),
    ignores=IGNORES,
)
