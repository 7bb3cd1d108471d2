"""Quarters and the years that end with them, in London time."""

from datetime import UTC, date, datetime

import pytest

from engine.errors import InputRefusedError
from engine.reports.periods import Period, Span, quarter_of, read_period

NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUMMER = Period(date(2026, 7, 1), Span.QUARTER)
YEAR = Period(date(2026, 1, 1), Span.YEAR)


def test_a_quarter_begins_and_ends_at_midnight_in_london():
    assert SUMMER.starts_at == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert SUMMER.ends_at == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert SUMMER.holds(SUMMER.starts_at)
    assert not SUMMER.holds(SUMMER.ends_at)
    assert not SUMMER.holds(None)


def test_a_quarter_over_the_clock_change_has_both_offsets():
    autumn = Period(date(2026, 10, 1), Span.QUARTER)
    assert autumn.starts_at == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert autumn.ends_at == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_year_ends_with_its_quarter():
    assert YEAR.in_words == "April 2025 to March 2026"
    assert YEAR.is_financial_year
    assert SUMMER.in_words == "July to September 2026"


@pytest.mark.parametrize("period", [SUMMER, YEAR])
def test_a_period_begins_where_the_one_before_ends(period):
    assert period.before.ends_at == period.starts_at
    assert period.before.span is period.span


def test_without_a_quarter_it_is_the_last_one_that_is_over():
    assert read_period("", "quarter", NOVEMBER) == SUMMER


def test_the_first_hour_of_a_quarter_belongs_to_it_in_summer_time_too():
    assert quarter_of(SUMMER.starts_at) == date(2026, 7, 1)


@pytest.mark.parametrize("quarter", ["2026", "2026-08", "2026-13", "1999-01", "soon", "2027-01"])
def test_other_quarters_are_refused(quarter):
    with pytest.raises(InputRefusedError):
        read_period(quarter, "quarter", NOVEMBER)


def test_another_span_is_refused():
    with pytest.raises(InputRefusedError):
        read_period("2026-07", "decade", NOVEMBER)
