"""State Department visits and travels. Long: one sentence for each thing that the prose may say."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claims import Meeting, Signal
from schemas.refusal import Refused
from schemas.values import Outcome, Participant, Source, Speaker, Where
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats.state_visits import FORMAT
from services.normalize.reading import dates, parties, people, records
from tests.normalize.formats import accounts

REAL = accounts.DATA / "state-department-visits"

VISIT = """
<visit>
    <id>9001</id>
    <start-date>1954-11-08</start-date>
    <end-date>1954-11-13</end-date>
    <visitor>Prime Minister Yoshida</visitor>
    <from id="japan">Japan</from>
    <description>Official visit. Discussed economic policy with President Eisenhower; signed a
        trade agreement. Afterwards visited New York City. Departed U.S. November 15.</description>
    <created-by>someone</created-by>
    <created-datetime>2010-10-25T16:17:47.87-04:00</created-datetime>
    <last-modified-by>someone</last-modified-by>
    <last-modified-datetime>2013-08-20T16:17:47.87-04:00</last-modified-datetime>
</visit>
"""
TRIP = """
<trip>
    <id>9001</id>
    <role>secretary</role>
    <name>Christian A. Herter</name>
    <start-date>1959-09-29</start-date>
    <end-date>1959-10-02</end-date>
    <country id="turkey">Turkey</country>
    <locale>Ankara</locale>
    <remarks>Met with Prime Minister Menderes and Foreign Minister Zorlu.</remarks>
