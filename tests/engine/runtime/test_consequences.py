"""What an answer leads to besides the way through the diagram."""

import pytest
from sqlalchemy import select

from engine.access import Group
from engine.persistence.cases import CaseAccess
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident, ProcessInstance
from engine.persistence.notifications import Delivery, Notification
from engine.persistence.tasks import Submission
from engine.queries.case_notices import list_case_notices
from engine.queries.notices import list_notices
from engine.queries.timeline import list_timeline
from engine.runtime.delivering import deliver_notifications
from engine.runtime.execution import load_instance
from engine.runtime.locking import lock_case, main_instance
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import InstanceState
from tests.support.engine import COUNCIL, OTHER_PRACTITIONER, RAISER, SCHOOL
from tests.support.invariants import broken_invariants
from tests.support.two_sides import STATUS_CHANGED, follow_two_sides

MANAGER, OTHER_MANAGER = ("line-manager", SCHOOL), ("line-manager", COUNCIL)
GROUP, BUSINESS_MANAGER = "procedures-group", "business-manager"
OFFICE = "berkshire-partnership"
WANTED = {"reasons": "The home has not changed.", "route": "by_letter", "wants_support": "yes"}


@pytest.fixture
def case(berkshire):
    follow_two_sides(berkshire.engine)
    started = berkshire.start()
    berkshire.complete(started.case_id, "Raise", RAISER)
    yield started
    assert broken_invariants(berkshire.engine) == []


def give_reasons(berkshire, case, role, **changes):
    tasks = berkshire.tasks(case.case_id)
    task = next(task for task in tasks if task.agency_key == role[1])
    actor = berkshire.actor(*role)
    return complete_user_task(berkshire.engine, actor, task.id, {**WANTED, **changes})


def read(berkshire, query, role, *given):
    with berkshire.engine.open_reading() as work:
        return query(berkshire.engine, work, berkshire.actor(*role), *given)


def notices(berkshire, case):
    return berkshire.rows(select(Notification).where(Notification.case_id == case.case_id))


def openings(berkshire, case):
    rows = berkshire.rows(select(CaseAccess).where(CaseAccess.case_id == case.case_id))
    return {Group(row.agency_key, row.role) for row in rows}


def test_a_wish_for_support_tells_the_own_line_manager_and_opens_the_case_to_them(berkshire, case):
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    (notice,) = notices(berkshire, case)
    assert (notice.template, notice.only_for_agency) == ("SUPPORT_WANTED", COUNCIL)
    assert notice.groups == {"groups": [[COUNCIL, "line-manager"]], "people": []}
    assert Group(COUNCIL, "line-manager") in openings(berkshire, case)
    deliver_notifications(berkshire.engine)
    told = berkshire.rows(select(Delivery.person_id).distinct())
    assert told == [berkshire.actor(*OTHER_MANAGER).person_id]


def test_no_other_answer_tells_anybody(berkshire, case):
    give_reasons(berkshire, case, OTHER_PRACTITIONER, wants_support="no")
    assert notices(berkshire, case) == []


def test_nobody_outside_the_agency_learns_that_support_was_wanted(berkshire, case):
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    deliver_notifications(berkshire.engine)
    (own,) = read(berkshire, list_case_notices, OTHER_PRACTITIONER, case.reference)
    assert own.template == "SUPPORT_WANTED"
    assert read(berkshire, list_case_notices, RAISER, case.reference) == ()
    kinds = {
        role: [entry.kind for entry in read(berkshire, list_timeline, role, case.reference)]
        for role in (OTHER_PRACTITIONER, RAISER)
    }
    assert "notification_queued" in kinds[OTHER_PRACTITIONER]
    assert "notification_queued" not in kinds[RAISER]


def test_the_history_says_neither_the_answer_nor_whom_it_told(berkshire, case):
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    events = berkshire.rows(select(HistoryEvent).where(HistoryEvent.case_id == case.case_id))
    queued = [event for event in events if event.kind == "notification_queued"]
    (notice,) = notices(berkshire, case)
    details = [event.details for event in queued]
    assert details == [{"notification": str(notice.id), "only_for_agency": COUNCIL}]
    completed = [event.details for event in events if event.kind == "task_completed"]
    assert all("wants_support" not in details["variables"] for details in completed)


