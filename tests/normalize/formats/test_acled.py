"""ACLED: invented events in the true shape of its API, and of its feed of deleted events."""

import json
from datetime import date
from typing import Any

import pytest

from schemas.claims import Deployment, Meeting, Transfer
from schemas.refusal import Refused
from schemas.values import Outcome, Participant, Party, Quantity, Source, Where
from services.normalize.format import Identity, Interpretation, Statement
from services.normalize.formats import acled
from services.normalize.reading import dates, parties, places, weapons
from tests.normalize.formats.accounts import records

FORMAT = acled.FORMAT
EVENT: dict[str, Any] = {
    "event_id_cnty": "SUD19001",
    "event_date": "2023-05-20",
    "year": 2023,
    "time_precision": 1,
    "disorder_type": "Strategic developments",
    "event_type": "Strategic developments",
    "sub_event_type": "Agreement",
    "actor1": "Military Forces of Sudan (2019-)",
    "assoc_actor_1": "",
    "inter1": 1,
    "actor2": "RSF: Rapid Support Forces",
    "assoc_actor_2": "",
    "inter2": 2,
    "interaction": 12,
    "civilian_targeting": "",
    "iso": 729,
    "region": "Northern Africa",
    "country": "Sudan",
    "admin1": "Khartoum",
    "admin2": "Karrari",
    "admin3": "",
    "location": "Omdurman",
    "latitude": "15.6445",
    "longitude": "32.4777",
    "geo_precision": 1,
    "source": "Radio A; Paper B",
    "source_scale": "National-International",
    "notes": "On 20 May 2023, both sides signed a truce in Omdurman.",
    "fatalities": 0,
    "tags": "",
    "timestamp": 1685000000,
    "population_best": 100,
}
SOURCE = Source(publisher="Radio A; Paper B", scale="National-International")
DAY = dates.day(date(2023, 5, 20)).changed(raw="2023-05-20")


def row(**changes: Any) -> dict[str, Any]:
    envelope = {"status": 200, "success": True, "count": 1, "data": [EVENT | changes]}
    (found,) = records(FORMAT, "read.json", json.dumps(envelope))
    return found


def party(name: str, raw: str, sector: str) -> Party:
    return parties.read(name).changed(raw=raw, sector=sector)


def omdurman() -> Where:
    found = places.read("Omdurman", country="SDN", lat=15.6445, lon=32.4777, precision=1)
    return found.changed(
        raw="Omdurman",
        country="SDN",
        provider_admin1="Khartoum",
        provider_admin2="Karrari",
        precision=1,
    )


ARMY = party("Sudan", "Military Forces of Sudan (2019-)", "MIL")
RSF = parties.read("Rapid Support Forces").changed(raw="RSF: Rapid Support Forces")


def bodies(**changes: Any) -> dict[str, Any]:
    return {one.id: one.body for one in FORMAT.interpret(row(**changes)).statements}


def test_an_agreement_is_a_meeting_with_a_signed_agreement() -> None:
    assert FORMAT.identify(row()) == Identity("SUD19001", 1685000000)
    assert FORMAT.interpret(row()) == Interpretation(
        statements=(
            Statement(
                id="meeting",
                body=Meeting(
                    participants=(
                        Participant(party=ARMY, role="principal", raw=ARMY.raw),
                        Participant(party=RSF, role="principal", raw=RSF.raw),
                    ),
                    place=omdurman(),
                    occurred=DAY,
                    outcomes=(Outcome(kind="signed_agreement"),),
                ),
                source=SOURCE,
                summary="On 20 May 2023, both sides signed a truce in Omdurman.",
            ),
        ),
        ignored=tuple(sorted(set(FORMAT.ignores) & set(EVENT))),
    )


def test_numbers_may_be_texts() -> None:
    texts = {name: str(value) for name, value in EVENT.items()}
    (found,) = records(FORMAT, "x.jsonl", json.dumps(texts))
    assert FORMAT.identify(found) == FORMAT.identify(row())
    assert FORMAT.interpret(found) == FORMAT.interpret(row())


def test_labels_may_stand_for_the_codes_of_actors() -> None:
    labels = {
        "inter1": "State forces",
        "inter2": "Rebel group",
        "interaction": "State forces-Rebel",
    }
    assert FORMAT.interpret(row(**labels)) == FORMAT.interpret(row())


def test_associated_actors_that_we_know_took_part() -> None:
    body = bodies(assoc_actor_1="Government of Chad (1990-); Muslim Group (Sudan)")["meeting"]
    assert isinstance(body, Meeting)
    assert [(p.party.id, p.role) for p in body.participants if p.party] == [
        ("SDN", "principal"),
        (RSF.id, "principal"),
        ("TCD", "delegate"),
    ]


def test_a_base_is_an_arrival_abroad() -> None:
    raw = "Military Forces of Russia (2000-) Air Force"
    found = bodies(sub_event_type="Headquarters or base established", actor1=raw, actor2="")
    assert found == {
        "deployment": Deployment(
            deploying=party("Russia", raw, "MIL"),
            host=parties.from_code("SDN", "iso3"),
            action="arrived",
            place=omdurman(),
            occurred=DAY,
        )
    }


def test_territory_changes_hands_and_the_other_withdraws_only_if_said() -> None:
    kind = {"sub_event_type": "Non-violent transfer of territory"}
    said = bodies(**kind, notes="The army entered after the RSF withdrew from Omdurman.")
    assert {name: body.action for name, body in said.items()} == {
        "deployment": "moved",
        "withdrawal": "withdrawn",
    }
    assert said["withdrawal"] == Deployment(
        deploying=RSF, action="withdrawn", mode="militia", place=omdurman(), occurred=DAY
    )
    silent = FORMAT.interpret(row(**kind, notes="The army entered Omdurman."))
    assert [one.id for one in silent.statements] == ["deployment"]
    assert [(s.code, s.field) for s in silent.signals] == [("unresolved_party", "/actor2")]


