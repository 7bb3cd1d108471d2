"""One working day, by England's bank holidays and the wall clock of London."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Calendar
from engine.clock import LONDON

FIRST = datetime(2024, 1, 1, tzinfo=UTC)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-08-28 16:00", "2026-09-01 16:00"),  # a weekend and a bank holiday between
        ("2026-08-29 10:00", "2026-09-01 17:00"),  # raised on a Saturday
        ("2026-08-31 20:00", "2026-09-01 17:00"),  # raised on the bank holiday
        ("2026-09-01 08:00", "2026-09-02 08:00"),
        ("2026-12-24 16:30", "2026-12-29 16:30"),  # Monday 28 December is a substitute day
        ("2026-04-02 16:00", "2026-04-07 16:00"),  # Easter
        ("2026-08-27 20:00", "2026-08-28 17:00"),  # after the day has closed
        ("2026-10-23 16:00", "2026-10-26 16:00"),  # the clocks go back in between
    ],
)
def test_one_working_day_ends_when_people_expect_it(raised: str, due: str) -> None:
    assert Calendar().working_day_deadline(london(raised), 1) == london(due)


def test_a_limit_is_given_in_utc() -> None:
    assert Calendar().working_day_deadline(london("2026-09-01 08:00"), 1).tzinfo is UTC


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    st.timedeltas(timedelta(), timedelta(days=10)),
    st.integers(1, 20),
)
def test_raising_later_never_ends_earlier(start: datetime, later: timedelta, days: int) -> None:
    calendar = Calendar()
    first = calendar.working_day_deadline(start, days)
    assert start < first <= calendar.working_day_deadline(start + later, days)


def test_a_one_off_holiday_is_left_out_and_a_one_off_working_day_counts() -> None:
    calendar = Calendar(extra_holidays={date(2026, 9, 2)}, extra_working_days={date(2026, 8, 31)})
    assert calendar.working_day_deadline(london("2026-09-01 08:00"), 1) == london(
        "2026-09-03 08:00"
    )
    assert calendar.working_day_deadline(london("2026-08-28 16:00"), 1) == london(
        "2026-08-31 16:00"
    )


@pytest.mark.parametrize("days", [0, -1, 10_000])
def test_a_senseless_number_of_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        Calendar().working_day_deadline(london("2026-09-01 08:00"), days)
