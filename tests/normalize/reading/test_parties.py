"""Who is named: states, organisations, armed groups, and those who act for them."""

import pytest

from schemas.values import Party
from services.normalize.reading import parties


def test_a_ministry_is_read_as_its_state_with_the_sector() -> None:
    assert parties.read("South Korea's Joint Chiefs of Staff", role="deploying") == Party(
        id="KOR",
        name="South Korea",
        country="KOR",
        sector="MIL",
        wikidata="Q884",
        role="deploying",
        raw="South Korea's Joint Chiefs of Staff",
        rule="parties/institution@1",
    )


def test_what_no_rule_reads_keeps_its_text_and_is_marked() -> None:
    assert parties.read("Coalition of the Undecided") == Party(
        id="~coalition-of-the-undecided",
        name="Coalition of the Undecided",
        raw="Coalition of the Undecided",
        rule="unresolved",
    )


@pytest.mark.parametrize(
    ("raw", "party"),
    [
        ("ROK", "KOR"),
        ("DPRK", "PRK"),
        ("N. Korea", "PRK"),
        ("N.Korea", "PRK"),
        ("Korea, South", "KOR"),
        ("Korea, Democratic Peoples Republic of", "PRK"),
        ("북한", "PRK"),
        ("조선민주주의인민공화국", "PRK"),
        ("조선 민주주의 인민 공화국", "PRK"),
        ("КНДР", "PRK"),
        ("Северная Корея", "PRK"),
        ("Nordkorea", "PRK"),
        ("Corée du Nord", "PRK"),
        ("朝鲜", "PRK"),
        ("كوريا الشمالية", "PRK"),
        ("Росія", "RUS"),
        ("러시아", "RUS"),
        ("米国", "USA"),
        ("U.S.", "USA"),
        ("U. S.", "USA"),
        ("the United States of America", "USA"),
        ("Czech Rep.", "CZE"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE DIVOIRE", "CIV"),
        ("Viet-Nam", "VNM"),
        ("Bosnia & Herzegovina", "BIH"),
        ("Türkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("Turkey", "TUR"),
        ("Holy See", "VAT"),
        ("Kosovo", "XKX"),
        ("Taiwan", "TWN"),
        ("China, Republic of", "TWN"),
        ("China, People’s Republic of", "CHN"),
        ("Palestine", "PSE"),
        ("Western Sahara", "ESH"),
        ("St. Kitts & Nevis", "KNA"),
        ("Bahamas, The", "BHS"),
        ("Republic of Poland", "POL"),
        ("Government of Iraq", "IRQ"),
        ("Germany, Federal Republic of", "DEU"),
        ("Siam (Thailand)", "THA"),
        ("France (Provisional Government)", "FRA"),
        ("Greece (Including Crete)", "GRC"),
        ("Italy *", "ITA"),
        ("Thailand e/", "THA"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Congo (Kinshasa)", "COD"),
        ("Congo, Republic of", "COG"),
        ("Upper Volta", "BFA"),
        ("PRK", "PRK"),
        ("congo-democratic-republic", "~congo-democratic-republic"),
    ],
)
def test_states_are_read_in_many_spellings_and_languages(raw: str, party: str) -> None:
    assert parties.read(raw).id == party


@pytest.mark.parametrize(
    ("raw", "party", "country"),
    [
        ("U.S.S.R.", "SUHH", "SUHH"),
        ("Soviet Union", "SUHH", "SUHH"),
        ("Czechoslovakia (government-in-exile)", "CSHH", "CSHH"),
        ("Yugoslavia", "YUCS", "YUCS"),
        ("German Democratic Republic", "DDDE", "DDDE"),
        ("South Viet-Nam e/  f/", "south-vietnam", None),
        ("Hawaii", "kingdom-of-hawaii", None),
        ("Abkhazia", "abkhazia", None),
        ("Donetsk People's Republic", "donetsk-peoples-republic", None),
        ("ЛНР", "luhansk-peoples-republic", None),
        ("Somaliland", "somaliland", None),
        ("Northern Cyprus", "northern-cyprus", None),
        ("Transnistria", "transnistria", None),
    ],
)
def test_former_and_unrecognised_states_have_their_own_ids(
    raw: str, party: str, country: str | None
) -> None:
    read = parties.read(raw)
    assert (read.id, read.country, parties.is_resolved(read)) == (party, country, True)


@pytest.mark.parametrize(
    ("raw", "party", "sector", "rule"),
    [
        ("Russian", "RUS", None, "parties/demonym@1"),
        ("Russians", "RUS", None, "parties/demonym@1"),
        ("North Korean", "PRK", None, "parties/demonym@1"),
        ("Moscow", "RUS", "GOV", "parties/metonym@1"),
        ("Pyongyang", "PRK", "GOV", "parties/metonym@1"),
        ("Kiev", "UKR", "GOV", "parties/metonym@1"),
        ("the Kremlin", "RUS", "GOV", "parties/metonym@1"),
        ("The Pentagon", "USA", "MIL", "parties/metonym@1"),
        ("White House", "USA", "GOV", "parties/metonym@1"),
        ("US officials", "USA", "GOV", "parties/institution@1"),
        ("Ministry of Defence of Ukraine", "UKR", "MIL", "parties/institution@1"),
        ("Russian Defence Ministry", "RUS", "MIL", "parties/institution@1"),
        ("South Korean intelligence", "KOR", "SPY", "parties/institution@1"),
        ("합동참모본부", "KOR", "MIL", "parties/institution@1"),
        ("Kremlin spokesman", "RUS", "GOV", "parties/spokesperson@1"),
        ("NATO officials", "nato", "IGO", "parties/institution@1"),
    ],
)
def test_demonyms_seats_and_institutions_lead_to_their_state(
    raw: str, party: str, sector: str | None, rule: str
) -> None:
    read = parties.read(raw)
    assert (read.id, read.sector, read.rule) == (party, sector, rule)


@pytest.mark.parametrize(
    ("raw", "party", "country", "sector"),
    [
        ("NATO**", "nato", None, "IGO"),
        ("НАТО", "nato", None, "IGO"),
        ("African Union**", "african-union", None, "IGO"),
        ("EU", "eu", None, "IGO"),
        ("OPEC+", "opec-plus", None, "IGO"),
        ("Hezbollah (Lebanon)*", "hezbollah", "LBN", "REB"),
        ("Wagner PMC", "wagner-group", "RUS", "PRM"),
        ("Syria rebels*", "syria-rebels", "SYR", "REB"),
        ("Ukraine Rebels*", "ukraine-rebels", "UKR", "REB"),
        ("Sudanese rebels", "sudan-rebels", "SDN", "REB"),
        ("Front X (Chad)*", "front-x-chad", "TCD", "UAF"),
        ("Unknown supplier(s)", "unknown", None, None),
        ("Multiple sellers", "multiple", None, None),
    ],
)
def test_organisations_groups_and_the_register_s_own_words(
    raw: str, party: str, country: str | None, sector: str | None
) -> None:
    read = parties.read(raw)
    assert (read.id, read.country, read.sector) == (party, country, sector)


@pytest.mark.parametrize(
    "raw",
    [
        "Korea", "Congo", "Korean", "Congolese", "Virgin Islands", "State of Georgia",
        "Georgia (USA)", "Brussels", "South Korea and US", "Nigerland", "Guineas", "", "  ", "…",
    ],
)  # fmt: skip
def test_what_could_be_two_parties_or_none_is_not_guessed(raw: str) -> None:
    assert not parties.is_resolved(parties.read(raw))


def test_nigeria_niger_guinea_and_sudan_are_never_mistaken_for_each_other() -> None:
    names = ("Niger", "Nigeria", "Guinea", "Guinea-Bissau", "Equatorial Guinea", "Sudan",
             "South Sudan", "Papua New Guinea", "Dominica", "Dominican Republic")  # fmt: skip
    ids = [parties.read(name).id for name in names]
    assert ids == ["NER", "NGA", "GIN", "GNB", "GNQ", "SDN", "SSD", "PNG", "DMA", "DOM"]


@pytest.mark.parametrize(
    ("code", "scheme", "party"),
    [
        ("KOR", "iso3", "KOR"),
        ("SUN", "iso3", "SUHH"),
        ("SUHH", "iso3", "SUHH"),
        ("ROM", "iso3", "ROU"),
        ("XKX", "iso3", "XKX"),
        ("GUM", "iso3", "GUM"),
        ("kr", "iso2", "KOR"),
        ("UK", "iso2", "GBR"),
        ("TMP", "cameo", "TLS"),
        ("MTN", "cameo", "MNE"),
        ("NAT", "cameo", "nato"),
        ("HEZ", "cameo", "hezbollah"),
        ("MEA", "cameo", "region-middle-east"),
        ("731", "cow", "PRK"),
        ("002", "cow", "USA"),
        ("345", "cow", "YUCS"),
    ],
)
def test_codes_of_four_schemes(code: str, scheme: parties.Scheme, party: str) -> None:
    read = parties.from_code(code, scheme)
    assert read is not None
    assert (read.id, read.raw) == (party, code)


def test_an_unknown_code_is_no_party() -> None:
    assert parties.from_code("ZZZ", "iso3") is None
    assert parties.from_code("999", "cow") is None
    assert parties.from_code("", "cameo") is None
