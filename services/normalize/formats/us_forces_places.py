"""Where US forces are, as seventy years of reports spell it: a table, with its reading.

States that `parties` reads by themselves are not listed. What is: territories and parts of
states, former states and colonies, the sea, regions and sums, and the United States' own soil.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from services.normalize.formats import american_states

PlaceKind = Literal["host", "part", "area", "nowhere", "home"]
"""host: a state or territory; part: a piece of one; area: no one's, or several's; nowhere: the
report does not say where; home: the United States."""


class Place(NamedTuple):
    """`party` is read by `parties`; "" for an area. precision is UCDP's where_prec."""

    kind: PlaceKind
    party: str
    name: str
    precision: int


# kind; party; name; precision; spellings | … (a line that begins with | goes on)
_TABLE: Final = """
host; Canada; Canada; 6; canada (including newfoundland)
    | canada (including newfoundland & labrador) | newfoundland (& canada)
part; Cuba; Guantanamo; 2; cuba (guantanamo) | guantanamo naval base (cuba) | guantanamo
host; Trinidad and Tobago; Trinidad and Tobago; 6; trinidad | trinidad bwi | trinidad & tobago
host; Antigua and Barbuda; Antigua; 4; antigua
host; Barbados; Barbados; 6; barbados
part; Panama; Panama Canal Zone; 4; canal zone | panama canal zone
host; Costa Rica; Costa Rica; 6; costa rico
host; Colombia; Colombia; 6; columbia
host; Guyana; British Guiana; 6; british guiana
host; Suriname; Surinam; 6; surinam (netherlands guiana) | surinam | netherlands guiana
host; United Kingdom; England and Wales; 4; england (& wales) | england
host; Ireland; Ireland; 6; ireland (eire) | eire
host; Germany; Germany; 6; germany (federal republic & west berlin) | germany (inc. w. berlin)
    | germany, federal republic of | west germany
host; East Germany; German Democratic Republic; 6; german democratic republic | east germany
part; Italy; Trieste; 2; trieste
host; Greece; Greece; 6; greece (& crete) | greece (inc. crete) | greece (incl crete)
    | greece (including crete)
host; Romania; Romania; 6; roumania | rumania
host; Soviet Union; Soviet Union; 6; soviet union | ussr (russia) | ussr (soviet union)
    | union of soviet socialist republics | ussr
area; ; Former Soviet Union; 5; total - former soviet union | former soviet union
area; ; USSR and Eastern Europe; 5; ussr & east europe | ussr and east europe
host; North Macedonia; North Macedonia; 6; macedonia, former yugoslav republic of
    | macedonia, the former yugoslav | macedonia, the former yugoslav republic of | macedonia
host; Czechoslovakia; Czechoslovakia; 6; czechoslovakia
host; Yugoslavia; Yugoslavia; 6; yugoslavia
host; Serbia; Serbia; 6; serbia
host; Serbia and Montenegro; Serbia and Montenegro; 6; serbia and montenegro
host; Montenegro; Montenegro; 6; montenegro
host; Ivory Coast; Côte d'Ivoire; 6; cote divoire | cote d'ivoire | ivory coast
host; Burkina Faso; Burkina Faso; 6; upper volta | burkina
host; Cameroon; Cameroon; 6; cameroon, united republic of | cameroun
host; Republic of the Congo; Congo (Brazzaville); 6; congo (brazzaville) | congo
host; Democratic Republic of the Congo; Congo (Kinshasa); 6; congo (kinshasa)
    | congo (leopoldville) | zaire | zaire (congo)
host; Tanzania; Tanzania; 6; tanzania, united republic of
host; Djibouti; French Somaliland; 6; french somaliland
host; Somalia; Somalia; 6; somali republic | somalia republic
host; Ethiopia; Ethiopia; 6; ethiopia (inc. eritrea) | ethiopia (incl eritrea)
    | ethiopia and eritrea
host; South Africa; South Africa; 6; south africa, republic of | south africa, union of
    | union of south africa
host; Eswatini; Eswatini; 6; swaziland
host; Gambia; Gambia; 6; gambia, the
host; Cape Verde; Cape Verde; 6; cabo verde
host; Madagascar; Madagascar; 6; malagasy | malagasy republic | malagasy republic (madagascar)
host; Morocco; Morocco; 6; french morocco | morocco (including tangier)
host; Libya; Libya; 6; libya (tripoli)
host; Egypt; Egypt; 6; united arab rep. (egypt) | united arab republic (egypt)
    | united arab republic
host; Syria; Syria; 6; syrian arab republic (syria) | syrian arab republic
host; Israel; Israel; 6; israel (inc. jerusalem) | israel (incl. jerusalem)
    | israel (including jerusalem)
host; Israel; Israel (Palestine); 6; israel (palestine)
area; ; Jerusalem; 2; jerusalem
host; Bahrain; Bahrain; 6; bahrein | bahrein island
part; Yemen; Aden; 4; aden
host; Yemen Arab Republic; Yemen (Sanaa); 6; yemen (sanaa)
area; ; Afghanistan and around it; 5; in/around afghanistan
host; Taiwan; Taiwan; 6; china, republic of (taiwan) | formosa ( & pescadores)
    | formosa (& pescadores) | formosa (taiwan) | taiwan (formosa) | formosa
host; North Korea; North Korea; 6; korea, north | korea, democratic peoples republic of
    | korea, democratic people's republic of
host; South Korea; South Korea; 6; korea, south | korea | korea, republic of
host; Japan; Japan; 6; japan (incl okinawa prefecture)
part; Japan; Ryukyu Islands; 4; ryukyu islands | ryukyus (okinawa) | okinawa
host; Myanmar; Myanmar; 6; burma
host; Sri Lanka; Sri Lanka; 6; ceylon | sri lanka (ceylon)
host; South Vietnam; South Vietnam; 6; south viet-nam | south vietnam
host; Vietnam; Vietnam; 6; viet nam | viet-nam | vietnam
area; ; Indochina; 5; indo-china | indo-china (vietnam, laos, cambodia) | indochina
host; Malaya; Malaya; 6; malaya | malaya, states of | states of malaya
area; ; Malayan area, with Singapore; 5; malayan area (including singapore)
host; Sarawak; Sarawak; 6; sarawak
host; Indonesia; Indonesia; 6; indonesia (includes timor)
host; Fiji; Fiji; 6; fiji
area; ; Fiji and Tonga; 5; fiji & tonga | fiji and tonga
area; ; Caroline Islands; 5; caroline islands
host; Marshall Islands; Kwajalein; 2; marshall islands (kwajelein)
    | marshall islands (kwajalein) | kwajalein
host; Marshall Islands; Enewetak; 2; eniwetok (j.t.f. 7) | eniwetok | enewetak
host; Gibraltar; Gibraltar; 6; gibraltar | gibralter | gilbraltar
host; Greenland; Greenland; 6; greenland
part; British Indian Ocean Territory; Diego Garcia; 2; diego garcia
host; Saint Helena; Saint Helena with Ascension; 6; st helena (incl. ascension is.)
    | st. helena (inc. ascension) | st. helena (incl. ascension is.)
    | st. helena (includes ascension island) | st. helena | saint helena
part; Saint Helena; Ascension Island; 2; ascension island
host; Bermuda; Bermuda; 6; bermuda
host; Hong Kong; Hong Kong; 6; hong kong (& china) | hong kong
host; China; China, with Hong Kong; 6; china (includes hong kong)
host; Netherlands Antilles; Netherlands Antilles; 6; netherlands antilles
host; Aruba; Aruba; 6; aruba bwi
part; Kiribati; Line Islands; 4; line islands
part; Chile; Easter Island; 2; easter island
area; ; British West Indies; 5; british west indies
    | british west indies (excluding jamaica & trinidad) | british west indies federation
host; Western Sahara; Western Sahara; 6; western sahara
host; British Virgin Islands; British Virgin Islands; 6; british virgin islands
area; ; Leeward Islands; 5; leeward islands | leward islands
host; Antigua and Barbuda; Antigua; 4; leeward islands (antigua)
host; Saint Lucia; Saint Lucia; 6; winward islands (st. lucia) | windward islands (st. lucia)
host; Saint Kitts and Nevis; Saint Kitts, Nevis and Anguilla; 6; st. christopher-nevis-anguilla
host; Serbia; Serbia, with Kosovo; 6; serbia (includes kosovo)
host; Netherlands Antilles; Netherlands Antilles; 6; netherlands west indies
host; Aruba; Aruba; 6; netherlands west indies (aruba)
host; Seychelles; Seychelles; 6; seychelles islands | seychelles island
host; United Arab Emirates; Trucial States; 6; trucial states
part; United Kingdom; Akrotiri; 2; akrotiri
part; Australia; Coral Sea Islands; 4; coral sea islands
part; Norway; Svalbard; 4; svalbard
part; Japan; Iwo Jima; 2; volcano islands (iwo jima) | iwo jima (volcano islands) | iwo jima
    | volcano islands (including iwo jima)
part; Japan; Bonin Islands; 2; bonin island | bonin islands
part; Morocco; Tangier; 2; tangier
part; Italy; Sardinia; 4; italy/sardinia
part; United Kingdom; Scotland; 4; scotland
area; ; Spratly Islands; 5; spratly islands | spraatly islands
area; ; Caroline Islands; 5; caroline islands (truk, palau)
home; ; American Samoa; 6; samoan islands
host; Turks and Caicos Islands; Turks and Caicos Islands; 6; turks island
    | turks and caicos islands
area; ; Kashmir; 5; kashmir
part; Portugal; Azores; 4; azore islands | azores
area; ; Antarctica; 5; antarctica | antarctic region | project deep freeze (antarctica)
    | project deep freeze (antartica)
area; ; at sea; 7; afloat | at sea | aboard ship | afloat, ashore
nowhere; ; undistributed; 5; undistributed | unknown | unspecified | transient | transients
    | transients and afloat | classified locations | other | all other countries | total - other
    | undefined | zz-unknown | zz - unknown | departmental headquarters
area; ; armed forces abroad, by mail region; 5; armed forces africa | armed forces americas
    | armed forces europe | armed forces pacific | armed forces canada
    | armed forces middle east
area; ; worldwide; 5; worldwide | total worldwide | grand total | foreign countries
    | total - foreign countries | overseas | overseas total | total - all foreign countries
    | ashore
area; ; Europe; 5; europe | total - europe
area; ; East Asia and the Pacific; 5; east asia & pacific | east asia and pacific
    | total - east asia & pacific | total - east asia and pacific
area; ; North Africa, Near East and South Asia; 5; north africa, near east & south asia
    | north africa, near east, and south asia | total - north africa, near east & south asia
area; ; Sub-Saharan Africa; 5; sub-saharan africa | total - sub-saharan africa
area; ; Western Hemisphere; 5; western hemisphere | total - western hemisphere
    | other western hemisphere
home; ; United States; 6; united states | continental united states
    | united states & territories | united states and territories
    | total - united states & territories | contiguous united states | conus
home; ; Puerto Rico; 6; puerto rico
home; ; Guam; 6; guam | mariana islands (guam) | mariana islands (including guam)
home; ; Northern Mariana Islands; 6; northern mariana islands | mariana islands
home; ; American Samoa; 6; american samoa | samoa (american)
home; ; US Virgin Islands; 6; virgin islands | u. s. virgin islands | u.s. virgin islands
    | virgin islands (u.s.) | virgin islands, u.s.
home; ; Midway; 6; midway | midway island | midway islands
home; ; Wake Island; 6; wake island | wake
home; ; Johnston Atoll; 6; johnston atoll | johnston island
"""


