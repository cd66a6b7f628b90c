"""What the read models must say of the founding case's meetings: whole rows, nulls left out."""

from typing import Any, Final

from tests.end_to_end.founding_rows import BANKOVA, Row, evidence, place, said, when

NAMES: Final = {
    "DEU": "Germany", "FRA": "France", "GBR": "United Kingdom", "PRK": "North Korea",
    "RUS": "Russia", "UKR": "Ukraine", "USA": "United States",
}  # fmt: skip


def one(party: str, person: str | None, role: str, *, level: str | None = None, **more: Any) -> Row:
    return {
        "party": party,
        "party_name": NAMES[party],
        "country": party,
        "person": person,
        "titles": [],
        "roles": [role],
        "levels": [level] if level else [],
    } | more


def stand(party: str, stance: str, says: list[str], notes: list[str]) -> Row:
    """Of one that took part, and still stands."""
    return {
        "party": party,
        "party_name": NAMES[party],
        "stance": stance,
        "says": says,
        "notes": notes,
        "took_part": True,
        "stands": True,
    }


def met(*participants: Row, **more: Any) -> Row:
    return {
        "participants": list(participants),
        "participant_names": [
            f"{p['person']} ({p['party_name']})" if p["person"] else p["party_name"]
            for p in participants
        ],
        "parties": [p["party"] for p in participants],
        "n_participants": len(participants),
        "state": "held",
        "outcomes": [],
        "outcomes_disputed": False,
    } | more


WHITE_HOUSE, KREMLIN, WIRE = "White House", "Kremlin", "Northwire"
RIYADH: Final = [
    "mm-USA-2025-0325#talks", "mm-RUS-2025-0325#talks", "km-2025-0325-blacksea#riyadh",
    "nw-250325-102#black-sea",
]  # fmt: skip

MEETINGS: Final[tuple[Row, ...]] = (
    met(
        one("PRK", "Kim Jong Un", "host", level="head_of_state"),
        one(
            "RUS", "Sergei Shoigu", "visitor", level="official",
            titles=["Secretary of the Security Council"],
        ),
        participants_complete=True,
        format="visit",
        topics=["support for Russia in the war"],
    )
    | place("PRK", "Pyongyang", 1, lat=39.02, lon=125.75)
    | when("2025-03-21", "2025-03-21", "2025-03-21", 1)
    | said(
        "confirmed_by_party",
        ["Korean Central News Agency", "TASS"],
        ["nw-250321-050#pyongyang", "sd-2025-0325-shoigu#shoigu-kim"],
        confirmed_by=["Korean Central News Agency", "TASS"],
    )
    | {
        "occurrence_id": "nw-250321-050#pyongyang",
        "announced": "2025-03-21",
        "evidence": evidence("place", "state", "format", occurred=["nw-250321-050#pyongyang"]),
    },
    met(
        one("DEU", "Olaf Scholz", "principal", level="head_of_government", titles=["Chancellor"]),
        one(
            "FRA", "Emmanuel Macron", "host", level="head_of_state",
            titles=["President", "President of France"],
        ),
        one(
            "GBR", "Keir Starmer", "principal", level="head_of_government",
            titles=["Prime Minister"],
        ),
        one("UKR", "Volodymyr Zelenskyy", "principal", level="head_of_state", titles=["President"]),
        participants_complete=False,
        format="multilateral",
        event_name="Coalition of the willing",
        topics=[
            "guarantees for Ukraine",
            "peace and security for Ukraine",
            "security guarantees for Ukraine",
        ],
    )
    | place("FRA", "Paris", 1, lat=48.86, lon=2.35)
    | when("2025-03-27", "2025-03-27", "2025-03-27", 1)
    | said(
        "confirmed_by_party",
        [WIRE, BANKOVA, "Élysée"],
        ["nw-250327-088#paris", "km-2025-0327-paris#paris", "mm-FRA-2025-0327#sommet"],
        confirmed_by=[BANKOVA, "Élysée"],
    )
    | {
        "occurrence_id": "nw-250327-088#paris",
        "announced": "2025-03-27",
        "evidence": evidence("place", "state", "format", "occurred", "event_name"),
    },
    met(
        one("RUS", None, "principal"),
        one("UKR", None, "principal"),
        one("USA", None, "mediator", roles=["mediator", "principal"]),
        participants_complete=True,
        format="third_party",
        topics=["safe navigation in the Black Sea", "the use of force at sea"],
        outcomes_disputed=True,
        outcomes=[
            {
                "kind": "ceasefire",
                "title": "Limited ceasefire in the Black Sea",
                "status": "disputed",
                "stances": [
                    stand(
                        "RUS", "disputes_date", [KREMLIN, WIRE],
                        [
                            "only once sanctions on its banks and exporters are lifted",
                            "takes effect after sanctions on the agricultural bank are lifted",
                        ],
                    ),
                    stand(
                        "UKR", "denies", [WIRE, BANKOVA],
                        [
                            "refuses terms that lift sanctions",
                            "refuses to pay for it with sanctions relief",
                        ],
                    ),
                    stand(
                        "USA", "asserts", [WIRE, BANKOVA, WHITE_HOUSE],
                        ["announced by the White House", "announced it"],
                    ),
                ],
                "claims": sorted(RIYADH),
            }
        ],
    )
    | place("SAU", "Riyadh", 1, lat=24.71, lon=46.68)
    | when("2025-03-23/2025-03-25", "2025-03-23", "2025-03-25", 2)
    | said(
        "disputed",
        [KREMLIN, WIRE, BANKOVA, WHITE_HOUSE],
        RIYADH,
        confirmed_by=[KREMLIN, BANKOVA, WHITE_HOUSE],
        disputed_by=["Russia", "Ukraine"],
    )
    | {
        "occurrence_id": "mm-USA-2025-0325#talks",
        "announced": "2025-03-25",
        "evidence": evidence(
            "place", "state", "format",
            occurred=[claim for claim in RIYADH if claim != "mm-RUS-2025-0325#talks"],
        ),
    },
)  # fmt: skip
