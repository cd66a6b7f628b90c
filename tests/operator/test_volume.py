"""The volume watch says what somebody should look at."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.partners import Expected
from services.operator.volume import Quality, Volume

NOW = datetime(2025, 5, 2, 12, tzinfo=UTC)
DAILY = Expected(per_day_min=10, per_day_max=100)
QUIET = Quality(records=1000, rejected=10, signalled=100)


@pytest.mark.parametrize(
    ("volume", "warnings"),
    [
        (Volume("p", 50, NOW, DAILY), []),
        (Volume("p", 0, None, None), []),
        (Volume("p", None, None, DAILY), ["no topic: `attache partners apply`"]),
        (Volume("p", 0, None, DAILY), ["silent: nothing yet"]),
        (Volume("p", 0, NOW - timedelta(hours=50), DAILY), ["silent for 50 hours"]),
        (Volume("p", 9, NOW, DAILY), ["fewer than 10 a day"]),
        (Volume("p", 101, NOW, DAILY), ["more than 100 a day"]),
        (Volume("p", 50, NOW, DAILY, Quality(50, rejected=1), QUIET), []),
        (
            Volume("p", 50, NOW, DAILY, Quality(50, rejected=10, signalled=6), QUIET),
            ["rejections up: 20% of records, 1% in the week before"],
        ),
        (
            Volume("p", 50, NOW, DAILY, Quality(50, signalled=25), QUIET),
            ["signals up: 50% of records, 10% in the week before"],
        ),
        (Volume("p", 50, NOW, DAILY, Quality(5, rejected=5), QUIET), []),
    ],
)
def test_what_is_out_of_the_ordinary_is_said(volume, warnings):
    assert volume.warnings(NOW) == warnings
