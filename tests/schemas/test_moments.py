"""Moments are written as the standard library writes them: ids are derived from these texts."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import isoformat, timestamp

ZONES = st.one_of(
    st.just(UTC),
    st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
FIRST = datetime(2, 1, 1, tzinfo=UTC)
MOMENTS = st.builds(
    lambda since, zone: (FIRST + timedelta(milliseconds=since)).astimezone(zone),
    st.integers(0, 9996 * 365 * 24 * 3600 * 1000) | st.floats(0, 10**14),
    ZONES,
)


@given(MOMENTS)
def test_a_moment_is_written_as_the_standard_library_does(moment: datetime):
    assert isoformat(moment) == moment.isoformat()
    in_milliseconds = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    assert timestamp(moment) == in_milliseconds.replace("+00:00", "Z")
