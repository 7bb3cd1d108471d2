"""London wall time over the changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.london import NoSuchWallTime, in_utc, instant_of, wall_time


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (datetime(2026, 1, 15, 12, 0), datetime(2026, 1, 15, 12, 0)),
        (datetime(2026, 7, 15, 12, 0), datetime(2026, 7, 15, 11, 0)),
        (datetime(2026, 3, 29, 0, 59), datetime(2026, 3, 29, 0, 59)),
        (datetime(2026, 3, 29, 2, 0), datetime(2026, 3, 29, 1, 0)),
        (datetime(2026, 10, 25, 0, 59), datetime(2026, 10, 24, 23, 59)),
        (datetime(2026, 10, 25, 1, 0), datetime(2026, 10, 25, 0, 0)),
        (datetime(2026, 10, 25, 1, 59, fold=1), datetime(2026, 10, 25, 0, 59)),
        (datetime(2026, 10, 25, 2, 0), datetime(2026, 10, 25, 2, 0)),
    ],
)
def test_a_wall_time_is_the_earlier_instant(wall, instant):
    assert instant_of(wall) == instant.replace(tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_the_skipped_hour_never_happened(minute):
    with pytest.raises(NoSuchWallTime):
        instant_of(datetime(2026, 3, 29, 1, minute))


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))
def test_every_wall_time_that_exists_is_shown_again(wall):
    try:
        instant = instant_of(wall)
    except NoSuchWallTime:
        return
    assert wall_time(instant).replace(tzinfo=None, fold=0) == wall


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_an_instant_comes_back_or_an_hour_earlier_when_it_happened_twice(instant):
    again = instant_of(wall_time(instant).replace(tzinfo=None))
    assert instant - again in {timedelta(0), timedelta(hours=1)}


def test_a_naive_value_is_london_time():
    assert in_utc(datetime(2026, 7, 1, 12, 0)) == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert wall_time(datetime(2026, 7, 1, 12, 0)).hour == 12
