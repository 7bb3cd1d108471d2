"""What waits for others: in cases that somebody raised or has acted in."""

import pytest

from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_counts import count_tasks
from engine.queries.worklist_filter import TaskFilter, View
from tests.support.case_rows import START, CaseRows, group
from tests.support.directory import demo_actor

OWN = group("practitioner", "reading-school")
MANAGERS = group("line-manager", "reading-school")
OTHERS = group("line-manager", "reading-council")
WAITING = TaskFilter(View.WAITING)


@pytest.fixture
def raiser(rows):
    return demo_actor(rows.engine, "practitioner", "reading-school")


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _rows(rows, actor):
    with rows.engine.open_reading() as work:
        page = list_open_tasks(rows.engine, work, actor, wanted=WAITING)
        assert str(count_tasks(work, actor, View.WAITING)) == str(len(page.rows))
    return page.rows


def _names(rows, actor):
    return [task.name for task in _rows(rows, actor)]


def test_the_raiser_sees_who_has_the_case_now_and_not_their_own_tasks(rows, raiser):
    rows.open_to(OWN)
    rows.add_task([OTHERS, MANAGERS], name="theirs", due_at=START)
    rows.add_task([OWN], name="mine", agency_side="reporter")
    (task,) = _rows(rows, raiser)
    assert (task.name, task.due_at) == ("theirs", START)
    asked = [(doer.role, doer.agency_name) for doer in task.doers]
    assert asked == [("line-manager", "Reading Council"), ("line-manager", "Reading School")]


def test_what_the_raiser_may_not_do_in_their_own_case_waits_for_others(rows, raiser):
    rows.open_to(OWN)
    rows.add_task([OWN], name="for a colleague", agency_side="both")
    assert _names(rows, raiser) == ["for a colleague"]


def test_whoever_did_a_step_sees_what_became_of_it(rows, manager):
    rows.open_to(MANAGERS)
    rows.add_task([OTHERS], name="theirs")
    before = _names(rows, manager)
    rows.add_task(state="completed", completed_by=manager.person_id, closed_at=START)
    assert (before, _names(rows, manager)) == ([], ["theirs"])


def test_danger_stands_first_and_closed_cases_wait_for_nobody(rows, raiser):
    rows.open_to(OWN)
    rows.add_task([OTHERS], name="due", due_at=START)
    rows.add_task([OTHERS], name="danger", is_danger=True)
    before = _names(rows, raiser)
    with rows.engine.open_unit_of_work() as work:
        case = work.session.get_one(type(rows.case), rows.case.id)
        case.ended_at = START
        work.commit()
    assert (before, _names(rows, raiser)) == (["danger", "due"], [])


def test_cases_that_somebody_may_not_see_any_more_are_not_told(rows, raiser):
    rows.add_task([OTHERS], name="theirs")
    assert _names(rows, raiser) == []


def test_cases_of_others_are_not_in_the_list(rows, manager):
    other = CaseRows(rows.engine, reference="BRK-2026-000002")
    other.open_to(MANAGERS)
    other.add_task([OTHERS], name="a colleague's case")
    assert _names(rows, manager) == []
