"""Which claims are about one transfer."""

from schemas.values import Weapon
from services.dedupe.domain import occurrences
from tests.dedupe.build import a_member, arms, numbered, party, published, when, year

HOWITZER = Weapon(
    raw="self-propelled howitzers",
    family="self-propelled-howitzer",
    description="self-propelled gun",
    un_category="III",
)
KOKSAN = Weapon(
    raw="M1989 Koksan",
    designation="M1989 Koksan",
    family="koksan",
    description="self-propelled gun",
    un_category="III",
)
LAUNCHER = Weapon(
    raw="multiple rocket launchers", family="multiple-rocket-launcher", un_category="III"
)
MISSILE = Weapon(
    raw="short-range ballistic missiles",
    family="short-range-ballistic-missile",
    un_category="VII",
)


def together(*bodies, **more):
    members = [
        a_member(body, f"r{n}", partner=f"partner {n}", **more) for n, body in enumerate(bodies)
    ]
    return sorted(len(one.members) for one in occurrences(members).clusters)


def test_missiles_howitzers_and_launchers_are_three_transfers():
    weapons = [MISSILE, HOWITZER, LAUNCHER, MISSILE, HOWITZER, LAUNCHER]

    assert together(*map(arms, weapons), source=published("2025-04-28")) == [2, 2, 2]


def test_stages_of_one_deal_are_one_transfer():
    assert together(
        arms(KOKSAN, stage="ordered", ordered=when("2024-01-10")),
        arms(KOKSAN, stage="delivered", delivered=when("2024-11-14")),
    ) == [2]


def test_nothing_is_delivered_before_it_is_ordered():
    assert together(
        arms(KOKSAN, stage="ordered", ordered=when("2024-11-14")),
        arms(KOKSAN, stage="delivered", delivered=when("2024-01-10")),
    ) == [1, 1]


def test_two_orders_months_apart_are_two_deals():
    assert together(
        arms(KOKSAN, stage="committed", ordered=when("2024-01-10")),
        arms(KOKSAN, stage="committed", ordered=when("2024-05-10")),
    ) == [1, 1]


def test_a_word_for_the_kind_of_weapon_matches_a_model_of_it():
    assert together(
        arms(HOWITZER, delivered=when("2024-11-14")),
        arms(KOKSAN, delivered=when("2024-11-14")),
    ) == [2]


def test_a_word_for_the_kind_does_not_bring_two_models_together():
    other = KOKSAN.changed(raw="M1978", designation="M1978", family="m1978")
    day = when("2024-11-14")

    assert together(
        arms(HOWITZER, delivered=day), arms(KOKSAN, delivered=day), arms(other, delivered=day)
    ) == [1, 2]


def test_an_unread_designation_matches_by_its_words():
    assert together(
        arms("Koksan 170 mm guns", ordered=year(2024)),
        arms("170mm Koksan guns", ordered=year(2024)),
    ) == [2]


def test_another_category_is_another_weapon():
    assert together(
        arms(Weapon(raw="KN-25", un_category="III"), ordered=year(2024)),
        arms(Weapon(raw="KN-23", un_category="VII"), ordered=year(2024)),
    ) == [1, 1]


def test_the_register_s_own_number_of_a_deal_decides():
    def row(record, deal, delivered):
        body = arms(KOKSAN, deal=deal, ordered=year(2023), delivered=year(delivered))
        return a_member(body, record, partner="register")

    clusters = occurrences([row("a", "7", 2023), row("b", "7", 2024), row("c", "8", 2023)]).clusters

    assert sorted(len(one.members) for one in clusters) == [1, 2]


def test_a_number_is_evidence_and_never_a_key():
    day = when("2024-11-14")

    assert together(
        arms(KOKSAN, delivered=day, delivered_quantity=numbered(50)),
        arms(KOKSAN, delivered=day, delivered_quantity=numbered(54)),
    ) == [2]


def test_another_recipient_is_another_transfer():
    day = when("2024-11-14")

    assert together(
        arms(KOKSAN, delivered=day), arms(KOKSAN, delivered=day, recipient=party("IRN"))
    ) == [1, 1]
