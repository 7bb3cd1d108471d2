"""Another agency in a case: who is asked, what stays, who may change it."""

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.cases import CaseAgency
from engine.persistence.notifications import Notification
from engine.persistence.tasks import Draft, TaskCandidate, UserTask
from engine.queries.case_details import load_case
from engine.queries.submissions import list_submissions
from engine.queries.worklist import list_open_tasks
from engine.runtime.closing import close_case
from engine.runtime.directory import grant_role
from engine.runtime.drafts import save_draft
from engine.runtime.transfers import Transfer, transfer_case
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import COUNCIL, MANAGER, OFFICE, OTHER_MANAGER, POLICE, RAISER, SCHOOL
from tests.support.invariants import broken_invariants

HEALTH = "berkshire-health"
ADMINISTRATOR = ("administrator", OFFICE)


def transfer(house, started, joining, leaving=None, role=ADMINISTRATOR):
    actor = house.actor(*role)
    transfer_case(house.engine, actor, started.reference, Transfer(joining, leaving))


def asked(house, started, element_id):
    """Return the agencies and roles that an open task is for."""
    task = house.task(started.case_id, element_id)
    rows = house.rows(select(TaskCandidate).where(TaskCandidate.user_task_id == task.id))
    return {(row.agency_key, row.role) for row in rows}


def sides(house, started):
    rows = house.rows(select(CaseAgency).where(CaseAgency.case_id == started.case_id))
    return {row.agency_key: row.side for row in rows}


