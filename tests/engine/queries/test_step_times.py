"""How long the steps of a version take, counted by hand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import NotFoundError
from engine.persistence.definitions import ProcessDefinition
from engine.queries.step_times import Period, list_step_times, part_of
from tests.support.engine import MONDAY, OFFICE, RAISER

RAISE, DISCUSS, CONTACT = "Task_S0_Raise", "Task_S0_Discuss", "Task_S1_Contact"
DAY = timedelta(days=1)


def _times(berkshire, period, actor=None, **most):
    engine = berkshire.engine
    (definition_id,) = berkshire.rows(select(ProcessDefinition.id))
    with engine.open_reading() as work:
        found = list_step_times(
            engine,
            work,
            actor or berkshire.actor("administrator", OFFICE),
            definition_id,
            period,
            **most,
        )
    return {one.element_id: one for one in found}


@pytest.fixture
def three_cases(berkshire):
    """Raised in 1, 2 and 5 hours; the first is discussed after 3 hours, the others never."""
    for hours in (1, 2, 5):
        case = berkshire.start()
        berkshire.clock.set(berkshire.clock.now() + timedelta(hours=hours))
        berkshire.complete(case.case_id, RAISE, RAISER, immediate_harm="no", concern_remains="yes")
        if hours == 1:
            berkshire.clock.set(berkshire.clock.now() + timedelta(hours=3))
            berkshire.complete(case.case_id, DISCUSS, RAISER, s0_outcome="not_resolved")
    berkshire.wait(days=10)
    return berkshire


def test_times_and_missed_limits_are_those_of_the_tasks_that_ended(three_cases):
    times = _times(three_cases, Period(MONDAY - DAY, MONDAY + 30 * DAY))
    raised, discussed, contact = times[RAISE], times[DISCUSS], times[CONTACT]
    assert (raised.completed, raised.limits) == (3, 0)
    assert (raised.median, raised.slow) == (timedelta(hours=2), timedelta(hours=5))
    assert (discussed.completed, discussed.undone) == (1, 2)
    assert discussed.median == timedelta(hours=3)
    assert (discussed.missed, discussed.limits) == (2, 3)
    assert contact.file.endswith("berkshire.bpmn")
    assert not raised.is_cut_off


def test_only_what_ended_in_the_period_counts(three_cases):
    times = _times(three_cases, Period(MONDAY, MONDAY + timedelta(hours=2)))
    assert times[RAISE].completed == 1
    assert times[DISCUSS].completed == 0
    assert times[DISCUSS].median is None


def test_of_many_ends_the_newest_are_looked_at(three_cases):
    raised = _times(three_cases, Period(MONDAY - DAY, MONDAY + 30 * DAY), most=2)[RAISE]
    assert (raised.completed, raised.slow) == (2, timedelta(hours=5))
    assert raised.is_cut_off


def test_a_version_of_others_is_not_there(berkshire):
    with pytest.raises(NotFoundError):
        _times(
            berkshire,
            Period(MONDAY, MONDAY + DAY),
            berkshire.actor("administrator", "tees-partnership"),
        )


def test_a_part_of_some_lengths():
    lengths = [timedelta(hours=hours) for hours in range(1, 11)]
    assert part_of(lengths, 0.5) == timedelta(hours=5)
    assert part_of(lengths, 0.9) == timedelta(hours=9)
    assert part_of(lengths[:1], 0.9) == timedelta(hours=1)
    assert part_of([], 0.5) is None
