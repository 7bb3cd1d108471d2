"""Berkshire's cases go from the edition of 2024 to that of 2026, wherever they wait."""

import pytest
from sqlalchemy import select

from engine.errors import AnswersInvalidError
from engine.operations.asking import ask_operation
from engine.operations.carrying_out import carry_out_operations
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import OperationItem
from engine.persistence.tasks import Draft, UserTask
from engine.queries.submissions import list_submissions
from engine.runtime.drafts import save_draft
from engine.runtime.execution import load_instance
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import Happening, ItemState
from tests.support.engine import COUNCIL, MANAGER, OFFICE, RAISER
from tests.support.invariants import broken_chains, broken_invariants
from tests.support.standing import (
    due_times,
    follow_old_edition,
    raise_cases,
    standing,
    steps_for_people,
    waiting_elements,
)

NEW, REASON = "1", "The sub-group wants running cases to follow the new edition."
ADMINISTRATOR = ("administrator", OFFICE)


def migrate(house, instances, to=NEW):
    operation_id = ask_operation(
        house.engine,
        house.actor(*ADMINISTRATOR),
        "migrate",
        [one.id for one in instances],
        {"to_version": to},
        REASON,
    )
    while carry_out_operations(house.engine):
        pass
    return operation_id


def items(house):
    return house.rows(select(OperationItem).order_by(OperationItem.place))


def rows_of(house, table):
    names = [column.name for column in table.__table__.columns]
    return sorted(str([getattr(row, name) for name in names]) for row in house.rows(select(table)))


def recipients_at(house, task):
    with house.engine.open_reading() as work:
        instance = work.session.get_one(ProcessInstance, task.process_instance_id)
        case = work.session.get_one(Case, task.case_id)
        process = load_instance(house.engine, work, case, instance).process
        return process.variables_at(task.id)["recipients"]


@pytest.fixture
def old_house(berkshire):
    follow_old_edition(berkshire)
    return berkshire


def test_cases_that_wait_at_every_step_go_on_with_their_due_times(old_house):
    house = old_house
    raise_cases(house, 40)
    assert waiting_elements(house) >= steps_for_people()
    instances, limits = standing(house, 2), due_times(house)
    ids = {task.id for task in house.rows(select(UserTask).where(UserTask.state == "open"))}
    drafts = rows_of(house, Draft)
    claims = {t.id: t.claimed_by for t in house.rows(select(UserTask))}
    migrate(house, instances)
    told = "Goes on under version 1 (edition 2026-03-25)"
    assert {(item.state, item.outcome[: len(told)]) for item in items(house)} == {
        (ItemState.DONE, told)
    }
    assert len(items(house)) == len({one.case_id for one in instances}) < len(instances)
    assert due_times(house) == limits
    assert {t.id for t in house.rows(select(UserTask).where(UserTask.state == "open"))} == ids
    assert {t.id: t.claimed_by for t in house.rows(select(UserTask))} == claims
    assert rows_of(house, Draft) == drafts
    assert standing(house, 2) == []
    assert broken_invariants(house.engine) == []
    assert broken_chains(house.engine) == []


def test_undone_everything_is_as_it_was(old_house):
    house = old_house
    raise_cases(house, 12)
    before = {table: rows_of(house, table) for table in (UserTask, Draft)}
    instances = standing(house, 2)
    states = {one.id: one.workflow for one in instances}
    operation_id = migrate(house, instances)
    actor = house.actor(*ADMINISTRATOR)
    for item in items(house):
        undo_operation(house.engine, actor, operation_id, item.place, "It was too early.")
    assert {table: rows_of(house, table) for table in (UserTask, Draft)} == before
    assert {one.id: one.workflow for one in standing(house, 2)} == states
    assert broken_invariants(house.engine) == []


def test_it_goes_on_to_its_end_in_the_new_version(old_house):
    house = old_house
    started = house.climb("Task_S3_Contact")
    migrate(house, standing(house, 2))
    house.complete(
        started.case_id,
        "Task_S3_Contact",
        ("senior-manager", "reading-school"),
        s3_outcome="not_resolved",
    )
    assert "Task_S4_Arrange" in house.open_elements(started.case_id)
    assert house.task(started.case_id, "Task_S4_Arrange").name.endswith("independent facilitator")


