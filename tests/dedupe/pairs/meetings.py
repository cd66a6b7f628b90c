"""Pairs about meetings, a long list: spellings, scripts, vague days, rounds, gatherings."""

from typing import Any

from tests.dedupe.pairs.telling import Pair, Told


def met(occurred: str | None, *who: Any, **more: Any) -> Told:
    when = {} if occurred is None else {"occurred": occurred}
    return {"kind": "meeting", "participants": list(who)} | when | more


def of(person: str, party: str, **more: Any) -> Told:
    return {"person": person, "party": party} | more


PUTIN, KIM = of("Vladimir Putin", "Russia"), of("Kim Jong Un", "North Korea")
XI, MODI = of("Xi Jinping", "China"), of("Narendra Modi", "India")
ZELENSKYY = of("Volodymyr Zelenskyy", "Ukraine")
STARMER, MACRON = of("Keir Starmer", "United Kingdom"), of("Emmanuel Macron", "France")
SCHOLZ, ERDOGAN = of("Olaf Scholz", "Germany"), of("Recep Tayyip Erdoğan", "Turkey")
LAVROV, RUBIO = of("Sergey Lavrov", "Russia"), of("Marco Rubio", "United States")
TRUMP, WITKOFF = of("Donald Trump", "United States"), of("Steve Witkoff", "United States")
SHOIGU = of("Sergei Shoigu", "Russia")
BLINKEN = of("Antony Blinken", "United States")
DMITRIEV = of("Kirill Dmitriev", "Russia")
ARAGHCHI = of("Abbas Araghchi", "Iran")