def test_a_seizure_is_no_transfer() -> None:
    kind = {"sub_event_type": "Disrupted weapons use"}
    read = FORMAT.interpret(row(**kind, notes="Police seized 20 rifles in Omdurman."))
    assert read.statements == ()
    assert [(s.code, s.field) for s in read.signals] == [("unresolved_weapon", "/notes")]


def test_a_seized_shipment_from_one_party_to_another_was_shipped() -> None:
    notes = "A navy seized a shipment of 2,000 rifles from Iran bound for the Houthis in Yemen."
    found = bodies(sub_event_type="Disrupted weapons use", notes=notes)
    assert found == {
        "transfer": Transfer(
            supplier=parties.read("Iran"),
            recipient=parties.read("Houthis"),
            weapon=weapons.read("shipment of 2,000 rifles"),
            stage="shipped",
        )
    }


@pytest.mark.parametrize(
    ("changes", "mode"),
    [
        ({"actor1": "Police Forces of Kenya (2022-)", "inter1": 1}, "police"),
        ({"actor1": "Al Shabaab", "inter1": 2}, "militia"),
        ({"actor1": "Military Forces of Kenya (2022-)", "inter1": 8}, "troops"),
    ],
)
def test_who_they_are_says_what_was_deployed(changes: dict[str, Any], mode: str) -> None:
    found = bodies(sub_event_type="Headquarters or base established", actor2="", **changes)
    assert found["deployment"].mode == mode


@pytest.mark.parametrize(
    ("precision", "edtf", "ucdp"),
    [("1", DAY.edtf, 1), ("3", dates.month(2023, 5).edtf, 4)],
)
def test_precision_of_time_widens_the_date(precision: str, edtf: str, ucdp: int) -> None:
    when = bodies(time_precision=precision)["meeting"].occurred
    assert (when.edtf, when.precision, when.raw) == (edtf, ucdp, "2023-05-20")


def test_a_week_lies_around_the_date() -> None:
    when = bodies(time_precision=2)["meeting"].occurred
    assert (when.earliest, when.latest, when.precision) == (
        date(2023, 5, 17),
        date(2023, 5, 23),
        3,
    )


@pytest.mark.parametrize(("precision", "ucdp"), [(1, 1), (2, 2), (3, 4)])
def test_precision_of_place_is_in_ucdps_scale(precision: int, ucdp: int) -> None:
    assert bodies(geo_precision=precision)["meeting"].place.precision == ucdp


def test_deaths_are_told_and_none_reported_is_no_claim() -> None:
    base = {"sub_event_type": "Headquarters or base established"}
    assert bodies(**base)["deployment"].killed is None
    assert bodies(**base, fatalities="3")["deployment"].killed == Quantity(
        low=3, best=3, high=3, qualifier="exact", raw="3", rule="acled.fatalities"
    )


@pytest.mark.parametrize(
    ("kind", "sub_kind"),
    [
        ("Battles", "Armed clash"),
        ("Strategic developments", "Arrests"),
        ("Strategic developments", "Change to group/activity"),
        ("Strategic developments", "Looting/property destruction"),
        ("Strategic developments", "Other"),
        ("Protests", "Peaceful protest"),
    ],
)
def test_everything_else_is_out_of_scope(kind: str, sub_kind: str) -> None:
    assert FORMAT.interpret(row(event_type=kind, sub_event_type=sub_kind)) == Interpretation(
        out_of_scope=f"ACLED {kind} / {sub_kind}: none of ours"
    )


def test_a_deleted_event_is_a_withdrawal() -> None:
    feed = {"status": 200, "data": [{"event_id_cnty": "SUD1", "deleted_timestamp": "1700000000"}]}
    (found,) = records(FORMAT, "deleted.json", json.dumps(feed))
    assert FORMAT.identify(found) == Identity("SUD1", 1700000000, True, "deleted by ACLED")
    assert FORMAT.interpret(found) == Interpretation(out_of_scope="deleted by ACLED")


def test_a_time_that_orders_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="invalid_timestamp"):
        FORMAT.identify(row(timestamp="yesterday"))
    assert FORMAT.identify(row(timestamp=None)) == Identity("SUD19001", None)
    assert FORMAT.identify(row(event_id_cnty="")) == Identity(None, 1685000000)


def test_what_cannot_be_read_is_named() -> None:
    read = FORMAT.interpret(
        row(
            year=2021,
            time_precision=9,
            actor2="Unheard-of Front",
            inter2=99,
            country="Nowhereland",
            location="Nowhere",
            geo_precision=7,
            latitude="north",
            fatalities="several",
        )
    )
    assert [(s.code, s.field, s.value) for s in read.signals] == [
        ("unknown_code", "/inter2", "99"),
        ("unresolved_party", "/actor2", "Unheard-of Front"),
        ("unknown_code", "/time_precision", "9"),
        ("contradiction", "/year", "2021"),
        ("unknown_code", "/geo_precision", "7"),
        ("unresolved_place", "/country", "Nowhereland"),
        ("unresolved_place", "/latitude", "north 32.4777"),
        ("unread_quantity", "/fatalities", "several"),
    ]


def test_deaths_of_nobodys_deployment_are_a_contradiction() -> None:
    (signal,) = FORMAT.interpret(row(fatalities=2)).signals
    assert (signal.code, signal.field, signal.value) == ("contradiction", "/fatalities", "2")