def _parsed() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for line in re.sub(r"\n\s+\|", " |", _TABLE.strip()).splitlines():
        kind, party, name, precision, spellings = (part.strip() for part in line.split(";"))
        place = Place(kind, party, name, int(precision))  # type: ignore[arg-type]
        for spelling in spellings.split("|"):
            found[spelling.strip()] = place
    return MappingProxyType(found)


PLACES: Final[Mapping[str, Place]] = _parsed()

COUNTRY_OF_AREA: Final[Mapping[str, str]] = MappingProxyType({"Antarctica": "ATA"})
"""Areas that ISO 3166 has a code for, though no state."""

DISPUTED: Final = frozenset({"Jerusalem", "Kashmir", "Spratly Islands"})

FILED_UNDER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "SUHH": ("RUS",),
        "YUCS": ("SRB", "CSXX"),
        "CSXX": ("SRB", "YUCS"),
        "SRB": ("XKX",),
        "CSHH": ("CZE",),
        "DDDE": ("DEU",),
        "YDYE": ("YEM",),
        "south-vietnam": ("VNM",),
        "VDVN": ("VNM",),
        "malaya": ("MYS", "SGP"),
        "sarawak": ("MYS",),
        "ANHH": ("CUW", "NLD"),
        "HKG": ("CHN",),
    }
)
"""A state or territory of the reports -> where today's codes put it: filing, no contradiction."""

