"""The PLOVER vocabulary that POLECAT codes with, as tables."""

from typing import Final, Literal

Format = Literal["visit", "third_party", "multilateral", "remote"]
Mode = Literal["troops", "weapons", "police", "militia"]
Modality = Literal["planned", "hypothetical", "historical"]

TYPES: Final = frozenset(
    {
        *("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE"),
        *("DEMAND", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION"),
        *("SUPPORT", "THREATEN"),
    }
)

CONSULT_MODES: Final[dict[str, Format]] = {
    "visit": "visit",
    "host": "visit",
    "third-party": "third_party",
    "third_party": "third_party",
    "multilateral": "multilateral",
    "phone": "remote",
    "remote": "remote",
}
MOBILIZE_MODES: Final[dict[str, Mode]] = {
    "troops": "troops",
    "weapons": "weapons",
    "police": "police",
    "militia": "militia",
}
MEETING_MODES: Final = frozenset({"meet", "meeting", "consult", "visit"})
"""Modes of AGREE (and of the contexts) that make it an agreement to meet."""

MODALITIES: Final[dict[str, Modality]] = {
    "future": "planned",
    "hypothetical": "hypothetical",
    "historical": "historical",
}
NEGATED: Final = frozenset({"negation", "negated"})

SECTORS: Final = frozenset(
    {
        *("AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "IMG", "INT", "ISM"),
        *("JRN", "JUD", "LAB", "LEG", "MED", "MIL", "MNC", "NGO", "OPP", "PRM", "PTY", "REB"),
        *("REF", "REL", "SOC", "SPY", "UAF"),
    }
)
ARMED: Final = frozenset({"IMG", "PRM", "REB", "UAF"})
NOT_THE_STATE: Final = ARMED | {"OPP"}
"""Sectors that are not the state whose code they carry."""

PRIVATE: Final = frozenset(
    {
        *("AGR", "BUS", "CRM", "CVL", "EDU", "ISM", "JRN", "LAB", "MED", "MNC", "NGO", "OPP"),
        *("PTY", "REF", "REL", "SOC"),
    }
)
"""Sectors that speak for themselves."""

NO_STATE: Final = frozenset({"IGO", "IMG", "ISM", "MNC", "NGO"})
"""Codes in place of a country's: of a kind of actor, not of one."""

ENTITIES: Final[dict[str, str]] = {
    "EUR": "European Union",
    "UNO": "United Nations",
    "MDAPRE": "Transnistria",
    "AZEPRE": "Nagorno-Karabakh",
    "SOMPRE": "Somaliland",
    "CYPPRE": "Northern Cyprus",
}
"""Codes of the coder's own list that are in no standard."""

PARTLY: Final[dict[str, str]] = {"GEOPRE": "GEO", "UKRPRE": "UKR"}
"""Codes that two unrecognised states of one country share: which of them is not said."""

CONTEXTS: Final = frozenset(
    {
        *("asylum", "cbrn", "corruption", "crime", "crime_drugs", "crime_murder"),
        *("crime_sexual", "crime_theft", "culture", "cyber", "democracy", "diplomatic"),
        *("disaster", "disease", "economic", "education", "election", "elections"),
        *("enviro_disaster", "environment", "executive", "gender", "government", "health"),
        *("historical", "human_rights", "human_security", "humanitarian", "illegal_drugs"),
        *("intelligence", "legal", "legislative", "lgbt", "migration", "military"),
        *("misinformation", "peacekeeping", "political", "political_institutions"),
        *("pro_autocracy", "pro_democracy", "refugee", "religion", "religion_ethnicity"),
        *("reproductive_rights", "resource", "rights_freedoms", "technology", "territory"),
        *("terrorism"),
    }
)

FEATURE_PRECISIONS: Final[tuple[tuple[str, int], ...]] = (
    ("PCL", 6),
    ("TERR", 6),
    ("CONT", 5),
    ("RGN", 5),
    ("ADM1", 4),
    ("ADM", 3),
    ("PPL", 2),
    ("OCN", 7),
    ("SEA", 7),
    ("GULF", 7),
)
"""GeoNames feature codes by their beginning -> UCDP where_prec; others are spots: 1."""

LANGUAGES: Final[dict[str, str]] = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}
