from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spiff.timing import (
    Cycle,
    TimingError,
    as_instant,
    read_cycle,
    read_duration,
    read_time,
)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT24H", timedelta(hours=24)),
        ("P1D", timedelta(hours=24)),
        ("P1W", timedelta(days=7)),
        ("P2DT3H4M5S", timedelta(days=2, hours=3, minutes=4, seconds=5)),
        ("PT0.5S", timedelta(milliseconds=500)),
        (" PT90M ", timedelta(minutes=90)),
        ("PT0S", timedelta()),
    ],
)
def test_durations_are_read(text, duration):
    assert read_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "-PT1H", "PT-1H", "24h", "24", "pt24h", "P1M", "P1Y", "PT1.5H", "P1D2W",
     "PT1H1H", "T1H", '"PT1H"', "PT9999999H"],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(TimingError):
        read_duration(text)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_duration_is_the_sum_of_its_parts(days, hours, minutes, seconds):
    expected = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert read_duration(f"P{days}DT{hours}H{minutes}M{seconds}S") == expected


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-09-01T16:00:00Z", datetime(2026, 9, 1, 16, tzinfo=UTC)),
        ("2026-09-01T16:00:00+01:00", datetime(2026, 9, 1, 15, tzinfo=UTC)),
        ("2026-09-01T16:00", datetime(2026, 9, 1, 15, tzinfo=UTC)),
        ("2026-01-01T16:00", datetime(2026, 1, 1, 16, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        # Exists twice: the earlier one is taken.
        ("2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # Does not exist: as far after the hour as it says.
        ("2026-03-29T01:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read(text, instant):
    assert read_time(text) == instant


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01T00:00:00Z", "PT1H", "0001-01-01T00:00:00+14:00"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(TimingError):
        read_time(text)


def test_a_date_begins_in_london():
    assert as_instant(date(2026, 7, 1)) == datetime(2026, 6, 30, 23, tzinfo=UTC)
    elsewhere = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=5)))
    assert as_instant(elsewhere) == elsewhere


def test_repetitions_are_read():
    assert read_cycle("R3/PT24H") == Cycle(3, None, timedelta(hours=24))
    assert read_cycle("R/P1D") == Cycle(None, None, timedelta(days=1))
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    assert read_cycle("R2/2026-01-01T00:00:00Z/PT1H") == Cycle(2, begun, timedelta(hours=1))


@pytest.mark.parametrize(
    "text", ["", "R3", "3/PT1H", "R3/PT0S", "R3/P", "R-1/PT1H", "R3/soon/PT1H", "PT1H"]
)
def test_what_is_no_repetition_is_refused(text):
    with pytest.raises(TimingError):
        read_cycle(text)
