"""Somebody is away, and a colleague stands in."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.access import Group
from engine.errors import AnswersInvalidError, NotAllowedError, NotFoundError
from engine.jobs.work import work_once
from engine.persistence.directory import Absence, Person, RoleGrant
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Delivery, Notification
from engine.queries.absences import away_until, list_absences
from engine.queries.actors import load_actor
from engine.queries.tasks import list_doers
from engine.queries.timeline import list_timeline
from engine.queries.worklist import list_open_tasks
from engine.runtime.absences import arrange_absence, end_absence
from engine.runtime.claims import claim_user_task
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.deputies_told import tell_deputies
from engine.runtime.directory import add_person, grant_role
from engine.runtime.drafts import save_draft
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import Happening
from tests.support.engine import (
    COUNCIL,
    MANAGER,
    MONDAY,
    OFFICE,
    OTHER_MANAGER,
    RAISER,
    SCHOOL,
)

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
LEAD = ("safeguarding-lead", SCHOOL)
SENIOR = ("senior-manager", SCHOOL)
ADMINISTRATOR = ("administrator", OFFICE)


def arrange(house, absent, deputy, *, by=None, starts_at=MONDAY, ends_at=MONDAY + WEEK):
    return arrange_absence(
        house.engine,
        house.actor(*(by or absent)),
        person_id=house.actor(*absent).person_id,
        deputy_id=house.actor(*deputy).person_id,
        starts_at=starts_at,
        ends_at=ends_at,
    )


def refused(house, *people, **how):
    """Return the problems of an absence that cannot be arranged, by argument."""
    with pytest.raises(AnswersInvalidError) as refusal:
        arrange(house, *people, **how)
    assert house.rows(select(RoleGrant).where(RoleGrant.deputy_for.is_not(None))) == []
    return {problem.key: problem.message for problem in refusal.value.errors}


def inbox(house, role):
    actor = house.actor(*role)
    with house.engine.open_reading() as work:
        return [task.element_id for task in list_open_tasks(house.engine, work, actor).rows]


def new_person(house, name, role, agency):
    email = f"{name}@{agency}.example"
    add_person(house.engine, email=email, name=name)
    grant_role(house.engine, email=email, agency_key=agency, role=role)
    return name, agency


def finish(house, case_id, element_id, role, **answers):
    return house.complete(case_id, element_id, role, **answers)


def test_the_deputy_has_the_groups_of_the_absent_and_what_is_open_to_them_by_name(berkshire):
    absent, deputy = berkshire.actor(*MANAGER), berkshire.actor(*LEAD)
    arrange(berkshire, MANAGER, LEAD)
    now = berkshire.actor(*LEAD)
    assert now.groups == deputy.groups | absent.groups
    assert now.stands_in_for == {absent.person_id}
    assert now.deputy_groups == {(Group(SCHOOL, "line-manager"), absent.person_id)}
    assert berkshire.actor(*MANAGER) == absent


def test_the_deputy_does_the_open_tasks_of_the_absent_and_limits_and_drafts_stay(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    save_draft(berkshire.engine, berkshire.actor(*MANAGER), task.id, {"s1_notes": "half"})
    assert inbox(berkshire, LEAD) == []
    arrange(berkshire, MANAGER, LEAD)
    assert inbox(berkshire, LEAD) == ["Task_S1_Contact"]
    assert berkshire.task(started.case_id, "Task_S1_Contact").due_at == task.due_at
    finish(berkshire, started.case_id, "Task_S1_Contact", LEAD, s1_outcome="not_resolved")


def test_the_deputy_of_who_raised_a_case_goes_on_with_it_by_name(berkshire):
    started = berkshire.start()
    colleague = new_person(berkshire, "colleague", "meeting-chair", SCHOOL)
    assert inbox(berkshire, colleague) == []
    arrange(berkshire, RAISER, colleague)
    assert inbox(berkshire, colleague) == ["Task_S0_Raise"]
    finish(
        berkshire,
        started.case_id,
        "Task_S0_Raise",
        colleague,
        immediate_harm="no",
        concern_remains="yes",
    )
    with berkshire.engine.open_reading() as work:
        timeline = list_timeline(
            berkshire.engine, work, berkshire.actor(*colleague), started.reference
        )
    sent = next(entry for entry in timeline if entry.kind == Happening.TASK_COMPLETED)
    assert sent.person_name == "colleague for Practitioner, Reading School (demo) (deputy)"


def test_the_history_says_in_whose_place_a_deputy_of_a_group_acted(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, LEAD)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    claim_user_task(berkshire.engine, berkshire.actor(*LEAD), task.id)
    noted = select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_CLAIMED)
    (event,) = berkshire.rows(noted)
    assert event.person_id == berkshire.actor(*LEAD).person_id
    assert event.details["deputy_for"] == berkshire.actor(*MANAGER).person_id


def test_a_deputy_comments_in_the_place_of_who_raised_the_case(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    colleague = new_person(berkshire, "colleague", "practitioner", SCHOOL)
    arrange(berkshire, RAISER, colleague)
    comment = NewComment("We shall speak on Monday.")
    write_comment(berkshire.engine, berkshire.actor(*colleague), started.reference, comment)
    (event,) = berkshire.rows(
        select(HistoryEvent).where(HistoryEvent.kind == Happening.COMMENT_WRITTEN)
    )
    assert event.details["deputy_for"] == berkshire.actor(*RAISER).person_id


def test_who_holds_the_role_of_their_own_acts_as_themselves(berkshire):
    second = new_person(berkshire, "second", "line-manager", SCHOOL)
    started = berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, second)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    claim_user_task(berkshire.engine, berkshire.actor(*second), task.id)
    (event,) = berkshire.rows(
        select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_CLAIMED)
    )
    assert "deputy_for" not in event.details


def test_what_comes_later_begins_and_ends_by_itself(berkshire):
    berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY)
    moments = [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY - timedelta(seconds=1), MONDAY + 2 * DAY]
    held = []
    for moment in moments:
        berkshire.clock.set(moment)
        held.append(Group(SCHOOL, "line-manager") in berkshire.actor(*LEAD).groups)
        assert bool(berkshire.actor(*LEAD).stands_in_for) == held[-1]
    assert held == [False, True, True, False]


def told(house):
    query = select(Notification).where(Notification.template == "STANDS_IN")
    return [(notice.case_id, notice.groups["people"]) for notice in house.rows(query)]


def test_the_deputy_is_told_once_of_each_case_in_which_something_waits(berkshire):
    first, second = (berkshire.climb("Task_S1_Contact") for _ in range(2))
    finished = berkshire.climb("Task_S0_Discuss")
    arrange(berkshire, MANAGER, LEAD)
    lead = berkshire.actor(*LEAD).person_id
    assert sorted(told(berkshire)) == sorted((case.case_id, [lead]) for case in (first, second))
    assert tell_deputies(berkshire.engine) == 0
    assert len(told(berkshire)) == 2
    assert finished.case_id not in {case_id for case_id, _ in told(berkshire)}
    work_once(berkshire.engine)
    letters = [row for row in berkshire.rows(select(Delivery)) if "stand in" in row.subject]
    assert {(row.person_id, row.agency_key) for row in letters} == {(lead, SCHOOL)}


def test_of_an_absence_that_comes_later_the_deputy_is_told_when_it_begins(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + timedelta(hours=3))
    work_once(berkshire.engine)
    assert told(berkshire) == []
    berkshire.clock.set(MONDAY + timedelta(hours=3))
    work_once(berkshire.engine)
    work_once(berkshire.engine)
    assert told(berkshire) == [(started.case_id, [berkshire.actor(*LEAD).person_id])]


def test_telling_goes_on_where_it_broke_off(berkshire):
    for _ in range(2):
        berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, LEAD)
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(update(Absence).values(told_at=None))
        (first, _) = work.session.scalars(
            select(Notification).where(Notification.template == "STANDS_IN")
        ).all()
        work.session.delete(first)
        work.commit()
    assert tell_deputies(berkshire.engine) == 1
    assert len(told(berkshire)) == 2


def test_a_deputy_who_raised_the_case_is_not_told_and_may_not_act_as_its_manager(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    arrange(berkshire, MANAGER, RAISER)
    assert told(berkshire) == []
    assert inbox(berkshire, RAISER) == []
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    with pytest.raises(NotAllowedError, match="You raised this case"):
        complete_user_task(berkshire.engine, berkshire.actor(*RAISER), task.id, {})


def test_the_deputy_of_who_raised_the_case_may_not_act_as_its_manager_either(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    grant_role(berkshire.engine, email=email_of(RAISER), agency_key=SCHOOL, role="line-manager")
    arrange(berkshire, RAISER, LEAD)
    assert inbox(berkshire, LEAD) == []
    with pytest.raises(NotAllowedError, match="You stand in for the colleague who raised this"):
        claim_user_task(berkshire.engine, berkshire.actor(*LEAD), task.id)


def test_a_task_is_handed_on_when_only_the_deputy_of_who_raised_the_case_is_left(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    grant_role(berkshire.engine, email=email_of(RAISER), agency_key=SCHOOL, role="line-manager")
    arrange(berkshire, RAISER, LEAD)
    left = {"agency_key": SCHOOL, "role": "line-manager", "valid_to": berkshire.engine.clock.now()}
    grant_role(berkshire.engine, email=email_of(MANAGER), **left)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    with berkshire.engine.open_reading() as work:
        asked = {doer.role for doer in list_doers(work, task.id) if doer.agency_key == SCHOOL}
    assert asked == {"next-level-manager"}


def test_a_deputy_who_acted_for_the_other_side_may_not_act(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    both = ("practitioner", COUNCIL)
    finish(berkshire, started.case_id, "Task_S0_Discuss", both, s0_outcome="not_resolved")
    grant_role(
        berkshire.engine,
        email=f"practitioner@{COUNCIL}.example",
        agency_key=SCHOOL,
        role="meeting-chair",
    )
    arrange(berkshire, MANAGER, both)
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    with pytest.raises(NotAllowedError, match="Nobody acts for both"):
        complete_user_task(berkshire.engine, berkshire.actor(*both), task.id, {})


def test_an_absence_ends_early_and_the_roles_with_it(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    absence = arrange(berkshire, MANAGER, LEAD)
    berkshire.clock.set(MONDAY + timedelta(hours=1))
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    assert berkshire.actor(*LEAD).stands_in_for == frozenset()
    assert inbox(berkshire, LEAD) == []
    assert inbox(berkshire, MANAGER) == ["Task_S1_Contact"]
    (row,) = berkshire.rows(select(Absence))
    assert (row.ended_at, row.ended_by) == (
        MONDAY + timedelta(hours=1),
        berkshire.actor(*MANAGER).person_id,
    )
    berkshire.clock.set(MONDAY + timedelta(hours=2))
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    (again,) = berkshire.rows(select(Absence))
    assert again.ended_at == row.ended_at
    assert berkshire.task(started.case_id, "Task_S1_Contact").claimed_by is None


def test_an_absence_that_was_still_to_come_leaves_no_grant_behind(berkshire):
    absence = arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + DAY)
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    assert berkshire.rows(select(RoleGrant).where(RoleGrant.deputy_for.is_not(None))) == []


def test_after_an_early_end_the_same_days_can_be_arranged_again(berkshire):
    absence = arrange(berkshire, MANAGER, LEAD)
    end_absence(berkshire.engine, berkshire.actor(*MANAGER), absence)
    arrange(berkshire, MANAGER, SENIOR)
    assert berkshire.actor(*SENIOR).stands_in_for == {berkshire.actor(*MANAGER).person_id}
    assert berkshire.actor(*LEAD).stands_in_for == frozenset()


@pytest.mark.parametrize("by", [MANAGER, SENIOR, ("safeguarding-lead", SCHOOL), ADMINISTRATOR])
def test_these_may_arrange_that_a_line_manager_is_away(berkshire, by):
    absence = arrange(berkshire, MANAGER, ("departmental-head", SCHOOL), by=by)
    end_absence(berkshire.engine, berkshire.actor(*by), absence)


@pytest.mark.parametrize(
    "by",
    [RAISER, ("meeting-chair", SCHOOL), OTHER_MANAGER, ("administrator", "tees-partnership")],
)
def test_others_may_neither_arrange_nor_end_it(berkshire, by):
    with pytest.raises(NotAllowedError):
        arrange(berkshire, MANAGER, LEAD, by=by)
    absence = arrange(berkshire, MANAGER, LEAD)
    with pytest.raises(NotAllowedError):
        end_absence(berkshire.engine, berkshire.actor(*by), absence)


def test_a_deputy_does_not_arrange_more_by_the_role_that_they_stand_in_for(berkshire):
    arrange(berkshire, MANAGER, RAISER)
    with pytest.raises(NotAllowedError):
        arrange(berkshire, SENIOR, LEAD, by=RAISER)


def test_nobody_unknown_and_no_unknown_absence(berkshire):
    actor = berkshire.actor(*ADMINISTRATOR)
    with pytest.raises(NotFoundError):
        arrange_absence(
            berkshire.engine,
            actor,
            person_id=99999,
            deputy_id=actor.person_id,
            starts_at=MONDAY,
            ends_at=MONDAY + DAY,
        )
    with pytest.raises(NotFoundError):
        end_absence(berkshire.engine, actor, 99999)


@pytest.mark.parametrize(
    ("times", "key", "words"),
    [
        ((MONDAY - DAY, MONDAY + DAY), "starts_at", "today or later"),
        ((MONDAY + DAY, MONDAY), "ends_at", "after it begins"),
        ((MONDAY + DAY, MONDAY + DAY), "ends_at", "after it begins"),
        ((MONDAY - timedelta(hours=3), MONDAY), "ends_at", "in the future"),
        ((MONDAY, MONDAY + 400 * DAY), "ends_at", "longer than a year"),
    ],
)
def test_times_that_cannot_be_are_refused(berkshire, times, key, words):
    problems = refused(berkshire, MANAGER, LEAD, starts_at=times[0], ends_at=times[1])
    assert words in problems[key]


def test_earlier_today_counts_as_from_now_on(berkshire):
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY - timedelta(hours=9))
    (row,) = berkshire.rows(select(Absence))
    assert row.starts_at == MONDAY


@pytest.mark.parametrize(
    ("deputy", "words"),
    [
        (MANAGER, "Nobody stands in for themselves"),
        (OTHER_MANAGER, "same agency"),
        (ADMINISTRATOR, "same agency"),
    ],
)
def test_a_deputy_is_a_colleague_of_the_same_agency(berkshire, deputy, words):
    assert words in refused(berkshire, MANAGER, deputy)["deputy_id"]


def test_somebody_who_may_no_longer_log_in_does_not_stand_in(berkshire):
    lead = berkshire.actor(*LEAD)
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.id == lead.person_id).values(active=False))
        work.commit()
    with pytest.raises(AnswersInvalidError) as refusal:
        arrange_absence(
            berkshire.engine,
            berkshire.actor(*MANAGER),
            person_id=berkshire.actor(*MANAGER).person_id,
            deputy_id=lead.person_id,
            starts_at=MONDAY,
            ends_at=MONDAY + DAY,
        )
    assert "same agency" in refusal.value.errors[0].message


def test_nobody_makes_themselves_the_deputy_of_a_colleague(berkshire):
    assert "Nobody makes themselves" in refused(berkshire, MANAGER, LEAD, by=LEAD)["deputy_id"]


def test_editors_and_administrators_are_stood_in_for_by_nobody(berkshire):
    office = ("business-manager", OFFICE)
    assert "An administrator gives" in refused(berkshire, ADMINISTRATOR, office)["deputy_id"]
    grant_role(
        berkshire.engine,
        email=f"business-manager@{OFFICE}.example",
        agency_key=OFFICE,
        role="editor",
    )
    arrange(berkshire, office, ("line-manager", OFFICE))
    roles = {group.role for group in berkshire.actor("line-manager", OFFICE).groups}
    assert "business-manager" in roles
    assert "editor" not in roles


def test_absences_at_the_same_time_are_refused_with_their_days(berkshire):
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + DAY, ends_at=MONDAY + 3 * DAY)
    cases = [
        ((MANAGER, SENIOR), "starts_at", "is arranged already"),
        ((SENIOR, MANAGER), "deputy_id", "is away from 8 September 2026 10:00"),
        ((LEAD, SENIOR), "starts_at", "stands in for Line manager, Reading School"),
    ]
    for people, key, words in cases:
        with pytest.raises(AnswersInvalidError) as refusal:
            arrange(berkshire, *people, starts_at=MONDAY + 2 * DAY, ends_at=MONDAY + 4 * DAY)
        assert words in {p.key: p.message for p in refusal.value.errors}[key]
    arrange(berkshire, MANAGER, SENIOR, starts_at=MONDAY + 3 * DAY, ends_at=MONDAY + 4 * DAY)


def test_there_is_no_deputy_of_a_deputy(berkshire):
    """Roles that somebody has as a deputy are not handed on when they are away themselves."""
    arrange(berkshire, MANAGER, LEAD, ends_at=MONDAY + DAY)
    arrange(berkshire, LEAD, SENIOR, starts_at=MONDAY + DAY, ends_at=MONDAY + 2 * DAY)
    berkshire.clock.set(MONDAY + DAY)
    senior = berkshire.actor(*SENIOR)
    assert senior.stands_in_for == {berkshire.actor(*LEAD).person_id}
    assert Group(SCHOOL, "line-manager") not in senior.groups


def email_of(role):
    return f"{role[0]}@{role[1]}.example"


def test_when_a_role_ends_the_deputy_has_it_no_more(berkshire):
    arrange(berkshire, MANAGER, LEAD)
    berkshire.clock.set(MONDAY + timedelta(hours=1))
    grant_role(
        berkshire.engine,
        email=email_of(MANAGER),
        agency_key=SCHOOL,
        role="line-manager",
        valid_to=berkshire.clock.now(),
    )
    assert Group(SCHOOL, "line-manager") not in berkshire.actor(*LEAD).groups


def test_a_role_that_ends_during_the_absence_ends_for_the_deputy_too(berkshire):
    arrange(berkshire, MANAGER, LEAD)
    grant_role(
        berkshire.engine,
        email=email_of(MANAGER),
        agency_key=SCHOOL,
        role="line-manager",
        valid_to=MONDAY + DAY,
    )
    berkshire.clock.set(MONDAY + DAY)
    assert Group(SCHOOL, "line-manager") not in berkshire.actor(*LEAD).groups


def test_a_role_that_comes_during_the_absence_is_the_deputys_too(berkshire):
    arrange(berkshire, MANAGER, LEAD)
    grant_role(
        berkshire.engine, email=email_of(MANAGER), agency_key=SCHOOL, role="next-level-manager"
    )
    assert Group(SCHOOL, "next-level-manager") in berkshire.actor(*LEAD).groups


def test_who_leaves_the_agency_stands_in_there_no_more(berkshire):
    arrange(berkshire, MANAGER, LEAD)
    berkshire.clock.set(MONDAY + timedelta(hours=1))
    grant_role(
        berkshire.engine,
        email=email_of(LEAD),
        agency_key=SCHOOL,
        role="safeguarding-lead",
        valid_to=berkshire.clock.now(),
    )
    lead = berkshire.actor(*LEAD)
    assert (lead.groups, lead.stands_in_for) == (frozenset(), frozenset())


def test_people_who_are_away_are_marked_until_they_are_back(berkshire):
    ids = [berkshire.actor(*role).person_id for role in (MANAGER, LEAD)]
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + DAY)
    found = []
    for moment in (MONDAY, MONDAY + DAY, MONDAY + WEEK):
        with berkshire.engine.open_reading() as work:
            found.append(away_until(work, [*ids, None], moment))
    assert found == [{}, {ids[0]: MONDAY + WEEK}, {}]


def test_the_list_has_what_concerns_the_reader(berkshire):
    arrange(berkshire, MANAGER, LEAD, starts_at=MONDAY + DAY)
    arrange(berkshire, OTHER_MANAGER, ("senior-manager", COUNCIL))

    def listed(role):
        with berkshire.engine.open_reading() as work:
            rows = list_absences(work, berkshire.actor(*role), MONDAY)
        return [
            (row.person_name.split(",")[1].strip(), row.is_running, row.may_end) for row in rows
        ]

    school, council = "Reading School (demo)", "Reading Council (demo)"
    assert listed(MANAGER) == [(school, False, True)]
    assert listed(LEAD) == [(school, False, True)]
    assert listed(SENIOR) == [(school, False, True)]
    assert listed(RAISER) == []
    assert listed(ADMINISTRATOR) == [(council, True, True), (school, False, True)]
    meeting_chair = new_person(berkshire, "chair", "meeting-chair", SCHOOL)
    arrange(berkshire, RAISER, meeting_chair)
    assert [row[2] for row in listed(meeting_chair)] == [False]
    with berkshire.engine.open_reading() as work:
        assert load_actor(work, berkshire.actor(*LEAD).person_id, MONDAY).deputy_groups == set()
