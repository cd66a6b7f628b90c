"""The columns of the US forces reports, era by era: a table of what each one counts.

The reports' own columns changed three times: by service with ashore and afloat (1950-1976), by
service (1977-2007), by service and component (since 2008). The package's harmonised columns
(`troops_ad`, `army_ad`, …) span all of them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Accounting(NamedTuple):
    """A total with the columns it may be the sum of."""

    total: str
    parts: tuple[tuple[str, str], ...]  # (column, what it counts)
    apart: tuple[str, ...] = ()  # columns that some reports count in the total and others do not


ACTIVE_SINCE_2008: Final = Accounting(
    "Total Active Duty",
    (
        ("Army Active Duty", "army"),
        ("Navy Active Duty", "navy"),
        ("Marine Corps Active Duty", "marine corps"),
        ("Air Force Active Duty", "air force"),
        ("Space Force Active Duty", "space force"),
        ("Coast Guard Active Duty", "coast guard"),
    ),
)
RESERVE_SINCE_2008: Final = Accounting(
    "Total Selected Reserve",
    (
        ("Army National Guard", "army national guard"),
        ("Army Reserve", "army reserve"),
        ("Navy Reserve", "navy reserve"),
        ("Marine Corps Reserve", "marine corps reserve"),
        ("Air National Guard", "air national guard"),
        ("Air Force Reserve", "air force reserve"),
        ("Coast Guard Reserve", "coast guard reserve"),
    ),
)
BY_SERVICE: Final = Accounting(
    "Total",
    (
        ("Army Total", "army"),
        ("Navy Total", "navy"),
        ("Marine Corps Total", "marine corps"),
        ("Air Force Total", "air force"),
    ),
)
ASHORE_AND_AFLOAT: Final = Accounting(
    "Total",
    (
        ("Army Total", "army"),
        ("Navy Ashore", "navy ashore"),
        ("Navy Temporary Ashore", "navy temporarily ashore"),
        ("Navy Afloat", "navy afloat"),
        ("Navy Other", "navy afloat, other"),
        ("Marine Corps Ashore", "marine corps ashore"),
        ("Marine Corps Afloat", "marine corps afloat"),
        ("Air Force Total", "air force"),
    ),
    apart=("Navy Other", "Marine Corps Afloat", "Navy Temporary Ashore"),
)
HARMONISED: Final = Accounting(
    "troops_ad",
    (
        ("army_ad", "army"),
        ("navy_ad", "navy"),
        ("marine_corps_ad", "marine corps"),
        ("air_force_ad", "air force"),
        ("space_force_ad", "space force"),
        ("coast_guard_ad", "coast guard"),
    ),
)
ASHORE_ONLY: Final = Accounting(
    "Total Ashore",
    (
        ("Army Total", "army"),
        ("Navy Ashore", "navy ashore"),
        ("Marine Corps Ashore", "marine corps ashore"),
        ("Air Force Total", "air force"),
    ),
)

DERIVED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "troops_ad": (("Total Active Duty",), ("Total",), ("Total Ashore",)),
        "army_ad": (("Army Active Duty",), ("Army Total",)),
        "navy_ad": (
            ("Navy Active Duty",),
            ("Navy Total",),
            ("Navy Ashore", "Navy Temporary Ashore", "Navy Afloat", "Navy Other"),
            ("Navy Ashore", "Navy Temporary Ashore"),
            ("Navy Ashore",),
        ),
        "marine_corps_ad": (
            ("Marine Corps Active Duty",),
            ("Marine Corps Total",),
            ("Marine Corps Ashore",),
        ),
        "air_force_ad": (("Air Force Active Duty",), ("Air Force Total",)),
        "space_force_ad": (("Space Force Active Duty",),),
        "coast_guard_ad": (("Coast Guard Active Duty",),),
    }
)
"""What a harmonised column is the sum of, in one release of the package or another."""

EMPTY_SUMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "navy_ad": (
            "Navy Total",
            "Navy Ashore",
            "Navy Temporary Ashore",
            "Navy Afloat",
            "Navy Other",
        ),
    }
)
"""Harmonised columns that some releases add up from these columns alone. Of a report that has
none of them (every one since 2008) the sum is 0 and counts nothing: no zero, no contradiction."""

LATER_SERVICES: Final = frozenset({"coast_guard_ad", "space_force_ad"})
"""Services that only the later reports have: a harmonised 0 of an earlier one is an empty sum."""

BESIDE: Final = frozenset(
    {"Total Afloat", "Navy Afloat", "Navy Other", "Navy Temporary Ashore", "Marine Corps Afloat"}
)
"""Crews that the old reports print in parentheses where the total leaves them out; spreadsheets
make a negative number of a number in parentheses."""

ADDED_UP: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Total", ("Total Ashore", "Total Afloat")),
    ("Grand Total", ("Total Active Duty", "Total Selected Reserve", "Total Civilian")),
    ("troops_all", ("troops_ad", "Total Selected Reserve")),
)
"""Totals of totals: checked, never claimed."""

NUMBERS: Final[tuple[str, ...]] = (
    *dict.fromkeys(
        name
        for accounting in (
            ACTIVE_SINCE_2008,
            RESERVE_SINCE_2008,
            BY_SERVICE,
            ASHORE_AND_AFLOAT,
            ASHORE_ONLY,
            HARMONISED,
        )
        for name in (accounting.total, *(column for column, _ in accounting.parts))
    ),
    "Total Afloat",
    "Total Civilian",
    "Grand Total",
    "troops_all",
)


def snake(column: str) -> str:
    """The column's name in the package's country-quarter table: army_national_guard."""
    return column.lower().replace(" ", "_")


IGNORES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "region": "the package's grouping of countries",
        "Macro Location": "empty in every report",
        "year_quarter": "the year and the quarter once more",
        **dict.fromkeys(
            ("troops_afloat", "navy_afloat", "marine_corps_afloat"),
            "crews at sea, beside the total and not in it",
        ),
        **dict.fromkeys(
            (
                name
                for column in (
                    "Army Civilian",
                    "Navy Civilian",
                    "Marine Corps Civilian",
                    "Air Force Civilian",
                    "DOD Civilian",
                )
                for name in (column, snake(column))
            ),
            "civilians are not troops",
        ),
    }
)
