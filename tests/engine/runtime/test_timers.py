"""Limits: told once with the time they had, whatever happened to the server in between."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.errors import InputRefusedError, NotFoundError, OperationRefusedError, StepRefusedError
from engine.operations.incidents import retry_incident
from engine.persistence.database import connect
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, ProcessInstance, Timer
from engine.persistence.notifications import Notification
from engine.persistence.operations import OperationItem
from engine.persistence.tasks import Submission
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.timers import FIRST_PAUSE, MOST_ATTEMPTS, fire_due_timers
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import Happening, IncidentState, SubmissionState
from tests.support.engine import (
    MANAGER,
    MONDAY,
    OFFICE,
    RAISER,
    bundle_with,
    open_berkshire,
    quick,
)
from tests.support.invariants import broken_invariants

S1_RECIPIENTS = 'value="line-manager of both; next-level-manager of both"'
UNTIL_MENDED = (
    'value="=if now() &lt; date and time(&quot;2026-09-20T00:00:00Z&quot;) '
    'then null else &quot;line-manager of both&quot;"'
)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_broken(berkshire):
    yield
    assert broken_invariants(berkshire.engine) == []


def publish(berkshire, changes):
    definition_id = deploy_bundle(berkshire.engine, None, bundle_with(changes))
    publish_definition(berkshire.engine, None, definition_id)


def overdue(berkshire, case_id):
    query = select(Notification).where(
        Notification.case_id == case_id, Notification.element_id == "Notify_S1_Overdue"
    )
    return berkshire.rows(query)


def incidents(berkshire):
    return berkshire.rows(select(Incident).order_by(Incident.id))


def test_after_days_of_downtime_a_limit_is_told_once_with_its_own_time(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert berkshire.wait(days=12) == 1
    assert berkshire.wait(days=1) == 0
    (notice,) = overdue(berkshire, started.case_id)
    assert notice.facts["due_at"] == (MONDAY + DAY).isoformat()
    assert notice.queued_at == MONDAY + 12 * DAY
    assert not notice.is_danger
    fired = select(HistoryEvent).where(
        HistoryEvent.kind == Happening.TIMER_FIRED, HistoryEvent.element_id == "Timer_S1_24h"
    )
    (event,) = berkshire.rows(fired)
    assert event.details == {"due_at": (MONDAY + DAY).isoformat()}
    assert (event.at, event.person_id) == (MONDAY + 12 * DAY, None)


def test_a_limit_fires_at_its_instant_and_not_before(berkshire):
    berkshire.climb("Task_S1_Contact")
    assert berkshire.wait(hours=24, microseconds=-1) == 0
    assert berkshire.wait(microseconds=1) == 1
    assert berkshire.wait() == 0


def test_a_sweep_that_is_bounded_takes_the_longest_overdue_first(berkshire):
    cases = []
    for _ in range(3):
        cases.append(berkshire.climb("Task_S1_Contact").case_id)
        berkshire.clock.set(berkshire.clock.now() + timedelta(hours=1))
    berkshire.clock.set(MONDAY + 3 * DAY)
    assert fire_due_timers(berkshire.engine, limit=2) == 2
    assert [len(overdue(berkshire, case_id)) for case_id in cases] == [1, 1, 0]
    assert fire_due_timers(berkshire.engine) == 1


def test_an_instance_that_fails_holds_back_nobody_and_becomes_an_incident(berkshire):
    publish(berkshire, {"berkshire.bpmn": (S1_RECIPIENTS, UNTIL_MENDED)})
    broken = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(MONDAY + timedelta(minutes=1))
    publish(berkshire, {"berkshire.bpmn": (S1_RECIPIENTS, 'value="line-manager of both"')})
    sound = berkshire.climb("Task_S1_Contact")
    pauses, sweeps = [], 0
    berkshire.clock.set(MONDAY + 2 * DAY)
    while not incidents(berkshire):
        assert fire_due_timers(berkshire.engine) == (2 if sweeps == 0 else 1)
        assert fire_due_timers(berkshire.engine) == 0
        sweeps += 1
        (timer,) = berkshire.rows(
            select(Timer).where(Timer.process_instance_id == main(berkshire, broken))
        )
        if timer.next_attempt_at is not None:
            pauses.append(timer.next_attempt_at - berkshire.clock.now())
            berkshire.clock.set(timer.next_attempt_at)
    assert sweeps == MOST_ATTEMPTS
    assert pauses == [FIRST_PAUSE * 6, FIRST_PAUSE * 36]
    assert len(overdue(berkshire, sound.case_id)) == 1
    (incident,) = incidents(berkshire)
    assert (incident.case_id, incident.element_id) == (broken.case_id, "Notify_S1_Overdue")
    assert (incident.state, incident.user_task_id) == (IncidentState.OPEN, None)
    assert berkshire.open_elements(broken.case_id) == ["Task_S1_Contact"]


def main(berkshire, started):
    query = select(ProcessInstance.id).where(ProcessInstance.case_id == started.case_id)
    return berkshire.rows(query)[0]


def with_an_incident(berkshire):
    """Return a case whose limit could not be told."""
    publish(berkshire, {"berkshire.bpmn": (S1_RECIPIENTS, UNTIL_MENDED)})
    started = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(MONDAY + DAY)
    for _ in range(MOST_ATTEMPTS):
        berkshire.wait(minutes=5)
    return started


def test_retrying_an_incident_revives_the_limit_with_its_own_time(berkshire):
    started = with_an_incident(berkshire)
    (incident,) = incidents(berkshire)
    assert berkshire.wait(days=14) == 0
    administrator = berkshire.actor("administrator", OFFICE)
    retry_incident(berkshire.engine, administrator, incident.id, "The recipients are mended.")
    (notice,) = overdue(berkshire, started.case_id)
    assert notice.facts["due_at"] == (MONDAY + DAY).isoformat()
    (resolved,) = incidents(berkshire)
    assert (resolved.state, resolved.resolved_by) == (
        IncidentState.RESOLVED,
        administrator.person_id,
    )


def test_a_retry_that_fails_again_leaves_the_incident_open(berkshire):
    with_an_incident(berkshire)
    (incident,) = incidents(berkshire)
    administrator = berkshire.actor("administrator", OFFICE)
    with pytest.raises(OperationRefusedError, match="cannot go on at “Tell line managers"):
        retry_incident(berkshire.engine, administrator, incident.id, "Just to see.")
    (item,) = berkshire.rows(select(OperationItem))
    assert item.state == "refused"
    assert [row.state for row in incidents(berkshire)] == [IncidentState.OPEN]


def test_only_an_administrator_with_a_reason_retries_and_only_once(berkshire):
    with_an_incident(berkshire)
    (incident,) = incidents(berkshire)
    administrator = berkshire.actor("administrator", OFFICE)
    with pytest.raises(NotFoundError):
        retry_incident(berkshire.engine, berkshire.actor(*MANAGER), incident.id, "Please.")
    with pytest.raises(InputRefusedError):
        retry_incident(berkshire.engine, administrator, incident.id, "  ")
    berkshire.clock.set(MONDAY + 14 * DAY)
    retry_incident(berkshire.engine, administrator, incident.id, "Mended.")
    with pytest.raises(NotFoundError):
        retry_incident(berkshire.engine, administrator, incident.id, "Mended.")


@contextmanager
def unreadable(berkshire, instance_id):
    """Let the saved state of an instance be what no version of ours can read."""
    row = berkshire.rows(select(ProcessInstance).where(ProcessInstance.id == instance_id))[0]
    change = update(ProcessInstance).where(ProcessInstance.id == instance_id)
    _write(berkshire, change.values(workflow=b"\x01 not what it was"))
    yield
    _write(berkshire, change.values(workflow=row.workflow))


def _write(berkshire, statement):
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(statement)
        work.commit()


def test_a_state_that_cannot_be_read_holds_back_nobody(berkshire):
    broken = berkshire.climb("Task_S1_Contact")
    berkshire.clock.set(MONDAY + timedelta(minutes=1))
    sound = berkshire.climb("Task_S1_Contact")
    with unreadable(berkshire, main(berkshire, broken)):
        berkshire.clock.set(MONDAY + 2 * DAY)
        for _ in range(MOST_ATTEMPTS):
            fire_due_timers(berkshire.engine)
            berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=5))
        assert len(overdue(berkshire, sound.case_id)) == 1
    (incident,) = incidents(berkshire)
    assert incident.case_id == broken.case_id
    administrator = berkshire.actor("administrator", OFFICE)
    retry_incident(berkshire.engine, administrator, incident.id, "Restored from the backup.")
    assert len(overdue(berkshire, broken.case_id)) == 1


def test_a_timer_that_cannot_start_keeps_the_answers_of_the_person_before_it(berkshire):
    publish(berkshire, {"berkshire.bpmn": (">PT24H<", ">=agreed_span<")})
    started = berkshire.climb("Task_S0_Discuss")
    task = berkshire.task(started.case_id, "Task_S0_Discuss")
    answers = berkshire.answers(RAISER, task.id, s0_outcome="not_resolved")
    with pytest.raises(StepRefusedError) as refusal:
        complete_user_task(berkshire.engine, berkshire.actor(*RAISER), task.id, answers)
    (incident,) = incidents(berkshire)
    assert refusal.value.incident_id == incident.id
    assert (incident.element_id, incident.user_task_id) == ("Timer_S1_24h", task.id)
    (kept,) = berkshire.rows(select(Submission).where(Submission.id == incident.submission_id))
    assert kept.state == SubmissionState.FAILED
    assert berkshire.engine.sealer.open_json(kept.answers, "submission.answers") == answers
    assert berkshire.open_elements(started.case_id) == ["Task_S0_Discuss"]
    assert berkshire.answers(RAISER, task.id, s0_outcome="not_resolved") == answers


def test_a_task_that_nobody_could_do_is_an_incident_and_not_a_dead_end(berkshire):
    publish(
        berkshire,
        {
            "procedure.toml": (
                'Lane_LineManagers = "line-manager"',
                'Lane_LineManagers = "=nobody"',
            )
        },
    )
    started = berkshire.climb("Task_S0_Discuss")
    with pytest.raises(StepRefusedError):
        berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="not_resolved")
    assert berkshire.open_elements(started.case_id) == ["Task_S0_Discuss"]
    assert [row.element_id for row in incidents(berkshire)] == ["Task_S1_Contact"]


def test_a_reminder_that_repeats_is_looked_at_again_only_when_it_is_due_again(berkshire):
    cycle = 'xsi:type="bpmn:tFormalExpression">R5/PT24H</bpmn:timeCycle>'
    publish(berkshire, {"berkshire.bpmn": (_s1_duration(), f"<bpmn:timeCycle {cycle}")})
    started = berkshire.climb("Task_S1_Contact")
    for day in (1, 2, 3):
        assert berkshire.wait(days=1) == 1, f"day {day}"
        assert fire_due_timers(berkshire.engine) == 0
        due = [notice.facts["due_at"] for notice in overdue(berkshire, started.case_id)]
        assert sorted(due) == [(MONDAY + n * DAY).isoformat() for n in range(1, day + 1)]


def _s1_duration():
    source = bundle_with({}).files["berkshire.bpmn"].decode()
    start = source.index("<bpmn:timeDuration", source.index('id="Timer_S1_24h"'))
    return source[start : source.index("</bpmn:timeDuration>", start)] + "</bpmn:timeDuration>"


def test_two_servers_with_one_database_fire_a_limit_once(berkshire, berkshire_url):
    other = open_berkshire(quick(connect(berkshire_url)))
    started = berkshire.climb("Task_S1_Contact")
    for house in (berkshire, other):
        house.clock.set(MONDAY + DAY)
    assert fire_due_timers(berkshire.engine) + fire_due_timers(other.engine) == 1
    assert len(overdue(other, started.case_id)) == 1
    other.engine.database.engine.dispose()
