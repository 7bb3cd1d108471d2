"""All that runs in a case goes to another version, or nothing does."""

import pytest
from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.asking import ask_operation
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import Draft
from engine.runtime.claims import claim_user_task
from engine.runtime.drafts import save_draft
from engine.vocabulary import Happening
from tests.support.engine import MANAGER, RAISER
from tests.support.invariants import broken_chains, broken_invariants
from tests.support.migrating import ADMINISTRATOR, instances_of, migrate, publish, raise_alert

RENAMED_STEP = {"berkshire.bpmn": ('name="Act now; dial 999', 'name="Act at once; dial 999')}
OTHER_DANGER_STEP = {"berkshire.bpmn": ("Task_Danger_Act", "Task_Danger_Do")}


def versions(house, started):
    return [one.process_definition_id for one in instances_of(house, started)]


def undo(house, item):
    actor = house.actor(*ADMINISTRATOR)
    undo_operation(house.engine, actor, item.operation_id, item.place, "It was too early.")


@pytest.fixture
def alerted(berkshire):
    """A case with a danger alert on which somebody works, and another version."""
    started = berkshire.climb("Task_S1_Contact")
    raise_alert(berkshire, started)
    task = berkshire.task(started.case_id, "Task_Danger_Act")
    manager = berkshire.actor(*MANAGER)
    claim_user_task(berkshire.engine, manager, task.id)
    save_draft(berkshire.engine, manager, task.id, {"action_taken": "The police know."})
    return berkshire, started, publish(berkshire, RENAMED_STEP)


def test_a_danger_alert_goes_along_with_its_task_claim_draft_and_due_time(alerted):
    house, started, new = alerted
    before = house.task(started.case_id, "Task_Danger_Act")
    drafts = [(one.user_task_id, one.answers) for one in house.rows(select(Draft))]
    main, _ = instances_of(house, started)
    (item,) = migrate(house, [main], new)
    assert item.outcome.endswith("with its danger alert.")
    assert versions(house, started) == [new, new]
    assert house.case(started.case_id).process_definition_id == new
    after = house.task(started.case_id, "Task_Danger_Act")
    assert (after.id, after.claimed_by, after.due_at, after.opened_at) == (
        before.id,
        before.claimed_by,
        before.due_at,
        before.opened_at,
    )
    assert after.name.startswith("Act at once")
    assert [(one.user_task_id, one.answers) for one in house.rows(select(Draft))] == drafts
    assert broken_invariants(house.engine) == []
    assert broken_chains(house.engine) == []


def test_whoever_chooses_only_the_alert_takes_the_case_along(alerted):
    house, started, new = alerted
    migrate(house, [instances_of(house, started)[1]], new)
    assert versions(house, started) == [new, new]


def test_a_case_of_which_everything_is_chosen_is_one_item(alerted):
    house, started, new = alerted
    (item,) = migrate(house, instances_of(house, started)[::-1], new)
    assert item.state == "done"
    happened = house.rows(
        select(HistoryEvent).where(HistoryEvent.kind == Happening.INSTANCE_MIGRATED)
    )
    assert [one.details["message"] for one in happened] == [None, "ImmediateDanger"]


def test_undone_all_of_it_is_as_it_was(alerted):
    house, started, new = alerted
    states = [one.workflow for one in instances_of(house, started)]
    (item,) = migrate(house, instances_of(house, started)[:1], new)
    undo(house, item)
    assert versions(house, started) == [1, 1]
    assert [one.workflow for one in instances_of(house, started)] == states
    assert house.task(started.case_id, "Task_Danger_Act").name.startswith("Act now")
    assert broken_invariants(house.engine) == []
    assert broken_chains(house.engine) == []


def answer_alert(house, started):
    house.complete(started.case_id, "Task_Danger_Act", MANAGER, child_safe_now="yes")


def raise_another(house, started):
    raise_alert(house, started)


@pytest.mark.parametrize("happens", [answer_alert, raise_another])
def test_what_happens_beside_it_ends_the_time_for_undoing(alerted, happens):
    house, started, new = alerted
    (item,) = migrate(house, instances_of(house, started)[:1], new)
    happens(house, started)
    with pytest.raises(OperationRefusedError, match="happened beside it since"):
        undo(house, item)
    assert set(versions(house, started)) == {new}


def test_an_alert_that_cannot_go_keeps_its_case(berkshire):
    house, started = berkshire, berkshire.climb("Task_S1_Contact")
    raise_alert(house, started)
    new = publish(house, OTHER_DANGER_STEP)
    (item,) = migrate(house, instances_of(house, started)[:1], new)
    assert item.state == "refused"
    assert item.outcome.startswith("A danger alert in this case cannot go: It stands on “Act now")
    assert versions(house, started) == [1, 1]
    assert broken_invariants(house.engine) == []


def test_a_case_that_cannot_go_keeps_its_alert(berkshire):
    house, started = berkshire, berkshire.climb("Task_S1_Contact")
    alert = raise_alert(house, started)
    new = publish(house, {"berkshire.bpmn": ("Task_S1_Contact", "Task_S1_Call")})
    (shown,) = preview_operation(
        house.engine, house.actor(*ADMINISTRATOR), "migrate", [alert.id], {"to_version": str(new)}
    )
    assert shown.effect is None
    assert versions(house, started) == [1, 1]


def test_an_alert_that_outlives_its_case_goes_alone_and_the_case_is_read_with_it(berkshire):
    house = berkshire
    started = house.start()
    raise_alert(house, started)
    house.complete(
        started.case_id, "Task_S0_Raise", RAISER, concern_remains="no", immediate_harm="no"
    )
    main, alert = instances_of(house, started)
    assert main.state == "ended"
    new = publish(house, RENAMED_STEP)
    migrate(house, [alert], new)
    assert versions(house, started) == [1, new]
    assert house.case(started.case_id).process_definition_id == new


def test_a_case_on_hold_goes_and_stays_on_hold(berkshire):
    house, started = berkshire, berkshire.climb("Task_S1_Contact")
    new = publish(house, RENAMED_STEP)
    ids = [one.id for one in instances_of(house, started)]
    actor = house.actor(*ADMINISTRATOR)
    ask_operation(house.engine, actor, "suspend", ids, {"clock": "runs_on"}, "Wait.")
    migrate(house, instances_of(house, started), new)
    (main,) = instances_of(house, started)
    assert (main.state, main.process_definition_id) == ("suspended", new)
