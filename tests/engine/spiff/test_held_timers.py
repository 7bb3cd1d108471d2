"""A timer that cannot fire is held: everything else goes on, and it keeps its due time."""

from datetime import timedelta

import pytest

from engine.spiff.failures import StepFailed
from tests.engine.spiff.diagrams import boundary, duration, end, file, notify, path, process, start
from tests.engine.spiff.diagrams import user as person
from tests.engine.spiff.running import NOON, FakeHost, Runner

BROKEN = "=missing"


def with_reminders(recipients="line-manager of both"):
    """Return a task with a reminder after a day and another one after two."""
    first = boundary("R", "A", duration("PT24H"), interrupting=False)
    second = boundary("L", "A", duration("PT48H"), interrupting=False)
    behind = notify("N", recipients) + end("F") + notify("M") + end("G")
    ways = path("S", "A", "E") + path("R", "N", "F") + path("L", "M", "G")
    return Runner(file(process(start(), person("A"), end(), first, second, behind, ways)))


def timer_id(run, element_id):
    return next(t.id for t in run.process.timers.values() if t.element_id == element_id)


def test_the_failure_says_which_timer_led_to_it():
    run = with_reminders(BROKEN)
    wanted = timer_id(run, "R")
    with pytest.raises(StepFailed) as failed:
        run.wait(days=3)
    assert failed.value.timer_id == wanted


def test_a_held_timer_lets_the_others_fire_and_is_still_held_when_loaded():
    run = with_reminders(BROKEN)
    run.process.clocks.hold(timer_id(run, "R"))
    run.wait(days=3)
    assert (run.fired, run.told, run.open) == (["L"], ["M"], ["A"])
    run.reload()
    assert [timer.is_held for timer in run.process.timers.values()] == [True]
    run.do("A")
    assert run.process.is_ended


def test_released_it_fires_with_the_due_time_that_it_had():
    run = with_reminders()
    run.process.clocks.hold(timer_id(run, "R"))
    run.wait(days=3)
    run.process.clocks.release(timer_id(run, "R"))
    run.wait()
    assert [(fired.element_id, fired.due_at) for fired in run.process.step.fired] == [
        ("R", NOON + timedelta(days=1))
    ]


def test_set_for_another_time_it_is_held_no_longer():
    run = with_reminders()
    held = timer_id(run, "R")
    run.process.clocks.hold(held)
    run.process.clocks.set_due(held, NOON + timedelta(hours=2))
    assert run.wait(hours=2).fired == ["R"]


def test_a_due_time_is_worked_out_from_another_beginning_and_nothing_changes():
    run = with_reminders()
    begun = FakeHost(NOON - timedelta(hours=5))
    due = run.process.clocks.due_if_begun(timer_id(run, "R"), begun)
    assert due == NOON + timedelta(hours=19)
    assert run.due["R"] == NOON + timedelta(hours=24)
    assert {timer.begun_at for timer in run.process.timers.values()} == {NOON}
