"""London wall time over the changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.london import NoSuchWallTime, in_utc, instant_of, wall_time

at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (at("2026-01-15T12:00"), at("2026-01-15T12:00")),
        (at("2026-07-15T12:00"), at("2026-07-15T11:00")),
        (at("2026-03-29T00:59"), at("2026-03-29T00:59")),
        (at("2026-03-29T02:00"), at("2026-03-29T01:00")),
        (at("2026-10-25T00:59"), at("2026-10-24T23:59")),
        (at("2026-10-25T01:00"), at("2026-10-25T00:00")),
        (at("2026-10-25T01:59").replace(fold=1), at("2026-10-25T00:59")),
        (at("2026-10-25T02:00"), at("2026-10-25T02:00")),
    ],
)
def test_a_wall_time_is_the_earlier_instant(wall, instant):
    assert instant_of(wall) == instant.replace(tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_the_skipped_hour_never_happened(minute):
    with pytest.raises(NoSuchWallTime):
        instant_of(at(f"2026-03-29T01:{minute:02}"))


@given(st.datetimes(at("1980-01-01T00:00"), at("2100-01-01T00:00")))
def test_every_wall_time_that_exists_is_shown_again(wall):
    try:
        instant = instant_of(wall)
    except NoSuchWallTime:
        return
    assert wall_time(instant).replace(tzinfo=None, fold=0) == wall


@given(st.datetimes(at("1980-01-01T00:00"), at("2100-01-01T00:00"), timezones=st.just(UTC)))
def test_an_instant_comes_back_or_an_hour_earlier_when_it_happened_twice(instant):
    again = instant_of(wall_time(instant).replace(tzinfo=None))
    assert instant - again in {timedelta(0), timedelta(hours=1)}


def test_a_naive_value_is_london_time():
    assert in_utc(at("2026-07-01T12:00")) == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert wall_time(at("2026-07-01T12:00")).hour == 12
