"""What was done last: by oneself, and for one's groups; page by page."""

from datetime import timedelta
from itertools import pairwise

import pytest

from engine.errors import InputRefusedError
from engine.queries.paging import make_cursor
from engine.queries.worklist_done import list_done_tasks
from engine.queries.worklist_filter import View
from tests.support.case_rows import START, group, without_groups
from tests.support.directory import demo_actor

MANAGERS = group("line-manager", "reading-school")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


@pytest.fixture
def colleague(rows):
    return demo_actor(rows.engine, "practitioner", "reading-school")


def _add(rows, person, minutes, **columns):
    done = {"state": "completed", "completed_by": person.person_id} | columns
    rows.add_task(name=f"{minutes}", closed_at=START + minutes * MINUTE, **done)


def _page(rows, actor, **options):
    with rows.engine.open_reading() as work:
        return list_done_tasks(rows.engine, work, actor, **options)


def _names(rows, actor, **options):
    return [task.name for task in _page(rows, actor, **options).rows]


def test_done_tasks_are_my_own_the_newest_first_in_cases_that_i_may_see(rows, manager):
    for minutes in (1, 3, 2):
        _add(rows, manager, minutes)
    rows.add_task(name="cancelled", state="cancelled", closed_at=START)
    before = _names(rows, manager)
    rows.open_to(MANAGERS)
    assert (before, _names(rows, manager)) == ([], ["3", "2", "1"])


def test_a_closed_task_was_overdue_only_if_it_was_closed_late(rows, manager):
    rows.open_to(MANAGERS)
    for minutes in (-1, 1):
        _add(rows, manager, minutes, due_at=START)
    rows.engine.clock.advance(timedelta(days=1))
    done = _page(rows, manager).rows
    assert [(task.name, task.is_overdue) for task in done] == [("1", True), ("-1", False)]
    assert {task.part for task in done} == {None}


def test_the_teams_tasks_are_those_done_for_my_groups_by_whomever(rows, manager, colleague):
    rows.open_to(MANAGERS)
    _add(rows, colleague, 1, completed_for="reading-school")
    _add(rows, manager, 2, completed_for="reading-school")
    _add(rows, colleague, 3, completed_for="thames-police")
    _add(rows, colleague, 4, completed_for="reading-school", role="senior-manager")
    assert _names(rows, manager, view=View.TEAM_DONE) == ["2", "1"]
    assert _names(rows, without_groups(manager), view=View.TEAM_DONE) == []
    named = [task.completed_by_name for task in _page(rows, manager, view=View.TEAM_DONE).rows]
    assert named == [manager.name, colleague.name]


def test_pages_of_done_tasks_lead_forwards_and_back(rows, manager):
    """Two of them at the same instant stand in the order of their ids, on every page."""
    rows.open_to(MANAGERS)
    for minutes in (1, 2, 2, 3, 4, 5, 6):
        _add(rows, manager, minutes)
    pages = [_page(rows, manager, limit=3)]
    while pages[-1].next_cursor:
        pages.append(_page(rows, manager, limit=3, cursor=pages[-1].next_cursor))
    whole = [task.id for page in pages for task in page.rows]
    assert whole == [task.id for task in _page(rows, manager, limit=100).rows]
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert pages[0].previous_cursor is None
    for before, page in pairwise(pages):
        back = _page(rows, manager, limit=3, cursor=page.previous_cursor)
        assert back.rows == before.rows


@pytest.mark.parametrize(
    "cursor",
    [
        make_cursor("after", "yesterday", "7"),
        make_cursor("after", START.isoformat(), "7"),
        make_cursor("sideways", START.isoformat(), "0" * 32),
        make_cursor("after", "2026-08-28T15:00:00+14:00", "0" * 32),
        make_cursor(START.isoformat()),
    ],
)
def test_a_cursor_of_another_list_is_refused(rows, manager, cursor):
    with pytest.raises(InputRefusedError, match="cursor"):
        _page(rows, manager, cursor=cursor)
