"""A claim ends with what let somebody claim the task."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.errors import TaskClaimedError
from engine.jobs.work import JOBS
from engine.persistence.directory import Person
from engine.persistence.history import HistoryEvent
from engine.queries.timeline import list_timeline
from engine.runtime.absences import arrange_absence, end_absence
from engine.runtime.claims import claim_user_task
from engine.runtime.directory import add_person, grant_role
from engine.runtime.drafts import save_draft
from engine.runtime.ended_claims import free_ended_claims
from engine.vocabulary import Happening
from tests.support.engine import MANAGER, MONDAY, OTHER_PRACTITIONER, RAISER, SCHOOL

CONTACT = "Task_S1_Contact"
LEAD = ("safeguarding-lead", SCHOOL)
WEEK = timedelta(days=7)


@pytest.fixture
def started(berkshire):
    return berkshire.climb(CONTACT)


def stand_in(house):
    """Let the safeguarding lead stand in for the line manager for a week."""
    return arrange_absence(
        house.engine,
        house.actor(*MANAGER),
        person_id=house.actor(*MANAGER).person_id,
        deputy_id=house.actor(*LEAD).person_id,
        starts_at=MONDAY,
        ends_at=MONDAY + WEEK,
    )


def claim(house, started, role=LEAD):
    task = house.task(started.case_id, CONTACT)
    claim_user_task(house.engine, house.actor(*role), task.id)
    return task


def claimer(house, started):
    return house.task(started.case_id, CONTACT).claimed_by


def second_manager(house):
    email = f"second@{SCHOOL}.example"
    add_person(house.engine, email=email, name="Second line manager")
    grant_role(house.engine, email=email, agency_key=SCHOOL, role="line-manager")
    return ("second", SCHOOL), email


def test_a_deputys_claim_ends_when_the_days_are_over(berkshire, started):
    stand_in(berkshire)
    task, deputy = claim(berkshire, started), berkshire.actor(*LEAD)
    save_draft(berkshire.engine, deputy, task.id, {"s1_notes": "half"})
    berkshire.clock.set(MONDAY + WEEK - timedelta(seconds=1))
    assert free_ended_claims(berkshire.engine) == 0
    assert claimer(berkshire, started) == deputy.person_id
    berkshire.clock.set(MONDAY + WEEK)
    assert free_ended_claims(berkshire.engine) == 1
    assert free_ended_claims(berkshire.engine) == 0
    assert claimer(berkshire, started) is None
    assert berkshire.task(started.case_id, CONTACT).due_at == task.due_at
    claim(berkshire, started, MANAGER)


def test_a_deputys_claim_ends_at_once_when_the_absence_is_ended(berkshire, started):
    absence = stand_in(berkshire)
    claim(berkshire, started)
    with pytest.raises(TaskClaimedError):
        claim(berkshire, started, MANAGER)
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    claim(berkshire, started, MANAGER)


def test_the_claim_of_who_has_left_the_role_or_concord_ends(berkshire, started):
    second, email = second_manager(berkshire)
    claim(berkshire, started, second)
    left = {"agency_key": SCHOOL, "role": "line-manager", "valid_to": berkshire.clock.now()}
    grant_role(berkshire.engine, email=email, **left)
    assert claimer(berkshire, started) is None
    grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="line-manager")
    claim(berkshire, started, second)
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.email == email).values(active=False))
        work.commit()
    assert free_ended_claims(berkshire.engine) == 1
    assert claimer(berkshire, started) is None


def test_who_holds_the_role_of_their_own_keeps_the_claim_after_standing_in(berkshire, started):
    grant_role(
        berkshire.engine,
        email=f"safeguarding-lead@{SCHOOL}.example",
        agency_key=SCHOOL,
        role="line-manager",
    )
    absence = stand_in(berkshire)
    claim(berkshire, started)
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    assert claimer(berkshire, started) == berkshire.actor(*LEAD).person_id


def test_who_is_named_keeps_the_claim_also_after_their_role_has_changed(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    claim_user_task(berkshire.engine, berkshire.actor(*RAISER), task.id)
    email = f"practitioner@{SCHOOL}.example"
    grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="meeting-chair")
    left = {"agency_key": SCHOOL, "role": "practitioner", "valid_to": berkshire.clock.now()}
    grant_role(berkshire.engine, email=email, **left)
    assert free_ended_claims(berkshire.engine) == 0
    kept = berkshire.task(started.case_id, "Task_S0_Raise")
    assert kept.claimed_by == berkshire.actor(*RAISER).person_id


def test_the_deputy_of_who_is_named_keeps_the_claim_as_long_as_the_absence(berkshire):
    started = berkshire.start()
    arrange_absence(
        berkshire.engine,
        berkshire.actor(*RAISER),
        person_id=berkshire.actor(*RAISER).person_id,
        deputy_id=berkshire.actor("meeting-chair", SCHOOL).person_id,
        starts_at=MONDAY,
        ends_at=MONDAY + WEEK,
    )
    deputy = berkshire.actor("meeting-chair", SCHOOL)
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    claim_user_task(berkshire.engine, deputy, task.id)
    assert free_ended_claims(berkshire.engine) == 0
    berkshire.clock.set(MONDAY + WEEK)
    assert free_ended_claims(berkshire.engine) == 1


def test_the_history_says_whose_claim_ended_and_that_nobody_gave_it_back(berkshire, started):
    absence = stand_in(berkshire)
    claim(berkshire, started)
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    released = select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_RELEASED)
    (event,) = berkshire.rows(released)
    assert (event.person_id, event.details["taken_from"]) == (
        None,
        berkshire.actor(*LEAD).person_id,
    )
    with berkshire.engine.open_reading() as work:
        seen = berkshire.actor(*OTHER_PRACTITIONER)
        entries = list_timeline(berkshire.engine, work, seen, started.reference)
    entry = next(one for one in entries if one.kind == Happening.TASK_RELEASED)
    assert entry.person_name is None
    assert "is free again" in entry.sentence


def test_it_is_one_of_the_jobs():
    assert free_ended_claims in {job.run for job in JOBS}
