"""The published contract is fresh, and what was released stays readable."""

import copy

import jsonschema
import pytest

from schemas import published
from schemas.compatibility import breaks
from services.operator import contract
from tests.schemas.test_golden import GOLDEN


def test_the_generated_documents_are_fresh():
    assert contract.stale() == [], "run `attache contract generate`"


def test_today_s_contract_is_compatible_with_the_released_one():
    assert breaks(contract.released(), published.json_schemas()) == []
    assert contract.released(), "a contract has been released"


@pytest.mark.parametrize("name", published.json_schemas())
def test_the_golden_event_is_valid_against_its_published_schema(name: str):
    import json

    event = json.loads((GOLDEN / f"{name}.json").read_text())

    jsonschema.validate(event, published.json_schemas()[name])


def test_an_added_optional_field_is_no_break():
    new = copy.deepcopy(published.json_schemas())
    new["receipt.v1"]["properties"]["added"] = {"type": "string"}

    assert breaks(published.json_schemas(), new) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s["properties"].pop("revision"), "receipt.v1/revision: the field is gone"),
        (
            lambda s: s["required"].append("message"),
            "receipt.v1/message: the field is required now; the log has facts without it",
        ),
        (
            lambda s: s["properties"]["partner"].update(type="integer"),
            "receipt.v1/partner: type string became integer",
        ),
        (
            lambda s: s["properties"]["status"]["enum"].remove("stale"),
            "receipt.v1/status: no longer allows stale",
        ),
        (
            lambda s: s["properties"]["status"]["enum"].append("lost"),
            "receipt.v1/status: allows lost, which older consumers refuse",
        ),
    ],
)
def test_a_breaking_change_names_the_field(change, told):
    new = copy.deepcopy(published.json_schemas())
    change(new["receipt.v1"])

    assert told in breaks(published.json_schemas(), new)


def test_a_released_version_cannot_disappear():
    new = published.json_schemas()
    del new["receipt.v1"]

    assert breaks(published.json_schemas(), new) == ["receipt.v1: a released version is gone"]


def test_the_asyncapi_document_describes_every_topic_and_message():
    document = published.asyncapi()

    assert set(document["components"]["messages"]) == set(published.json_schemas())
    said = {name for channel in document["channels"].values() for name in channel["messages"]}
    assert said == set(published.json_schemas())
