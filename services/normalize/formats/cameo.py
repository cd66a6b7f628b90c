"""The CAMEO codes that concern us, and the actor types, as tables."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["meeting", "transfer", "deployment"]
Format = Literal["visit", "third_party", "multilateral", "remote"]
Role = Literal["host", "visitor", "principal", "mediator"]
Mode = Literal["troops", "weapons", "police", "militia"]
Stage = Literal["offered", "delivered"]


@dataclass(frozen=True, slots=True)
class Code:
    """What one event code says. The first actor does it to, or with, the second."""

    kind: Kind
    label: str
    planned: bool = False
    format: Format | None = None
    roles: tuple[Role, Role] = ("principal", "principal")
    stage: Stage | None = None
    mode: Mode | None = None  # None: by the actor's own type
    purpose: str | None = None


EVENTS: Final[dict[str, Code]] = {
    "036": Code("meeting", "Express intent to meet or negotiate", planned=True),
    "040": Code("meeting", "Consult"),
    "041": Code("meeting", "Discuss by telephone", format="remote"),
    "042": Code("meeting", "Make a visit", format="visit", roles=("visitor", "host")),
    "043": Code("meeting", "Host a visit", format="visit", roles=("host", "visitor")),
    "044": Code("meeting", "Meet at a third location", format="third_party"),
    "045": Code("meeting", "Mediate", roles=("mediator", "principal")),
    "046": Code("meeting", "Engage in negotiation"),
    "0332": Code("transfer", "Express intent to provide military aid", True, stage="offered"),
    "072": Code("transfer", "Provide military aid", stage="delivered"),
    "150": Code("deployment", "Demonstrate military or police power"),
    "151": Code("deployment", "Increase police alert status", mode="police"),
    "152": Code("deployment", "Increase military alert status", mode="troops"),
    "153": Code("deployment", "Mobilize or increase police power", mode="police"),
    "154": Code("deployment", "Mobilize or increase armed forces", mode="troops"),
    # PLOVER's own crosswalk counts cyber-forces as readiness of weapons
    "155": Code("deployment", "Mobilize or increase cyber-forces", mode="weapons", purpose="cyber"),
}

OFFICIAL: Final = frozenset(
    {"", "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI", "IGO", "IMG", "INT"}
)
"""Types whose meetings are diplomacy. Blank: the country itself, or an organisation."""

ARMED: Final = frozenset({"REB", "SEP", "INS", "RAD", "UAF"})
"""Types that are not the state whose country code they carry."""

PRIVATE: Final = frozenset(
    {
        *("AGR", "BUS", "CRM", "CVL", "DEV", "EDU", "ENV", "HLH", "HRI", "LAB", "MED", "MNC"),
        *("MOD", "NGM", "NGO", "OPP", "PTY", "REF", "SET", "TOP", "MID", "HAR"),
    }
)
"""Types that speak for themselves."""

SECTORS: Final = OFFICIAL | ARMED | PRIVATE


def event(code: str) -> Code | None:
    """The code's meaning for us; None when it is none of our business."""
    return EVENTS.get(padded(code))


def padded(code: str) -> str:
    """With the leading zero that a spreadsheet takes away: no root is above 20."""
    if len(code) == 2 and code.isdigit():
        return "0" + code
    if len(code) == 3 and code.isdigit() and int(code[:2]) > 20:
        return "0" + code
    return code
