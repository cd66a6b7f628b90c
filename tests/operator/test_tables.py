"""Rows of the read models as cells, in a wide terminal and in a narrow one."""

import io
from datetime import date
from uuid import UUID

from rich.console import Console

from services.operator.rendering import rendered
from services.operator.tables import cells

REINFORCEMENT = {
    "occurrence_id": UUID(int=1),
    "deploying": "PRK",
    "deploying_name": "North Korea",
    "host": "RUS",
    "host_name": "Russia",
    "in_support_of": "RUS",
    "in_support_of_name": "Russia",
    "place_name": "Kursk",
    "action": "reinforced",
    "mode": "troops",
    "personnel_low": 3000,
    "personnel_best": 3000,
    "personnel_high": 3000,
    "personnel_qualifier": "exact",
    "personnel_basis": "increment",
    "killed_or_wounded_best": 4000,
    "killed_or_wounded_qualifier": "about",
    "occurred_edtf": "2025-01/2025-02",
    "status": "claimed",
    "modality": "asserted",
    "says": ["Joint Chiefs of Staff"],
    "denied_by": ["Kremlin"],
    "disputed_by": None,
    "independent_sources": 1,
}
MISSILES = {
    "supplier": "PRK",
    "supplier_name": "North Korea",
    "recipient": "RUS",
    "recipient_name": "Russia",
    "weapon": "short-range ballistic missiles",
    "stage": "delivered",
    "ordered_qualifier": "unknown",
    "delivered_qualifier": "unknown",
    "status": "disputed",
    "says": ["Seoul", "Kyiv"],
    "denied_by": [],
    "disputed_by": ["Moscow"],
    "independent_sources": 2,
}
TALKS = {
    "event_name": None,
    "participant_names": ["Anna (A)", "Bo (B)"],
    "participants_complete": False,
    "state": "planned",
    "visit_class": "official working",
    "occurred_edtf": "2025-03-27",
    "place_name": "Paris",
    "outcomes": [
        {
            "kind": "ceasefire",
            "title": "Black Sea",
            "stances": [
                {"party": "USA", "party_name": "United States", "stance": "asserts", "note": None},
                {"party": "UKR", "party_name": "Ukraine", "stance": "denies", "note": None},
                {"party": "UKR", "party_name": "Ukraine", "stance": "denies", "note": "again"},
            ],
        }
    ],
    "status": "corroborated",
    "modality": "planned",
    "says": ["Elysee"],
    "independent_sources": 2,
}


def test_a_deployment_says_how_many_more_where_for_whom_and_who_denies():
    assert cells("deployments", REINFORCEMENT) == [
        "Jan–Feb 2025", "North Korea", "Russia (Kursk)", "reinforced, for Russia", "3,000 more",
        "~4,000 killed or wounded", "claimed", "Joint Chiefs of Staff", "Kremlin", "1",
    ]  # fmt: skip


def test_a_standing_deployment_is_dated_by_its_measurement():
    standing = REINFORCEMENT | {
        "as_of": date(2024, 9, 30), "personnel_basis": "stock", "action": "stationed"
    }  # fmt: skip
    told = cells("deployments", standing)
    assert (told[0], told[4]) == ("as of 30 Sep 2024", "3,000 stationed")


def test_an_unknown_number_of_weapons_is_not_zero():
    assert cells("transfers", MISSILES) == [
        "", "North Korea", "Russia", "short-range ballistic missiles", "delivered", "unknown",
        "disputed", "Seoul; Kyiv", "Moscow (in part)", "2",
    ]  # fmt: skip


def test_ordered_and_delivered_are_both_told_when_they_differ():
    deal = MISSILES | {
        "ordered_best": 48, "ordered_qualifier": "exact",
        "delivered_best": 12, "delivered_qualifier": "about",
    }  # fmt: skip
    assert cells("transfers", deal)[5] == "48 ordered, ~12 delivered"


def test_a_meeting_tells_who_takes_which_stand_on_its_outcome():
    assert cells("meetings", TALKS) == [
        "27 Mar 2025", "Anna (A); Bo (B); and others", "Paris", "official working visit, planned",
        "ceasefire: Black Sea (United States asserts, Ukraine denies)",
        "corroborated (planned)", "Elysee", "", "2",
    ]  # fmt: skip


def test_a_rejected_report_says_why():
    row = {
        "partner": "p", "record_id": None, "state": "rejected", "claims": 0, "n_signals": 0,
        "code": "invalid_json", "field": "", "message": "no object",
    }  # fmt: skip
    assert cells("reports", row) == [
        "p", "(no id)", "", "rejected", "", "", "invalid_json: no object"
    ]  # fmt: skip


def printed(width: int) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(rendered("deployments", [REINFORCEMENT], width))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_wide_terminal_gets_one_line_per_row():
    head, row, rest = printed(240).split("\n")
    assert head.split() == [
        "when", "who", "where", "what", "how", "many", "losses", "status", "who", "says", "who",
        "denies", "sources",
    ]  # fmt: skip
    assert "North Korea" in row
    assert rest == ""


def test_a_narrow_terminal_gets_a_paragraph():
    assert printed(50) == (
        "Jan–Feb 2025 · North Korea · Russia (Kursk)       \n"
        "  what: reinforced, for Russia                    \n"
        "  how many: 3,000 more                            \n"
        "  losses: ~4,000 killed or wounded                \n"
        "  status: claimed                                 \n"
        "  who says: Joint Chiefs of Staff                 \n"
        "  who denies: Kremlin                             \n"
        "  sources: 1                                      \n"
        "                                                  \n"
    )
