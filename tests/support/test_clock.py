from datetime import UTC, datetime, timedelta

import pytest

from tests.support.clock import FakeClock


def test_the_fake_clock_moves_only_when_told():
    clock = FakeClock(datetime(2026, 8, 28, 15, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(timedelta(hours=24))
    assert clock.now() == datetime(2026, 8, 29, 15, tzinfo=UTC)


def test_the_fake_clock_refuses_a_naive_time():
    with pytest.raises(ValueError, match="aware"):
        FakeClock().set(datetime(2026, 8, 28, 15))  # noqa: DTZ001 - what is refused
