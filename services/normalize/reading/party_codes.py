"""Codes of parties: ISO 3166, CAMEO (as GDELT writes it), Correlates of War."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, assert_never

import pycountry

from services.normalize.reading import party_names
from services.normalize.reading.lexicon import rows
from services.normalize.reading.party_names import Known

_ISO3_FORMER: Final = MappingProxyType(
    {
        "SUN": "SUHH", "CSK": "CSHH", "YUG": "YUCS", "SCG": "CSXX", "DDR": "DDDE", "YMD": "YDYE",
        "VDR": "VDVN", "ANT": "ANHH", "PCZ": "PZPA", "PCI": "PCHH", "GEL": "GEHH", "NTZ": "NTHH",
        "SKM": "SKIN", "JTN": "JTUM", "MID": "MIUM", "WAK": "WKUM", "CTE": "CTKI",
        "AFI": "DJI", "BUR": "MMR", "BYS": "BLR", "DHY": "BEN", "HVO": "BFA", "NHB": "VUT",
        "RHO": "ZWE", "TMP": "TLS", "ZAR": "COD", "FXX": "FRA", "ROM": "ROU", "XKX": "XKX",
        "XKO": "XKX", "UNK": "XKX",
    }
)  # fmt: skip
"""Withdrawn alpha-3 codes: of a state that is gone its own id, of one renamed the present one."""
_ISO2_FORMER: Final = MappingProxyType(
    {"SU": "SUHH", "CS": "CSHH", "YU": "YUCS", "DD": "DDDE", "YD": "YDYE", "AN": "ANHH",
     "BU": "MMR", "ZR": "COD", "TP": "TLS", "UK": "GBR", "EL": "GRC"}
)  # fmt: skip


@cache
def _codes() -> Mapping[tuple[str, str], str]:
    """(scheme, code) -> id of a state, region or group."""
    found = {(row["scheme"], row["code"]): row["id"] for row in rows("codes")}
    return MappingProxyType(found)


@cache
def _regions() -> Mapping[str, Known]:
    """CAMEO's regions are actors, though no parties of ours: kept by name."""
    return MappingProxyType(
        {
            row["id"]: Known(row["id"], row["name"], None, None, None, "region")
            for row in rows("codes")
            if row["name"]
        }
    )


@cache
def _iso3() -> Mapping[str, str]:
    return MappingProxyType(
        {c.alpha_3: c.alpha_3 for c in pycountry.countries} | dict(_ISO3_FORMER)
    )


def _by_id(party: str, rule: str) -> Known | None:
    if known := party_names.by_id().get(party):
        return known._replace(rule=rule)
    if region := _regions().get(party):
        return region
    country = pycountry.countries.get(alpha_3=party)
    return Known(party, country.name, party, None, None, rule) if country else None


def find(code: str, scheme: Literal["iso3", "iso2", "cameo", "cow"]) -> Known | None:
    match scheme:
        case "iso3":
            party = _iso3().get(code.upper()) or (code if code in party_names.by_id() else None)
        case "iso2":
            party = party_names.alpha2().get(code.upper()) or _ISO2_FORMER.get(code.upper())
        case "cameo":
            party = _codes().get(("cameo", code.upper())) or _iso3().get(code.upper())
        case "cow":
            party = _codes().get(("cow", str(int(code)) if code.isdecimal() else code))
        case _:
            assert_never(scheme)
    return _by_id(party, scheme) if party else None