def test_task_due_time_and_draft_stay_and_others_are_asked(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    before = berkshire.task(started.case_id, "Task_S1_Contact")
    old = berkshire.actor(*OTHER_MANAGER)
    save_draft(berkshire.engine, old, before.id, {"why_unresolved": "The home."})
    berkshire.wait(hours=20)
    transfer(berkshire, started, HEALTH, COUNCIL)
    after = berkshire.task(started.case_id, "Task_S1_Contact")
    assert (after.id, after.due_at, after.opened_at) == (before.id, before.due_at, before.opened_at)
    assert asked(berkshire, started, "Task_S1_Contact") == {
        (SCHOOL, "line-manager"),
        (HEALTH, "line-manager"),
    }
    assert sides(berkshire, started) == {SCHOOL: "raising", HEALTH: "receiving"}
    assert len(berkshire.rows(select(Draft))) == 1
    assert berkshire.wait(hours=4) == 1
    assert broken_invariants(berkshire.engine) == []


def test_the_new_people_are_told_and_see_what_came_before(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    transfer(berkshire, started, HEALTH, COUNCIL)
    new = berkshire.actor("line-manager", HEALTH)
    with berkshire.engine.open_reading() as work:
        said = list_submissions(berkshire.engine, work, new, started.reference)
        inbox = list_open_tasks(berkshire.engine, work, new).rows
    query = select(Notification).where(Notification.template == "AGENCY_TRANSFERRED")
    (notice,) = berkshire.rows(query)
    assert [text.element_id for text in said] == ["Task_S0_Raise", "Task_S0_Discuss"]
    assert [task.element_id for task in inbox] == ["Task_S1_Contact"]
    assert [HEALTH, "line-manager"] in notice.groups["groups"]
    assert [COUNCIL, "line-manager"] in notice.groups["groups"]


def test_the_agency_that_left_reads_on_and_acts_no_more(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    transfer(berkshire, started, HEALTH, COUNCIL)
    old = berkshire.actor(*OTHER_MANAGER)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    with berkshire.engine.open_reading() as work:
        case = load_case(berkshire.engine, work, old, started.reference)
    assert case.my_task_ids == frozenset()
    with pytest.raises(NotAllowedError):
        complete_user_task(berkshire.engine, old, task.id, {})


def test_an_open_task_of_each_agency_goes_to_the_new_one(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="resolved")
    records = {task.agency_key: task.id for task in berkshire.tasks(started.case_id)}
    transfer(berkshire, started, HEALTH, COUNCIL)
    after = {task.agency_key: task.id for task in berkshire.tasks(started.case_id)}
    assert after == {SCHOOL: records[SCHOOL], HEALTH: records[COUNCIL]}
    for agency in (SCHOOL, HEALTH):
        role, actor = ("line-manager", agency), berkshire.actor("line-manager", agency)
        answers = berkshire.answers(role, after[agency], confirms_outcome="yes")
        complete_user_task(berkshire.engine, actor, after[agency], answers)
    assert berkshire.case(started.case_id).outcome == "End_Resolved"


def test_the_raising_agency_can_change_and_its_raiser_is_asked_no_more(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    transfer(berkshire, started, HEALTH, SCHOOL)
    assert asked(berkshire, started, "Task_S0_Discuss") == {
        (HEALTH, "practitioner"),
        (COUNCIL, "practitioner"),
    }
    closer = berkshire.actor("practitioner", HEALTH)
    answers = {"close_reason": "withdrawn", "still_at_risk": "no", "close_words": "A common plan."}
    with pytest.raises(NotAllowedError):
        close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, answers)
    assert close_case(berkshire.engine, closer, started.reference, answers).ended


def test_a_further_agency_joins(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    transfer(berkshire, started, HEALTH)
    assert sides(berkshire, started)[HEALTH] == "other"
    assert (HEALTH, "line-manager") in asked(berkshire, started, "Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="resolved")
    assert {task.agency_key for task in berkshire.tasks(started.case_id)} == {
        SCHOOL,
        COUNCIL,
        HEALTH,
    }


def test_no_agency_stands_on_both_sides(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    for leaving in (COUNCIL, None):
        with pytest.raises(InputRefusedError, match="both sides"):
            transfer(berkshire, started, SCHOOL, leaving)
    for joining, words in ((OFFICE, "takes no side"), ("nowhere", "no agency nowhere")):
        with pytest.raises(InputRefusedError, match=words):
            transfer(berkshire, started, joining, COUNCIL)
    with pytest.raises(InputRefusedError, match="does not take part"):
        transfer(berkshire, started, HEALTH, POLICE)


def test_a_manager_above_the_line_manager_may_hand_over_their_own_part_only(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    higher = ("next-level-manager", COUNCIL)
    for role, leaving in ((OTHER_MANAGER, COUNCIL), (higher, SCHOOL), (higher, None)):
        with pytest.raises(NotAllowedError, match="hand over"):
            transfer(berkshire, started, HEALTH, leaving, role)
    with pytest.raises(NotFoundError):
        transfer(berkshire, started, HEALTH, COUNCIL, ("senior-manager", COUNCIL))
    transfer(berkshire, started, HEALTH, COUNCIL, higher)
    assert (HEALTH, "next-level-manager") in asked(berkshire, started, "Task_S2_Contact")


def test_nothing_changes_in_a_case_that_was_closed(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    answers = {"close_reason": "withdrawn", "still_at_risk": "no", "close_words": "A common plan."}
    close_case(berkshire.engine, berkshire.actor(*RAISER), started.reference, answers)
    with pytest.raises(NotAllowedError, match="come to its end"):
        transfer(berkshire, started, HEALTH, COUNCIL)
    assert berkshire.rows(select(UserTask.state).distinct()) == ["completed", "cancelled"]


def test_a_case_that_was_not_sent_yet_is_its_writers_alone(berkshire):
    with pytest.raises(NotAllowedError, match="has not been raised yet"):
        transfer(berkshire, berkshire.start(), HEALTH)


def test_a_manager_who_raised_the_case_or_acted_for_the_other_side_hands_nothing_over(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    for role in (RAISER, ("next-level-manager", COUNCIL)):
        email = f"{role[0]}@{role[1]}.example"
        grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="next-level-manager")
        with pytest.raises(NotAllowedError, match="hand over"):
            transfer(berkshire, started, HEALTH, SCHOOL, role)
    assert sides(berkshire, started) == {SCHOOL: "raising", COUNCIL: "receiving"}
