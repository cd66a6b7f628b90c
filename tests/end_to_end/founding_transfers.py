"""What the read models must say of the founding case's transfers: whole rows, nulls left out."""

from typing import Any, Final

from tests.end_to_end.founding_rows import CHIEFS, Row, evidence, said, when


def transfer(occurrence: str, weapon: str, announced: str, told: Row, **more: Any) -> Row:
    """Of a number that nobody knows: null and "unknown", never 0."""
    dated: Row = more.pop("dated", {})
    days = {name: dated.get(f"delivered_{name}") for name in ("edtf", "earliest", "latest")}
    stage: Row = {
        "stage": "delivered", "low": None, "best": None, "high": None, "qualifier": "unknown",
        "says": told["says"], "claims": told["claim_ids"],
    }  # fmt: skip
    return (
        told
        | dated
        | {
            "occurrence_id": occurrence,
            "supplier": "PRK",
            "supplier_name": "North Korea",
            "recipient": "RUS",
            "recipient_name": "Russia",
            "weapon": weapon,
            "stage": "delivered",
            "ordered_qualifier": "unknown",
            "delivered_qualifier": "unknown",
            "stages": [stage | days],
            "announced": announced,
        }
        | more
    )


EARLY_2025: Final[Row] = when("2025-01~/2025-04~", "2025-01-01", "2025-04-30", 5) | {
    "delivered_edtf": "2025-01~/2025-04~",
    "delivered_earliest": "2025-01-01",
    "delivered_latest": "2025-04-30",
}
DEAL: Final = ("supplier", "recipient", "weapon", "delivered")

TRANSFERS: Final[tuple[Row, ...]] = (
    transfer(
        "sd-2025-0327-jcs#missiles", "short-range ballistic missiles", "2025-03-27",
        said("claimed", [CHIEFS], ["sd-2025-0327-jcs#missiles"]),
        family="short-range-ballistic-missile", sipri_category="Missiles", un_category="VII",
        evidence=evidence(*DEAL),
    ),
    transfer(
        "of/00431#koksan", "170 mm self-propelled howitzers", "2025-02-20",
        said(
            "corroborated", [CHIEFS, "OSINT Frontline"],
            ["of/00431#koksan", "sd-2025-0327-jcs#howitzers"],
        ),
        dated=EARLY_2025, sipri_category="Artillery", un_category="III",
        evidence=evidence(*DEAL, occurred=["of/00431#koksan"], delivered_date=["of/00431#koksan"]),
    ),
    transfer(
        "of/00431#mlrs", "240 mm multiple rocket launchers", "2025-02-20",
        said(
            "corroborated", [CHIEFS, "OSINT Frontline"],
            ["of/00431#mlrs", "sd-2025-0327-jcs#rockets"],
        ),
        dated=EARLY_2025, designation="240 mm multiple rocket launchers", family="240-mm-mrl",
        sipri_category="Artillery", un_category="III",
        evidence=evidence(*DEAL, occurred=["of/00431#mlrs"], delivered_date=["of/00431#mlrs"]),
    ),
)  # fmt: skip
