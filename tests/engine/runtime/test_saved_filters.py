"""Filters of the inbox under names that people choose."""

import pytest

from engine.errors import InputRefusedError, NotFoundError
from engine.queries.saved_filters import list_saved_filters
from engine.queries.worklist_filter import TaskFilter, View, read_filter
from engine.queries.worklist_order import Due
from engine.runtime.saved_filters import (
    MOST_CHARACTERS,
    MOST_FILTERS,
    delete_filter,
    rename_filter,
    save_filter,
)
from tests.support.directory import demo_actor

OVERDUE = TaskFilter(due=Due.OVERDUE)
NARROW = TaskFilter(View.MINE, Due.WEEK, "S1", "reading", "reading-council", unclaimed=True)


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def other(engine):
    return demo_actor(engine, "practitioner", "reading-school")


def _saved(engine, actor):
    with engine.open_reading() as work:
        return {row.name: row.wanted for row in list_saved_filters(work, actor)}


def test_a_filter_is_kept_as_it_was(engine, manager, other):
    save_filter(engine, manager, "  My   week ", NARROW)
    save_filter(engine, manager, "Overdue", OVERDUE)
    assert _saved(engine, manager) == {"My week": NARROW, "Overdue": OVERDUE}
    assert _saved(engine, other) == {}


def test_filters_come_by_name_whatever_their_capitals(engine, manager):
    for name in ("beta", "Alpha", "Gamma"):
        save_filter(engine, manager, name, OVERDUE)
    assert list(_saved(engine, manager)) == ["Alpha", "beta", "Gamma"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Enter a name"),
        (" \t ", "Enter a name"),
        ("x" * (MOST_CHARACTERS + 1), "60 characters or fewer"),
        ("a\0b", "cannot be kept"),
        ("overdue", "already"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_changes(engine, manager, name, message):
    save_filter(engine, manager, "Overdue", OVERDUE)
    second = save_filter(engine, manager, "Second", OVERDUE)
    with pytest.raises(InputRefusedError, match=message):
        save_filter(engine, manager, name, NARROW)
    with pytest.raises(InputRefusedError, match=message):
        rename_filter(engine, manager, second, name)
    assert _saved(engine, manager) == {"Overdue": OVERDUE, "Second": OVERDUE}


def test_the_longest_name_is_kept(engine, manager):
    save_filter(engine, manager, "x" * MOST_CHARACTERS, OVERDUE)
    assert list(_saved(engine, manager)) == ["x" * MOST_CHARACTERS]


def test_names_are_taken_for_one_person_only(engine, manager, other):
    save_filter(engine, manager, "Overdue", OVERDUE)
    save_filter(engine, other, "Overdue", NARROW)
    assert _saved(engine, other) == {"Overdue": NARROW}


def test_a_filter_can_be_renamed_also_to_its_own_name_in_other_capitals(engine, manager):
    filter_id = save_filter(engine, manager, "overdue", OVERDUE)
    rename_filter(engine, manager, filter_id, "OVERDUE")
    rename_filter(engine, manager, filter_id, "OVERDUE")
    assert _saved(engine, manager) == {"OVERDUE": OVERDUE}


def test_a_deleted_filter_can_be_saved_again(engine, manager):
    filter_id = save_filter(engine, manager, "Week", NARROW)
    was = delete_filter(engine, manager, filter_id)
    assert (was, _saved(engine, manager)) == (("Week", NARROW), {})
    save_filter(engine, manager, *was)
    assert _saved(engine, manager) == {"Week": NARROW}


def test_nobody_touches_the_filters_of_others(engine, manager, other):
    filter_id = save_filter(engine, manager, "Mine", OVERDUE)
    with pytest.raises(NotFoundError):
        rename_filter(engine, other, filter_id, "Theirs")
    with pytest.raises(NotFoundError):
        delete_filter(engine, other, filter_id)
    assert _saved(engine, manager) == {"Mine": OVERDUE}


def test_there_are_at_most_twenty(engine, manager):
    ids = [save_filter(engine, manager, f"{number}", OVERDUE) for number in range(MOST_FILTERS)]
    with pytest.raises(InputRefusedError, match="20 saved filters"):
        save_filter(engine, manager, "one more", OVERDUE)
    delete_filter(engine, manager, ids[0])
    save_filter(engine, manager, "one more", OVERDUE)
    assert len(_saved(engine, manager)) == MOST_FILTERS


@pytest.mark.parametrize(
    "query", [{"view": "all"}, {"due": "soon"}, {"stage": "\0"}, {"agency": "x" * 201}]
)
def test_a_filter_that_there_is_not_is_refused(query):
    with pytest.raises(InputRefusedError):
        read_filter(query)


@pytest.mark.parametrize("wanted", [TaskFilter(), OVERDUE, NARROW, TaskFilter(View.TEAM_DONE)])
def test_a_filter_is_the_same_after_it_was_an_address(wanted):
    assert TaskFilter.from_query_string(wanted.query_string()) == wanted
    assert read_filter(wanted.query()) == wanted


def test_what_an_address_has_besides_filters_nothing():
    assert read_filter({"page": "x", "select": "all", "unclaimed": "no"}) == TaskFilter()
