"""What is kept to undo an operation goes when it cannot be undone any more, the hint first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import OperationRefusedError
from engine.operations.forgetting import END_CAN_BE_UNDONE, forget_what_cannot_be_undone
from engine.persistence.operations import BEFORE_LABEL, OperationItem
from engine.runtime.closing import close_case
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import MANAGER, RAISER, SCHOOL
from tests.support.operating import Desk
from tests.support.whole_case import HINT

STEP = "Task_S1_Contact"


@pytest.fixture
def desk(berkshire):
    return Desk(berkshire)


def kept(berkshire):
    """Return what is kept for undoing, each as it was before it was sealed."""
    items = berkshire.rows(select(OperationItem).order_by(OperationItem.done_at))
    opened = (
        berkshire.engine.sealer.open_json(one.before, BEFORE_LABEL) for one in items if one.before
    )
    return list(opened)


@pytest.fixture
def started(berkshire):
    """Return a case with a hint that tells who the child is."""
    case = berkshire.start()
    raised = {"immediate_harm": "no", "concern_remains": "yes", "child_match_hint": HINT}
    berkshire.complete(case.case_id, "Task_S0_Raise", RAISER, **raised)
    berkshire.complete(case.case_id, "Task_S0_Discuss", RAISER, s0_outcome="not_resolved")
    return case


def test_no_snapshot_holds_the_hint_while_the_case_is_open_nor_after_it_was_closed(
    berkshire, desk, started
):
    assert berkshire.case(started.case_id).identity_hint is not None
    desk.operate(started, "suspend", clock="runs_on")
    (one,) = kept(berkshire)
    assert "identity_hint" not in one["case"]
    desk.operate(started, "resume")
    closed = {
        "close_reason": "raised_in_error",
        "still_at_risk": "no",
        "close_words": "It was raised twice by mistake.",
    }
    close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, closed)
    assert berkshire.case(started.case_id).ended_at is not None
    assert kept(berkshire) == []


def test_an_alert_that_is_answered_last_erases_what_ending_the_rest_had_kept(
    berkshire, desk, started
):
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    desk.operate(started, "cancel")
    assert len(kept(berkshire)) == 1
    lead, safe = ("safeguarding-lead", SCHOOL), {"called_999": "yes", "child_safe_now": "yes"}
    berkshire.complete(started.case_id, "Task_Danger_Act", lead, **safe)
    assert berkshire.case(started.case_id).ended_at is not None
    assert kept(berkshire) == []
    with pytest.raises(OperationRefusedError, match="has been erased"):
        desk.undo()


def test_what_ended_a_case_can_be_taken_back_for_a_week_and_then_nothing_is_left(
    berkshire, desk, started
):
    desk.operate(started, "cancel")
    assert kept(berkshire)[0]["case"]["identity_hint"]
    berkshire.clock.set(berkshire.clock.now() + END_CAN_BE_UNDONE - timedelta(minutes=1))
    forget_what_cannot_be_undone(berkshire.engine)
    assert len(kept(berkshire)) == 1
    berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=1))
    forget_what_cannot_be_undone(berkshire.engine)
    assert kept(berkshire) == []
    assert not desk.load(desk.latest).items[0].can_undo
    with pytest.raises(OperationRefusedError, match="has been erased"):
        desk.undo()


def test_what_happened_since_leaves_nothing_to_put_back(berkshire, desk, started):
    desk.operate(started, "fire_timer", element=desk.timers(started)[0].element_id)
    berkshire.complete(started.case_id, STEP, MANAGER, s1_outcome="not_resolved")
    forget_what_cannot_be_undone(berkshire.engine)
    assert kept(berkshire) == []
    with pytest.raises(OperationRefusedError, match="Something has happened in it since"):
        desk.undo()


def test_an_undone_operation_keeps_nothing(berkshire, desk, started):
    desk.operate(started, "suspend", clock="runs_on")
    desk.undo()
    assert kept(berkshire) == []


def test_undoing_beside_the_main_process_leaves_where_the_case_stands(berkshire, desk, started):
    """The case has gone on to another stage in its main process since."""
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    whom = f"safeguarding-lead@{SCHOOL}.example"
    given = {"element": "Task_Danger_Act", "person": whom, "agency": None}
    done = desk.operate(started, "reassign", DANGER_MESSAGE, **given)
    assert done.state == "done", done.outcome
    berkshire.complete(started.case_id, STEP, MANAGER, s1_outcome="not_resolved")
    stage = berkshire.case(started.case_id).stage
    desk.undo()
    assert berkshire.case(started.case_id).stage == stage
