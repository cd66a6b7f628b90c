"""Small rooms: the median file is short, and a long one says in its first line why."""

from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
MEDIAN, MOST = 100, 300


def lengths(*folders: str) -> dict[Path, int]:
    return {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    }


def test_the_median_file_has_less_than_100_lines():
    assert median(lengths("schemas", "services").values()) < MEDIAN


@pytest.mark.parametrize("folder", ["schemas", "services", "deploy", "tests"])
def test_a_file_of_more_than_300_lines_says_why_it_is_long(folder: str):
    long = [path for path, count in lengths(folder).items() if count > MOST]
    first = {str(path.relative_to(ROOT)): path.read_text().split("\n", 1)[0] for path in long}
    assert [path for path, line in first.items() if "long" not in line.lower()] == []
