"""State Department visits and travels: leaders in the United States, Americans abroad.

Takes the Office of the Historian's `visit` and `trip` records, from XML or the same as JSON. A
record is one meeting: the visitors, the host, the place and days, and what the prose adds (class,
event, topics, signatures, counterparts). The ids of visits and of trips overlap, so ours carry the
kind. Signals: parties, dates and classes that cannot be read, an end before its start. Ignored:
who typed the record.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from schemas.claims import Meeting
from schemas.refusal import Refused
from schemas.values import Outcome, Source, Speaker, When
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import cells, state_guests, state_places, state_prose
from services.normalize.reading import dates, parties, places

Kind = Literal["visit", "trip"]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

IGNORES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "created-by": "who typed the record",
        "last-modified-by": "who typed the record",
        "created-datetime": "orders revisions only",
        "last-modified-datetime": "orders revisions only",
    }
)


class Unwrapped(NamedTuple):
    """A record without its wrapping element, and the JSON pointer to where it lies."""

    kind: Kind
    inner: Row
    at: str


def unwrap(row: Row) -> Unwrapped:
    """Visit or trip, named by its element or told by its fields."""
    kinds: tuple[Kind, ...] = ("visit", "trip")
    for kind in kinds:
        if kind in row and "id" not in row:
            inner = row[kind]
            if not isinstance(inner, dict):
                raise Refused("wrong_type", f"/{kind}", f"send one <{kind}> element per record")
            return Unwrapped(kind, inner, kind + "/")
    if "visitor" in row or "from" in row:
        return Unwrapped("visit", row, "")
    if "role" in row or "country" in row or "locale" in row:
        return Unwrapped("trip", row, "")
    message = "neither a visit (visitor, from) nor a trip (role, name, country)"
    raise Refused("missing_field", "/visitor", message)


def identify(row: Row) -> Identity:
    kind, inner, at = unwrap(row)
    number = inner.get("id")
    if isinstance(number, dict | list | bool):
        raise Refused("wrong_type", f"/{at}id", "the id is a number or a text")
    own = cells.text(number)
    return Identity(f"{kind}/{own}" if own else None, _revision(inner))


def _revision(inner: Row) -> int | None:
    """Milliseconds since 1970 of the last change, or of the making; else by arrival."""
    for name in ("last-modified-datetime", "created-datetime"):
        try:
            moment = datetime.fromisoformat(cells.text(inner.get(name)))
        except ValueError:
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if (elapsed := aware - EPOCH).days >= 0:
            return round(elapsed.total_seconds() * 1000)
    return None


def interpret(row: Row) -> Interpretation:
    kind, inner, at = unwrap(row)
    fields = Fields(inner, IGNORES)
    number = fields.text("id")
    occurred = _occurred(fields)
    meeting, prose = (_visit if kind == "visit" else _trip)(fields, occurred)
    speaker = Speaker(
        name="US Department of State",
        party=parties.read("United States"),
        capacity="Office of the Historian",
        verb="reports",
    )
    statement = Statement(
        id=kind,
        body=meeting,
        attribution=(speaker,),
        source=Source(
            publisher="Office of the Historian, US Department of State",
            document_id=f"{kind}/{number}" if number else None,
            language="en",
            is_official=True,
        ),
        summary=prose or None,
    )
    signals = [s.changed(field=f"/{at}{s.field[1:]}") for s in fields.close()]
    outside = Fields(row if at else {}, {})
    outside.take(kind)
    return Interpretation((statement,), (*signals, *outside.close()), fields.ignored)


def _visit(fields: Fields, occurred: When | None) -> tuple[Meeting, str]:
    prose = cells.text(fields.take("description"))
    day = occurred.earliest if occurred else None
    visitors = state_guests.visitors(fields)
    hosts = state_guests.american_hosts(prose, day)
    others = state_guests.third_parties(fields, "description", prose, hosts)
    event, multilateral = state_prose.event(prose)
    meeting = Meeting(
        participants=(*visitors, *hosts, *others),
        participants_complete=not multilateral,
        format="multilateral" if multilateral else "visit",
        visit_class=_class(fields, "description", prose),
        event_name=event,
        place=state_places.of_visit(prose),
        occurred=occurred,
        state=state_prose.state(prose),
        topics=state_prose.topics(prose),
        outcomes=_outcomes(prose),
    )
    return meeting, prose


def _trip(fields: Fields, occurred: When | None) -> tuple[Meeting, str]:
    prose = cells.text(fields.take("remarks"))
    day = occurred.earliest if occurred else None
    traveller = state_guests.traveller(fields)
    host, country = state_guests.host_country(fields)
    counterparts = state_guests.counterparts(fields, "remarks", prose, day, host)
    event, multilateral = state_prose.event(prose)
    locale = cells.text(fields.take("locale"))
    meeting = Meeting(
        participants=(traveller, *counterparts),
        participants_complete=not multilateral,
        format="multilateral" if multilateral else "visit",
        visit_class=_class(fields, "remarks", prose),
        event_name=event,
        place=places.read(locale or country, country=host.country if host else None)
        if locale or country
        else None,
        occurred=occurred,
        state=state_prose.state(prose),
        topics=state_prose.topics(prose),
        outcomes=_outcomes(prose),
    )
    return meeting, prose


def _class(fields: Fields, name: str, prose: str) -> state_prose.VisitClass | None:
    known, odd = state_prose.visit_class(prose)
    if known is None and odd is not None:
        fields.signal("unknown_code", name, odd, "a class of visit that we have no word for")
    return known


def _outcomes(prose: str) -> tuple[Outcome, ...]:
    return tuple(Outcome(kind="signed_agreement", title=t) for t in state_prose.signed(prose))


def _occurred(fields: Fields) -> When | None:
    """From start-date to end-date. Partial dates are spans; a contradiction keeps the start."""
    start = _date(fields, "start-date", None)
    end = _date(fields, "end-date", start.earliest if start else None)
    if start is None or end is None:
        if start is None and end is None:
            message = "no date that can be read; the prose may hold one"
            fields.signal("unread_date", "start-date", None, message)
        return start or end
    first, last = start.earliest, end.latest
    if first is None or last is None:
        return start
    if last < first:
        value = f"{start.raw}/{end.raw}"
        fields.signal(
            "contradiction", "end-date", value, "ends before it starts: the start is kept"
        )
        return start
    if start.precision == end.precision == 1 and start.latest == first and end.earliest == last:
        return _span(first, last, f"{start.raw}/{end.raw}")
    if start.edtf == end.edtf:
        return start
    return When(
        edtf=f"{start.edtf}/{end.edtf}",
        earliest=first,
        latest=last,
        precision=max(start.precision, end.precision),
        raw=f"{start.raw}/{end.raw}",
        rule="state-visits/partial-dates",
    )


def _span(first: date, last: date, raw: str) -> When:
    read = dates.day(first) if first == last else dates.span(first, last)
    return read.changed(raw=raw)


def _date(fields: Fields, name: str, near: date | None) -> When | None:
    """A day, or as much of one as is known: "1920-00-00" is a year, "June 2" is near the start."""
    value: Any = fields.take(name)
    written = cells.text(value)
    if not written:
        return None
    try:
        return dates.day(date.fromisoformat(written[:10])).changed(raw=written)
    except ValueError:
        known = re.sub(r"(?<=\d{4})(?:-00){1,2}$|(?<=\d{4}-\d\d)-00$", "", written)
        read = dates.read(known, published=near)
    if read is None:
        fields.signal("unread_date", name, written, "write the day as 1961-05-31")
        return None
    return read.changed(raw=written)


FORMAT: Final = Format(
    name="state.visits",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(xml_records=frozenset({"visit", "trip"})),
    ignores=IGNORES,
)
