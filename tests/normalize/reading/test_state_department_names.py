"""Every visitor and every country of the State Department's visits, where the data is at hand."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from services.normalize.reading import parties, people

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "state-department-visits"


@pytest.fixture(scope="module")
def visits() -> list[ElementTree.Element]:
    if not DATA.is_dir():
        pytest.skip("the State Department's visits are not beside this checkout")
    return [visit for file in sorted(DATA.glob("*.xml"))
            for visit in ElementTree.parse(file).getroot().iter("visit")]  # fmt: skip


def test_nearly_every_visitor_has_a_title_and_a_name(visits: list[ElementTree.Element]) -> None:
    unread = []
    for visit in visits:
        raw = visit.findtext("visitor") or ""
        if not all(person.title and person.person for person in people.read(raw)):
            unread.append(raw)
    assert len(unread) <= len(visits) * 0.01, unread


def test_nearly_every_country_resolves_by_its_text_or_its_id(
    visits: list[ElementTree.Element],
) -> None:
    unread = []
    for visit in visits:
        country = visit.find("from")
        assert country is not None
        names = (country.text or "", country.get("id") or "")
        if not any(parties.is_resolved(parties.read(name)) for name in names):
            unread.append(names)
    assert len(unread) <= len(visits) * 0.005, unread
