"""What a submit costs: few statements, one commit, however long the case has gone on."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from engine.runtime.timers import fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import MANAGER, RAISER

MOST_STATEMENTS = 15
TO_SAY_WHO_CHANGED_WHAT = 1
"""What a submit that sets values does besides (`engine/runtime/variable_changes.py`)."""
TO_NAME_THE_PARTIES = 3
"""What raising does besides: it writes the agencies anew, and looks up who can act for them."""
TO_FIND_THE_CHILD = 2
"""And it looks for an open case with the same number, and keeps the number's digest."""


@contextmanager
def counting(engine):
    """Count the statements and commits of a block; transaction control is not a statement."""
    statements, commits = [], []
    database = engine.database.engine

    def executed(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    def committed(_connection):
        commits.append(1)

    event.listen(database, "before_cursor_execute", executed)
    event.listen(database, "commit", committed)
    try:
        yield statements, commits
    finally:
        event.remove(database, "before_cursor_execute", executed)
        event.remove(database, "commit", committed)


STEPS = (
    ("Task_S0_Raise", RAISER, {"immediate_harm": "no", "concern_remains": "yes"}),
    ("Task_S0_Discuss", RAISER, {"s0_outcome": "not_resolved"}),
    ("Task_S1_Contact", MANAGER, {"s1_outcome": "not_resolved"}),
    ("Task_S1_Contact", MANAGER, {"s1_outcome": "resolved"}),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join([step[0], *step[2].values()]))
def test_a_completion_is_one_commit_and_at_most_fifteen_statements(berkshire, step):
    element_id, role, choices = step
    started = berkshire.climb(element_id)
    task = berkshire.task(started.case_id, element_id)
    answers = berkshire.answers(role, task.id, **choices)
    actor = berkshire.actor(*role)
    with counting(berkshire.engine) as (statements, commits):
        complete_user_task(berkshire.engine, actor, task.id, answers, idempotency_key="k")
    assert len(commits) == 1
    is_raising = element_id == "Task_S0_Raise"
    most = MOST_STATEMENTS + TO_SAY_WHO_CHANGED_WHAT
    most += TO_NAME_THE_PARTIES + TO_FIND_THE_CHILD if is_raising else 0
    assert len(statements) <= most, "\n".join(statements)


def test_the_cost_does_not_grow_with_the_age_of_a_case(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    costs = []
    for _ in range(4):
        meeting = {"s1_outcome": "professionals_meeting"}
        task = berkshire.task(started.case_id, "Task_S1_Contact")
        answers = berkshire.answers(MANAGER, task.id, **meeting)
        with counting(berkshire.engine) as (statements, _):
            complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, answers)
        costs.append(len([s for s in statements if "person" not in s]))
        berkshire.complete(started.case_id, "Task_S1_ProfMeeting", MANAGER)
    assert len(set(costs[1:])) == 1


def test_a_limit_is_fired_in_one_commit_and_a_sweep_with_nothing_to_do_in_none(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(berkshire.task(started.case_id, "Task_S1_Contact").due_at)
    with counting(berkshire.engine) as (statements, commits):
        assert fire_due_timers(berkshire.engine) == 1
    assert len(commits) == 1
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
    with counting(berkshire.engine) as (statements, commits):
        assert fire_due_timers(berkshire.engine) == 0
    assert (len(statements), len(commits)) == (1, 0)
