"""What a standing force and a deal in stages come out as."""

import json
from datetime import date
from typing import Any

from schemas.claims import Claim, Transfer
from schemas.values import Quantity, Weapon
from services.projection.fusion import fuse
from tests.projection.builders import (
    AMERICA,
    RUSSIA,
    SEOUL,
    SOUTH,
    WASHINGTON,
    claim,
    day,
    deployment,
    exactly,
    span,
    transfer,
)


def row(*claims: Claim) -> dict[str, Any]:
    return fuse(claims[0].body.kind, claims[0].claim_id, claims)


def stock(n: int, when: str) -> Claim:
    body = deployment(
        deploying=AMERICA, host=SOUTH, action="stationed", scope="active duty",
        personnel=exactly(n, basis="stock"), components=(("army", exactly(n - 1)),),
        as_of=day(when),
    )  # fmt: skip
    return claim(when, body, WASHINGTON)


def test_a_standing_force_shows_its_latest_measurement_and_the_series() -> None:
    measured = [stock(23_000, "2023-12-31"), stock(24_500, "2024-12-31"), stock(9, "1950-06-30")]
    found = row(*measured)
    shown = ("personnel_best", "personnel_basis", "as_of", "standing", "standing_key",
             "earliest", "latest", "occurred_edtf", "independent_sources")  # fmt: skip
    assert {name: found[name] for name in shown} == {
        "personnel_best": 24_500,
        "personnel_basis": "stock",
        "as_of": date(2024, 12, 31),
        "standing": True,
        "standing_key": "USA:KOR:active duty",
        "earliest": date(1950, 6, 30),
        "latest": date(2024, 12, 31),
        "occurred_edtf": "1950-06-30/2024-12-31",
        "independent_sources": 1,
    }
    assert json.loads(found["series"]) == [
        ["1950-06-30", 9, 9, 9, str(measured[2].claim_id)],
        ["2023-12-31", 23_000, 23_000, 23_000, str(measured[0].claim_id)],
        ["2024-12-31", 24_500, 24_500, 24_500, str(measured[1].claim_id)],
    ]
    assert json.loads(found["components"])["army"]["best"] == 24_499
    evidence = json.loads(found["evidence"])
    assert evidence["personnel"] == [str(measured[1].claim_id)]
    assert evidence["host"] == "all"


def delivery(year: int, n: int) -> Transfer:
    when = span(str(year), f"{year}-01-01", f"{year}-12-31", 5)
    return transfer(
        delivered=when, delivered_quantity=exactly(n, basis="increment", unit="pieces"),
        ordered=day("2018-05-01"), ordered_quantity=exactly(40, unit="pieces"),
    )  # fmt: skip


def test_a_deal_with_its_stages_and_deliveries_added_up() -> None:
    offered = transfer(stage="offered", ordered_quantity=Quantity(qualifier="undisclosed"))
    found = row(
        claim("2019", delivery(2019, 10), partner="sipri"),
        claim("2020", delivery(2020, 12), partner="sipri"),
        claim("offer", offered, SEOUL),
    )
    shown = ("stage", "status", "ordered_best", "ordered_edtf", "delivered_best",
             "delivered_unit", "delivered_edtf", "earliest", "latest")  # fmt: skip
    assert {name: found[name] for name in shown} == {
        "stage": "delivered",
        "status": "corroborated",
        "ordered_best": 40,
        "ordered_edtf": "2018-05-01",
        "delivered_best": 22,
        "delivered_unit": "pieces",
        "delivered_edtf": "2019-01-01/2020-12-31",
        "earliest": date(2019, 1, 1),
        "latest": date(2020, 12, 31),
    }
    stages = json.loads(found["stages"])
    assert [(s["stage"], s["best"], s["qualifier"], s["says"]) for s in stages] == [
        ("offered", None, "undisclosed", ["Joint Chiefs of Staff"]),
        ("delivered", 22, "exact", ["Sipri"]),
    ]


def test_the_weapon_under_the_name_most_use() -> None:
    def named(raw: str) -> Transfer:
        return transfer(recipient=RUSSIA, weapon=Weapon(raw=raw, family="hwasong-11"))

    found = row(
        claim("a", named("KN-23"), SEOUL),
        claim("b", named("Hwasong-11A"), WASHINGTON),
        claim("c", named("KN-23"), partner="osint"),
    )
    assert (found["weapon"], found["family"]) == ("KN-23", "hwasong-11")
