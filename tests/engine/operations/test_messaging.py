"""A message is sent to a process instance; danger gets through whatever is held."""

import pytest

from engine.vocabulary import DANGER_MESSAGE
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

STEP = "Task_S1_Contact"


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


@pytest.mark.parametrize("is_held", [False, True])
def test_danger_gets_through_also_on_hold(berkshire, desk, is_held):
    started = berkshire.climb(STEP)
    if is_held:
        desk.operate(started, "suspend", clock="runs_on")
    item = desk.operate(started, "send_message", message=DANGER_MESSAGE)
    assert item.state == "done", item.outcome
    danger = [task for task in berkshire.tasks(started.case_id) if task.is_danger]
    assert danger
    assert desk.instance(started, DANGER_MESSAGE).state == "active"
    assert not item.can_undo
    assert broken_invariants(berkshire.engine) == []


def test_what_nobody_waits_for_is_refused(berkshire, desk):
    started = berkshire.climb(STEP)
    refused = desk.operate(started, "send_message", message="Nonsense")
    assert refused.outcome == "Nothing in it waits for “Nonsense”."
    desk.operate(started, "suspend", clock="runs_on")
    held = desk.operate(started, "send_message", message="Nonsense")
    assert held.outcome == "It is on hold. Resume it first."


def test_a_preview_opens_nothing(berkshire, desk):
    started = berkshire.climb(STEP)
    shown = desk.preview(started, "send_message", message=DANGER_MESSAGE)
    assert shown.effect.notices
    assert berkshire.open_elements(started.case_id) == [STEP]


def test_the_messages_of_the_diagram_are_offered(berkshire, desk):
    started = berkshire.climb(STEP)
    assert desk.options(started, "send_message", "message") == [DANGER_MESSAGE]
