"""What the read models must say of the founding case's deployments: whole rows, nulls left out."""

from typing import Any, Final

Row = dict[str, Any]

CHIEFS: Final = "Joint Chiefs of Staff of the Republic of Korea"
NIS: Final = "National Intelligence Service"
PENTAGON: Final = "US Department of Defense"
KYIV_INTELLIGENCE: Final = "Main Directorate of Intelligence of Ukraine"
COMMISSION: Final = "Central Military Commission of the Workers' Party of Korea"
GERASIMOV: Final = "Valery Gerasimov"
PESKOV: Final = "Dmitry Peskov"
MISSION: Final = "Permanent Mission of the DPRK to the United Nations"
BANKOVA: Final = "Office of the President of Ukraine"


def evidence(*on_all: str, **on_some: list[str]) -> Row:
    """Which values rest on all claims of the row, and which on some."""
    return dict.fromkeys(on_all, "all") | {k: sorted(v) for k, v in on_some.items()}


def said(status: str, by: list[str], claims: list[str], **more: Any) -> Row:
    """The columns about who says it; each claim in a report of its own, of one independent root."""
    return {
        "status": status,
        "modality": "asserted",
        "says": by,
        "claims": len(claims),
        "reports": len(claims),
        "independent_sources": len(by),
        "confirmed_by": [],
        "denied_by": [],
        "disputed_by": [],
        "claim_ids": sorted(claims),
    } | more


def when(edtf: str, earliest: str, latest: str, precision: int) -> Row:
    return {
        "occurred_edtf": edtf, "earliest": earliest, "latest": latest, "date_precision": precision
    }  # fmt: skip


def place(country: str, name: str, precision: int, **more: Any) -> Row:
    whole = {
        "name": name, "raw": name, "country": country, "precision": precision,
        "rule": "places/name@1", "disputed": False,
    }  # fmt: skip
    return {
        "place_name": name,
        "place_country": country,
        "place_precision": precision,
        "place": whole | more,
    }


KURSK: Final = place(
    "RUS", "Kursk Oblast", 4, raw="Kursk region", admin1="Kursk Oblast", lat=51.75, lon=36.19
)
NORTH_KOREANS: Final[Row] = {
    "deploying": "PRK", "deploying_name": "North Korea",
    "host": "RUS", "host_name": "Russia",
    "in_support_of": "RUS", "in_support_of_name": "Russia",
    "mode": "troops", "standing": False, "standing_key": "PRK:RUS:",
}  # fmt: skip
AGAINST_UKRAINE: Final[Row] = {"against": "UKR", "against_name": "Ukraine"}

COUNTS: Final = [
    "sd-2024-1219-nis#dprk-2024", "nw-241120-114#troops", "km-2024-1122-hur#dprk",
]  # fmt: skip
DENIALS: Final = [
    "mm-DPRK-2024-1022#denial", "mm-RUS-2024-1121#denial", "nw-241121-007#denied-by-moscow",
]  # fmt: skip
ADMISSIONS: Final = ["mm-DPRK-2025-0428#acknowledged", "sd-2025-0428-kcna#admitted"]
PRAISE: Final = ["mm-RUS-2025-0426#praise", "nw-250426-077#praise"]
RECAP: Final = [f"sd-2025-0429-recap#{speaker}" for speaker in ("kr", "ua", "us")]
RECOUNT: Final = ["km-2025-0429-kursk#sent"]
AFFIRMING: Final = COUNTS + RECAP + RECOUNT + ADMISSIONS + PRAISE

WHO_AND_HOW: Final = ("deploying", "host", "in_support_of", "against", "mode", "action", "purpose")

SENT_IN_2024: Final[Row] = (
    NORTH_KOREANS
    | AGAINST_UKRAINE
    | KURSK
    | when("2024", "2024-01-01", "2024-12-31", 5)
    | said(
        "confirmed_by_party",
        [COMMISSION, KYIV_INTELLIGENCE, NIS, PENTAGON, GERASIMOV],
        AFFIRMING + DENIALS,
        reports=12,  # the recap lets three speak
        confirmed_by=[COMMISSION, GERASIMOV],
        denied_by=[PESKOV, MISSION],
    )
    | {
        "occurrence_id": "mm-DPRK-2024-1022#denial",
        "action": "moved",
        "actions": ["engaged", "moved"],
        "purpose": "combat",
        "personnel_low": 10_000,
        "personnel_high": 12_000,
        "personnel_qualifier": "range",
        "legal_basis": "Treaty on Comprehensive Strategic Partnership of 19 June 2024",
        "announced": "2024-10-22",
        "evidence": evidence(
            **dict.fromkeys(WHO_AND_HOW, AFFIRMING)
            | {"action": COUNTS + RECAP + RECOUNT + ADMISSIONS},
            personnel=COUNTS + RECAP + RECOUNT,
            occurred=RECAP + ADMISSIONS,
            place=RECOUNT + ADMISSIONS + PRAISE,
            legal_basis=["sd-2025-0428-kcna#admitted"],
        ),
    }
)
"""10,000-12,000 by three speakers, denied by both parties, then confirmed by both."""

