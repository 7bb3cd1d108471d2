"""Immediate danger: at any stage, again and again, beside the procedure and never in its way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.errors import MessageFailedError, NotAllowedError, NotFoundError
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.notifications import Notification
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.task_forms import open_form
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import (
    COUNCIL,
    LADDER,
    MONDAY,
    OTHER_PRACTITIONER,
    POLICE,
    RAISER,
    SCHOOL,
    bundle_with,
)
from tests.support.invariants import broken_invariants

ALERT = "Task_Danger_Act"
SAFE = {"called_999": "not_needed_in_my_judgement", "child_safe_now": "yes"}
STAGES = [(element, role) for element, role, _ in LADDER]


@pytest.fixture(autouse=True)
def _nothing_is_broken(berkshire):
    yield
    assert broken_invariants(berkshire.engine) == []


def alert(berkshire, started, role=RAISER):
    actor = berkshire.actor(*role)
    return send_message(berkshire.engine, actor, started.reference, DANGER_MESSAGE)


def alerts(berkshire, started):
    query = select(Notification).where(
        Notification.case_id == started.case_id, Notification.is_danger
    )
    return berkshire.rows(query.order_by(Notification.queued_at))


def as_it_was(task):
    return {c.key: getattr(task, c.key) for c in type(task).__table__.columns}


@pytest.mark.parametrize(("element_id", "role"), STAGES)
def test_danger_at_any_stage_leaves_task_limit_and_draft_as_they_were(berkshire, element_id, role):
    started = berkshire.climb(element_id)
    actor = berkshire.actor(role, SCHOOL)
    before = berkshire.task(started.case_id, element_id)
    save_draft(berkshire.engine, actor, before.id, {"half": "a sentence"})
    case = berkshire.case(started.case_id)
    berkshire.clock.set(MONDAY + timedelta(hours=1))
    (task_id,) = alert(berkshire, started)
    assert as_it_was(berkshire.task(started.case_id, element_id)) == as_it_was(before)
    assert berkshire.case(started.case_id).stage_started_at == case.stage_started_at
    with berkshire.engine.open_reading() as work:
        shown = open_form(berkshire.engine, work, actor, before.id)
    assert shown.answers == {"half": "a sentence"}
    act = berkshire.task(started.case_id, ALERT)
    assert (act.id, act.is_danger) == (task_id, True)
    (notice,) = alerts(berkshire, started)
    groups = {tuple(group) for group in notice.groups["groups"]}
    assert groups == {(SCHOOL, "safeguarding-lead"), (SCHOOL, "line-manager")}


def test_danger_twice_is_two_alerts_for_whoever_reports(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    first, second = (
        alert(berkshire, started),
        alert(berkshire, started, OTHER_PRACTITIONER),
    )
    assert set(first).isdisjoint(second)
    told = [{group[0] for group in n.groups["groups"]} for n in alerts(berkshire, started)]
    assert sorted(told, key=sorted) == [{COUNCIL}, {SCHOOL}]
    lead = berkshire.actor("safeguarding-lead", SCHOOL)
    with berkshire.engine.open_reading() as work:
        assert open_form(berkshire.engine, work, lead, first[0]).form.key == "DANGER"
        with pytest.raises(NotAllowedError):
            open_form(berkshire.engine, work, lead, second[0])


def test_danger_on_the_raising_form_alerts_in_the_same_step(berkshire):
    started = berkshire.start()
    done = berkshire.complete(
        started.case_id, "Task_S0_Raise", RAISER, immediate_harm="yes", concern_remains="yes"
    )
    assert {task.element_id for task in done.opened} == {"Task_S0_Discuss", ALERT}
    assert len(alerts(berkshire, started)) == 1


def test_danger_keeps_the_case_open_after_the_procedure_has_ended(berkshire):
    """The child is not safe until somebody says yes, and may be in danger again."""
    started = berkshire.start()
    done = berkshire.complete(
        started.case_id, "Task_S0_Raise", RAISER, immediate_harm="yes", concern_remains="no"
    )
    assert (done.ended, done.outcome) == (False, "End_Understood")
    main = select(ProcessInstance.state).where(
        ProcessInstance.case_id == started.case_id, ProcessInstance.is_main
    )
    assert berkshire.rows(main) == ["ended"]
    alert(berkshire, started)
    assert berkshire.open_elements(started.case_id) == [ALERT, ALERT]
    lead = ("safeguarding-lead", SCHOOL)
    done = berkshire.complete(started.case_id, ALERT, lead, **(SAFE | {"child_safe_now": "no"}))
    assert [task.element_id for task in done.opened] == [ALERT]
    for is_last in (False, True):
        done = berkshire.complete(started.case_id, ALERT, lead, **SAFE)
        assert done.ended == is_last
    assert berkshire.case(started.case_id).outcome == "End_Understood"


def test_danger_in_a_case_that_has_ended_is_refused_with_999(berkshire):
    started = berkshire.start()
    berkshire.complete(
        started.case_id, "Task_S0_Raise", RAISER, immediate_harm="no", concern_remains="no"
    )
    with pytest.raises(NotAllowedError, match="999"):
        alert(berkshire, started)
    assert alerts(berkshire, started) == []


def test_danger_does_not_wait_for_a_limit_that_has_passed(berkshire):
    """The alert fires no limit on its way; the sweep tells that one on its own."""
    started = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(MONDAY + timedelta(days=3))
    alert(berkshire, started)
    overdue = select(Notification).where(Notification.element_id == "Notify_S1_Overdue")
    assert berkshire.rows(overdue) == []
    assert berkshire.wait() == 1
    assert len(berkshire.rows(overdue)) == 1


@pytest.mark.parametrize("role", [("safeguarding-lead", POLICE), ("departmental-head", SCHOOL)])
def test_nobody_alerts_in_a_case_that_has_not_reached_them(berkshire, role):
    started = berkshire.climb("Task_S1_Contact")
    for reference in (started.reference, "BRK-2026-999999"):
        with pytest.raises(NotFoundError) as refusal:
            send_message(berkshire.engine, berkshire.actor(*role), reference, DANGER_MESSAGE)
        assert (refusal.value.kind, refusal.value.key) == ("case", reference)


def test_a_message_that_nothing_waits_for_is_refused(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, "Hello")


NOBODY = {
    "berkshire.bpmn": (
        'value="safeguarding-lead of reporter; line-manager of reporter"',
        'value="=reporter_agency"',
    )
}
UNREADABLE = b"\x01not a sealed state"


def test_an_alert_goes_out_although_the_main_process_cannot_be_read(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    main = (ProcessInstance.case_id == started.case_id, ProcessInstance.is_main)
    state = berkshire.rows(select(ProcessInstance.workflow).where(*main))[0]
    _store_workflow(berkshire, main, UNREADABLE)
    assert len(alert(berkshire, started)) == 1
    assert {group[0] for group in alerts(berkshire, started)[0].groups["groups"]} == {SCHOOL}
    _store_workflow(berkshire, main, state)


def test_an_alert_that_cannot_begin_says_ring_999_and_is_an_incident(berkshire):
    definition_id = deploy_bundle(berkshire.engine, None, bundle_with(NOBODY))
    publish_definition(berkshire.engine, None, definition_id)
    started = berkshire.climb("Task_S0_Discuss")
    with pytest.raises(MessageFailedError, match="ring 999"):
        alert(berkshire, started)
    incident = berkshire.rows(select(Incident))[0]
    assert incident.case_id == started.case_id
    assert berkshire.open_elements(started.case_id) == ["Task_S0_Discuss"]


def _store_workflow(berkshire, main, state):
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(update(ProcessInstance).where(*main).values(workflow=state))
        work.commit()
