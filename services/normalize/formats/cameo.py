"""The CAMEO codes that concern us, and the actor types, as tables."""

from dataclasses import dataclass
from functools import cache
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

_BASES: Final[dict[str, int]] = {
    **{"01": 9, "02": 8, "03": 9, "04": 6, "05": 7, "06": 4, "07": 5, "08": 7, "09": 4, "10": 8},
    **{"11": 6, "12": 9, "13": 9, "14": 5, "15": 5, "16": 6, "17": 6, "18": 6, "19": 6, "20": 4},
}
"""Root -> the last digit of its codes of three digits, which begin at 0."""
_LEAVES: Final[dict[str, int]] = {
    **dict.fromkeys(("021", "023", "024", "031", "033", "034", "081", "083", "087"), 4),
    **dict.fromkeys(("101", "103", "104", "121", "122", "123", "132", "172", "183"), 4),
    **dict.fromkeys(("141", "142", "143", "144", "145"), 4),
    **dict.fromkeys(("025", "035", "105", "124"), 6),
    **dict.fromkeys(("086", "131", "162", "166", "182"), 3),
    **dict.fromkeys(("084", "171", "195", "204"), 2),
    **dict.fromkeys(("112", "138"), 5),
}
"""Code of three digits -> the last digit of its codes of four, which begin at 1."""


@cache
def codes() -> frozenset[str]:
    """Every event code of CAMEO 1.1b3."""
    bases = {f"{root}{n}" for root, last in _BASES.items() for n in range(last + 1)}
    leaves = {f"{base}{n}" for base, last in _LEAVES.items() for n in range(1, last + 1)}
    return frozenset(_BASES) | bases | leaves


OFFICIAL: Final = frozenset(
    {
        *("", "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "ELI"),
        *("IGO", "INT", "PKO", "UIS", "UNO"),
    }
)
"""Types whose meetings are diplomacy. Blank: the country itself, or an organisation."""

ARMED: Final = frozenset({"REB", "SEP", "INS", "RAD", "UAF", "IMG"})
"""Types that are not the state whose country code they carry."""

NOT_THE_STATE: Final = ARMED | {"OPP"}

PRIVATE: Final = frozenset(
    {
        *("AGR", "BUS", "CRM", "CVL", "DEV", "EDU", "ENV", "HLH", "HRI", "LAB", "MED", "MNC"),
        *("MOD", "NGM", "NGO", "OPP", "PTY", "REF", "SET", "TOP", "MID", "HAR"),
        *("AMN", "GRP", "IRC"),
    }
)
"""Types that speak for themselves."""

SECTORS: Final = OFFICIAL | ARMED | PRIVATE


def padded(code: str) -> str:
    """With the leading zero that a spreadsheet takes away: no root is above 20.

    A root by itself is its code of three digits "not specified below".
    """
    if len(code) == 2 and code.isdigit():
        return code + "0" if code[0] == "0" else "0" + code
    if len(code) == 3 and code.isdigit() and int(code[:2]) > 20:
        return "0" + code
    return code
