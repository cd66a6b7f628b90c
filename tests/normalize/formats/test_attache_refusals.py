"""attache.report: how a mistake in a record is told, by code, JSON pointer and a way to mend it."""

from typing import Any

import pytest

from schemas.refusal import Refused
from services.normalize.formats.attache_report import FORMAT
from tests.normalize.formats import accounts
from tests.normalize.formats.attache_records import deployment, meeting, report, transfer


def refusal(record: dict[str, Any]) -> tuple[str, str]:
    told = accounts.outcome(FORMAT, record)
    assert isinstance(told, Refused)
    return told.code, told.field


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (report(deployment(colour="red")), "unknown_field", "/claims/0/colour"),
        (report(deployment(**{"a/b~c": 1})), "unknown_field", "/claims/0/a~1b~0c"),
        (report(colour="red"), "unknown_field", "/colour"),
        (report(deployment(), {"id": "x"}), "missing_field", "/claims/1/kind"),
        (report(deployment(kind="battle")), "invalid_value", "/claims/0/kind"),
        (report(deployment(action=None)), "invalid_value", "/claims/0/action"),
        (report({"id": "x", "kind": "meeting"}), "missing_field", "/claims/0/participants"),
        (report(meeting(participants=[])), "out_of_range", "/claims/0/participants"),
        (report(meeting(participants=[{}])), "missing_field", "/claims/0/participants/0"),
        (report(deployment(personnel=True)), "wrong_type", "/claims/0/personnel"),
        (report(deployment(personnel=-1)), "out_of_range", "/claims/0/personnel"),
        (report(deployment(personnel="")), "invalid_value", "/claims/0/personnel"),
        (
            report(deployment(personnel={"low": 12000, "high": 10000})),
            "out_of_range",
            "/claims/0/personnel",
        ),
        (report(deployment(personnel={"low": "9"})), "wrong_type", "/claims/0/personnel/low"),
        (
            report(deployment(personnel={"best": 10**16})),
            "out_of_range",
            "/claims/0/personnel/best",
        ),
        (
            report(deployment(personnel={"best": 9, "qualifier": "undisclosed"})),
            "invalid_value",
            "/claims/0/personnel",
        ),
        (report(deployment(occurred=2024)), "wrong_type", "/claims/0/occurred"),
        (
            report(deployment(occurred={"edtf": "the other day"})),
            "invalid_value",
            "/claims/0/occurred/edtf",
        ),
        (report(deployment(place={"name": "X", "lat": 91})), "out_of_range", "/claims/0/place/lat"),
        (
            report(deployment(attribution=[{"speaker": "X", "verb": "shouts"}])),
            "invalid_value",
            "/claims/0/attribution/0/verb",
        ),
        (report(deployment(), deployment()), "duplicate_claim_id", "/claims/1/id"),
        (report(deployment(same_as="x")), "invalid_value", "/claims/0/same_as"),
        (report(deployment(same_as="d")), "invalid_value", "/claims/0/same_as"),
        (report(deployment(same_as="t"), transfer()), "invalid_value", "/claims/0/same_as"),
        (report(deployment(id=" ")), "invalid_value", "/claims/0/id"),
        (report(revision="1"), "wrong_type", "/revision"),
        (report(revision=True), "wrong_type", "/revision"),
        (report(revision=0), "out_of_range", "/revision"),
        (report(record_id=7), "wrong_type", "/record_id"),
        (report(withdrawn="yes"), "wrong_type", "/withdrawn"),
        (report(published_at="yesterday"), "invalid_value", "/published_at"),
        (report(published_at="2025-03-27T02:10:00"), "invalid_value", "/published_at"),
        (report(claims={"id": "x"}), "wrong_type", "/claims"),
        (report(claims=[3]), "wrong_type", "/claims/0"),
        (report(source={"reliability": "Z"}), "invalid_value", "/source/reliability"),
        ({"record_id": "r", "revision": 1}, "missing_field", "/published_at"),
        ({"record_id": "r"}, "missing_field", "/revision"),
    ],
)
def test_a_mistake_is_told_by_code_and_pointer(
    record: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(record) == (code, field)


def test_one_bad_claim_refuses_the_whole_report() -> None:
    assert refusal(report(deployment(), meeting(id="m2", place=9))) == (
        "wrong_type",
        "/claims/1/place",
    )


def test_the_message_tells_how_to_mend_it() -> None:
    with pytest.raises(Refused) as refused:
        FORMAT.interpret(report(deployment(action="danced")))
    assert refused.value.message.startswith("action is one of announced, mobilised, moved")
