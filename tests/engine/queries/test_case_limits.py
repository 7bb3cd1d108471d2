"""What became of the limits of a case, as those whom it has reached read it."""

from datetime import timedelta

import pytest

from engine.errors import NotFoundError
from engine.queries.case_limits import list_limits
from engine.runtime.messages import send_message
from engine.runtime.remarks import Remarks
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import COUNCIL, MANAGER, MONDAY, OFFICE, POLICE, SCHOOL

NEXT_LEVEL = ("next-level-manager", SCHOOL)
HEAD = ("departmental-head", COUNCIL)
BUSINESS_MANAGER = ("business-manager", OFFICE)
LATE = Remarks(late_reason="other", late_words="The office was flooded.")


@pytest.fixture
def limits(berkshire):
    """Return the limits of a case as somebody reads them, by timer, the latest of several."""

    def read(reference, role=MANAGER):
        with berkshire.engine.open_reading() as work:
            found = list_limits(berkshire.engine, work, berkshire.actor(*role), reference)
        return {limit.element_id: limit for limit in found}

    return read


def submit(berkshire, case_id, element_id, role, remarks=None, **answers):
    task = berkshire.task(case_id, element_id)
    given = berkshire.answers(role, task.id, **answers)
    actor = berkshire.actor(*role)
    return complete_user_task(berkshire.engine, actor, task.id, given, remarks=remarks or Remarks())


def test_a_limit_says_where_it_comes_from_and_how_far_it_is(berkshire, limits):
    started = berkshire.climb("Task_S1_Contact")
    limit = limits(started.reference)["Timer_S1_24h"]
    assert (limit.name, limit.stage, limit.verdict) == ("24 hours", "S1", "running")
    assert (limit.began_at, limit.due_at) == (MONDAY, MONDAY + timedelta(hours=24))
    assert (limit.met_at, limit.recorded_at, limit.late_reason) == (None, None, None)
    berkshire.wait(hours=24)
    assert limits(started.reference)["Timer_S1_24h"].verdict == "overdue"


def test_what_happened_in_time_is_told_apart_from_what_was_late(berkshire, limits):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.wait(hours=30)
    spoken = (MONDAY + timedelta(hours=2)).isoformat()
    submit(
        berkshire,
        started.case_id,
        "Task_S1_Contact",
        MANAGER,
        s1_outcome="not_resolved",
        contact_at=spoken,
    )
    berkshire.wait(hours=25)
    submit(berkshire, started.case_id, "Task_S2_Contact", NEXT_LEVEL, LATE, s2_outcome="resolved")
    found = limits(started.reference)
    in_time, late = found["Timer_S1_24h"], found["Timer_S2_24h"]
    assert (in_time.verdict, in_time.late_reason) == ("recorded_late", None)
    assert in_time.met_at < in_time.due_at < in_time.recorded_at
    assert (late.verdict, late.late_reason) == ("late", "other")
    assert late.late_words == "The office was flooded."


def test_the_office_reads_the_reason_but_not_the_words(berkshire, limits):
    started = berkshire.climb("Task_S2_Contact")
    berkshire.wait(hours=25)
    submit(berkshire, started.case_id, "Task_S2_Contact", NEXT_LEVEL, LATE, s2_outcome="resolved")
    limit = limits(started.reference, BUSINESS_MANAGER)["Timer_S2_24h"]
    assert (limit.late_reason, limit.late_words) == ("other", None)


def test_what_a_later_level_records_was_recorded_then(berkshire, limits):
    started = berkshire.climb("Task_S0_Discuss")
    berkshire.wait(days=1)
    passed = limits(started.reference)["Timer_S0_OneWorkingDay"]
    assert (passed.verdict, passed.met_at) == ("late", None)
    berkshire.wait(hours=3)
    submit(
        berkshire,
        started.case_id,
        "Task_S1_Contact",
        MANAGER,
        s1_outcome="resolved",
        resolved_by="practitioners_already",
        contact_at=(MONDAY + timedelta(hours=5)).isoformat(),
    )
    limit = limits(started.reference)["Timer_S0_OneWorkingDay"]
    assert limit.verdict == "recorded_late"
    assert limit.met_at == MONDAY + timedelta(hours=5)
    assert limit.recorded_at == MONDAY + timedelta(days=1, hours=3)


def test_several_steps_under_one_clock_are_one_limit(berkshire, limits):
    started = berkshire.climb("Task_S4_Arrange")
    submit(
        berkshire,
        started.case_id,
        "Task_S4_Arrange",
        ("departmental-head", SCHOOL),
        s4_meeting_at=(MONDAY + timedelta(hours=1)).isoformat(),
    )
    limit = limits(started.reference, HEAD)["Timer_S4_48h"]
    assert (limit.verdict, len(limit.task_ids)) == ("running", 2)
    berkshire.wait(hours=2)
    submit(berkshire, started.case_id, "Task_S4_Decision", HEAD, s4_outcome="resolved")
    limit = limits(started.reference, HEAD)["Timer_S4_48h"]
    assert (limit.verdict, limit.began_at) == ("kept", MONDAY)


def test_a_step_that_comes_again_begins_another_limit(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    again = {"s1_outcome": "professionals_meeting"}
    submit(berkshire, started.case_id, "Task_S1_Contact", MANAGER, **again)
    berkshire.wait(hours=1)
    submit(berkshire, started.case_id, "Task_S1_ProfMeeting", MANAGER)
    with berkshire.engine.open_reading() as work:
        actor = berkshire.actor(*MANAGER)
        found = list_limits(berkshire.engine, work, actor, started.reference)
    assert sorted((limit.element_id, limit.verdict) for limit in found) == [
        ("Timer_S0_OneWorkingDay", "kept"),
        ("Timer_S1_24h", "kept"),
        ("Timer_S1_24h", "running"),
    ]


def test_danger_has_no_limit_that_could_be_kept_or_missed(berkshire, limits):
    started = berkshire.climb("Task_S1_Contact")
    before = limits(started.reference).keys()
    send_message(berkshire.engine, berkshire.actor(*MANAGER), started.reference, "ImmediateDanger")
    assert limits(started.reference).keys() == before


def test_whom_the_case_has_not_reached_reads_no_limits(berkshire, limits):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotFoundError):
        limits(started.reference, ("practitioner", POLICE))
