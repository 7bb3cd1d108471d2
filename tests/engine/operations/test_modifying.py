"""An administrator puts a case right: where it stands and what it goes by; and takes it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.operations.acting import Asked, open_target
from engine.operations.asking import ask_operation
from engine.operations.kinds import kind_of
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import Draft, Submission, TaskCandidate, UserTask
from engine.persistence.writing import columns_of
from engine.queries.operations import load_operation
from engine.runtime.drafts import save_draft
from engine.runtime.execution import load_instance
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE, Happening
from tests.support.engine import MANAGER, NOTHING_LEARNED, OFFICE, OTHER_MANAGER, RAISER
from tests.support.invariants import broken_invariants

ADMINISTRATOR = ("administrator", OFFICE)
TWENTY_FOUR = timedelta(hours=24)


def instance_of(house, started, *, is_main=True):
    query = select(ProcessInstance).where(ProcessInstance.case_id == started.case_id)
    return house.rows(query.where(ProcessInstance.is_main.is_(is_main)))[0]


def operate(house, started, kind, *, is_main=True, **answers):
    """Carry a kind out; return how it went."""
    actor, instance = house.actor(*ADMINISTRATOR), instance_of(house, started, is_main=is_main)
    operation_id = ask_operation(
        house.engine, actor, kind, [instance.id], answers, "It stood at the wrong step."
    )
    with house.engine.open_reading() as work:
        return load_operation(house.engine, work, actor, operation_id)


def done(house, started, kind, **answers):
    item = operate(house, started, kind, **answers).items[0]
    assert item.state == "done", item.outcome
    assert broken_invariants(house.engine) == []
    return item.outcome


def refused(house, started, kind, **answers):
    before = state_of(house, started)
    item = operate(house, started, kind, **answers).items[0]
    assert item.state == "refused", item.outcome
    assert state_of(house, started) == before
    assert broken_invariants(house.engine) == []
    return item.outcome


def preview(house, started, kind, **answers):
    before = state_of(house, started)
    actor, instance = house.actor(*ADMINISTRATOR), instance_of(house, started)
    (shown,) = preview_operation(house.engine, actor, kind, [instance.id], answers)
    assert state_of(house, started) == before
    return shown


def state_of(house, started):
    """Return the rows of a case that an undone operation leaves as they were."""
    instance = instance_of(house, started)
    tasks = house.rows(select(UserTask).where(UserTask.process_instance_id == instance.id))
    asked = select(TaskCandidate).where(TaskCandidate.user_task_id.in_([t.id for t in tasks]))
    timers = select(Timer).where(Timer.process_instance_id == instance.id)
    case = house.case(started.case_id)
    return {
        "instance": (instance.state, instance.workflow, instance.ended_at),
        "case": (case.stage, case.stage_started_at, case.ended_at, case.outcome),
        "tasks": {t.id: columns_of(t) for t in tasks},
        "candidates": sorted(str(columns_of(row)) for row in house.rows(asked)),
        "timers": sorted(str(columns_of(row)) for row in house.rows(timers)),
    }


def undone(house, started, operation, before):
    """Take an operation back, and see that everything is as it was."""
    actor = house.actor(*ADMINISTRATOR)
    undo_operation(house.engine, actor, operation.row.id, 1, "It was the wrong case.")
    after = state_of(house, started)
    opened = after["tasks"].keys() - before["tasks"].keys()
    assert all(after["tasks"].pop(task_id)["state"] == "cancelled" for task_id in opened)
    assert after == before
    assert broken_invariants(house.engine) == []


def variables(house, started):
    with house.engine.open_reading() as work:
        instance = work.session.get_one(ProcessInstance, instance_of(house, started).id)
        case = house.case(started.case_id)
        return dict(load_instance(house.engine, work, case, instance).process.variables)


def options(house, started, kind, key):
    actor, instance = house.actor(*ADMINISTRATOR), instance_of(house, started)
    with house.engine.open_unit_of_work() as work:
        target = open_target(house.engine, work, actor, instance.id, Asked(kind_of(kind), {}, ""))
        question = next(one for one in kind_of(kind).questions if one.key == key)
        return [option.value for option in question.options(target)]


ANSWERED = {**NOTHING_LEARNED, "s1_outcome": "resolved"}
UP = {"element": "Task_S1_Contact", "to": "Task_S2_Contact"}


def test_a_move_opens_the_other_step_with_its_stage_and_its_limit(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(berkshire.clock.now() + timedelta(hours=3))
    outcome = done(berkshire, started, "move_token", **UP)
    assert outcome.endswith(
        "The limits of the old place ended, and those of the new one begin now."
    )
    task = berkshire.task(started.case_id, "Task_S2_Contact")
    assert berkshire.open_elements(started.case_id) == ["Task_S2_Contact"]
    assert task.due_at == berkshire.clock.now() + TWENTY_FOUR
    assert (berkshire.case(started.case_id).stage, task.stage) == ("S2", "S2")
    assert berkshire.case(started.case_id).stage_started_at == berkshire.clock.now()
    berkshire.complete(
        started.case_id,
        "Task_S2_Contact",
        ("next-level-manager", MANAGER[1]),
        s2_outcome="not_resolved",
    )
    assert "Task_S3_Contact" in berkshire.open_elements(started.case_id)
    assert broken_invariants(berkshire.engine) == []


def test_the_preview_shows_limits_that_end_and_begin_and_changes_nothing(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    shown = preview(berkshire, started, "move_token", **UP)
    assert [task.element_id for task in shown.effect.opened] == ["Task_S2_Contact"]
    assert [task.element_id for task in shown.effect.closed] == ["Task_S1_Contact"]
    ended = [limit.element_id for limit in shown.effect.timers if limit.after is None]
    begun = {limit.element_id: limit.after for limit in shown.effect.timers if not limit.before}
    assert ended == ["Timer_S1_24h"]
    assert begun == {"Timer_S2_24h": berkshire.clock.now() + TWENTY_FOUR}
    assert not shown.effect.case_ends


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("move_token", UP),
        ("go_back", {"to": "Task_S0_Discuss"}),
        ("skip_step", {"element": "Task_S1_Contact"}),
        ("complete_step", {"element": "Task_S1_Contact", "variables": ANSWERED}),
        ("correct_value", {"name": "s0_outcome", "value": "resolved"}),
        ("move_token", {"element": "Task_S1_Contact", "to": "Call_S1_Record"}),
    ],
)
def test_what_was_done_is_undone_byte_for_byte(berkshire, kind, answers):
    started = berkshire.climb("Task_S1_Contact")
    before = state_of(berkshire, started)
    operation = operate(berkshire, started, kind, **answers)
    assert operation.items[0].state == "done", operation.items[0].outcome
    assert operation.items[0].can_undo
    assert broken_invariants(berkshire.engine) == []
    undone(berkshire, started, operation, before)
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    assert broken_invariants(berkshire.engine) == []


def test_what_somebody_typed_stays_and_they_are_told_why(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    task, actor = berkshire.task(started.case_id, "Task_S1_Contact"), berkshire.actor(*MANAGER)
    save_draft(berkshire.engine, actor, task.id, {"s1_summary": "We spoke."})
    texts = len(berkshire.rows(select(Submission)))
    done(berkshire, started, "move_token", **UP)
    assert [draft.user_task_id for draft in berkshire.rows(select(Draft))] == [task.id]
    assert len(berkshire.rows(select(Submission))) == texts
    with pytest.raises(Exception, match="an administrator put the case right"):
        save_draft(berkshire.engine, actor, task.id, {"s1_summary": "We spoke again."})


def test_one_goes_back_to_what_was_done_only(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert "was not done" in refused(berkshire, started, "go_back", to="Task_S2_Contact")
    assert "answered once" in refused(berkshire, started, "go_back", to="Task_S0_Raise")
    outcome = done(berkshire, started, "go_back", to="Task_S0_Discuss")
    assert outcome.startswith("Moved from ")
    assert berkshire.case(started.case_id).stage == "S0"
    berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="not_resolved")
    assert berkshire.open_elements(started.case_id) == ["Task_S1_Contact"]


def test_a_step_is_completed_with_values_and_is_nobodys_answer(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    texts = len(berkshire.rows(select(Submission)))
    outcome = done(
        berkshire,
        started,
        "complete_step",
        element="Task_S1_Contact",
        variables={**NOTHING_LEARNED, "s1_outcome": "not_resolved"},
    )
    assert "with lessons_identified, policy_gap, s1_outcome" in outcome
    assert berkshire.open_elements(started.case_id) == ["Task_S2_Contact"]
    assert variables(berkshire, started)["s1_outcome"] == "not_resolved"
    closed = select(UserTask).where(UserTask.element_id == "Task_S1_Contact")
    assert [(t.state, t.completed_by) for t in berkshire.rows(closed)] == [("cancelled", None)]
    assert len(berkshire.rows(select(Submission))) == texts
    events = select(HistoryEvent).where(HistoryEvent.kind == Happening.OPERATION_DONE)
    (event,) = berkshire.rows(events)
    assert event.details["kind"] == "complete_step"
    assert event.details["element"] == "Task_S1_Contact"
    assert "variables" not in event.details


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "Is it resolved?"),
        ({"s1_outcome": "perhaps"}, "cannot be that"),
        ({**NOTHING_LEARNED, "nonsense": 1}, "does not ask for “nonsense”"),
        ("[1]", "by name"),
        ("{", "by name"),
    ],
)
def test_values_have_to_be_answers_of_the_step(berkshire, given, why):
    started = berkshire.climb("Task_S1_Contact")
    said = refused(berkshire, started, "complete_step", element="Task_S1_Contact", variables=given)
    assert why in said


def test_a_skipped_step_goes_on_with_what_is_known(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    done(berkshire, started, "correct_value", name="s0_outcome", value="resolved")
    outcome = done(berkshire, started, "skip_step", element="Task_S1_Contact")
    assert "was skipped without an answer" in outcome
    assert "Task_S1_Contact" not in berkshire.open_elements(started.case_id)


def test_a_corrected_value_moves_nothing(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    before = state_of(berkshire, started)
    done(berkshire, started, "correct_value", name="s0_outcome", value="resolved")
    after = state_of(berkshire, started)
    assert (after["tasks"], after["timers"]) == (before["tasks"], before["timers"])
    assert variables(berkshire, started)["s0_outcome"] == "resolved"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("receiving_agency", "thames-police", "Change a participant"),
        ("raised_by", 1, "Change a participant"),
        ("s0_outcome", "perhaps", "cannot be that"),
        ("s0_outcome", "not_resolved", "has this value already"),
        ("nonsense", "x", "Nothing in the procedure asks"),
    ],
)
def test_values_that_cannot_be_put_right_like_this(berkshire, name, value, why):
    started = berkshire.climb("Task_S1_Contact")
    assert why in refused(berkshire, started, "correct_value", name=name, value=value)


def test_a_danger_alert_is_never_moved_skipped_or_completed(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    alert = send_message(
        berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE
    )
    assert alert
    (open_alert, *_) = [task for task in berkshire.tasks(started.case_id) if task.is_danger]
    element = {"element": open_alert.element_id}
    acts = {
        "move_token": {**element, "to": open_alert.element_id},
        "go_back": {"to": open_alert.element_id},
        "skip_step": element,
        "complete_step": {**element, "variables": {}},
    }
    for kind, answers in acts.items():
        item = operate(berkshire, started, kind, is_main=False, **answers).items[0]
        assert item.state == "refused"
        assert "a child may be at risk" in item.outcome
    done(berkshire, started, "move_token", **UP)
    assert open_alert.element_id in berkshire.open_elements(started.case_id)


def test_a_case_that_is_not_raised_or_on_hold_or_overdue_just_now_is_left_alone(berkshire):
    started = berkshire.start()
    assert "not been raised" in refused(berkshire, started, "skip_step", element="Task_S0_Raise")
    started = berkshire.climb("Task_S1_Contact")
    operate(berkshire, started, "suspend", clock="runs_on")
    assert "Resume it first" in refused(berkshire, started, "move_token", **UP)
    operate(berkshire, started, "resume")
    berkshire.clock.set(berkshire.clock.now() + timedelta(hours=30))
    item = operate(berkshire, started, "move_token", **UP).items[0]
    assert item.state == "refused"
    assert "has passed in it just now" in item.outcome


def test_joins_and_steps_inside_others_are_refused_in_words(berkshire):
    started = berkshire.climb("Task_S3_Contact")
    berkshire.complete(
        started.case_id,
        "Task_S3_Contact",
        ("senior-manager", MANAGER[1]),
        s3_outcome="not_resolved",
    )
    element = next(e for e in berkshire.open_elements(started.case_id) if "S4" in e)
    said = refused(berkshire, started, "move_token", element=element, to="Task_S1_Contact")
    assert "would end with it" in said
    done(berkshire, started, "move_token", element="Sub_S4_Stage", to="Task_S3_Contact")
    assert berkshire.open_elements(started.case_id) == ["Task_S3_Contact"]
    said = refused(berkshire, started, "move_token", element="Task_S3_Contact", to=element)
    assert "is inside" in said


def test_only_what_can_be_chosen_is_offered(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert options(berkshire, started, "move_token", "element") == ["Task_S1_Contact"]
    offered = options(berkshire, started, "move_token", "to")
    assert {"Task_S2_Contact", "Sub_S4_Stage"} <= set(offered)
    assert "Task_S1_Contact" not in offered
    assert "Task_S0_Discuss" in options(berkshire, started, "go_back", "to")
    assert "Task_S2_Contact" not in options(berkshire, started, "go_back", "to")
    assert options(berkshire, started, "skip_step", "element") == ["Task_S1_Contact"]
    names = options(berkshire, started, "correct_value", "name")
    assert "s0_outcome" in names
    assert "agencies" not in names


def test_many_each_with_a_result_of_its_own(berkshire):
    one, two = berkshire.climb("Task_S1_Contact"), berkshire.climb("Task_S2_Contact")
    actor = berkshire.actor(*ADMINISTRATOR)
    ids = [instance_of(berkshire, case).id for case in (one, two)]
    shown = preview_operation(berkshire.engine, actor, "move_token", ids, UP)
    assert [item.effect is None for item in shown] == [False, True]
    assert shown[1].outcome == "Nothing waits there."


def test_the_other_side_still_answers_after_a_move(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    done(berkshire, started, "go_back", to="Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", OTHER_MANAGER, s1_outcome="not_resolved")
    assert berkshire.open_elements(started.case_id) == ["Task_S2_Contact"]
    assert broken_invariants(berkshire.engine) == []
