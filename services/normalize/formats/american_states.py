"""The states and territories of the United States, as American texts write them: a table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_STATES: Final = """
Alabama; AL; Ala
Alaska; AK
Arizona; AZ; Ariz
Arkansas; AR; Ark
California; CA; Calif; Cal
Colorado; CO; Colo
Connecticut; CT; Conn
Delaware; DE; Del
District of Columbia; DC; D.C
Florida; FL; Fla
Georgia; GA; Ga
Hawaii; HI
Idaho; ID
Illinois; IL; Ill
Indiana; IN; Ind
Iowa; IA
Kansas; KS; Kan; Kans
Kentucky; KY; Ky
Louisiana; LA; La
Maine; ME; Me
Maryland; MD; Md
Massachusetts; MA; Mass
Michigan; MI; Mich
Minnesota; MN; Minn
Mississippi; MS; Miss
Missouri; MO; Mo
Montana; MT; Mont
Nebraska; NE; Nebr; Neb
Nevada; NV; Nev
New Hampshire; NH; N.H
New Jersey; NJ; N.J
New Mexico; NM; N.M; N. Mex
New York; NY; N.Y
North Carolina; NC; N.C
North Dakota; ND; N.D; N. Dak
Ohio; OH
Oklahoma; OK; Okla
Oregon; OR; Ore; Oreg
Pennsylvania; PA; Pa; Penn
Rhode Island; RI; R.I
South Carolina; SC; S.C
South Dakota; SD; S.D; S. Dak
Tennessee; TN; Tenn
Texas; TX; Tex
Utah; UT
Vermont; VT; Vt
Virginia; VA; Va
Washington; WA; Wash
West Virginia; WV; W.Va; W. Va
Wisconsin; WI; Wis; Wisc
Wyoming; WY; Wyo
"""

STATE: Final[Mapping[str, str]] = MappingProxyType(
    {
        spelling.casefold(): line.split(";")[0]
        for line in _STATES.strip().splitlines()
        for spelling in (part.strip() for part in line.split(";"))
    }
)
"""Any spelling, case folded and without its last full stop -> the state's name."""


def state(text: str) -> str | None:
    """The state that this name or abbreviation means."""
    return STATE.get(text.strip().rstrip(".").casefold())
