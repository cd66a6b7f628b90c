"""What weapon: designation to family to the two categories, with or without a description."""

import pytest

from schemas.values import Weapon
from services.normalize.reading import weapons

Row = tuple[str | None, str | None, str | None]


def test_a_designation_with_its_description() -> None:
    assert weapons.read("T-72B3", "tank") == Weapon(
        raw="T-72B3",
        designation="T-72B3",
        family="t-72",
        description="tank",
        sipri_category="Armoured vehicles",
        un_category="I",
        rule="weapons/family@1",
    )


def test_what_nobody_knows_stays_raw() -> None:
    assert weapons.read("Gizmo X-99", "contraption") == Weapon(
        raw="Gizmo X-99", description="contraption", rule="unresolved"
    )


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ("KN-23", ("hwasong-11", "Missiles", "VII")),
        ("Hwasong-11A", ("hwasong-11", "Missiles", "VII")),
        ("화성-11가", ("hwasong-11", "Missiles", "VII")),
        ("M142 HIMARS", ("m-142", "Artillery", "III")),
        ("HIMARS", ("m-142", "Artillery", "III")),
        ("Koksan", ("koksan", "Artillery", "III")),
        ("M1978/M1989 170 mm", ("koksan", "Artillery", "III")),
        ("170 mm Koksan", ("koksan", "Artillery", "III")),
        ("240 mm MRL", ("240-mm-mrl", "Artillery", "III")),
        ("Shahed-136/Geran-2", ("shahed-136", "Missiles", "VII")),
        ("Geran-2", ("shahed-136", "Missiles", "VII")),
        ("F-16C Block-52", ("f-16", "Aircraft", "IV")),
        ("F-16C/D", ("f-16", "Aircraft", "IV")),
        ("Leopard-2A6", ("leopard-2", "Armoured vehicles", "I")),
        ("Leopard 2A4 main battle tanks", ("leopard-2", "Armoured vehicles", "I")),
        ("Т-72Б3", ("t-72", "Armoured vehicles", "I")),
        ("Su-30MKI", ("su-30", "Aircraft", "IV")),
        ("AH-64E Apache", ("ah-64", "Aircraft", "V")),
        ("Mi-17V-5", ("mi-8", "Aircraft", None)),
        ("C-130J-30 Super Hercules", ("c-130", "Aircraft", None)),
        ("S-300PMU-2", ("s-300", "Air-defence systems", None)),
        ("9M133 Kornet/AT-14", ("9m133", "Missiles", "SALW")),
        ("FIM-92 Stinger", ("fim-92", "Missiles", "VII")),
        ("K9A1", ("k-9", "Artillery", "III")),
        ("Type-209/1400", ("type-209", "Ships", "VI")),
        ("AK-47", ("ak-47", "Other", "SALW")),
        ("short-range ballistic missiles", ("short-range-ballistic-missile", "Missiles", "VII")),
        ("self-propelled howitzers", ("self-propelled-gun", "Artillery", "III")),
        ("rocket launchers", ("multiple-rocket-launcher", "Artillery", "III")),
        ("tanks", ("tank", "Armoured vehicles", "I")),
        ("155mm artillery rounds", ("155-mm-shell", "Artillery", None)),
    ],
)
def test_designations_and_their_variants(raw: str, row: Row) -> None:
    read = weapons.read(raw)
    assert (read.family, read.sipri_category, read.un_category) == row


@pytest.mark.parametrize(
    "raw", ["T-722", "Su-257", "An-225", "M-4", "Hawk", "helmets", "", "Leopard"]
)
def test_a_name_inside_another_or_of_two_things_is_not_guessed(raw: str) -> None:
    assert weapons.read(raw) == Weapon(raw=raw, rule="unresolved")


@pytest.mark.parametrize(
    ("raw", "description", "row"),
    [
        ("Foo-9", "self-propelled gun", (None, "Artillery", "III")),
        ("Foo-9", "SSM", (None, "Missiles", "VII")),
        ("D-30", "towed gun", ("d-30", "Artillery", "III")),
        ("D-30", "turbofan", ("d-30-turbofan", "Engines", None)),
        ("M-60", "machine gun", ("m-60-machine-gun", "Other", "SALW")),
        ("M-60", "tank", ("m-60", "Armoured vehicles", "I")),
        ("Hawk", "trainer aircraft", ("hawk-60", "Aircraft", None)),
        ("HAWK", "SAM system", ("mim-23", "Air-defence systems", None)),
        ("48N6", "SAM", ("s-300", "Missiles", None)),
        ("T-55", "ARV", ("t-55", "Armoured vehicles", None)),
        ("Mi-24V", "combat helicopter", ("mi-24", "Aircraft", "V")),
    ],
)
def test_a_description_decides_between_namesakes(raw: str, description: str, row: Row) -> None:
    read = weapons.read(raw, description)
    assert (read.family, read.sipri_category, read.un_category) == row


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SSM", "surface-to-surface missile"),
        ("APC", "armoured personnel carrier"),
        ("IFV", "infantry fighting vehicle"),
        ("FGA aircraft", "fighter/ground attack aircraft"),
        ("SAM system", "surface-to-air missile system"),
        ("Portable SAM", "portable surface-to-air missile"),
        ("BVRAAM", "beyond-visual-range air-to-air missile"),
        ("Self-propelled MRL", "multiple rocket launcher"),
        ("Arty locating radar", "artillery-locating radar"),
        ("MP aircraft", "maritime patrol aircraft"),
    ],
)
def test_a_label_that_changed_between_years_is_one_description(old: str, new: str) -> None:
    first, second = weapons.read("Foo-9", old), weapons.read("Foo-9", new)
    assert first.description is not None
    assert first == second


@pytest.mark.parametrize(
    ("description", "category"),
    [
        ("(armed) trainer aircraft", "Aircraft"),
        ("aircraft engine", "Engines"),
        ("long-range air-to-air missile", "Missiles"),
        ("anti-radar/air-to-surface missile", "Missiles"),
        ("anti-ship/anti-submarine torpedo", "Naval weapons"),
        ("infantry fighting vehicle turret", "Other"),
        ("self-propelled air-defence system", "Air-defence systems"),
        ("armoured fire-support vehicle", "Armoured vehicles"),
        ("air-search system", "Sensors"),
        ("anti-submarine sonar", "Sensors"),
    ],
)
def test_labels_that_the_register_has_spelled_out(description: str, category: str) -> None:
    assert weapons.read("Xyzzy-9", description).sipri_category == category
