"""What has failed is tried again, alone or for many; nothing else waits for it meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError, StepRefusedError
from engine.operations.carrying_out import carry_out_operations
from engine.operations.incidents import retry_incident
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.ignoring import ignore_incident
from engine.runtime.timers import MOST_ATTEMPTS
from engine.vocabulary import Happening
from tests.support.engine import MANAGER, MONDAY, RAISER, bundle_with
from tests.support.invariants import broken_invariants
from tests.support.operating import REASON, Desk

STEP = "Task_S1_Contact"
S1_RECIPIENTS = 'value="line-manager of both; next-level-manager of both"'
MENDED_AT = MONDAY + timedelta(days=13)
UNTIL_MENDED = (
    'value="=if now() &lt; date and time(&quot;2026-09-20T00:00:00Z&quot;) then null '
    'else &quot;line-manager of both&quot;"'
)


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def publish(berkshire, changes):
    definition_id = deploy_bundle(berkshire.engine, None, bundle_with(changes))
    publish_definition(berkshire.engine, None, definition_id)


def failed(berkshire, count=1):
    """Return cases whose limit could not be told."""
    publish(berkshire, {"berkshire.bpmn": (S1_RECIPIENTS, UNTIL_MENDED)})
    cases = [berkshire.climb(STEP) for _ in range(count)]
    berkshire.clock.set(MONDAY + timedelta(days=1))
    for _ in range(MOST_ATTEMPTS):
        berkshire.wait(minutes=5)
    return cases


def incidents(berkshire):
    return berkshire.rows(select(Incident).order_by(Incident.id))


def submit(berkshire, started):
    berkshire.complete(started.case_id, STEP, MANAGER, s1_outcome="not_resolved")


def test_tried_again_too_early_it_is_refused_and_the_incident_stays(berkshire, desk):
    (started,) = failed(berkshire)
    refused = desk.operate(started, "retry")
    assert refused.state == "refused"
    assert refused.outcome.endswith("so nothing has changed.")
    assert [one.state for one in incidents(berkshire)] == ["open"]


def test_many_are_tried_again_in_the_background_each_with_its_own_due_time(berkshire, desk):
    cases = failed(berkshire, 3)
    sound = berkshire.climb(STEP)
    berkshire.clock.set(MENDED_AT)
    ids = [desk.instance(one).id for one in (*cases, sound)]
    assert desk.operate_on(ids, "retry").row.counts == {"waiting": 4}
    assert carry_out_operations(berkshire.engine) == 4
    details = desk.load(desk.latest)
    assert details.row.counts == {"done": 3, "refused": 1}
    assert details.items[3].outcome == "Nothing in it has failed."
    for started in cases:
        (told,) = desk.notices(started, "S1_OVERDUE")
        assert told.facts["due_at"] == (MONDAY + timedelta(days=1)).isoformat()
    assert {one.state for one in incidents(berkshire)} == {"resolved"}
    assert broken_invariants(berkshire.engine) == []


def test_a_submit_never_overtakes_a_limit_that_has_failed(berkshire, desk):
    (started,) = failed(berkshire)
    with pytest.raises(StepRefusedError):
        submit(berkshire, started)
    assert berkshire.open_elements(started.case_id) == [STEP]
    berkshire.clock.set(MENDED_AT)
    submit(berkshire, started)
    assert len(desk.notices(started, "S1_OVERDUE")) == 1
    assert STEP not in berkshire.open_elements(started.case_id)


def test_a_failed_limit_that_is_set_for_another_time_runs_again(berkshire, desk):
    (started,) = failed(berkshire)
    later = MENDED_AT + timedelta(hours=1)
    item = desk.operate(started, "change_due", element="Timer_S1_24h", due_at=later.isoformat())
    assert item.state == "done", item.outcome
    berkshire.clock.set(later)
    assert berkshire.wait() == 1
    assert len(desk.notices(started, "S1_OVERDUE")) == 1


def test_who_could_not_send_a_step_is_asked_to_send_it_again(berkshire, desk):
    publish(berkshire, {"berkshire.bpmn": (">PT24H<", ">=agreed_span<")})
    started = berkshire.climb("Task_S0_Discuss")
    with pytest.raises(StepRefusedError):
        berkshire.complete(started.case_id, "Task_S0_Discuss", RAISER, s0_outcome="not_resolved")
    assert desk.operate(started, "retry").state == "done"
    (told,) = desk.notices(started, "SEND_AGAIN")
    assert told.groups == {"groups": [], "people": [berkshire.actor(*RAISER).person_id]}
    assert broken_invariants(berkshire.engine) == []


def test_an_incident_of_another_is_not_there(berkshire):
    failed(berkshire)
    (incident,) = incidents(berkshire)
    for verb in (retry_incident, ignore_incident):
        with pytest.raises(NotFoundError):
            verb(berkshire.engine, berkshire.actor(*MANAGER), incident.id, REASON)


def test_ignoring_needs_a_reason_and_leaves_no_limit_untold(berkshire, desk):
    (started,) = failed(berkshire)
    (incident,) = incidents(berkshire)
    with pytest.raises(InputRefusedError, match="Say why"):
        ignore_incident(berkshire.engine, desk.actor, incident.id, " ")
    with pytest.raises(NotAllowedError, match="stands still"):
        ignore_incident(berkshire.engine, desk.actor, incident.id, REASON)
    later = (berkshire.clock.now() + timedelta(hours=1)).isoformat()
    desk.operate(started, "change_due", element="Timer_S1_24h", due_at=later)
    ignore_incident(berkshire.engine, desk.actor, incident.id, REASON)
    (ignored,) = incidents(berkshire)
    assert (ignored.state, ignored.resolved_by) == ("ignored", desk.actor.person_id)
    query = select(HistoryEvent).where(HistoryEvent.kind == Happening.INCIDENT_RESOLVED)
    (event,) = berkshire.rows(query)
    assert event.details == {"incident": incident.id, "reason": REASON, "ignored": True}
    with pytest.raises(NotFoundError):
        ignore_incident(berkshire.engine, desk.actor, incident.id, REASON)
    assert broken_invariants(berkshire.engine) == []


def test_a_preview_resolves_nothing(berkshire, desk):
    (started,) = failed(berkshire)
    berkshire.clock.set(MENDED_AT)
    shown = desk.preview(started, "retry")
    assert shown.effect.notices
    assert [one.state for one in incidents(berkshire)] == ["open"]
