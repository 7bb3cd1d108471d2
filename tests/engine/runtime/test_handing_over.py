"""A task is handed over to a colleague, with a note."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    InputRefusedError,
    NotAllowedError,
    NotFoundError,
    TaskMovedOnError,
)
from engine.jobs.work import work_once
from engine.persistence.comments import CaseComment
from engine.persistence.history import HistoryEvent
from engine.persistence.notifications import Delivery, Notification
from engine.queries.comments import list_comments
from engine.runtime.absences import arrange_absence
from engine.runtime.claims import claim_user_task
from engine.runtime.directory import add_person, grant_role
from engine.runtime.drafts import save_draft
from engine.runtime.handing_over import HandOver, hand_over_user_task
from engine.runtime.task_colleagues import list_task_colleagues
from engine.vocabulary import CommentKind, Happening
from tests.support.engine import MANAGER, MONDAY, OTHER_MANAGER, POLICE, RAISER, SCHOOL

COLLEAGUE = ("colleague", SCHOOL)
LEAD = ("safeguarding-lead", SCHOOL)
NOTE = "I have rung the other agency twice. They ring back on Tuesday."


@pytest.fixture
def started(berkshire):
    """Return a case that waits for the line managers, of whom the school has two."""
    newcomer(berkshire, COLLEAGUE, "line-manager")
    return berkshire.climb("Task_S1_Contact")


def newcomer(house, place, role):
    name, agency = place
    add_person(house.engine, email=f"{name}@{agency}.example", name=f"{name} (demo)")
    grant_role(house.engine, email=f"{name}@{agency}.example", agency_key=agency, role=role)


def hand_over(house, case_id, by, to, *, key=None, **what):
    task = house.task(case_id, "Task_S1_Contact")
    chosen = HandOver(house.actor(*to).person_id, **what)
    hand_over_user_task(house.engine, house.actor(*by), task.id, chosen, idempotency_key=key)


def events(house):
    query = select(HistoryEvent).where(HistoryEvent.kind == Happening.TASK_HANDED_OVER)
    return house.rows(query.order_by(HistoryEvent.number))


def notices(house):
    return house.rows(select(Notification).where(Notification.template == "HANDED_OVER"))


def notes_for(house, reader, reference):
    with house.engine.open_reading() as work:
        comments = list_comments(house.engine, work, house.actor(*reader), reference)
    return [(comment.kind, comment.text) for comment in comments]


def test_the_colleague_has_the_task_from_then_on_and_limit_and_draft_stay(berkshire, started):
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    claim_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id)
    save_draft(berkshire.engine, berkshire.actor(*MANAGER), task.id, {"s1_notes": "half"})
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE)
    after = berkshire.task(started.case_id, "Task_S1_Contact")
    assert after.claimed_by == berkshire.actor(*COLLEAGUE).person_id
    assert after.due_at == task.due_at
    (event,) = events(berkshire)
    assert event.person_id == berkshire.actor(*MANAGER).person_id
    assert event.details["to"] == after.claimed_by
    berkshire.complete(started.case_id, "Task_S1_Contact", COLLEAGUE, s1_outcome="not_resolved")


def test_only_the_colleague_is_told_and_nothing_of_the_note(berkshire, started):
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=NOTE)
    (notice,) = notices(berkshire)
    assert notice.groups == {"groups": [], "people": [berkshire.actor(*COLLEAGUE).person_id]}
    assert notice.only_for_agency == SCHOOL
    work_once(berkshire.engine)
    letters = [row for row in berkshire.rows(select(Delivery)) if "handed" in row.subject]
    assert {(row.person_id, row.agency_key) for row in letters} == {
        (berkshire.actor(*COLLEAGUE).person_id, SCHOOL)
    }
    assert "rung" not in "".join(row.body for row in letters)


def test_the_note_is_read_by_the_own_agency_alone_and_lies_sealed(berkshire, started):
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=f" {NOTE} ")
    note = (CommentKind.HAND_OVER, NOTE)
    assert notes_for(berkshire, COLLEAGUE, started.reference) == [note]
    assert notes_for(berkshire, MANAGER, started.reference) == [note]
    assert notes_for(berkshire, OTHER_MANAGER, started.reference) == []
    (row,) = berkshire.rows(select(CaseComment))
    assert b"rung" not in row.body
    (event,) = events(berkshire)
    assert event.details["comment"] == row.id


def test_whoever_may_do_it_hands_over_what_a_colleague_had_claimed(berkshire, started):
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    third = ("third", SCHOOL)
    newcomer(berkshire, third, "line-manager")
    claim_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id)
    hand_over(berkshire, started.case_id, COLLEAGUE, third)
    (event,) = events(berkshire)
    assert event.details["taken_over_from"] == berkshire.actor(*MANAGER).person_id
    assert berkshire.task(started.case_id, "Task_S1_Contact").claimed_by == event.details["to"]


def test_the_same_request_twice_is_one_also_after_the_colleague_handed_it_on(berkshire, started):
    third = ("third", SCHOOL)
    newcomer(berkshire, third, "line-manager")
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=NOTE, key="k")
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=NOTE, key="k")
    hand_over(berkshire, started.case_id, COLLEAGUE, third, key="k")
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=NOTE, key="k")
    assert len(events(berkshire)) == len(notices(berkshire)) == 2
    assert len(berkshire.rows(select(CaseComment))) == 1
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    assert task.claimed_by == berkshire.actor(*third).person_id


def problem_of(house, case_id, by, to, **what):
    with pytest.raises(AnswersInvalidError) as refused:
        hand_over(house, case_id, by, to, **what)
    (problem,) = refused.value.errors
    assert events(house) == []
    return problem.key, problem.message


@pytest.mark.parametrize(
    "to", [RAISER, ("next-level-manager", SCHOOL), OTHER_MANAGER, ("line-manager", POLICE)]
)
def test_nobody_gets_a_task_that_they_may_not_do_or_that_is_another_agencys(berkshire, started, to):
    key, message = problem_of(berkshire, started.case_id, MANAGER, to)
    assert (key, "cannot do this step" in message) == ("to", True)


def test_nobody_hands_over_to_themselves(berkshire, started):
    _, message = problem_of(berkshire, started.case_id, MANAGER, MANAGER)
    assert "Choose a colleague" in message


def test_nobody_gets_a_task_of_a_case_that_they_raised(berkshire, started):
    email = f"practitioner@{SCHOOL}.example"
    grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="line-manager")
    key, _ = problem_of(berkshire, started.case_id, MANAGER, RAISER)
    assert key == "to"


def away(house, absent, deputy):
    arrange_absence(
        house.engine,
        house.actor(*absent),
        person_id=house.actor(*absent).person_id,
        deputy_id=house.actor(*deputy).person_id,
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(days=3),
    )


def test_nobody_who_is_away_gets_a_task_but_their_deputy_does(berkshire, started):
    away(berkshire, COLLEAGUE, LEAD)
    _, message = problem_of(berkshire, started.case_id, MANAGER, COLLEAGUE)
    assert "colleague (demo) is away" in message
    hand_over(berkshire, started.case_id, MANAGER, LEAD)
    assert len(events(berkshire)) == 1


def colleagues(house, case_id, role):
    actor = house.actor(*role)
    task = house.task(case_id, "Task_S1_Contact")
    with house.engine.open_reading() as work:
        return list_task_colleagues(work, task, role[1], house.clock.now(), without=actor.person_id)


def test_the_list_has_deputies_and_says_who_is_away(berkshire, started):
    assert [one.name for one in colleagues(berkshire, started.case_id, MANAGER)] == [
        "colleague (demo)"
    ]
    assert colleagues(berkshire, started.case_id, OTHER_MANAGER) == ()
    away(berkshire, COLLEAGUE, LEAD)
    deputy, absent = colleagues(berkshire, started.case_id, MANAGER)
    assert deputy.person_id == berkshire.actor(*LEAD).person_id
    assert (deputy.deputy_for, deputy.away_until) == ("colleague (demo)", None)
    assert (absent.deputy_for, absent.away_until) == (None, MONDAY + timedelta(days=3))


def test_a_deputy_of_somebody_who_is_named_is_in_the_list(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    away(berkshire, RAISER, LEAD)
    with berkshire.engine.open_reading() as work:
        found = list_task_colleagues(work, task, SCHOOL, MONDAY, without=0)
    assert [(one.name, one.deputy_for) for one in found] == [
        ("Safeguarding lead, Reading School (demo)", "Practitioner, Reading School (demo)"),
        ("Practitioner, Reading School (demo)", None),
    ]


def test_a_note_with_a_name_is_asked_about_and_stays_with_a_reason(berkshire, started):
    note = "Please ring John Smith, born 3.4.2015."
    with pytest.raises(AnswersQuestionedError):
        hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=note)
    assert events(berkshire) == []
    reasons = {"comment_text": "These are the words of the court order."}
    hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, note=note, kept_reasons=reasons)
    assert len(events(berkshire)) == 1


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ({"note": f"{NOTE} \ud83d"}, None),
        ({"note": f"{NOTE} \ud83d"}, "k1"),
        ({"note": NOTE, "kept_reasons": {"comment_text": "\ud83d"}}, "k1"),
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(berkshire, started, what, key):
    with pytest.raises((AnswersInvalidError, InputRefusedError)):
        hand_over(berkshire, started.case_id, MANAGER, COLLEAGUE, key=key, **what)
    assert berkshire.rows(select(CaseComment)) == []


def test_when_the_task_has_moved_on_the_note_is_kept_with_the_case(berkshire, started):
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", OTHER_MANAGER, s1_outcome="not_resolved")
    chosen = HandOver(berkshire.actor(*COLLEAGUE).person_id, note=NOTE)
    with pytest.raises(TaskMovedOnError, match="has been kept"):
        hand_over_user_task(berkshire.engine, berkshire.actor(*MANAGER), task.id, chosen)
    assert notes_for(berkshire, COLLEAGUE, started.reference) == [(CommentKind.HAND_OVER, NOTE)]
    assert events(berkshire) == notices(berkshire) == []


def test_the_note_of_a_request_that_is_sent_again_is_kept_once(berkshire, started):
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", OTHER_MANAGER, s1_outcome="not_resolved")
    manager = berkshire.actor(*MANAGER)
    for note, key in ((NOTE, "one"), (NOTE, "one"), ("Something else", "one"), (NOTE, "two")):
        chosen = HandOver(berkshire.actor(*COLLEAGUE).person_id, note=note)
        with pytest.raises(TaskMovedOnError):
            hand_over_user_task(berkshire.engine, manager, task.id, chosen, idempotency_key=key)
    kept = [note for _, note in notes_for(berkshire, COLLEAGUE, started.reference)]
    assert kept == [NOTE, "Something else", NOTE]


def test_others_cannot_hand_over(berkshire, started):
    with pytest.raises(NotAllowedError):
        hand_over(berkshire, started.case_id, RAISER, COLLEAGUE)
    with pytest.raises(NotFoundError):
        hand_over(berkshire, started.case_id, ("practitioner", POLICE), COLLEAGUE)
    assert events(berkshire) == []