</trip>
"""
IGNORED = ("created-by", "created-datetime", "last-modified-by", "last-modified-datetime")


def parsed(xml: str) -> dict[str, Any]:
    return records.parse("application/xml", xml)


def visit(description: str = "", **changes: Any) -> dict[str, Any]:
    """A visit as JSON, without its wrapping."""
    record = {
        "id": "1",
        "start-date": "1999-05-31",
        "end-date": "1999-05-31",
        "visitor": "President Kim Dae-jung",
        "from": {"@id": "korea-south", "#text": "Korea, South"},
        "description": description,
    }
    return {**record, **{name.replace("_", "-"): value for name, value in changes.items()}}


def trip(remarks: str = "", **changes: Any) -> dict[str, Any]:
    record = {
        "id": "1",
        "role": "president",
        "name": "Jimmy Carter",
        "start-date": "1978-01-03",
        "end-date": "1978-01-04",
        "country": {"@id": "france", "#text": "France"},
        "locale": "Paris",
        "remarks": remarks,
    }
    return {**record, **{name.replace("_", "-"): value for name, value in changes.items()}}


def meeting(record: dict[str, Any]) -> Meeting:
    body = FORMAT.interpret(record).statements[0].body
    assert isinstance(body, Meeting)
    return body


def codes(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(s.code, s.field) for s in FORMAT.interpret(record).signals]


AMERICA = parties.read("United States")


def stated(kind: str, number: str, body: Meeting, summary: str) -> Statement:
    return Statement(
        id=kind,
        body=body,
        attribution=(
            Speaker(
                name="US Department of State",
                party=AMERICA,
                capacity="Office of the Historian",
                verb="reports",
            ),
        ),
        source=Source(
            publisher="Office of the Historian, US Department of State",
            document_id=f"{kind}/{number}",
            language="en",
            is_official=True,
        ),
        summary=summary,
    )


def test_a_visit_is_a_meeting_of_visitor_and_host() -> None:
    body = Meeting(
        participants=(
            *people.read("Prime Minister Yoshida", party=parties.read("Japan"), role="visitor"),
            Participant(
                person="Dwight D. Eisenhower",
                title="President",
                party=AMERICA,
                role="host",
                level="head_of_state",
                raw="President Eisenhower",
            ),
        ),
        format="visit",
        visit_class="official",
        place=Where(name="United States", country="USA", precision=6, rule="state-visits/host"),
        occurred=dates.span(date(1954, 11, 8), date(1954, 11, 13)).changed(
            raw="1954-11-08/1954-11-13"
        ),
        topics=("economic policy",),
        outcomes=(Outcome(kind="signed_agreement", title="trade agreement"),),
    )
    summary = (
        "Official visit. Discussed economic policy with President Eisenhower; signed a trade "
        "agreement. Afterwards visited New York City. Departed U.S. November 15."
    )
    assert FORMAT.interpret(parsed(VISIT)) == Interpretation(
        statements=(stated("visit", "9001", body, summary),), ignored=IGNORED
    )


def test_a_trip_is_a_meeting_abroad() -> None:
    turkey = parties.read("Turkey")
    read = FORMAT.interpret(parsed(TRIP))
    assert (read.signals, read.ignored) == ((), ())
    body = read.statements[0].body
    assert isinstance(body, Meeting)
    traveller, *hosts = body.participants
    assert traveller == Participant(
        person="Christian A. Herter",
        title="Secretary of State",
        party=AMERICA,
        role="visitor",
        level="foreign_minister",
        raw="Christian A. Herter",
    )
    assert [(h.person, h.title, h.party and h.party.id, h.role) for h in hosts] == [
        ("Menderes", "Prime Minister", turkey.id, "host"),
        ("Zorlu", "Foreign Minister", turkey.id, "host"),
    ]
    assert body.place is not None
    assert (body.place.name, body.place.country) == ("Ankara", "TUR")


def test_ids_of_visits_and_trips_overlap() -> None:
    assert FORMAT.identify(parsed(VISIT)) == Identity("visit/9001", 1377029867870)
    assert FORMAT.identify(parsed(TRIP)) == Identity("trip/9001")
    assert FORMAT.identify(visit(created_datetime="1970-01-01T00:00:01Z")).revision == 1000
    assert FORMAT.identify(visit(id="")) == Identity(None)


def test_json_may_be_wrapped_or_not() -> None:
    wrapped = FORMAT.interpret({"visit": visit("Private visit.")})
    assert wrapped.statements == FORMAT.interpret(visit("Private visit.")).statements


@pytest.mark.parametrize(
    ("description", "visit_class"),
    [
        ("State Visit.", "state"),
        ("Official visit. In U.S. June 1–9; visited Boston.", "official"),
        ("Offical Visit.", "official"),
        ("Official Working Visit.", "official working"),
        ("Working visit; addressed a Joint Session of Congress.", "working"),
        ("Met with President Clinton during a private visit.", "private"),
        ("State visit. Private visit afterwards to Chicago.", "state"),
        ("Private visit to New York City afterwards.", None),
        ("In transit to London.", "transit"),
        ("Met with President Clinton.", None),
    ],
)
def test_the_class_of_a_visit(description: str, visit_class: str | None) -> None:
    assert meeting(visit(description)).visit_class == visit_class
    assert codes(visit(description)) == []


def test_a_class_without_a_word_of_ours_is_a_signal() -> None:
    assert FORMAT.interpret(visit("Pastoral visit. Also visited Boston.")).signals == (
        Signal(
            code="unknown_code",
            field="/description",
            value="Pastoral visit",
            message="a class of visit that we have no word for",
        ),
    )


@pytest.mark.parametrize(
    ("description", "event", "format"),
    [
        ("Attended the NATO Summit Meeting in Chicago, IL.", "NATO Summit Meeting", "multilateral"),
        (
            "Met with President Clinton at the UN General Assembly in New York City.",
            "UN General Assembly",
            "visit",
        ),
        ("Attended the Nuclear Security Summit.", "Nuclear Security Summit", "multilateral"),
        ("Attended funeral of President Kennedy.", "funeral of President Kennedy", "visit"),
        ("Attended the U.N. Security Council Summit.", "U.N. Security Council Summit", None),
        ("Working visit. Discussed trade.", None, "visit"),
        ("Summit meeting with President Clinton at Hyde Park, New York.", None, "visit"),
    ],
)
def test_events(description: str, event: str | None, format: str | None) -> None:
    body = meeting(visit(description))
    assert body.event_name == event
    assert body.format == (format or "multilateral")


@pytest.mark.parametrize(
    ("description", "name", "admin1", "precision"),
    [
        ("Met with President Clinton at Camp David, MD.", "Camp David", "Maryland", 1),
        ("Attended a summit in Chicago, IL.", "Chicago", "Illinois", 1),
        ("Private visit at Hot Springs (Arkansas).", "Hot Springs", "Arkansas", 2),
        ("Working visit. Afterwards visited Boston.", "United States", None, 6),
        ("Met with President Clinton at the White House.", "Washington, D.C.", None, 1),
        ("Working visit.", "United States", None, 6),
    ],
)
def test_a_place_only_where_the_text_says_so(
    description: str, name: str, admin1: str | None, precision: int
) -> None:
    place = meeting(visit(description)).place
    assert place is not None
    assert (place.name, place.country, place.precision) == (name, "USA", precision)
    assert admin1 is None or place.admin1 == admin1


@pytest.mark.parametrize(
    ("day", "description", "person", "title"),
    [
        ("1990-06-01", "Met with President Bush Oct. 9.", "George H. W. Bush", "President"),
        ("2004-06-01", "Met with President Bush.", "George W. Bush", "President"),
        ("2004-06-01", "Attended the funeral of President Reagan.", None, None),
        ("1980-11-18", "Met with President-elect Reagan.", "Ronald Reagan", "President-elect"),
        ("1940-05-01", "Met with Secretary of State Hull.", "Cordell Hull", "Secretary of State"),
        ("1999-05-01", "Also met with Pakistani President Musharraf.", None, None),
    ],
)
def test_the_host_is_who_held_the_office_that_day(
    day: str, description: str, person: str | None, title: str | None
) -> None:
    body = meeting(visit(description, start_date=day, end_date=day))
    hosts = [(p.person, p.title) for p in body.participants if p.role == "host"]
    assert hosts == [(person, title)]


def test_several_visitors_of_one_visit() -> None:
    together = visit(visitor="President Fatmir Sejdiu and Prime Minister Hashim Thaci")
    apart = visit(visitor=["President Fatmir Sejdiu", "Prime Minister Hashim Thaci"])
    for record in (together, apart):
        visitors = [p for p in meeting(record).participants if p.role == "visitor"]
        assert [(p.title, p.person) for p in visitors] == [
            ("President", "Fatmir Sejdiu"),
            ("Prime Minister", "Hashim Thaci"),
        ]


@pytest.mark.parametrize(
    ("country", "party"),
    [
        ("Germany, Federal Republic of", "DEU"),
        ("German Democratic Republic", "DDDE"),
        ("U.S.S.R.", "SUHH"),
        ("Siam (Thailand)", "THA"),
        ("France (Provisional Government)", "FRA"),
        ("China, Republic of", "TWN"),
        ("Vatican City", "VAT"),
        ("Czechoslovakia (government-in-exile)", "CSHH"),
    ],
)
def test_countries_that_were(country: str, party: str) -> None:
    visitor = meeting({**visit(), "from": {"#text": country}}).participants[0]
    assert visitor.party is not None
    assert visitor.party.id == party


def test_an_end_before_the_start_is_a_contradiction_and_the_start_stays() -> None:
    record = visit(start_date="1999-05-31", end_date="1998-05-31")
    assert meeting(record).occurred == dates.read("1999-05-31")
    assert codes(record) == [("contradiction", "/end-date")]


def test_partial_and_missing_dates() -> None:
    month = meeting(visit(start_date="1999-05", end_date="1999-06")).occurred
    assert month is not None
    assert (str(month.earliest), str(month.latest), month.precision) == (
        "1999-05-01",
        "1999-06-30",
        4,
    )
    assert meeting(visit(end_date="")).occurred == dates.read("1999-05-31")
    assert meeting(visit(start_date="", end_date="")).occurred is None
    assert codes(visit("In U.S. May 1–9.", start_date="", end_date="")) == [
        ("unread_date", "/start-date")
    ]
    assert codes(visit(start_date="1999-02-31")) == [("unread_date", "/start-date")]


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ("1999-12-30", "2000-01-02", "1999-12-30/2000-01-02"),
        ("1920-00-00", "", "1920"),
        ("1920-05-00", "1920-06-00", "1920-05/1920-06"),
        ("May 31, 1999", "June 2", "1999-05-31/1999-06-02"),
        ("December 30, 1999", "January 2", "1999-12-30/2000-01-02"),
        ("circa 1920", "", "1920~"),
        ("1999-05-31T00:00:00", "1999-06-01T00:00:00", "1999-05-31/1999-06-01"),
    ],
)
def test_dates_as_far_as_they_are_known(start: str, end: str, edtf: str) -> None:
    record = visit(start_date=start, end_date=end)
    occurred = meeting(record).occurred
    assert occurred is not None
    assert (occurred.edtf, codes(record)) == (edtf, [])


@pytest.mark.parametrize("visitor", ["", "N/A", "unknown", None, []])
def test_a_visitor_who_is_not_named_is_no_person(visitor: Any) -> None:
    record = visit(visitor=visitor)
    assert [p.person for p in meeting(record).participants] == [None, None]
    assert codes(record) == [("unresolved_party", "/visitor")]


def test_who_is_not_named_is_a_signal() -> None:
    assert codes(visit(visitor="")) == [("unresolved_party", "/visitor")]
    assert codes({**visit(), "from": "Ruritania"}) == [("unresolved_party", "/from")]
    assert codes(trip(role="ambassador")) == [("unknown_code", "/role")]


def test_a_summit_abroad() -> None:
    body = meeting(trip("Attended the G-7 Economic Summit; met with President Giscard."))
    assert (body.format, body.event_name) == ("multilateral", "G-7 Economic Summit")
    assert [p.person for p in body.participants if p.role == "host"] == ["Giscard"]


def test_a_person_of_another_country_is_no_host() -> None:
    body = meeting(trip("Met with British Prime Minister Callaghan."))
    roles = [(p.role, p.party and p.party.id) for p in body.participants]
    assert roles == [("visitor", "USA"), ("host", "FRA"), ("principal", "GBR")]


def test_an_unknown_field_is_a_signal_with_its_pointer() -> None:
    record = {"visit": {**visit(), "mood": "warm"}, "extra": 1}
    assert codes(record) == [("unknown_field", "/visit/mood"), ("unknown_field", "/extra")]


@pytest.mark.parametrize("record", [{}, {"id": "1"}, {"visit": "text"}, {"trip": [1, 2]}])
def test_what_is_neither_visit_nor_trip_is_refused(record: dict[str, Any]) -> None:
    assert isinstance(accounts.outcome(FORMAT, record), Refused)


def test_no_field_is_dropped_in_silence() -> None:
    assert accounts.dropped(FORMAT, visit(), visit()) == []
    assert accounts.dropped(FORMAT, trip(), trip()) == []


_VISIT = ("id", "start-date", "end-date", "visitor", "from", "description", "visit", *IGNORED)
_TRIP = ("id", "role", "name", "start-date", "end-date", "country", "locale", "remarks", "trip")
_PROSE = st.lists(
    st.sampled_from(
        [
            "Met with",
            "President Bush",
            "Attended the",
            "Summit",
            "in",
            "U.S.",
            "signed",
            "and",
            "; ",
        ]
    )
    | st.text(max_size=12),
    max_size=12,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(
    accounts.rows(_VISIT, {"description": _PROSE, "start-date": st.dates().map(str)})
    | accounts.rows(_TRIP, {"remarks": _PROSE, "end-date": st.dates().map(str)})
)
def test_any_record_is_interpreted_or_refused(record: dict[str, Any]) -> None:
    accounts.outcome(FORMAT, record)


@pytest.fixture(scope="module")
def real() -> list[dict[str, Any]]:
    if not REAL.exists():
        pytest.skip(f"no real data at {REAL}")
    return [
        records.parse("application/xml", ElementTree.tostring(element, encoding="unicode"))
        for path in sorted(REAL.glob("*.xml"))
        for element in ElementTree.parse(path).getroot()
    ]


def shortcomings(record: dict[str, Any]) -> list[str]:
    """What a real record does not give: visitor, title, country, dates."""
    body = meeting(record)
    visitors = [p for p in body.participants if p.role == "visitor"]
    found = []
    if not visitors or not all(p.person for p in visitors):
        found.append("no visitor")
    if not all(p.title for p in visitors):
        found.append("no title")
    if not all(p.party is not None and parties.is_resolved(p.party) for p in visitors):
        found.append("no country")
    if body.occurred is None or body.occurred.earliest is None:
        found.append("no dates")
    return found


def test_nearly_every_real_record_gives_visitor_title_country_and_dates(
    real: list[dict[str, Any]],
) -> None:
    short = {
        FORMAT.identify(record).record_id: (record["visit"]["visitor"], found)
        for record in real
        if (found := shortcomings(record))
    }
    assert len(real) - len(short) >= 0.99 * len(real), short
    assert short == {
        "visit/1519": ("Valdas Adamkus", ["no title"]),
        "visit/2010": ("Jose Luis Rodriguez Zapatero", ["no title"]),
    }


def test_every_real_record_is_a_record_of_its_own(real: list[dict[str, Any]]) -> None:
    identities = [FORMAT.identify(record) for record in real]
    assert len({identity.record_id for identity in identities}) == len(real)
    assert all(identity.revision for identity in identities)