def test_an_own_notice_that_reaches_nobody_names_no_agency_to_the_administrators(berkshire, case):
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    nobody = {"groups": {"groups": [[COUNCIL, "team-manager"]], "people": []}}
    with berkshire.engine.open_unit_of_work() as work:
        notice = work.session.scalars(select(Notification)).one()
        notice.groups = nobody["groups"]
        work.commit()
    deliver_notifications(berkshire.engine)
    (incident,) = berkshire.rows(select(Incident))
    assert "reached nobody" in incident.message
    assert COUNCIL not in incident.message


def change_status(berkshire, case, role=RAISER, **answers):
    (task_id,) = send_message(
        berkshire.engine, berkshire.actor(*role), case.reference, STATUS_CHANGED
    )
    given = {"child_status": "plan", "how_known": "told", **answers}
    return complete_user_task(berkshire.engine, berkshire.actor(*role), task_id, given)


def main_variables(berkshire, case):
    with berkshire.engine.open_unit_of_work() as work:
        found = lock_case(work, case.reference)
        main = main_instance(work, found)
        return dict(load_instance(berkshire.engine, work, found, main).process.variables)


def test_an_answer_after_a_message_becomes_a_variable_of_the_main_process(berkshire, case):
    change_status(berkshire, case)
    variables = main_variables(berkshire, case)
    assert variables["child_status"] == "plan"
    assert "how_known" not in variables
    change_status(berkshire, case, OTHER_PRACTITIONER, child_status="none")
    assert main_variables(berkshire, case)["child_status"] == "none"


def test_the_main_process_stays_where_it_is(berkshire, case):
    before = berkshire.open_elements(case.case_id)
    change_status(berkshire, case)
    assert berkshire.open_elements(case.case_id) == before == ["Reasons", "Reasons"]
    give_reasons(berkshire, case, RAISER)
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    assert berkshire.open_elements(case.case_id) == ["Last"]


def test_when_the_main_process_has_ended_the_answer_stays_with_its_step(berkshire, case):
    (task_id,) = send_message(
        berkshire.engine, berkshire.actor(*RAISER), case.reference, STATUS_CHANGED
    )
    give_reasons(berkshire, case, RAISER)
    give_reasons(berkshire, case, OTHER_PRACTITIONER)
    chair = str(berkshire.actor("meeting-chair", "thames-police").person_id)
    berkshire.complete(case.case_id, "Last", RAISER, chair=chair)
    main = select(ProcessInstance).where(ProcessInstance.is_main)
    (ended,) = berkshire.rows(main.where(ProcessInstance.case_id == case.case_id))
    assert ended.state == InstanceState.ENDED
    answers = {"child_status": "plan", "how_known": "told"}
    done = complete_user_task(berkshire.engine, berkshire.actor(*RAISER), task_id, answers)
    assert done.ended
    kept = berkshire.rows(select(Submission).where(Submission.user_task_id == task_id))
    assert [row.state for row in kept] == ["accepted"]


def test_the_procedures_group_is_told_and_never_sees_the_case(berkshire, case):
    for role in (RAISER, OTHER_PRACTITIONER):
        give_reasons(berkshire, case, role, wants_support="no")
    deliver_notifications(berkshire.engine)
    assert Group(OFFICE, BUSINESS_MANAGER) in openings(berkshire, case)
    assert Group(OFFICE, GROUP) not in openings(berkshire, case)
    (told,) = read(berkshire, list_notices, (GROUP, OFFICE)).rows
    assert not told.is_case_open
    assert "://" not in told.body
    (told,) = read(berkshire, list_notices, (BUSINESS_MANAGER, OFFICE)).rows
    assert told.is_case_open
    assert f"/cases/{case.reference}" in told.body
