"""The reads over what the runtime really leaves behind, and notices as it really queues them."""

import pytest

from engine.definitions.drawing import draw_diagram
from engine.queries.case_details import load_case
from engine.queries.case_notices import list_case_notices
from engine.queries.diagrams import load_diagram_state
from engine.queries.notices import list_notices
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.tasks import load_task
from engine.queries.timeline import list_timeline
from engine.queries.worklist import list_open_tasks
from engine.queries.worklist_done import list_done_tasks
from engine.runtime.delivering import deliver_notifications
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from tests.support.engine import (
    COUNCIL,
    MANAGER,
    OTHER_MANAGER,
    OTHER_PRACTITIONER,
    RAISER,
    SCHOOL,
)

NEXT_LEVEL = ("next-level-manager", SCHOOL)


@pytest.fixture
def read(berkshire):
    def read_as(query, role, *arguments):
        with berkshire.engine.open_reading() as work:
            return query(berkshire.engine, work, berkshire.actor(*role), *arguments)

    return read_as


def test_a_raised_difference_stands_with_the_practitioners_of_both_agencies(berkshire, read):
    started = berkshire.climb("Task_S0_Discuss")
    case = read(load_case, RAISER, started.reference)
    assert case.status.stage_title == "Between practitioners"
    assert case.status.until is not None
    assert {who.agency_name for who in case.status.waiting_for} == {
        "Reading Council",
        "Reading School",
    }
    assert [p.side for p in case.participants] == ["raising", "receiving"]
    for role in (RAISER, OTHER_PRACTITIONER):
        (task,) = read(list_open_tasks, role).rows
        assert (task.element_id, task.reference) == ("Task_S0_Discuss", started.reference)
    assert read(list_open_tasks, MANAGER).rows == ()
    assert [task.element_id for task in read(list_done_tasks, RAISER).rows] == ["Task_S0_Raise"]


def test_when_the_day_is_over_the_managers_read_what_the_practitioners_had_typed(berkshire, read):
    started = berkshire.climb("Task_S0_Discuss")
    discuss = berkshire.task(started.case_id, "Task_S0_Discuss")
    outsider = berkshire.actor(*OTHER_PRACTITIONER)
    save_draft(berkshire.engine, outsider, discuss.id, {"s0_outcome": "resolved"})
    berkshire.wait(days=2)
    (contact,) = read(list_open_tasks, MANAGER).rows
    assert contact.element_id == "Task_S1_Contact"
    details = read(load_task, MANAGER, contact.id)
    assert details.may_do
    assert details.documentation
    assert "S1-04" in [clause.id for clause in details.clauses]
    assert all(clause.paraphrase for clause in details.clauses)
    (draft,) = read(list_kept_texts, MANAGER, started.reference)
    assert (draft.person_name, draft.answers) == (outsider.name, {"s0_outcome": "resolved"})
    (raised,) = read(list_submissions, MANAGER, started.reference)
    assert (raised.element_id, raised.agency_key) == ("Task_S0_Raise", SCHOOL)


def test_the_overdue_notice_reaches_both_managers_and_the_next_level_with_its_limit(
    berkshire, read
):
    started = berkshire.climb("Task_S1_Contact")
    due = berkshire.task(started.case_id, "Task_S1_Contact").due_at
    berkshire.wait(days=3)
    deliver_notifications(berkshire.engine)
    for role in (MANAGER, OTHER_MANAGER, NEXT_LEVEL):
        notices = read(list_notices, role).rows
        assert any("contact is overdue" in notice.subject for notice in notices)
    overdue = read(list_case_notices, MANAGER, started.reference)[-1]
    assert overdue.due_at == due
    assert {(role, agency) for role, agency in overdue.groups} == {
        (role, agency)
        for role in ("line-manager", "next-level-manager")
        for agency in ("Reading Council", "Reading School")
    }
    assert {delivery.state for delivery in overdue.deliveries} == {"sent", "shown"}


def test_danger_stands_first_in_the_inbox_of_the_reporters_agency_alone(berkshire, read):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*MANAGER), started.reference, "ImmediateDanger")
    first, *_ = read(list_open_tasks, MANAGER).rows
    assert first.is_danger
    assert not any(task.is_danger for task in read(list_open_tasks, OTHER_MANAGER).rows)
    case = read(load_case, OTHER_MANAGER, started.reference)
    assert case.status.is_danger_open
    assert {who.agency_key for who in case.status.waiting_for} == {SCHOOL, COUNCIL}


def test_the_timeline_tells_the_case_in_whole_sentences(berkshire, read):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.wait(days=3)
    told = read(list_timeline, MANAGER, started.reference)
    sentences = [entry.sentence for entry in told]
    assert "Completed “Seek the rationale, set out the concern”" in sentences
    assert "Time limit passed: 24 hours" in sentences
    assert not any("_" in sentence for sentence in sentences)


def test_the_path_taken_can_be_drawn(berkshire, read):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.wait(days=3)
    state = read(load_diagram_state, MANAGER, started.reference)
    assert state.states["Task_S0_Raise"] == "done"
    assert state.states["Task_S1_Contact"] == "overdue"
    assert "Flow_StartEvent_Raised_Task_S0_Raise" in state.taken
    with berkshire.engine.open_reading() as work:
        definition = berkshire.case(started.case_id).process_definition_id
        compiled = berkshire.engine.definitions.compiled(work, definition)
    source = compiled.library.sources["berkshire.bpmn"]
    svg = draw_diagram(source, states=state.states, taken=state.taken, counts=state.counts)
    assert "overdue" in svg


def test_while_agencies_confirm_the_step_that_called_them_is_active(berkshire, read):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="resolved")
    state = read(load_diagram_state, MANAGER, started.reference)
    assert state.states["Call_S1_Record"] == state.states["RS_Task_Record"] == "active"
    assert state.states["Call_S0_Record"] == "done"
    assert state.counts["RS_Task_Record"] == 2