SAME = [
    Pair(
        True,
        "in English and in Russian",
        met("2023-09-13", KIM, PUTIN, place="Vostochny Cosmodrome"),
        met("13 сентября 2023", "Владимир Путин", "Ким Чен Ын", place="космодром Восточный"),
    ),
    Pair(
        True,
        "in English and in Chinese",
        met("2024-05-16", PUTIN, XI, place="Beijing"),
        met("2024-05-16", of("普京", "俄罗斯"), of("习近平", "中国"), place="北京"),
    ),
    Pair(
        True,
        "in Korean",
        met("2025-03-21", SHOIGU, KIM, place="Pyongyang"),
        met("2025-03-21", of("세르게이 쇼이구", "러시아"), of("김정은", "북한"), place="평양"),
    ),
    Pair(
        True,
        "in Arabic",
        met("2025-03-10", of("Mohammed bin Salman", "Saudi Arabia"), ZELENSKYY, place="Jeddah"),
        met("2025-03-10", of("محمد بن سلمان", "السعودية"), of("زيلينسكي", "أوكرانيا")),
    ),
    Pair(
        True,
        "a stay and one of its days",
        met("2024-06-18/2024-06-19", PUTIN, KIM, format="visit", place="Pyongyang"),
        met("2024-06-19", of("President Putin", "Russia"), of("Kim Jong-un", "DPRK")),
    ),
    Pair(
        True,
        "a state visit of three days and its second day",
        met("2023-09-20/2023-09-22", of("King Charles III", "United Kingdom"), MACRON),
        met("2023-09-21", of("Charles III", "United Kingdom"), "France", place="Paris"),
    ),
    Pair(
        True,
        "late in a month",
        met("late March 2025", SHOIGU, KIM, place="Pyongyang"),
        met("2025-03-21", of("Sergey Shoygu", "Russia"), KIM, place="North Korea"),
    ),
    Pair(
        True,
        "last week",
        met("last week", "Sergei Shoigu", "Kim Jong Un", published="2025-03-24"),
        met("2025-03-21", SHOIGU, KIM, place="Pyongyang"),
    ),
    Pair(
        True,
        "only the month, both",
        met("March 2025", SHOIGU, KIM, place="Pyongyang"),
        met("2025-03", of("Shoigu", "Russia"), of("Kim Jong Un", "DPRK"), place="Pyongyang"),
    ),
    Pair(
        True,
        "a denial",
        met("2025-04-12", ARAGHCHI, WITKOFF, place="Muscat"),
        met("2025-04-12", of("Araqchi", "Iran"), of("Witkoff", "USA"), stance="denies"),
    ),
    Pair(
        True,
        "a denial without a date",
        met("2025-04-12", ARAGHCHI, WITKOFF, place="Muscat"),
        met(None, ARAGHCHI, WITKOFF, stance="denies", published="2025-04-14", place="Oman"),
    ),
    Pair(
        True,
        "a surname",
        met("2023-09-04", ERDOGAN, PUTIN, place="Sochi"),
        met("2023-09-04", of("Erdogan", "Türkiye"), of("Putin", "Russian Federation")),
    ),
    Pair(
        True,
        "only the countries",
        met("2023-09-04", ERDOGAN, PUTIN, place="Sochi"),
        met("2023-09-04", "Turkey", "Russia", place="Sochi"),
    ),
    Pair(
        True,
        "offices in place of names",
        met("2025-02-11", "Prime Minister of India", "President of France"),
        met("2025-02-11", MODI, MACRON, place="Paris"),
    ),
    Pair(
        True,
        "the day at the guest's home",
        met("2025-02-07", of("Shigeru Ishiba", "Japan"), TRUMP, place="Washington"),
        met("2025-02-08", of("Ishiba Shigeru", "Japan"), TRUMP),
    ),
    Pair(
        True,
        "a telephone call",
        met("2025-03-18", TRUMP, PUTIN, format="remote"),
        met("2025-03-18", of("Дональд Трамп", "США"), of("Владимир Путин", "Россия")),
    ),
    Pair(
        True,
        "envoys, with and without the place",
        met("2025-04-11", WITKOFF, DMITRIEV, place="Saint Petersburg"),
        met("2025-04-11", "US special envoy Steve Witkoff", of("Kirill Dmitriyev", "Russia")),
    ),
    Pair(
        True,
        "planned for one day, held on the next",
        met("2025-05-15", "Russia", "Ukraine", place="Istanbul", modality="planned"),
        met("2025-05-16", "Russia", "Ukraine", place="Istanbul"),
    ),
    Pair(
        True,
        "called off, by two words",
        met("2023-02-05", BLINKEN, "China", place="Beijing", state="cancelled"),
        met("2023-02-05", BLINKEN, of("Qin Gang", "China"), place="China", state="postponed"),
    ),
    Pair(
        True,
        "a delegation, and its head alone",
        met(
            "2025-02-18", RUBIO, of("Mike Waltz", "USA"), WITKOFF, LAVROV,
            of("Yuri Ushakov", "Russia"), place="Riyadh",
        ),
        met("2025-02-18", of("Sergei Lavrov", "Russia"), RUBIO, place="Riyadh"),
    ),
    Pair(
        True,
        "a delegation and its country",
        met("2025-02-18", RUBIO, WITKOFF, LAVROV, of("Yuri Ushakov", "Russia"), place="Riyadh"),
        met("2025-02-18", "United States", "Russia", place="Saudi Arabia"),
    ),
    Pair(
        True,
        "with and without the host that mediates",
        met("2025-02-18", RUBIO, LAVROV, of("Faisal bin Farhan", "Saudi Arabia", role="mediator")),
        met("2025-02-18", RUBIO, LAVROV, place="Riyadh"),
    ),
    Pair(
        True,
        "with a mediator, and the two alone",
        met(
            "2023-03-18", of("Albin Kurti", "Kosovo"), of("Aleksandar Vučić", "Serbia"),
            of("Josep Borrell", "EU", role="mediator"), place="Ohrid",
        ),
        met("2023-03-18", of("Kurti", "Kosovo"), of("Vucic", "Serbia"), place="Ohrid"),
    ),
    Pair(
        True,
        "a prince by two styles",
        met("2025-02-26", "HRH Prince Faisal bin Farhan", of("Hakan Fidan", "Turkey")),
        met("2025-02-27", of("Faisal bin Farhan Al Saud", "Saudi Arabia"), of("Fidan", "Turkey")),
    ),
    Pair(
        True,
        "a gathering by its name and by its place",
        met(
            "2024-09-06", "United States", "Ukraine", "Germany", format="multilateral",
            event_name="Ukraine Defense Contact Group", place="Ramstein",
            participants_complete=False,
        ),
        met(
            "2024-09-06", "United States", "Ukraine", "United Kingdom", "Germany", "Poland",
            format="multilateral", event_name="Ramstein-format meeting", place="Ramstein",
        ),
    ),
    Pair(
        True,
        "a summit and one of its days",
        met(
            "2024-10-22/2024-10-24", PUTIN, XI, MODI, event_name="16th BRICS Summit",
            format="multilateral", place="Kazan",
        ),
        met(
            "2024-10-23", "Russia", "China", "India", "Brazil", "South Africa", "Iran",
            event_name="BRICS summit", format="multilateral", place="Kazan",
        ),
    ),
    Pair(
        True,
        "a gathering without a name, lists with gaps",
        met(
            "2025-02-17", MACRON, STARMER, SCHOLZ, of("Donald Tusk", "Poland"), place="Paris",
            participants_complete=False,
        ),
        met(
            "2025-02-17", "France", "Germany", "United Kingdom", "Italy", "Poland", "Spain",
            "Netherlands", "Denmark", place="Élysée Palace", format="multilateral",
        ),
    ),
    Pair(
        True,
        "names in a Ukrainian spelling",
        met("2024-08-23", MODI, of("Volodymyr Zelensky", "Ukraine"), place="Kyiv"),
        met("23 серпня 2024", of("Нарендра Моді", "Індія"), of("Володимир Зеленський", "Україна")),
    ),
    Pair(
        True,
        "a first name too little",
        met("2024-04-16", SCHOLZ, XI, place="Beijing", format="visit"),
        met("2024-04-16", of("Bundeskanzler Scholz", "Deutschland"), of("Xi", "China")),
    ),
    Pair(
        True,
        "a range of days and a day beyond its end",
        met("2024-04-14/2024-04-16", SCHOLZ, "China", format="visit"),
        met("2024-04-17", SCHOLZ, of("Li Qiang", "China"), place="Beijing", format="visit"),
    ),
]  # fmt: skip
DIFFERENT = [
    Pair(
        False,
        "the same two, some weeks later",
        met("2024-05-16", PUTIN, XI, place="Beijing"),
        met("2024-07-03", PUTIN, XI, place="Astana"),
    ),
    Pair(
        False,
        "the same two, a week later",
        met("2024-04-16", SCHOLZ, XI, place="Beijing"),
        met("2024-04-23", SCHOLZ, XI, place="Beijing"),
    ),
    Pair(
        False,
        "the same two, four days later, elsewhere",
        met("2024-12-07", ZELENSKYY, MACRON, place="Paris"),
        met("2024-12-11", ZELENSKYY, MACRON, place="Warsaw"),
    ),
    Pair(
        False,
        "eleven days later, elsewhere",
        met("2024-12-07", ZELENSKYY, MACRON, place="Paris"),
        met("2024-12-18", ZELENSKYY, MACRON, place="Brussels"),
    ),
    Pair(
        False,
        "by their months",
        met("March 2025", SHOIGU, KIM),
        met("April 2025", SHOIGU, KIM),
    ),
    Pair(
        False,
        "two rounds of talks",
        met("2025-05-16", "Russia", "Ukraine", place="Istanbul"),
        met("2025-06-02", "Russia", "Ukraine", place="Istanbul"),
    ),
    Pair(
        False,
        "two rounds of talks, a week apart",
        met("2025-04-12", "Iran", "United States", place="Muscat"),
        met("2025-04-19", "Iran", "United States", place="Rome"),
    ),
    Pair(
        False,
        "two guests of one host on one day",
        met("2021-12-02", BLINKEN, LAVROV, place="Stockholm"),
        met("2021-12-02", BLINKEN, of("Dmytro Kuleba", "Ukraine"), place="Stockholm"),
    ),
    Pair(
        False,
        "two on the margins of one summit",
        met("2024-10-22", PUTIN, XI, place="Kazan"),
        met("2024-10-22", PUTIN, MODI, place="Kazan"),
    ),
    Pair(
        False,
        "two of many, apart from the rest",
        met(
            "2024-10-22/2024-10-24", PUTIN, XI, MODI, "Brazil", "South Africa",
            event_name="BRICS summit", format="multilateral", place="Kazan",
        ),
        met("2024-10-23", XI, MODI, place="Kazan", format="third_party"),
    ),
    Pair(
        False,
        "a talk of two, and the next day's gathering",
        met("2025-03-01", ZELENSKYY, STARMER, place="London", format="visit"),
        met(
            "2025-03-02", STARMER, ZELENSKYY, MACRON, SCHOLZ, "Italy", "Poland", "Canada",
            place="London", format="multilateral",
        ),
    ),
    Pair(
        False,
        "presidents here, defence ministers there",
        met("2023-09-04", ERDOGAN, PUTIN, place="Sochi"),
        met("2023-09-04", of("Yaşar Güler", "Turkey"), SHOIGU, place="Sochi"),
    ),
    Pair(
        False,
        "two callers on two days",
        met("2025-03-18", TRUMP, PUTIN, format="remote"),
        met("2025-03-19", TRUMP, ZELENSKYY, format="remote"),
    ),
    Pair(
        False,
        "an envoy with the president, and with another envoy",
        met("2025-04-11", WITKOFF, PUTIN, place="Saint Petersburg"),
        met("2025-04-11", WITKOFF, DMITRIEV, place="Saint Petersburg"),
    ),
    Pair(
        False,
        "two princes",
        met("2025-03-10", of("Mohammed bin Salman", "Saudi Arabia"), ZELENSKYY),
        met("2025-03-10", of("Mohammed bin Zayed", "United Arab Emirates"), ZELENSKYY),
    ),
    Pair(
        False,
        "put off, and held months later",
        met("2023-02-05", BLINKEN, "China", place="Beijing", state="postponed"),
        met("2023-06-18", BLINKEN, of("Qin Gang", "China"), place="Beijing"),
    ),
    Pair(
        False,
        "one delegation with each side",
        met("2025-03-23", "United States", "Ukraine", place="Riyadh"),
        met("2025-03-24", "United States", "Russia", place="Riyadh"),
    ),
    Pair(
        False,
        "two sittings of one group",
        met(
            "2024-09-06", "United States", "Ukraine", "Germany", format="multilateral",
            event_name="Ukraine Defense Contact Group", place="Ramstein",
        ),
        met(
            "2025-01-09", "United States", "Ukraine", "Germany", format="multilateral",
            event_name="Ukraine Defense Contact Group", place="Ramstein",
        ),
    ),
    Pair(
        False,
        "two gatherings in one week",
        met(
            "2023-02-03", "EU", "Ukraine", event_name="EU-Ukraine summit", place="Kyiv",
            format="multilateral",
        ),
        met(
            "2023-02-09", "EU", "Ukraine", "France", "Germany", event_name="European Council",
            place="Brussels", format="multilateral",
        ),
    ),
    Pair(
        False,
        "two gatherings on following days in two cities",
        met(
            "2022-06-28", "United States", "Germany", "France", "Japan",
            event_name="G7 summit", place="Elmau", format="multilateral",
        ),
        met(
            "2022-06-29", "United States", "Germany", "France", "Turkey", "Spain",
            event_name="NATO summit", place="Madrid", format="multilateral",
        ),
    ),
    Pair(
        False,
        "two ministers of one country on one day",
        met("2024-11-18", of("Boris Pistorius", "Germany"), of("Rustem Umerov", "Ukraine")),
        met("2024-11-18", of("Annalena Baerbock", "Germany"), of("Andrii Sybiha", "Ukraine")),
    ),
    Pair(
        False,
        "the same guest a year later",
        met("2023-09-19/2023-09-21", ZELENSKYY, of("Joe Biden", "USA"), place="Washington"),
        met("2024-09-26", ZELENSKYY, of("Joe Biden", "USA"), place="Washington"),
    ),
    Pair(
        False,
        "people who share a family name",
        met("2019-02-27", of("Kim Jong Un", "North Korea"), "Vietnam", place="Hanoi"),
        met("2019-02-27", of("Kim Yong Chol", "North Korea"), "Vietnam", place="Hanoi"),
    ),
    Pair(
        False,
        "nobody known, and nobody known",
        met("2025-02-18", "United States", "unknown", place="Geneva"),
        met("2025-02-18", "United States", "unknown", place="Geneva"),
    ),
    Pair(
        False,
        "unnamed officials of others",
        met("2024-11-18", "unidentified officials", of("Rustem Umerov", "Ukraine")),
        met("2024-11-18", "unidentified officials", of("Andrii Sybiha", "Ukraine")),
    ),
    Pair(
        False,
        "visits to two neighbours on one day",
        met("2023-02-20", of("Joe Biden", "USA"), "Ukraine", place="Kyiv", format="visit"),
        met("2023-02-20", of("Joe Biden", "USA"), "Poland", place="Warsaw", format="visit"),
    ),
    Pair(
        False,
        "a call and a visit, three days apart",
        met("2025-02-24", TRUMP, MACRON, format="visit", place="Washington"),
        met("2025-02-27", TRUMP, STARMER, format="visit", place="Washington"),
    ),
    Pair(
        False,
        "one minister in two capitals on following days",
        met("2024-11-25", of("Wang Yi", "China"), LAVROV, place="Moscow"),
        met("2024-11-26", of("Wang Yi", "China"), of("Kaja Kallas", "EU"), place="Brussels"),
    ),
]  # fmt: skip
