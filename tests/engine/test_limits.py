"""What counts is when it happened, not when it was recorded."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.limits import verdict_of

DUE = datetime(2026, 8, 29, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
BEFORE, AFTER = DUE - HOUR, DUE + HOUR
MUCH_LATER = DUE + 24 * HOUR


@pytest.mark.parametrize(
    ("met_at", "closed_at", "now", "verdict"),
    [
        (None, None, BEFORE, "running"),
        (None, None, DUE, "overdue"),
        (None, None, AFTER, "overdue"),
        (BEFORE, BEFORE, BEFORE, "kept"),
        (DUE, DUE, DUE, "kept"),
        (BEFORE, AFTER, AFTER, "recorded_late"),
        (DUE, AFTER, AFTER, "recorded_late"),
        (AFTER, AFTER, AFTER, "late"),
        (AFTER, MUCH_LATER, MUCH_LATER, "late"),
        (None, DUE, DUE, "late"),
        (None, AFTER, MUCH_LATER, "late"),
        (None, BEFORE, MUCH_LATER, None),
    ],
)
def test_a_verdict_follows_from_four_times(met_at, closed_at, now, verdict):
    assert verdict_of(DUE, met_at, closed_at, now) == verdict


def test_a_verdict_that_is_reached_does_not_change_any_more():
    for met_at, closed_at in ((BEFORE, BEFORE), (BEFORE, AFTER), (AFTER, AFTER), (None, DUE)):
        assert verdict_of(DUE, met_at, closed_at, AFTER) == verdict_of(
            DUE, met_at, closed_at, MUCH_LATER
        )
