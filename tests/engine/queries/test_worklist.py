"""The inbox: danger first, then by due time, and never somebody else's."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access import Opening
from engine.errors import InputRefusedError
from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_counts import count_open_tasks
from engine.queries.worklist_filter import TaskFilter, View
from engine.queries.worklist_order import Due
from engine.runtime.directory import grant_role
from tests.support.case_rows import START, group, without_groups
from tests.support.directory import demo_actor

MANAGERS = group("line-manager", "reading-school")
MINE = TaskFilter(View.MINE)
OTHERS = group("line-manager", "thames-police")


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _counts(rows, actor):
    with rows.engine.open_reading() as work:
        counts = count_open_tasks(rows.engine, work, actor)
    return str(counts.open), str(counts.overdue), str(counts.danger)


def _names(rows, actor, **options):
    with rows.engine.open_reading() as work:
        return [task.name for task in list_open_tasks(rows.engine, work, actor, **options).rows]


def _pages(rows, actor, limit):
    """Yield the names of each page, to the last."""
    cursor = None
    while True:
        with rows.engine.open_reading() as work:
            page = list_open_tasks(rows.engine, work, actor, limit=limit, cursor=cursor)
        yield [task.name for task in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return


def test_danger_stands_first_then_overdue_then_by_due_time_then_without_limit(rows, manager):
    hour = timedelta(hours=1)
    rows.add_task([MANAGERS], name="no limit")
    rows.add_task([MANAGERS], name="later", due_at=START + 2 * hour)
    rows.add_task([MANAGERS], name="sooner", due_at=START + hour)
    rows.add_task([MANAGERS], name="overdue", due_at=START - hour)
    rows.add_task([MANAGERS], name="danger", is_danger=True)
    assert _names(rows, manager) == ["danger", "overdue", "sooner", "later", "no limit"]


def test_tasks_of_others_are_not_in_the_list_and_not_counted(rows, manager):
    rows.add_task([OTHERS], name="theirs", is_danger=True, due_at=START)
    rows.add_task([Opening(MANAGERS.group, manager.person_id + 1)], name="a colleague's")
    assert _names(rows, manager) == []
    assert _counts(rows, manager) == ("0", "0", "0")


def test_a_row_says_what_a_page_needs(rows, manager):
    rows.add_task(
        [MANAGERS, OTHERS],
        claimed_by=manager.person_id,
        claimed_at=START,
        due_at=START,
    )
    with rows.engine.open_reading() as work:
        (task,) = list_open_tasks(rows.engine, work, manager).rows
    assert task.reference == rows.reference
    assert task.other_agencies == ("Reading Council",)
    assert task.part == Due.OVERDUE
    assert task.stage_title == "Line managers"
    assert task.waiting_agencies == ("Reading School", "Thames Police")
    assert task.claimed_by_name == manager.name
    assert task.is_overdue


def test_a_task_is_overdue_from_the_very_instant_of_its_limit(rows, manager):
    rows.add_task([MANAGERS], due_at=START + timedelta(seconds=1))

    def is_overdue():
        with rows.engine.open_reading() as work:
            counts = count_open_tasks(rows.engine, work, manager)
            row = list_open_tasks(rows.engine, work, manager).rows[0]
        assert row.is_overdue == bool(counts.overdue)
        return row.is_overdue

    before = is_overdue()
    rows.engine.clock.advance(timedelta(seconds=1))
    assert (before, is_overdue()) == (False, True)


def test_mine_are_those_that_i_claimed_and_still_may_do(rows, manager):
    rows.add_task([MANAGERS], name="mine", claimed_by=manager.person_id, claimed_at=START)
    rows.add_task([MANAGERS], name="free")
    rows.add_task([OTHERS], name="no longer mine", claimed_by=manager.person_id, claimed_at=START)
    assert _names(rows, manager, wanted=MINE) == ["mine"]


def test_mine_is_also_what_is_open_to_me_by_name(rows, manager):
    rows.add_task([Opening(MANAGERS.group, manager.person_id)], name="by name")
    rows.add_task([Opening(MANAGERS.group, manager.person_id + 1)], name="a colleague's")
    rows.add_task([MANAGERS], name="everybody's")
    assert _names(rows, manager, wanted=MINE) == ["by name"]


def test_what_is_mine_in_two_ways_stands_once(rows, manager):
    by_name = Opening(MANAGERS.group, manager.person_id)
    rows.add_task([by_name], name="once", claimed_by=manager.person_id, claimed_at=START)
    assert _names(rows, manager, wanted=MINE) == ["once"]


def test_one_who_is_named_keeps_the_task_after_losing_the_role(rows, manager):
    rows.add_task([Opening(MANAGERS.group, manager.person_id)], name="by name")
    rows.add_task([MANAGERS], name="by group")
    assert _names(rows, without_groups(manager)) == ["by name"]


def test_a_task_that_is_open_in_several_ways_stands_once(rows, manager):
    rows.add_task([MANAGERS, Opening(MANAGERS.group, manager.person_id), OTHERS], name="once")
    grant_role(rows.engine, email=manager.email, agency_key="thames-police", role="line-manager")
    actor = demo_actor(rows.engine, "line-manager", "reading-school")
    assert len(actor.groups) == 2
    assert _names(rows, actor) == ["once"]


def test_pages_together_hold_every_task_once_whatever_their_size(rows, manager):
    """Named in two groups at once: doubles must not push others off the page."""
    named = [Opening(o.group, manager.person_id) for o in (MANAGERS, OTHERS)]
    kinds = [[MANAGERS], named, [MANAGERS, *named]]
    whole = [
        rows.add_task(
            kinds[number % 3],
            name=f"task {number}",
            due_at=None if number % 4 == 0 else START + timedelta(minutes=number % 5),
            is_danger=number % 7 == 0,
        ).name
        for number in range(20)
    ]

    @settings(max_examples=20)
    @given(st.integers(1, 21))
    def hold_every_task(limit):
        pages = list(_pages(rows, manager, limit))
        seen = [name for page in pages for name in page]
        assert all(len(page) <= limit for page in pages)
        assert seen == _names(rows, manager)
        assert sorted(seen) == sorted(whole)

    hold_every_task()


@pytest.mark.parametrize("limit", [0, 101, -1])
def test_a_limit_that_is_not_sensible_is_refused(rows, manager, limit):
    with pytest.raises(InputRefusedError, match="between 1 and 100"):
        _names(rows, manager, limit=limit)


@given(st.text(max_size=40))
def test_a_cursor_from_elsewhere_is_refused_or_harmless(cursor):
    from engine.queries.paging import make_cursor, read_cursor  # noqa: PLC0415

    try:
        keys = read_cursor(cursor, 1)
    except InputRefusedError:
        return
    assert read_cursor(make_cursor(*keys), 1) == keys
