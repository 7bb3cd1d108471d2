"""The inbox: danger first, then by due time, and never somebody else's."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access import Opening
from engine.errors import InputRefusedError
from engine.persistence.tasks import UserTask
from engine.queries.worklist import count_open_tasks, list_done_tasks, list_open_tasks
from engine.runtime.directory import grant_role
from tests.support.case_rows import START, group, without_groups
from tests.support.directory import demo_actor

MANAGERS = group("line-manager", "reading-school")
OTHERS = group("line-manager", "thames-police")


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _names(rows, actor, **options):
    with rows.engine.open_reading() as work:
        return [task.name for task in list_open_tasks(rows.engine, work, actor, **options).rows]


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
    with rows.engine.open_reading() as work:
        counts = count_open_tasks(rows.engine, work, manager)
    assert (counts.open, counts.overdue, counts.danger, counts.mine) == (0, 0, 0, 0)


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
    assert _names(rows, manager, mine=True) == ["mine"]
    with rows.engine.open_reading() as work:
        assert count_open_tasks(rows.engine, work, manager).mine == 1


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
        seen, cursor = [], None
        while True:
            with rows.engine.open_reading() as work:
                page = list_open_tasks(rows.engine, work, manager, limit=limit, cursor=cursor)
            assert len(page.rows) <= limit
            seen += [task.name for task in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                break
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


def test_done_tasks_are_my_own_the_newest_first_in_cases_that_i_may_see(rows, manager):
    done = {"state": "completed", "completed_by": manager.person_id}
    for minutes in (1, 3, 2):
        rows.add_task(name=f"{minutes}", closed_at=START + timedelta(minutes=minutes), **done)
    rows.add_task(name="cancelled", state="cancelled", closed_at=START)

    def names():
        with rows.engine.open_reading() as work:
            return [task.name for task in list_done_tasks(rows.engine, work, manager)]

    before = names()
    rows.open_to(MANAGERS)
    assert (before, names()) == ([], ["3", "2", "1"])


def test_a_closed_task_was_overdue_only_if_it_was_closed_late(rows, manager):
    rows.open_to(MANAGERS)
    for minutes in (-1, 1):
        rows.add_task(
            name=f"{minutes}",
            state="completed",
            completed_by=manager.person_id,
            due_at=START,
            closed_at=START + timedelta(minutes=minutes),
        )
    rows.engine.clock.advance(timedelta(days=1))
    with rows.engine.open_reading() as work:
        done = list_done_tasks(rows.engine, work, manager)
    assert [(task.name, task.is_overdue) for task in done] == [("1", True), ("-1", False)]


def test_a_closed_task_is_in_no_inbox(rows, manager):
    task = rows.add_task([MANAGERS])
    with rows.engine.open_unit_of_work() as work:
        work.session.get_one(UserTask, task.id).state = "cancelled"
        work.commit()
    with rows.engine.open_reading() as work:
        assert count_open_tasks(rows.engine, work, manager).open == 0
