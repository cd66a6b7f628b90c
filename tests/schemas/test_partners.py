"""Declarations of partners: what is taken, and how a fault is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.partners import (
    Expected,
    InvalidPartners,
    PartnerDeclaration,
    SourceDefaults,
    load,
)
from services.normalize.formats import FORMATS

DECLARED = Path(__file__).parents[2] / "deploy" / "partners.yaml"


def partner(**changes: Any) -> dict[str, Any]:
    whole = {
        "name": "seoul-desk",
        "format": "attache.report",
        "contact": "desk@example",
        "title": "Seoul desk",
    }
    return {**whole, **changes}


def test_a_partner_in_every_field() -> None:
    declared = partner(
        source={"publisher": "Desk", "reliability": "B", "credibility": "2", "language": "en"},
        expected={"per_day_min": 1, "per_day_max": 9},
        partitions=6,
    )
    assert load({"partners": [declared]}) == (
        PartnerDeclaration(
            name="seoul-desk",
            format="attache.report",
            contact="desk@example",
            title="Seoul desk",
            source=SourceDefaults(
                publisher="Desk", reliability="B", credibility="2", language="en"
            ),
            expected=Expected(per_day_min=1, per_day_max=9),
            partitions=6,
        ),
    )


def test_what_is_left_out_has_a_default() -> None:
    (only,) = load({"partners": [partner()]})
    assert (only.source, only.expected, only.partitions) == (SourceDefaults(), None, 3)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({}, "partners: a list of declarations is required"),
        ({"partners": {}}, "partners: a list of declarations is required"),
        ({"partners": [], "people": 1}, "people: not a field of this file"),
        ({"partners": [partner(name="Seoul Desk")]}, "Seoul Desk: name: "),
        ({"partners": [{"name": "x-y"}]}, "x-y: format: Field required"),
        ({"partners": [3]}, "partner 1: the declaration: "),
        ({"partners": [partner(colour="red")]}, "seoul-desk: colour: "),
        ({"partners": [partner(source={"reliability": "Z"})]}, "seoul-desk: source.reliability: "),
        (
            {"partners": [partner(expected={"per_day_min": 9, "per_day_max": 1})]},
            "seoul-desk: expected: ",
        ),
        ({"partners": [partner(partitions="3")]}, "seoul-desk: partitions: "),
        ({"partners": [partner(), partner()]}, "seoul-desk: name: declared twice"),
    ],
)
def test_a_fault_names_the_partner_and_the_field(document: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidPartners) as invalid:
        load(document)
    assert str(invalid.value).startswith(told)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(InvalidPartners) as invalid:
        load({"partners": [partner(name=""), partner(title=" "), partner()]})
    assert len(str(invalid.value).splitlines()) == 2


def test_the_declared_partners_send_formats_that_we_read() -> None:
    declared = load(yaml.safe_load(DECLARED.read_text("utf-8")))
    assert len(declared) == 12
    assert {p.format for p in declared} <= {f.name for f in FORMATS}
