"""POLECAT events, invented rows of its releases. Long: what every column may hold, whole values."""

from datetime import date
from typing import Any

import pytest

from schemas.claims import Deployment, Meeting, Transfer
from schemas.values import Participant, Party, Quantity, Source, Weapon, Where
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats import polecat
from services.normalize.reading import dates, parties, people, places
from tests.normalize.formats.accounts import records

FORMAT = polecat.FORMAT

HEADER = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
COLUMNS = HEADER.split("|")
VISIT = {
    "Event ID": "20230321-0012-aa55_3",
    "Event Date": "2023-03-20",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Intensity": "2.0",
    "Quad Code": "VERBAL COOPERATION",
    "Contexts": "diplomatic; military",
    "Actor Name": "Xi Jinping",
    "Actor Country": "CHN",
    "Actor COW": "710",
    "Primary Actor Sector": "GOV",
    "Actor Sectors": "GOV; PTY",
    "Actor Title": "President",
    "Actor Name Raw": "Chinese President Xi",
    "Wikipedia Actor ID": "Xi_Jinping",
    "Recipient Name": "Vladimir Putin",
    "Recipient Country": "RUS",
    "Recipient COW": "365",
    "Primary Recipient Sector": "GOV",
    "Recipient Name Raw": "Putin",
    "Placename": "Moscow",
    "Province": "Moscow Oblast",
    "District": "Moskva",
    "City": "Moscow",
    "Country": "RUS",
    "Latitude": "55.75222",
    "Longitude": "37.61556",
    "GeoNames ID": "524901",
    "Raw Placename": "the Kremlin",
    "Feature Type": "PPLC",
    "Source": "TASS",
    "Publication Date": "2023-03-21",
    "Story People": "Xi; Putin",
    "Language": "English",
    "Version": "NGEC-1",
}
SOURCE = Source(
    publisher="TASS",
    language="en",
    published_at=date(2023, 3, 21),
    reliability="F",
    credibility="6",
)


def row(**changes: str) -> dict[str, Any]:
    named = {name.replace("_", " "): value for name, value in changes.items()}
    fields = VISIT | named
    line = "\t".join(fields.get(column, "None") for column in COLUMNS)
    header = "\t".join(COLUMNS)
    text = f"{header}\t\t\n{line}\t\t\n"  # releases end their lines in empty columns
    (found,) = records(FORMAT, "ngecEvents.20230328.Release1.DV.txt", text)
    return found


def party(code: str, raw: str, sector: str | None = None) -> Party:
    found = parties.from_code(code, "iso3")
    assert found is not None
    return found.changed(raw=raw, sector=sector or found.sector)


def person(name: str, title: str | None, of: Party, role: Any) -> Participant:
    (found,) = people.read(f"{title} {name}" if title else name, party=of, role=role)
    return found.changed(title=found.title or title, party=found.party or of, raw=of.raw)


def moscow() -> Where:
    found = places.read("Moscow", country="RUS", lat=55.75222, lon=37.61556, precision=2)
    return found.changed(
        raw="the Kremlin, Moscow",
        provider_admin1="Moscow Oblast",
        provider_admin2="Moskva",
        geonames_id=524901,
        precision=2,
    )


def test_a_visit_is_a_meeting_of_visitor_and_host() -> None:
    assert FORMAT.identify(row()) == Identity("20230321-0012-aa55_3")
    visitor = party("CHN", "Chinese President Xi", "GOV")
    host = party("RUS", "Putin", "GOV")
    assert FORMAT.interpret(row()) == Interpretation(
        statements=(
            Statement(
                id="meeting",
                body=Meeting(
                    participants=(
                        person("Xi Jinping", "President", visitor, "visitor"),
                        person("Vladimir Putin", None, host, "host"),
                    ),
                    participants_complete=False,
                    format="visit",
                    place=moscow(),
                    occurred=dates.read("2023-03-20"),
                    topics=("diplomatic", "military"),
                ),
                source=SOURCE,
            ),
        ),
        ignored=tuple(sorted(set(FORMAT.ignores) & set(COLUMNS))),
    )


def bodies(**changes: str) -> dict[str, Any]:
    return {one.id: one.body for one in FORMAT.interpret(row(**changes)).statements}


@pytest.mark.parametrize(
    ("mode", "style", "roles"),
    [
        ("visit", "visit", ["visitor", "host"]),
        ("third-party", "third_party", ["principal", "principal"]),
        ("multilateral", "multilateral", ["principal", "principal"]),
        ("phone", "remote", ["principal", "principal"]),
        ("None", None, ["principal", "principal"]),
    ],
)
def test_modes_say_how_they_met(mode: str, style: str | None, roles: list[str]) -> None:
    body = bodies(Event_Mode=mode)["meeting"]
    assert isinstance(body, Meeting)
    assert (body.format, [one.role for one in body.participants]) == (style, roles)


def test_actors_are_a_list_and_a_meeting_of_many_is_one() -> None:
    body = bodies(
        Event_Mode="multilateral",
        Actor_Name="France; NATO; Olaf Scholz",
        Actor_Name_Raw="None",
        Actor_Country="FRA; None; DEU",
        Actor_COW="220; None; 255",
        Actor_Title="None",
    )["meeting"]
    assert isinstance(body, Meeting)
    ids = [one.party.id for one in body.participants if one.party is not None]
    assert ids == ["FRA", "nato", "DEU", "RUS"]


