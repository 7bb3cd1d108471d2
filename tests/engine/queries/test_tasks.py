"""One user task."""

from datetime import timedelta

import pytest

from engine.access import Opening
from engine.queries.limits import Counting
from engine.queries.tasks import load_task
from engine.spiff.element import Timer
from forms.definition import read_form
from tests.support.case_rows import START, FakeElement, group
from tests.support.directory import demo_actor

SCHOOL = group("line-manager", "reading-school")
COUNCIL = group("line-manager", "reading-council")
FORM = b"""{"schemaVersion": 18, "type": "default", "id": "BRK-S1", "components": [
  {"type": "textarea", "id": "a", "key": "agreed", "label": "What was agreed"},
  {"type": "textfield", "id": "b", "key": "record_ref", "label": "Your record",
   "properties": {"visibleTo": "own agency"}}]}"""


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def other(engine):
    return demo_actor(engine, "line-manager", "reading-council")


def _load(rows, actor, task):
    with rows.engine.open_reading() as work:
        return load_task(rows.engine, work, actor, task.id)


def test_a_task_says_what_to_do_where_it_comes_from_and_why_it_is_due_then(rows, manager):
    rows.engine.definitions.library.known["Task_S1_Contact"] = FakeElement(
        "Task_S1_Contact", documentation="Contact each other.", clauses=("S1-04", "S9-99")
    )
    task = rows.add_task([SCHOOL], due_at=START, due_element_id="Timer_S1_24h")
    details = _load(rows, manager, task)
    assert details.documentation == "Contact each other."
    assert [(c.id, c.paraphrase) for c in details.clauses] == [
        ("S1-04", "Contact within the limit."),
        ("S9-99", ""),
    ]
    assert details.due_reason == "timer s1 24h"
    assert details.is_overdue
    assert details.may_do


@pytest.mark.parametrize(
    ("timer", "counting"),
    [
        ("PT24H", Counting.ELAPSED),
        ("P1D", Counting.ELAPSED),
        ('=now() + duration("PT12H")', Counting.ELAPSED),
        ("=working day deadline(now(), 1)", Counting.WORKING_DAYS),
        ('=working  day deadline(date and time("2026-08-28T16:00:00Z"), 2)', Counting.WORKING_DAYS),
        ("=meeting_at", None),
        ("=max(date and time(agreed_deadline), working day deadline(now(), 1))", None),
    ],
)
def test_what_a_limit_counts_comes_from_the_timer_and_not_from_its_label(
    rows, manager, timer, counting
):
    rows.engine.definitions.library.known["Timer"] = FakeElement(
        "Timer", "2 working hours", timer=Timer("timeDate", timer)
    )
    task = rows.add_task([SCHOOL], due_at=START, due_element_id="Timer")
    assert _load(rows, manager, task).due_counting == counting


def test_a_task_without_a_limit_counts_nothing(rows, manager):
    assert _load(rows, manager, rows.add_task([SCHOOL])).due_counting is None


def test_a_task_says_who_may_do_it_by_group_or_by_name(rows, manager):
    rows.open_to(SCHOOL)
    raiser = demo_actor(rows.engine, "practitioner", "reading-school")
    practitioners = group("practitioner", "reading-school").group
    task = rows.add_task([COUNCIL, Opening(practitioners, raiser.person_id)])
    details = _load(rows, manager, task)
    assert [(w.role, w.agency_name, w.person_id, w.person_name) for w in details.doers] == [
        ("line-manager", "Reading Council", None, None),
        ("practitioner", "Reading School", raiser.person_id, raiser.name),
    ]
    assert not details.may_do


def test_the_other_sides_draft_is_read_by_those_who_may_do_the_task(rows, manager, other):
    rows.engine.definitions.forms["BRK-S1"] = read_form("BRK-S1", FORM)
    rows.open_to(SCHOOL, COUNCIL, group("practitioner", "reading-school"))
    task = rows.add_task([SCHOOL, COUNCIL])
    rows.add_draft(task, other, {"agreed": "to meet", "record_ref": "C-1"})
    rows.add_draft(task, manager, {"agreed": "my own"})
    (draft,) = _load(rows, manager, task).other_drafts
    assert (draft.person_name, draft.agency_name) == (other.name, "Reading Council")
    assert draft.answers == {"agreed": "to meet"}
    onlooker = demo_actor(rows.engine, "practitioner", "reading-school")
    assert _load(rows, onlooker, task).other_drafts == ()


def test_a_closed_task_says_who_completed_it_and_for_which_agency(rows, manager, other):
    rows.open_to(SCHOOL)
    task = rows.add_task(
        state="completed",
        completed_by=other.person_id,
        completed_for="reading-council",
        closed_at=START + timedelta(hours=1),
    )
    details = _load(rows, manager, task)
    assert (details.completed_by_name, details.completed_for_name) == (
        other.name,
        "Reading Council",
    )
    assert not details.may_do
    assert details.doers == ()


def test_a_claim_is_shown_with_its_holder(rows, manager, other):
    task = rows.add_task([SCHOOL], claimed_by=other.person_id, claimed_at=START)
    details = _load(rows, manager, task)
    assert (details.claimed_by_name, details.claimed_at) == (other.name, START)
