from datetime import UTC, datetime, timedelta
from random import Random

from engine.clock import LONDON
from engine.trial.history.office_hours import in_office_hours, when_done

FRIDAY = datetime(2026, 9, 4, 15, 0, tzinfo=UTC)


def test_what_falls_outside_office_hours_is_done_on_the_next_working_day():
    at = in_office_hours(Random(1), FRIDAY + timedelta(hours=3))
    assert f"{at.astimezone(LONDON):%A}" == "Monday"
    assert 8 <= at.astimezone(LONDON).hour <= 11
    assert in_office_hours(Random(1), FRIDAY) == FRIDAY


def test_danger_waits_for_no_office_hours():
    night = FRIDAY + timedelta(hours=10)
    done = [
        when_done(Random(seed), night, None, pace=1, is_danger=True) - night for seed in range(50)
    ]
    assert max(done) < timedelta(hours=5)


def test_most_limits_are_kept_and_not_all():
    due = FRIDAY - timedelta(days=2)
    begin = due - timedelta(days=1)
    done = [when_done(Random(seed), begin, due, pace=1, is_danger=False) for seed in range(300)]
    kept = sum(at <= due for at in done)
    assert 150 < kept < 290
    assert min(done) > begin
