"""The Ukraine Support Tracker's main sheet as CSV: `.` is not applicable, dates may be words."""

import csv
import io
from datetime import date, timedelta
from random import Random
from typing import Final

from tests.bench.exports import words

_HEADER: Final = (
    "activity_id,sub_activity_id,donor,announcement_date,explanation,reporting_currency,"
    "source_reported_value,tot_activity_value_EUR,tot_sub_activity_value,"
    "tot_sub_activity_value_EUR,aid_type_general,aid_type_specific,measure,item,item_type,"
    "item_sub_type,item_numb,item_numb_deliv,source_of_aid_1,source_of_aid_2,source_of_aid_3,"
    "source_of_aid_4,deliv_source,channel,source_of_weapon,reallocation_sub_activity_id"
)
_ITEMS: Final = (
    ("CAESAR 155mm howitzer", "Heavy weapon", "Howitzer (155mm)"),
    ("Leopard 2A6", "Heavy weapon", "Tank"),
    ("155mm shells", "Ammunition for heavy weapon", "."),
    ("Javelin", "Portable defence system", "."),
    ("Bayraktar TB2", "Aviation and drones", "Drone"),
    ("M113", "Heavy weapon", "Armoured Personnel Carrier"),
    ("Small arms ammunition", "Ammunition for light infantry", "."),
    ("Night vision devices", "Military equipment", "."),
    ("Training of soldiers", "Funding, training, services", "."),
)


def content(count: int) -> bytes:
    chance = Random(15)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_HEADER.split(","))
    for number in range(count):
        writer.writerow(_row(chance, number))
    return lines.getvalue().encode()


def _row(chance: Random, number: int) -> list[str]:
    donor = words.skewed(chance, words.states())
    item, item_type, sub_type = chance.choice(_ITEMS)
    if chance.random() < 0.4:
        item = f"{words.name(chance)}-{chance.randrange(1, 90)} {item}"
    activity = f"{donor.code[:2]}M{number // 4}"
    value = f"{chance.randrange(1, 900) * 50_000:,}" if chance.random() < 0.6 else "undisclosed"
    number_of = str(chance.randrange(1, 400)) if chance.random() < 0.6 else "undisclosed"
    page = f"https://www.{words.name(chance).lower()}.example/{number}"
    return [
        activity, f"{activity}_{number % 4}", donor.name, _announced(chance),
        f"{donor.name} gives {number_of} {item}, as announced by {words.person(chance)}.",
        "EUR", value, value, value, value,
        chance.choices(("Military", "Humanitarian", "Financial"), (8, 1, 1))[0], ".",
        chance.choice(("Allocation", "Commitment")), item, item_type, sub_type, number_of,
        chance.choice((number_of, ".", "undisclosed")), page, chance.choice((page + "b", ".")),
        ".", ".", chance.choice((page + "c", ".", ".")), chance.choice(("bilateral", ".")),
        chance.choice(("stock", "procurement", ".")), ".",
    ]  # fmt: skip


def _announced(chance: Random) -> str:
    day = date(2022, 2, 24) + timedelta(days=chance.randrange(1100))
    if chance.random() < 0.1:
        return f"from {day:%m/%d/%Y} until {day + timedelta(days=90):%m/%d/%Y}"
    return f"{day:%m/%d/%Y}"
