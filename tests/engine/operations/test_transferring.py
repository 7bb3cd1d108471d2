"""Another agency comes into a case by an administrator's operation."""

import pytest
from sqlalchemy import select

from engine.persistence.cases import CaseAgency
from engine.persistence.instances import ProcessInstance
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import COUNCIL, POLICE, RAISER
from tests.support.invariants import broken_invariants
from tests.support.operating import Desk

STEP = "Task_S1_Contact"


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def agencies(berkshire, started):
    query = select(CaseAgency.agency_key).where(CaseAgency.case_id == started.case_id)
    return set(berkshire.rows(query))


def test_the_new_agency_is_asked_in_place_of_the_old_one_with_the_same_limit(berkshire, desk):
    started = berkshire.climb(STEP)
    limit = berkshire.task(started.case_id, STEP).due_at
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    item = desk.operate(started, "change_participant", leaving=COUNCIL, joining=POLICE)
    assert item.state == "done", item.outcome
    assert agencies(berkshire, started) == {"reading-school", POLICE}
    assert berkshire.task(started.case_id, STEP).due_at == limit
    assert len(desk.notices(started, "AGENCY_TRANSFERRED")) == 1
    berkshire.complete(started.case_id, STEP, ("line-manager", POLICE), s1_outcome="not_resolved")
    assert broken_invariants(berkshire.engine) == []


def test_also_on_hold_and_then_nothing_fires(berkshire, desk):
    started = berkshire.climb(STEP)
    desk.operate(started, "suspend", clock="runs_on")
    berkshire.wait(hours=30)
    item = desk.operate(started, "change_participant", leaving=None, joining=POLICE)
    assert item.state == "done", item.outcome
    assert POLICE in agencies(berkshire, started)
    assert desk.instance(started).state == "suspended"
    assert desk.notices(started, "S1_OVERDUE") == []


def test_a_limit_that_is_due_passes_first(berkshire, desk):
    started = berkshire.climb(STEP)
    berkshire.clock.set(desk.timers(started)[0].due_at)
    desk.operate(started, "change_participant", leaving=COUNCIL, joining=POLICE)
    (told,) = desk.notices(started, "S1_OVERDUE")
    assert [COUNCIL, "line-manager"] in told.groups["groups"]
    assert broken_invariants(berkshire.engine) == []


def test_what_makes_no_sense_is_refused_and_nothing_is_undone(berkshire, desk):
    started = berkshire.climb(STEP)
    both = desk.operate(started, "change_participant", joining=COUNCIL)
    assert "takes part already" in both.outcome
    nowhere = desk.operate(started, "change_participant", joining="no-such-agency")
    assert nowhere.state == "refused"
    done = desk.operate(started, "change_participant", joining=POLICE)
    assert not done.can_undo


def test_a_linked_instance_is_not_the_place_for_it(berkshire, desk):
    started = berkshire.climb(STEP)
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    refused = desk.operate(started, "change_participant", DANGER_MESSAGE, joining=POLICE)
    assert "main process" in refused.outcome


def test_a_preview_changes_nothing(berkshire, desk):
    started = berkshire.climb(STEP)
    before = agencies(berkshire, started)
    shown = desk.preview(started, "change_participant", leaving=COUNCIL, joining=POLICE)
    assert shown.effect is not None, shown.outcome
    assert agencies(berkshire, started) == before
    assert len(berkshire.rows(select(ProcessInstance))) == 1
