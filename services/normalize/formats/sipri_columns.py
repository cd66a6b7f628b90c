"""The columns of SIPRI's exports, under every heading they have been seen with.

Three exports: the classic trade register, the newer table with the database id, and the older
semicolon file of deals. Headings are compared without case, blanks, punctuation and the ";" tails
that spreadsheets leave behind.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("siprianddatabaseid", "sipriatdatabaseid", "atdatabaseid", "databaseid", "dealid"),
    "recipient": ("recipient", "buyer", "recipients"),
    "supplier": ("supplier", "seller", "suppliers"),
    "designation": ("weapondesignation", "designation"),
    "description": ("weapondescription", "description"),
    "category": ("armamentcategory", "armamentscategory", "weaponcategory", "category"),
    "order_year": (
        "yearoforder",
        "orderdate",
        "orderyear",
        "yearsoforder",
        "yearoforderlicence",
        "yearoforderlicense",
    ),
    "order_estimate": ("yearoforder?", "orderdateisestimate", "orderyearisestimate"),
    "ordered": ("numberordered", "numbersordered", "noordered"),
    "ordered_estimate": ("numberordered?", "numberorderedisestimate", "numbersorderedisestimate"),
    "delivered": (
        "numberdelivered",
        "numbersdelivered",
        "nodelivered",
        "nodeliveredproduced",
        "numberdeliveredproduced",
    ),
    "delivered_estimate": (
        "numberdelivered?",
        "numberdeliveredisestimate",
        "numbersdeliveredisestimate",
    ),
    "delivery_years": ("yearsofdelivery", "yearsofdeliveries", "yearofdelivery"),
    "delivery_year": ("deliveryyear", "deliverydate"),
    "delivery_estimate": (
        "yearsofdelivery?",
        "deliveryyear?",
        "deliveryyearisestimate",
        "deliverydateisestimate",
    ),
    "status": ("status",),
    "comments": ("comments", "comment"),
    "local": ("localproduction",),
    "tiv_new": ("sipriestimate",),
    "tiv_unit": ("sipritivperunit", "tivdealunit", "tivperunit"),
    "tiv_order": ("sipritivfortotalorder", "sipritivoftotalorder", "tivfortotalorder"),
    "tiv_delivered": ("sipritivofdeliveredweapons", "tivdeliveryvalues", "tivdelivered"),
}

_ROLES: Final = {heading: role for role, headings in _HEADINGS.items() for heading in headings}
_ESTIMATE: Final = re.compile(r"^(.+?)\(?\+?isestimate\)?$")
_NEEDED: Final = frozenset({"recipient", "supplier", "designation"})


@lru_cache(maxsize=4096)
def role(heading: str) -> str | None:
    """What a column holds, or None for one that is not of this format."""
    folded = re.sub(r"[^a-z0-9?]", "", heading.lower())
    if folded in _ROLES:
        return _ROLES[folded]
    estimate = _ESTIMATE.match(folded)
    if estimate is not None:
        return _ROLES.get(estimate.group(1) + "?") or _ROLES.get(estimate.group(1) + "isestimate")
    return None


@lru_cache(maxsize=256)
def roles(columns: tuple[str, ...]) -> dict[str, str]:
    """role -> the column that holds it. The first wins; a second is then an unknown field."""
    found: dict[str, str] = {}
    for column in columns:
        held = role(column)
        if held is not None:
            found.setdefault(held, column)
    return found


def is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 5 and {role(cell) for cell in cells} >= _NEEDED


def name_columns(header: Sequence[str]) -> list[str]:
    """The unnamed columns of the classic export flag the column to their left as uncertain."""
    named: list[str] = []
    for cell in header:
        name = cell.strip().rstrip(";").strip()
        if not name and named and not named[-1].endswith(" ?"):
            name = named[-1] + " ?"
        named.append(name)
    return named
