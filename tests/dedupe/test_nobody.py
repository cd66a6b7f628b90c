"""Who is not known is not known to be the same: unknown parties, several at once, regions."""

import pytest

from schemas.values import Party
from services.dedupe.blocking import blocks, candidates
from services.dedupe.likeness import likeness
from services.dedupe.likeness.actors import actor, somebody, stated
from services.normalize.formats import sipri_values
from services.normalize.reading import parties
from tests.dedupe.build import (
    RUS,
    USA,
    a_member,
    arms,
    guest,
    meeting,
    party,
    place,
    published,
    troops,
    when,
    year,
)

DAY = when("2024-10-20")
NOBODY = [
    *map(parties.read, ["unknown", "Unknown supplier(s)", "multiple recipients", "undisclosed"]),
    *map(parties.read, ["rebels", "unidentified gunmen", "Western countries", "several", "?"]),
    *map(parties.read, ["Europe", "foreign troops", "Islamist militants", "Unknown (Libya)*"]),
    *map(sipri_values.party, ["unknown rebel group*", "Unknown country"]),
    party("region-africa", "Africa", country=None),
    party("region-the-west", "The West", country=None),
    party("~rebel", "Rebel", country="RUS", sector="REB"),  # as machines code them
    party("~rus-reb", "Rebel (REB in Russia)", country="RUS", sector="REB"),
]
SOMEBODY = [
    *map(parties.read, ["Russia", "Wagner Group", "EU", "NATO", "Syrian rebels", "M23"]),
    *map(parties.read, ["Brotherhood of the Northern Valley"]),  # unread, but a name
]


@pytest.mark.parametrize("found", NOBODY, ids=lambda p: p.id)
def test_a_word_for_anybody_is_nobody(found: Party):
    assert actor(found) is None


@pytest.mark.parametrize("found", SOMEBODY, ids=lambda p: p.id)
def test_a_name_is_somebody(found: Party):
    assert actor(found) is not None


@pytest.mark.parametrize("nobody", NOBODY, ids=lambda p: p.id)
def test_two_claims_do_not_match_because_neither_knows_who(nobody: Party):
    pairs = [
        (troops(deploying=nobody, occurred=DAY), troops(deploying=nobody, occurred=DAY)),
        (
            arms("T-72", supplier=nobody, recipient=nobody, delivered=DAY),
            arms("T-72", supplier=nobody, recipient=nobody, delivered=DAY),
        ),
        (
            arms("T-72", supplier=nobody, delivered=year(2024)),
            arms("T-72", supplier=nobody, delivered=year(2024)),
        ),
        (
            arms("T-72", recipient=nobody, delivered=year(2024)),
            arms("T-72", recipient=nobody, delivered=year(2024)),
        ),
        (
            meeting(USA, nobody, occurred=DAY, place=place("Geneva", "CHE")),
            meeting(USA, nobody, occurred=DAY, place=place("Geneva", "CHE")),
        ),
        (
            meeting(nobody, guest("unidentified officials", nobody), occurred=DAY),
            meeting(nobody, guest("unidentified officials", nobody), occurred=DAY),
        ),
    ]
    for one, other in pairs:
        a = a_member(one, "a", partner="p", source=published("2024-11-01"))
        b = a_member(other, "b", partner="q", source=published("2024-11-01"))

        assert not candidates(a, b) or likeness(a, b).score < 0.6, (one, other)
        assert likeness(a, b).veto is None  # nor do they contradict one another


def test_who_acts_unknown_has_no_block():
    assert blocks(a_member(troops(deploying=party("unknown"), occurred=DAY))) == ()


def test_one_side_known_alike_is_enough_on_one_day():
    a, b = (
        a_member(arms("T-72", supplier=party("unknown"), delivered=DAY), name, partner=name)
        for name in "ab"
    )

    assert likeness(a, b).score >= 0.6


def test_a_theatre_a_unit_or_goods_that_are_not_told_are_not_the_same():
    assert [stated(text) for text in ("unknown", "not disclosed", "various", "n a", "kursk")] == [
        *[""] * 4,
        "kursk",
    ]
    assert [somebody(name) for name in ("senior officials", "sergei shoigu")] == [
        "",
        "sergei shoigu",
    ]
    one, other = (a_member(arms("undisclosed", delivered=DAY), name, partner=name) for name in "ab")
    assert likeness(one, other).score < 0.6


def test_a_ministry_is_its_state_even_if_the_ministry_is_unread():
    assert actor(party("~foreign-ministry", country="RUS", sector="GOV")) == "RUS"
    assert actor(RUS) == "RUS"