IN_SPRING_2025: Final[Row] = (
    NORTH_KOREANS
    | AGAINST_UKRAINE
    | when("2024-09~/2024-12~", "2024-09-01", "2024-12-31", 5)
    | said(
        "disputed",
        [KYIV_INTELLIGENCE, NIS, PENTAGON],
        COUNTS + DENIALS,
        denied_by=[PESKOV, MISSION],
    )
    | {
        "occurrence_id": "mm-DPRK-2024-1022#denial",
        "action": "moved",
        "actions": ["moved"],
        "purpose": "combat",
        "personnel_low": 10_000,
        "personnel_high": 12_000,
        "personnel_qualifier": "range",
        "announced": "2024-10-22",
        "evidence": evidence(
            **dict.fromkeys(WHO_AND_HOW, COUNTS),
            personnel=COUNTS,
            occurred=["km-2024-1122-hur#dprk"],
        ),
    }
)
"""The same before the late confirmation."""

IN_OCTOBER_2024: Final[Row] = (
    NORTH_KOREANS
    | AGAINST_UKRAINE
    | when("2024", "2024-01-01", "2024-12-31", 5)
    | said("denied", [], DENIALS[:1], independent_sources=1, denied_by=[MISSION])
    | {
        "occurrence_id": "mm-DPRK-2024-1022#denial",
        "action": "moved",
        "actions": ["moved"],
        "purpose": "combat",
        "personnel_qualifier": "unknown",
        "announced": "2024-10-22",
        "evidence": evidence(*WHO_AND_HOW, "occurred"),
    }
)
"""The same when nobody but one of the parties had spoken of it."""

LOSSES: Final = [
    "sd-2025-0327-jcs#losses", "nw-250327-031#losses", "of/00459#losses",
    "km-2025-0328-losses#losses",
]  # fmt: skip

DEPLOYMENTS: Final[tuple[Row, ...]] = (
    SENT_IN_2024,
    NORTH_KOREANS
    | AGAINST_UKRAINE
    | when("2025-01/2025-02", "2025-01-01", "2025-02-28", 4)
    | said(
        "claimed", [CHIEFS], ["sd-2025-0327-jcs#reinforcement", "nw-250327-031#reinforcement"]
    )  # two papers, one source
    | {
        "occurrence_id": "sd-2025-0327-jcs#reinforcement",
        "action": "reinforced",
        "actions": ["reinforced"],
        "purpose": "combat",
        "personnel_low": 3000,
        "personnel_best": 3000,
        "personnel_high": 3000,
        "personnel_qualifier": "exact",
        "personnel_basis": "increment",
        "personnel_unit": "persons",
        "announced": "2025-03-27",
        "evidence": evidence(*WHO_AND_HOW, "occurred", "personnel"),
    },
    NORTH_KOREANS
    | AGAINST_UKRAINE
    | KURSK
    | when("2024-10/2025-03", "2024-10-01", "2025-03-31", 5)
    | said("corroborated", [CHIEFS, KYIV_INTELLIGENCE], LOSSES)
    | {
        "occurrence_id": "sd-2025-0327-jcs#losses",
        "action": "casualties",
        "actions": ["casualties"],
        "personnel_qualifier": "unknown",
        "killed_or_wounded_best": 4000,
        "killed_or_wounded_qualifier": "about",
        "announced": "2025-03-27",
        "evidence": evidence(*WHO_AND_HOW[:-1], "occurred", "place", "killed_or_wounded"),
    },
    NORTH_KOREANS
    | KURSK
    | when("2025-01~/2025-04~", "2025-01-01", "2025-04-30", 5)
    | said("claimed", ["OSINT Frontline"], ["of/00412#pulled-back"])
    | {
        "occurrence_id": "of/00412#pulled-back",
        "action": "withdrawn",
        "actions": ["withdrawn"],
        "personnel_qualifier": "unknown",
        "announced": "2025-01-31",
        "evidence": evidence(
            "deploying", "host", "in_support_of", "mode", "action", "occurred", "place",
            "personnel",
        ),
    },
    KURSK
    | when("2025-04-26", "2025-04-26", "2025-04-26", 1)
    | said("claimed", [GERASIMOV], ["nw-250426-077#expelled"])
    | {
        "occurrence_id": "nw-250426-077#expelled",
        "deploying": "UKR",
        "deploying_name": "Ukraine",
        "host": "RUS",
        "host_name": "Russia",
        "against": "RUS",
        "against_name": "Russia",
        "mode": "troops",
        "standing": False,
        "standing_key": "UKR:RUS:",
        "action": "withdrawn",
        "actions": ["withdrawn"],
        "personnel_qualifier": "unknown",
        "announced": "2025-04-26",
        "evidence": evidence("deploying", "host", "against", "mode", "action", "occurred", "place"),
    },
)  # fmt: skip
