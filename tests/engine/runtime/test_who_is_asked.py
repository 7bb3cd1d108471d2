"""Who is asked when somebody is away, has left, raised the case, or works for both sides."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from engine.access import Group
from engine.errors import NotAllowedError
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate
from engine.queries.task_rows import load_task_rows
from engine.queries.worklist import list_open_tasks
from engine.runtime.cases import start_case
from engine.runtime.claims import claim_user_task
from engine.runtime.directory import grant_role
from engine.runtime.handing_on import hand_on_tasks
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, Happening
from tests.support.engine import COUNCIL, MANAGER, OFFICE, OTHER_MANAGER, POLICE, RAISER, SCHOOL

RAISING = {"immediate_harm": "no", "concern_remains": "yes"}
UP = {"s0_outcome": "not_resolved"}


def write(house, *statements):
    with house.engine.open_unit_of_work() as work:
        for statement in statements:
            work.session.execute(statement)
        work.commit()


def leaves(house, *roles):
    """Let people leave: they can no longer log in."""
    ids = [house.actor(*role).person_id for role in roles]
    write(house, update(Person).where(Person.id.in_(ids)).values(active=False))


def also_works_as(house, role, other_role, agency):
    email = f"{role[0]}@{role[1]}.example"
    grant_role(house.engine, email=email, agency_key=agency, role=other_role)


def asked(house, case_id, element_id):
    task = house.task(case_id, element_id)
    rows = house.rows(select(TaskCandidate).where(TaskCandidate.user_task_id == task.id))
    return {Group(row.agency_key, row.role) for row in rows}


def inbox(house, role):
    actor = house.actor(*role)
    with house.engine.open_reading() as work:
        return [task.element_id for task in list_open_tasks(house.engine, work, actor).rows]


def raised_by(house, role):
    """Raise a case as somebody who is no practitioner, up to the line managers."""
    actor = house.actor(*role)
    started = start_case(house.engine, actor, area_key="reading", agency_key=role[1])
    for element_id, answers in (("Task_S0_Raise", RAISING), ("Task_S0_Discuss", UP)):
        task = house.task(started.case_id, element_id)
        sent = house.answers(role, task.id, **answers)
        complete_user_task(house.engine, actor, task.id, sent)
    return started


def test_a_group_without_anybody_is_replaced_by_the_next_level_of_its_agency(berkshire):
    leaves(berkshire, MANAGER)
    started = berkshire.climb("Task_S1_Contact")
    assert asked(berkshire, started.case_id, "Task_S1_Contact") == {
        Group(SCHOOL, "next-level-manager"),
        Group(COUNCIL, "line-manager"),
    }
    assert inbox(berkshire, ("next-level-manager", SCHOOL)) == ["Task_S1_Contact"]


def test_a_lane_of_several_roles_needs_nobody_as_long_as_one_of_them_is_there(berkshire):
    leaves(berkshire, ("next-level-manager", SCHOOL))
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    assert Group(SCHOOL, "senior-manager") not in asked(
        berkshire, started.case_id, "Task_S2_Contact"
    )


def test_an_overdue_notice_reaches_who_stands_in(berkshire):
    leaves(berkshire, MANAGER, ("next-level-manager", SCHOOL))
    started = berkshire.climb("Task_S1_Contact")
    berkshire.wait(hours=25)
    query = select(Notification).where(Notification.template == "S1_OVERDUE")
    (notice,) = berkshire.rows(query.where(Notification.case_id == started.case_id))
    assert [SCHOOL, "senior-manager"] in notice.groups["groups"]


def test_when_nobody_up_to_the_top_can_act_the_business_manager_is_told_once(berkshire):
    everybody = [(role, SCHOOL) for role in ("line-manager", "next-level-manager")]
    everybody += [(role, SCHOOL) for role in ("senior-manager", "departmental-head")]
    leaves(berkshire, *everybody)
    started = berkshire.climb("Task_S1_Contact")
    assert Group(SCHOOL, "line-manager") in asked(berkshire, started.case_id, "Task_S1_Contact")
    hand_on_tasks(berkshire.engine)
    query = select(Notification).where(Notification.template == "NOBODY_TO_ACT")
    (notice,) = berkshire.rows(query)
    assert notice.groups["groups"] == [[OFFICE, "business-manager"]]
    noted = select(HistoryEvent).where(HistoryEvent.kind == Happening.NOBODY_TO_ACT)
    assert [event.details["agencies"] for event in berkshire.rows(noted)] == [[SCHOOL]]


def test_a_manager_who_raised_the_case_is_its_practitioner_and_not_its_manager(berkshire):
    started = raised_by(berkshire, MANAGER)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    assert Group(SCHOOL, "next-level-manager") in asked(
        berkshire, started.case_id, "Task_S1_Contact"
    )
    assert inbox(berkshire, MANAGER) == []
    with pytest.raises(NotAllowedError) as refused:
        complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, {})
    assert "You raised this case" in str(refused.value)
    assert "the next-level managers of Reading School" in str(refused.value)


def test_colleagues_act_beside_a_manager_who_raised_the_case(berkshire):
    also_works_as(berkshire, ("safeguarding-lead", SCHOOL), "line-manager", SCHOOL)
    started = raised_by(berkshire, MANAGER)
    assert Group(SCHOOL, "line-manager") in asked(berkshire, started.case_id, "Task_S1_Contact")
    assert inbox(berkshire, MANAGER) == []
    assert inbox(berkshire, ("safeguarding-lead", SCHOOL)) == ["Task_S1_Contact"]


def test_somebody_of_both_sides_is_asked_for_neither(berkshire):
    also_works_as(berkshire, MANAGER, "line-manager", COUNCIL)
    leaves(berkshire, OTHER_MANAGER)
    started = berkshire.climb("Task_S1_Contact")
    assert asked(berkshire, started.case_id, "Task_S1_Contact") == {
        Group(SCHOOL, "next-level-manager"),
        Group(COUNCIL, "next-level-manager"),
    }
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    with pytest.raises(NotAllowedError, match="Nobody acts for both sides"):
        complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, {})


def test_whoever_has_acted_for_one_agency_acts_for_that_one_only(berkshire):
    started = berkshire.climb("Task_S2_Contact")
    also_works_as(berkshire, MANAGER, "next-level-manager", COUNCIL)
    also_works_as(berkshire, MANAGER, "next-level-manager", SCHOOL)
    task = berkshire.task(started.case_id, "Task_S2_Contact")
    answers = berkshire.answers(MANAGER, task.id, s2_outcome="not_resolved")
    complete_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, answers)
    with berkshire.engine.open_reading() as work:
        (row,) = load_task_rows(berkshire.engine, work, [task.id])
    assert row.state == "completed"
    assert berkshire.tasks(started.case_id, "completed")[-1].completed_for == SCHOOL


def test_danger_asks_whoever_can_act_also_who_raised_and_who_works_for_both(berkshire):
    started = raised_by(berkshire, MANAGER)
    also_works_as(berkshire, MANAGER, "line-manager", COUNCIL)
    send_message(berkshire.engine, berkshire.actor(*MANAGER), started.reference, DANGER_MESSAGE)
    assert inbox(berkshire, MANAGER) == ["Task_Danger_Act"]
    berkshire.complete(
        started.case_id, "Task_Danger_Act", MANAGER, called_999="yes", child_safe_now="yes"
    )


def test_when_the_raiser_leaves_the_line_manager_is_asked_and_told(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    leaves(berkshire, RAISER)
    before = berkshire.task(started.case_id, "Task_S0_Discuss")
    assert hand_on_tasks(berkshire.engine) == 1
    assert Group(SCHOOL, "line-manager") in asked(berkshire, started.case_id, "Task_S0_Discuss")
    assert berkshire.task(started.case_id, "Task_S0_Discuss").due_at == before.due_at
    query = select(Notification).where(Notification.template == "TASK_OPENED")
    assert [notice.groups["groups"] for notice in berkshire.rows(query)] == [
        [[SCHOOL, "line-manager"]]
    ]
    assert hand_on_tasks(berkshire.engine) == 0


def test_when_a_role_ends_its_open_tasks_are_handed_on_at_once(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    now = berkshire.clock.now()
    email = f"line-manager@{SCHOOL}.example"
    grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="line-manager", valid_to=now)
    assert asked(berkshire, started.case_id, "Task_S1_Contact") == {
        Group(SCHOOL, "next-level-manager"),
        Group(COUNCIL, "line-manager"),
    }


def test_a_chair_who_has_left_is_replaced_by_a_colleague_or_the_head_of_the_agency(berkshire):
    started = berkshire.climb("Task_S4_Arrange")
    head = ("departmental-head", SCHOOL)
    berkshire.complete(started.case_id, "Task_S4_Arrange", head)
    berkshire.complete(started.case_id, "Task_S4_Report", head)
    leaves(berkshire, ("meeting-chair", POLICE))
    berkshire.complete(started.case_id, "Task_S4_Decision", head, s4_outcome="resolved")
    for agency in (SCHOOL, COUNCIL):
        berkshire.complete(
            started.case_id, "RS_Task_Record", ("departmental-head", agency), confirms_outcome="yes"
        )
    assert asked(berkshire, started.case_id, "Task_S4_ChairReport") == {
        Group(POLICE, "departmental-head")
    }


def test_grants_that_ended_long_ago_count_for_nothing(berkshire):
    write(berkshire, delete(RoleGrant).where(RoleGrant.role == "line-manager"))
    started = berkshire.climb("Task_S1_Contact")
    assert asked(berkshire, started.case_id, "Task_S1_Contact") == {
        Group(SCHOOL, "next-level-manager"),
        Group(COUNCIL, "next-level-manager"),
    }


def test_a_case_that_cannot_be_read_keeps_no_other_from_being_handed_on(berkshire):
    broken, whole = (berkshire.climb("Task_S1_Contact") for _ in range(2))
    leaves(berkshire, MANAGER)
    unreadable = update(ProcessInstance).where(ProcessInstance.case_id == broken.case_id)
    write(berkshire, unreadable.values(workflow=b"no state"))
    assert hand_on_tasks(berkshire.engine) == 1
    assert Group(SCHOOL, "next-level-manager") in asked(berkshire, whole.case_id, "Task_S1_Contact")


def test_a_group_whose_only_member_is_barred_is_handed_on(berkshire):
    also_works_as(berkshire, RAISER, "line-manager", SCHOOL)
    started = berkshire.climb("Task_S1_Contact")
    assert hand_on_tasks(berkshire.engine) == 0
    leaves(berkshire, MANAGER)
    assert hand_on_tasks(berkshire.engine) == 1
    assert asked(berkshire, started.case_id, "Task_S1_Contact") == {
        Group(SCHOOL, "next-level-manager"),
        Group(COUNCIL, "line-manager"),
    }
    assert hand_on_tasks(berkshire.engine) == 0


def test_a_group_is_handed_on_when_its_last_member_comes_to_work_for_both_sides(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    also_works_as(berkshire, MANAGER, "meeting-chair", COUNCIL)
    assert hand_on_tasks(berkshire.engine) == 1
    assert Group(SCHOOL, "next-level-manager") in asked(
        berkshire, started.case_id, "Task_S1_Contact"
    )


def claimed(house, role):
    started = house.climb("Task_S1_Contact")
    task = house.task(started.case_id, "Task_S1_Contact")
    claim_user_task(house.engine, house.actor(*role), task.id)
    leaves(house, OTHER_MANAGER)
    assert hand_on_tasks(house.engine) == 1
    return house.task(started.case_id, "Task_S1_Contact").claimed_by


def test_a_claim_stays_while_the_role_holds_also_when_its_end_is_known(berkshire):
    manager = berkshire.actor(*MANAGER)
    until = berkshire.clock.now() + timedelta(days=3)
    holds = update(RoleGrant).where(RoleGrant.person_id == manager.person_id)
    write(berkshire, holds.values(valid_to=until))
    assert claimed(berkshire, MANAGER) == manager.person_id


def test_a_claim_ends_with_the_role(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    claim_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id)
    later = berkshire.clock.now() + timedelta(days=3)
    begins_later = update(RoleGrant).where(
        RoleGrant.person_id == berkshire.actor(*MANAGER).person_id
    )
    write(berkshire, begins_later.values(valid_from=later))
    assert hand_on_tasks(berkshire.engine) == 1
    assert berkshire.task(started.case_id, "Task_S1_Contact").claimed_by is None
