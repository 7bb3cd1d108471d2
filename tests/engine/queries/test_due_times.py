"""The rows of a person's calendar: what they may do and until when."""

import uuid
from datetime import timedelta

import pytest

from engine.access import Group, Opening
from engine.queries.due_times import list_due_tasks
from engine.queries.limits import Counting
from engine.spiff.element import Timer
from tests.support.case_rows import START, FakeElement, group, without_groups
from tests.support.directory import demo_actor

MANAGERS = group("line-manager", "reading-school")
HOUR = timedelta(hours=1)


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


def _due(rows, actor, **options):
    with rows.engine.open_reading() as work:
        return list_due_tasks(rows.engine, work, actor, **options)


def test_danger_comes_first_then_the_soonest_and_what_is_never_due_is_left_out(rows, manager):
    for name, due_at, is_danger in (
        ("late", START - HOUR, False),
        ("danger", START + 9 * HOUR, True),
        ("soon", START + HOUR, False),
        ("never", None, False),
        ("danger without limit", None, True),
    ):
        rows.add_task([MANAGERS], name=name, due_at=due_at, is_danger=is_danger)
    found = _due(rows, manager)
    assert [(task.name, task.is_overdue) for task in found] == [
        ("danger", False),
        ("late", True),
        ("soon", False),
    ]
    assert {task.reference for task in found} == {rows.reference}


def test_only_what_the_person_may_do_is_there(rows, manager):
    own = Opening(Group("reading-school", "line-manager"), manager.person_id)
    tasks = {
        "group": [MANAGERS],
        "named and group": [MANAGERS, own],
        "named": [own],
        "other agency": [group("line-manager", "reading-council")],
        "other role": [group("senior-manager", "reading-school")],
    }
    for name, openings in tasks.items():
        rows.add_task(openings, name=name, due_at=START + HOUR)
    assert {task.name for task in _due(rows, manager)} == {"group", "named and group", "named"}
    assert len(_due(rows, manager)) == 3
    assert {task.name for task in _due(rows, without_groups(manager))} == {
        "named",
        "named and group",
    }


def test_whoever_raised_the_case_is_not_its_manager_in_the_calendar_either(rows):
    raiser = demo_actor(rows.engine, "practitioner", "reading-school")
    rows.add_task([group("practitioner", "reading-school")], due_at=START + HOUR)
    assert _due(rows, raiser) == ()


def test_a_long_list_ends_after_the_most_urgent(rows, manager):
    for number in (3, 1, 4, 2):
        rows.add_task([MANAGERS], name=str(number), due_at=START + number * HOUR)
    own = Opening(MANAGERS.group, manager.person_id)
    rows.add_task([own], name="mine", due_at=START + 2.5 * HOUR)
    assert [task.name for task in _due(rows, manager, most=3)] == ["1", "2", "mine"]


def test_a_row_says_which_limit_it_is_and_what_it_counts(rows, manager):
    rows.engine.definitions.library.known["Timer_S1"] = FakeElement(
        "Timer_S1", "24 hours", timer=Timer("duration", "PT24H")
    )
    limited = rows.add_task([MANAGERS], due_at=START + HOUR, due_element_id="Timer_S1")
    bare = rows.add_task([MANAGERS], due_at=START + 2 * HOUR, stage="S9")
    first, second = _due(rows, manager)
    assert (first.id, first.limit, first.counting) == (limited.id, "24 hours", Counting.ELAPSED)
    assert (first.stage_title, second.stage_title) == ("Line managers", "S9")
    assert (second.id, second.limit, second.counting) == (bare.id, "", None)
    assert isinstance(first.id, uuid.UUID)
