"""Quiet hours, by the wall clock of London and England's bank holidays."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import ALWAYS_SENT, Calendar, QuietHours
from engine.clock import LONDON

CALENDAR = Calendar()
NIGHTS = QuietHours(time(18), time(7, 30))
NIGHTS_AND_DAYS_OFF = QuietHours(time(18), time(7, 30), on_days_off=True)
LUNCH = QuietHours(time(12), time(13))
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("quiet", "now", "end"),
    [
        (NIGHTS, "2026-08-26 17:59", None),
        (NIGHTS, "2026-08-26 18:00", "2026-08-27 07:30"),
        (NIGHTS, "2026-08-27 02:00", "2026-08-27 07:30"),
        (NIGHTS, "2026-08-27 07:30", None),
        (NIGHTS, "2026-08-29 12:00", None),  # a Saturday is a day as any other
        (NIGHTS_AND_DAYS_OFF, "2026-08-28 17:59", None),
        (NIGHTS_AND_DAYS_OFF, "2026-08-28 18:00", "2026-09-01 07:30"),  # over the bank holiday
        (NIGHTS_AND_DAYS_OFF, "2026-08-31 12:00", "2026-09-01 07:30"),
        (QuietHours(on_days_off=True), "2026-08-29 12:00", "2026-09-01 00:00"),
        (LUNCH, "2026-08-26 11:59", None),
        (LUNCH, "2026-08-26 12:00", "2026-08-26 13:00"),
        (LUNCH, "2026-08-26 13:00", None),
        (NIGHTS, "2026-03-28 23:00", "2026-03-29 07:30"),  # the clocks go forward in the night
        (NIGHTS, "2026-10-24 23:00", "2026-10-25 07:30"),  # and back
        (ALWAYS_SENT, "2026-08-29 03:00", None),
    ],
)
def test_email_waits_until_the_quiet_time_is_over(quiet, now, end):
    assert quiet.end(london(now), CALENDAR) == (london(end) if end else None)


def test_an_end_that_comes_twice_as_the_clocks_go_back_is_the_next_one():
    quiet = QuietHours(time(22), time(1, 30))
    first = quiet.end(datetime(2026, 10, 25, 0, 10, tzinfo=UTC), CALENDAR)
    second = quiet.end(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), CALENDAR)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_partnerships_own_days_off_are_quiet_too():
    calendar = Calendar(extra_holidays={london("2026-08-26 00:00").date()})
    quiet = QuietHours(on_days_off=True)
    assert quiet.end(london("2026-08-26 10:00"), calendar) == london("2026-08-27 00:00")


@given(MOMENTS, TIMES, TIMES, st.booleans())
def test_the_end_comes_later_and_is_not_quiet_itself(now, begins, ends, on_days_off):
    quiet = QuietHours(begins, ends, on_days_off=on_days_off)
    end = quiet.end(now, CALENDAR)
    if end is not None:
        assert end > now
        assert quiet.end(end, CALENDAR) is None


@given(MOMENTS, TIMES, TIMES)
def test_hours_that_begin_as_they_end_are_none(now, at, other):
    assert QuietHours(at, at).end(now, CALENDAR) is None
    assert QuietHours(None, other).end(now, CALENDAR) is None