def test_a_half_finished_record_goes_to_the_people_of_the_new_version(old_house):
    house = old_house
    started = house.climb("Task_S1_Contact")
    house.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="resolved")
    before = house.open_elements(started.case_id)
    task = house.tasks(started.case_id)[0]
    assert recipients_at(house, task) == "line-manager of both"
    migrate(house, standing(house, 2))
    assert house.open_elements(started.case_id) == before
    assert recipients_at(house, task) == "practitioner of both; line-manager of both"
    assert broken_invariants(house.engine) == []


def test_what_was_answered_before_is_read_with_the_form_that_was_answered(old_house):
    house = old_house
    started = house.start()
    house.complete(started.case_id, "Task_S0_Raise", RAISER, accelerated="no", immediate_harm="no")
    migrate(house, standing(house, 2))
    with house.engine.open_reading() as work:
        reader = house.actor("practitioner", COUNCIL)
        (written,) = list_submissions(house.engine, work, reader, started.reference)
    assert written.answers["accelerated"] == "no"
    assert written.process_definition_id == 2


def test_what_was_typed_stays_where_the_new_form_does_not_ask_for_it(old_house):
    house = old_house
    started = house.start()
    raiser, task_id = house.actor(*RAISER), house.task(started.case_id, "Task_S0_Raise").id
    save_draft(house.engine, raiser, task_id, {"accelerated": "no"})
    migrate(house, standing(house, 2))
    with house.engine.open_reading() as work:
        shown = open_form(house.engine, work, raiser, task_id)
    assert shown.leftovers == {"accelerated": "no"}


def test_a_question_that_the_new_form_requires_counts_when_the_step_is_next_sent(berkshire):
    house, started = berkshire, berkshire.start()
    task_id = house.task(started.case_id, "Task_S0_Raise").id
    answers = house.answers(RAISER, task_id, immediate_harm="no")
    assert "accelerated" not in answers
    follow_old_edition(house)
    migrate(house, standing(house, 1), to="2")
    raiser = house.actor(*RAISER)
    with pytest.raises(AnswersInvalidError) as refused:
        complete_user_task(house.engine, raiser, task_id, answers)
    assert [error.key for error in refused.value.errors] == ["accelerated"]
    complete_user_task(house.engine, raiser, task_id, {**answers, "accelerated": "no"})
    assert "Task_S0_Discuss" in house.open_elements(started.case_id)


def test_the_history_says_from_which_version_to_which(old_house):
    house = old_house
    started = house.climb("Task_S1_Contact")
    migrate(house, standing(house, 2))
    query = select(HistoryEvent).where(HistoryEvent.kind == Happening.INSTANCE_MIGRATED)
    (event,) = house.rows(query.where(HistoryEvent.case_id == started.case_id))
    assert (event.details["from"], event.details["to"]) == (2, 1)
    assert event.person_id == house.actor(*ADMINISTRATOR).person_id
    assert house.rows(select(Case))[0].process_definition_id == 1


def test_a_preview_changes_nothing_and_names_the_versions(old_house):
    house = old_house
    house.climb("Task_S1_Contact")
    (instance,) = standing(house, 2)
    actor = house.actor(*ADMINISTRATOR)
    (shown,) = preview_operation(house.engine, actor, "migrate", [instance.id], {"to_version": NEW})
    assert (shown.effect.version_before, shown.effect.version_after) == (2, 1)
    assert (shown.effect.timers, shown.effect.opened, shown.effect.closed) == ((), (), ())
    assert house.rows(select(ProcessInstance))[0].process_definition_id == 2


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("2", "It follows this version already."),
        ("99", "This is no version of its procedure."),
        ("x", "This is no version of its procedure."),
    ],
)
def test_only_another_version_of_its_procedure_will_do(old_house, to, why):
    house = old_house
    house.climb("Task_S1_Contact")
    migrate(house, standing(house, 2), to)
    assert [(item.state, item.outcome) for item in items(house)] == [("refused", why)]