LONGEST: Final = 200  # no report spells a place longer than that
_YEARS: Final = re.compile(r"\s*\((?:\d{4})\s*-\s*(?:\d{4}|present)\)$")
_FOOTNOTE: Final = re.compile(r"(?:\s*\*+|\s+[a-z]/)+$")
_ELSEWHERE: Final = re.compile(r"\s*\((?:see\b[^)]*|not available[^)]*)\)$")
_DATED_SUM: Final = re.compile(r"^total \((in/around [a-z ]+?)(?: as of [^)]*)?\)\s*-?$")
_BRACKET: Final = re.compile(r"\s*\([^)]*\)$")


class Spelling(NamedTuple):
    """A location without its footnotes. `elsewhere`: its numbers stand in another table."""

    text: str
    elsewhere: bool


def spelling(location: str) -> Spelling:
    text = " ".join(location.lower().replace("’", "'").split())
    if len(text) > LONGEST:
        return Spelling(text, False)
    text = _FOOTNOTE.sub("", text.removesuffix(" (listed with states)"))
    elsewhere = bool(_ELSEWHERE.search(text))
    text = _YEARS.sub("", _ELSEWHERE.sub("", text))
    if dated := _DATED_SUM.match(text):
        text = dated[1]
    return Spelling(text.strip(), elsewhere)


def known(text: str) -> Place | None:
    """The table's entry for a spelling; the states of the Union are home."""
    if text in PLACES:
        return PLACES[text]
    if text != "georgia" and (state := american_states.state(text)) and len(text) > 2:
        return Place("home", "", state, 6)
    if text.startswith("total -") or text.startswith("total "):
        return Place("area", "", text.removeprefix("total").strip(" -"), 5)
    return None


def without_bracket(text: str) -> str:
    return _BRACKET.sub("", text) if len(text) <= LONGEST else text