@pytest.mark.parametrize(
    ("changes", "modality", "state"),
    [
        ({"Contexts": "future"}, "planned", "planned"),
        ({"Contexts": "historical"}, "historical", "held"),
        ({"Contexts": "hypothetical; legal"}, "hypothetical", "planned"),
        ({"Event_Type": "AGREE", "Event_Mode": "meet", "Contexts": "legal"}, "planned", "planned"),
    ],
)
def test_contexts_of_time_are_the_modality(
    changes: dict[str, str], modality: str, state: str
) -> None:
    (found,) = FORMAT.interpret(row(**changes)).statements
    assert isinstance(found.body, Meeting)
    assert (found.modality, found.body.state) == (modality, state)
    assert found.body.topics == tuple(t for t in ("legal",) if t in changes["Contexts"])


def test_a_mobilisation_is_a_deployment_of_each_actor() -> None:
    found = bodies(
        Event_Type="MOBILIZE",
        Event_Mode="weapons",
        Actor_Name="Belarus; NATO",
        Actor_Name_Raw="None",
        Actor_Country="BLR; None",
        Actor_COW="370; None",
        Actor_Title="None",
        Recipient_Name="Ukraine",
        Recipient_Name_Raw="Kyiv",
        Recipient_Country="UKR",
        Recipient_COW="369",
    )
    assert list(found) == ["deployment:Belarus", "deployment:NATO"]
    belarus = parties.read("Belarus").changed(raw="Belarus", sector="GOV")
    assert found["deployment:Belarus"] == Deployment(
        deploying=belarus,
        host=parties.from_code("RUS", "iso3"),
        against=parties.read("Ukraine").changed(raw="Kyiv", sector="GOV"),
        action="mobilised",
        mode="weapons",
        place=moscow(),
        occurred=dates.read("2023-03-20"),
    )


def test_military_aid_is_a_transfer_to_each_recipient() -> None:
    found = bodies(
        Event_Type="AID",
        Event_Mode="None",
        Actor_Name="None",
        Actor_Name_Raw="None",
        Actor_Country="USA",
        Actor_COW="2",
        Actor_Title="None",
        Recipient_Name="Ukraine; Poland",
        Recipient_Name_Raw="None",
        Recipient_Country="UKR; POL",
        Recipient_COW="369; 290",
    )
    assert list(found) == ["transfer:USA>Ukraine", "transfer:USA>Poland"]
    assert found["transfer:USA>Poland"] == Transfer(
        supplier=party("USA", "USA", "GOV"),
        recipient=parties.read("Poland").changed(raw="Poland", sector="GOV"),
        weapon=Weapon(raw="military aid (PLOVER AID)", rule="polecat.type"),
        stage="delivered",
        delivered_quantity=Quantity(qualifier="unknown", rule="polecat.type"),
        delivered=dates.read("2023-03-20"),
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Event_Type": "ASSAULT"}, "PLOVER ASSAULT of this kind is none of ours"),
        (
            {"Event_Type": "AGREE", "Event_Mode": "None"},
            "PLOVER AGREE of this kind is none of ours",
        ),
        ({"Event_Type": "AID", "Contexts": "economic"}, "PLOVER AID of this kind is none of ours"),
        ({"Contexts": "negation"}, "negated: the article says that it did not happen"),
        (
            {"Recipient_Name": "Xi Jinping", "Recipient_Country": "CHN", "Recipient_COW": "710"},
            "inside one party, or only one side is named: CHN",
        ),
        (
            {
                "Event_Type": "MOBILIZE",
                "Actor_Name": "somebody",
                "Actor_Country": "None",
                "Actor_COW": "None",
            },
            "names no country, organisation or armed group as its actor",
        ),
    ],
)
def test_what_is_none_of_ours_is_answered_so(changes: dict[str, str], reason: str) -> None:
    assert FORMAT.interpret(row(**changes)) == Interpretation(out_of_scope=reason)


def test_a_country_that_could_be_either_is_neither() -> None:
    read = FORMAT.interpret(row(Recipient_Country="RUS|UKR", Recipient_COW="365|369"))
    assert read.out_of_scope == "inside one party, or only one side is named: CHN"


def test_what_cannot_be_read_is_named() -> None:
    read = FORMAT.interpret(
        row(
            Event_Mode="telepathy",
            Contexts="diplomatic; astrology",
            Event_Date="soon",
            Actor_COW="999",
            Recipient_Name="Vladimir Putin; Someone Unheardof",
            Recipient_Name_Raw="None",
            Recipient_Country="RUS; None",
            Recipient_COW="None",
            Country="Nowhereland",
            Placename="Nowhere",
            City="None",
            Latitude="north",
            Feature_Type="a town",
            Language="Elvish",
            Publication_Date="later",
        )
    )
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("contradiction", "/Actor COW", "999"),
        ("unresolved_party", "/Recipient Name", "Someone Unheardof"),
        ("unknown_code", "/Contexts", "astrology"),
        ("unknown_code", "/Event Mode", "telepathy"),
        ("unread_date", "/Event Date", "soon"),
        (
            "unresolved_place",
            "/Placename",
            "Nowhere, the Kremlin, Moskva, Moscow Oblast, Nowhereland",
        ),
        ("unknown_code", "/Feature Type", "a town"),
        ("unresolved_place", "/Latitude", "north 37.61556"),
        ("unread_date", "/Publication Date", "later"),
        ("unknown_code", "/Language", "Elvish"),
    ]


def test_an_event_type_that_plover_does_not_have_is_out_of_scope_and_named() -> None:
    read = FORMAT.interpret(row(Event_Type="DANCE"))
    assert (read.statements, read.out_of_scope) == ((), "not a PLOVER event type")
    assert [(s.code, s.value) for s in read.signals] == [("unknown_code", "DANCE")]
