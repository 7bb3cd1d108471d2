"""Pages of the inbox, forwards and back, while tasks come and go."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from engine.access import Opening
from engine.errors import InputRefusedError
from engine.queries import worklist_walks
from engine.queries.paging import make_cursor
from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_counts import MOST_COUNTED, count_open_tasks
from engine.queries.worklist_filter import TaskFilter, View
from engine.queries.worklist_order import Due
from engine.queries.worklist_walks import Stretch, walk_tasks
from tests.support.case_rows import START, group
from tests.support.directory import demo_actor

MANAGERS = group("line-manager", "reading-school")
MINUTE = timedelta(minutes=1)
EVERY_TASK = TaskFilter()


@pytest.fixture
def manager(rows):
    return demo_actor(rows.engine, "line-manager", "reading-school")


def _page(rows, actor, *, limit=3, cursor=None, wanted=EVERY_TASK):
    with rows.engine.open_reading() as work:
        return list_open_tasks(rows.engine, work, actor, wanted=wanted, limit=limit, cursor=cursor)


def _names(page):
    return [task.name for task in page.rows]


def _add(rows, minutes, **columns):
    return rows.add_task([MANAGERS], name=f"{minutes}", due_at=START + minutes * MINUTE, **columns)


def test_the_way_back_leads_through_the_same_pages(rows, manager):
    for minutes in range(8):
        _add(rows, minutes)
    first = _page(rows, manager)
    second = _page(rows, manager, cursor=first.next_cursor)
    third = _page(rows, manager, cursor=second.next_cursor)
    assert [_names(page) for page in (first, second, third)] == [
        ["0", "1", "2"],
        ["3", "4", "5"],
        ["6", "7"],
    ]
    assert (first.previous_cursor, third.next_cursor) == (None, None)
    back = _page(rows, manager, cursor=third.previous_cursor)
    assert _names(back) == _names(second)
    assert _names(_page(rows, manager, cursor=back.previous_cursor)) == _names(first)
    assert _names(_page(rows, manager, cursor=back.next_cursor)) == _names(third)


def test_what_comes_in_meanwhile_moves_no_task_to_another_page(rows, manager):
    for minutes in range(6):
        _add(rows, minutes)
    first = _page(rows, manager)
    _add(rows, -5)
    second = _page(rows, manager, cursor=first.next_cursor)
    assert _names(second) == ["3", "4", "5"]
    back = _page(rows, manager, cursor=second.previous_cursor)
    assert _names(back) == ["0", "1", "2"]
    assert _names(_page(rows, manager, cursor=back.previous_cursor)) == ["-5", "0", "1"]


def test_back_at_the_beginning_the_first_page_is_whole(rows, manager):
    for minutes in range(6):
        _add(rows, minutes)
    second = _page(rows, manager, cursor=_page(rows, manager, limit=2).next_cursor)
    back = _page(rows, manager, cursor=second.previous_cursor)
    assert (_names(back), back.previous_cursor) == (["0", "1", "2"], None)


def test_behind_the_last_task_an_empty_page_leads_back_to_it(rows, manager):
    _add(rows, 1)
    task = _add(rows, 2)
    with rows.engine.open_reading() as work:
        key = walk_tasks(work, manager, EVERY_TASK, Stretch(2)).tasks[-1][0]
    assert key.endswith(task.id.hex)
    beyond = _page(rows, manager, cursor=make_cursor("after", key))
    assert _names(beyond) == []
    assert _names(_page(rows, manager, cursor=beyond.previous_cursor)) == ["1", "2"]


@pytest.mark.parametrize("cursor", [make_cursor("sideways", "1|9999"), make_cursor("1|9999"), "%"])
def test_a_cursor_of_another_list_is_refused(rows, manager, cursor):
    with pytest.raises(InputRefusedError, match="cursor"):
        _page(rows, manager, cursor=cursor)


def test_any_walk_forwards_and_back_sees_the_order_of_the_list(rows, manager):
    named = Opening(MANAGERS.group, manager.person_id)
    for minutes in range(14):
        opened_to = [MANAGERS, named] if minutes % 3 else [named]
        due = None if minutes % 5 == 0 else START + (minutes % 4) * MINUTE
        rows.add_task(opened_to, name=f"{minutes}", due_at=due, is_danger=minutes % 6 == 0)
    whole = _names(_page(rows, manager, limit=100))

    @settings(max_examples=25)
    @given(st.integers(1, 15), st.lists(st.booleans(), max_size=8))
    def hold(limit, turns):
        page = _page(rows, manager, limit=limit)
        for is_forward in turns:
            cursor = page.next_cursor if is_forward else page.previous_cursor
            if cursor is None:
                continue
            page = _page(rows, manager, limit=limit, cursor=cursor)
            shown = _names(page)
            place = whole.index(shown[0])
            assert shown == whole[place : place + len(shown)]
            assert len(shown) == limit or page.next_cursor is None
            assert (page.previous_cursor is None) == (place == 0)

    hold()


def test_counts_stop_where_nobody_counts_any_more(rows, manager):
    for _ in range(2):
        _add(rows, 1, is_danger=True)
    for _ in range(MOST_COUNTED - 2):
        _add(rows, -1)

    def counts():
        with rows.engine.open_reading() as work:
            found = count_open_tasks(rows.engine, work, manager)
        return str(found.open), str(found.danger), str(found.overdue)

    before = counts()
    _add(rows, -1)
    overdue = counts()
    _add(rows, -1)
    assert (before, overdue) == (("99", "2", "97"), ("99+", "2", "97+"))
    assert counts() == ("99+", "2", "97+")


def test_a_first_page_and_its_counts_are_one_walk(rows, manager):
    for minutes in range(3):
        _add(rows, minutes)
    asked = []
    listener = lambda _c, _cursor, sql, *_: asked.append(sql)  # noqa: E731
    event.listen(rows.engine.database.engine, "before_cursor_execute", listener)
    with rows.engine.open_reading() as work:
        list_open_tasks(rows.engine, work, manager, limit=3)
        before = len(asked)
        count_open_tasks(rows.engine, work, manager)
    event.remove(rows.engine.database.engine, "before_cursor_execute", listener)
    assert before > 0
    assert len(asked) == before


@pytest.mark.parametrize(
    ("due", "names"),
    [
        (Due.DANGER, ["danger"]),
        (Due.OVERDUE, ["long ago", "this instant"]),
        (Due.TODAY, ["soon", "tonight"]),
        (Due.WEEK, ["soon", "tonight", "midnight", "Sunday"]),
        (Due.LATER, ["midnight", "Sunday", "Monday"]),
        (Due.NONE, ["no limit"]),
        (None, None),
    ],
)
def test_each_part_of_the_inbox_holds_what_its_name_says(rows, manager, due, names):
    """Friday, 16:00 in London, in summer: the day ends at 23:00 UTC."""
    hour = timedelta(hours=1)
    tasks = {
        "danger": {"is_danger": True, "due_at": START - hour},
        "long ago": {"due_at": START - 900 * hour},
        "this instant": {"due_at": START},
        "soon": {"due_at": START + timedelta(microseconds=1)},
        "tonight": {"due_at": START + 8 * hour - timedelta(microseconds=1)},
        "midnight": {"due_at": START + 8 * hour},
        "Sunday": {"due_at": START + 56 * hour - timedelta(seconds=1)},
        "Monday": {"due_at": START + 56 * hour},
        "no limit": {"due_at": None},
    }
    for name, columns in tasks.items():
        rows.add_task([MANAGERS], name=name, **columns)
    page = _page(rows, manager, limit=100, wanted=TaskFilter(due=due))
    assert _names(page) == (names or list(tasks))
    assert str(page.count) == str(len(names or tasks))
    if due not in {None, Due.WEEK}:
        assert {task.part for task in page.rows} == {due}


def test_filters_narrow_by_stage_area_agency_and_whether_somebody_works_on_it(rows, manager):
    rows.add_task([MANAGERS], name="claimed", claimed_by=manager.person_id, claimed_at=START)
    rows.add_task([MANAGERS], name="of stage two", stage="S2", due_at=START)

    def names(**wanted):
        return _names(_page(rows, manager, wanted=TaskFilter(**wanted)))

    assert names(stage="S1") == ["claimed"]
    assert names(stage="S2") == names(unclaimed=True) == ["of stage two"]
    assert names(stage="S2", due=Due.NONE) == names(stage="S9") == []
    assert names(area="reading") == names(agency="reading-council") == ["of stage two", "claimed"]
    assert names(area="bracknell-forest") == names(agency="thames-police") == []
    assert names(view=View.MINE, stage="S1") == ["claimed"]


def test_a_filter_looks_through_so_many_tasks_at_once_and_then_further(rows, manager):
    late = worklist_walks.MOST_EXAMINED + 5
    rows.add_many_tasks(MANAGERS, late + 1, stage=lambda number: "S2" if number == late else "S1")
    wanted = TaskFilter(stage="S2")
    first = _page(rows, manager, wanted=wanted)
    assert (_names(first), first.is_cut_off, first.previous_cursor) == ([], True, None)
    assert (str(first.count), first.is_last_of_look) == ("0", True)
    second = _page(rows, manager, wanted=wanted, cursor=first.next_cursor)
    assert (len(second.rows), second.is_cut_off, second.next_cursor) == (1, False, None)
    back = _page(rows, manager, wanted=wanted, cursor=second.previous_cursor)
    assert (_names(back), back.is_cut_off) == ([], True)
    assert _page(rows, manager, wanted=wanted, cursor=back.next_cursor).rows == second.rows


def test_what_a_look_has_found_is_shown_before_the_next_look(rows, manager):
    late = worklist_walks.MOST_EXAMINED + 5
    rows.add_many_tasks(MANAGERS, late, stage=lambda number: "S2" if number < 5 else "S1")
    wanted = TaskFilter(stage="S2")
    first = _page(rows, manager, wanted=wanted)
    assert (len(first.rows), str(first.count)) == (3, "5")
    assert (first.is_cut_off, first.is_last_of_look) == (True, False)
    second = _page(rows, manager, wanted=wanted, cursor=first.next_cursor)
    assert (len(second.rows), second.count, second.is_last_of_look) == (2, None, True)
    third = _page(rows, manager, wanted=wanted, cursor=second.next_cursor)
    assert (third.rows, third.next_cursor) == ((), None)


def test_a_filter_that_finds_a_whole_page_is_not_cut_off(rows, manager):
    rows.add_many_tasks(MANAGERS, 10, stage=lambda number: "S2" if number % 2 else "S1")
    page = _page(rows, manager, limit=3, wanted=TaskFilter(stage="S2"))
    assert (len(page.rows), str(page.count), page.is_cut_off) == (3, "5", False)
    last = _page(rows, manager, limit=3, wanted=TaskFilter(stage="S2"), cursor=page.next_cursor)
    assert (len(last.rows), last.next_cursor) == (2, None)
