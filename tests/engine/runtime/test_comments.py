"""Comments: written beside the forms, told to those whom they are for, and to nobody else."""

import uuid

import pytest
from sqlalchemy import select

from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    InputRefusedError,
    NotAllowedError,
    NotFoundError,
)
from engine.persistence.comments import CaseComment
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import Incident
from engine.persistence.notifications import Delivery, Notification
from engine.queries.case_details import load_case
from engine.queries.case_notices import list_case_notices
from engine.queries.timeline import list_timeline
from engine.runtime.closing import close_case
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.delivering import deliver_notifications
from engine.vocabulary import CommentKind, Happening
from tests.support.engine import COUNCIL, MANAGER, OFFICE, OTHER_MANAGER, RAISER, SCHOOL

TEXT = "The plan has not been sent to the school yet."
OTHER_SIDE = ("practitioner", COUNCIL)
WITHDRAWN = {
    "close_reason": "withdrawn",
    "still_at_risk": "no",
    "close_words": "Both agencies have found a common plan.",
}


@pytest.fixture
def case(berkshire):
    """Return a case that is with the line managers of both agencies."""
    return berkshire.climb("Task_S1_Contact")


def write(berkshire, case, role=RAISER, text=TEXT, key=None, **how):
    actor = berkshire.actor(*role)
    comment = NewComment(text, **how)
    return write_comment(berkshire.engine, actor, case.reference, comment, idempotency_key=key)


def told_of_comments(berkshire):
    """Return the e-mail addresses of those who were told of comments, over any channel."""
    deliver_notifications(berkshire.engine)
    query = (
        select(Delivery.person_id, Delivery.agency_key)
        .join(Notification, Notification.id == Delivery.notification_id)
        .where(Notification.template.in_(["COMMENT_WRITTEN", "OWN_COMMENT_WRITTEN"]))
    )
    with berkshire.engine.open_reading() as work:
        return {tuple(row) for row in work.session.execute(query)}


def person(berkshire, role):
    return berkshire.actor(*role).person_id, role[1]


def test_a_comment_is_kept_sealed_and_stands_in_the_history(berkshire, case):
    comment_id = write(berkshire, case)
    (row,) = berkshire.rows(select(CaseComment))
    assert (row.id, row.kind, row.only_for_agency) == (comment_id, CommentKind.COMMENT, None)
    assert TEXT.encode() not in row.body
    (event,) = berkshire.rows(
        select(HistoryEvent).where(HistoryEvent.kind == Happening.COMMENT_WRITTEN)
    )
    assert event.details == {"comment": comment_id}
    assert (event.person_id, event.agency_key) == person(berkshire, RAISER)


def test_those_who_acted_and_those_who_are_asked_are_told_but_not_the_writer(berkshire, case):
    write(berkshire, case)
    assert told_of_comments(berkshire) == {
        person(berkshire, MANAGER),
        person(berkshire, OTHER_MANAGER),
    }
    write(berkshire, case, OTHER_MANAGER)
    assert person(berkshire, RAISER) in told_of_comments(berkshire)
    assert not berkshire.rows(select(Incident))


def test_the_notice_says_nothing_of_the_text(berkshire, case):
    write(berkshire, case)
    deliver_notifications(berkshire.engine)
    for delivery in berkshire.rows(select(Delivery)):
        assert TEXT not in delivery.subject + delivery.body
    letters = {delivery.subject for delivery in berkshire.rows(select(Delivery))}
    assert f"{case.reference}: somebody has written a comment" in letters


def test_what_is_for_ones_own_agency_is_known_to_nobody_else(berkshire, case):
    deliver_notifications(berkshire.engine)
    before = view_of(berkshire, case, OTHER_MANAGER)
    write(berkshire, case, own_agency_only=True)
    assert told_of_comments(berkshire) == {person(berkshire, MANAGER)}
    for role in (OTHER_MANAGER, OTHER_SIDE):
        assert "comment" not in repr(view_of(berkshire, case, role))
    assert view_of(berkshire, case, OTHER_MANAGER) == before
    own = view_of(berkshire, case, MANAGER)
    assert "Wrote a comment for their own agency alone" in repr(own)


def view_of(berkshire, case, role):
    """Return what somebody can read of the case's course: details, timeline, notices."""
    engine, actor = berkshire.engine, berkshire.actor(*role)
    with engine.open_reading() as work:
        return tuple(
            read(engine, work, actor, case.reference)
            for read in (load_case, list_timeline, list_case_notices)
        )


def test_a_later_event_does_not_tell_of_a_hidden_one_by_its_number(berkshire, case):
    write(berkshire, case, own_agency_only=True)
    write(berkshire, case, text="We have asked for it.")
    _, timeline, _ = view_of(berkshire, case, OTHER_MANAGER)
    assert [entry.number for entry in timeline] == list(range(1, len(timeline) + 1))


def test_that_somebody_wrote_for_their_own_agency_does_not_show_in_who_is_told(berkshire, case):
    write(berkshire, case, OTHER_SIDE, own_agency_only=True)
    deliver_notifications(berkshire.engine)
    write(berkshire, case)
    assert person(berkshire, OTHER_SIDE) not in told_of_comments(berkshire)


def test_the_office_hears_nothing_of_what_the_agencies_write(berkshire):
    case = berkshire.climb("Task_S2_Contact")
    deliver_notifications(berkshire.engine)
    write(berkshire, case)
    agencies = {agency for _, agency in told_of_comments(berkshire)}
    assert agencies == {SCHOOL, COUNCIL}


def test_the_office_can_write_to_the_agencies(berkshire):
    case = berkshire.climb("Task_S3_Contact")
    office = ("business-manager", OFFICE)
    with pytest.raises(NotFoundError):
        write(berkshire, berkshire.climb("Task_S0_Discuss"), office)
    write(berkshire, case, office)
    assert {agency for _, agency in told_of_comments(berkshire)} == {SCHOOL, COUNCIL}


def test_the_same_comment_sent_twice_is_one(berkshire, case):
    first = write(berkshire, case, key="a1")
    assert write(berkshire, case, key="a1") == first
    assert write(berkshire, case, text="Something else.", key="a1") != first
    assert write(berkshire, case) != write(berkshire, case)
    assert len(berkshire.rows(select(CaseComment))) == 4


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 4001])
def test_an_empty_or_endless_text_is_refused(berkshire, case, text):
    with pytest.raises(AnswersInvalidError) as refused:
        write(berkshire, case, text=text)
    assert [one.key for one in refused.value.errors] == ["comment_text"]
    assert not berkshire.rows(select(CaseComment))


def test_a_text_that_names_somebody_waits_for_a_reason(berkshire, case):
    named = "Please telephone John Smith, born 3.4.2015."
    with pytest.raises(AnswersQuestionedError) as asked:
        write(berkshire, case, text=named)
    assert {one.kind for one in asked.value.errors} == {"name", "birth_date"}
    with pytest.raises(AnswersQuestionedError):
        write(berkshire, case, text=named, kept_reasons={"comment_text": "short"})
    reason = {"comment_text": "He is the solicitor of both agencies."}
    write(berkshire, case, text=named, kept_reasons=reason)
    assert len(berkshire.rows(select(CaseComment))) == 1


def test_half_a_character_is_refused_wherever_it_stands(berkshire, case):
    half = "\ud83d"
    named, reason = "Please telephone John Smith.", f"He is the solicitor {half}."
    with pytest.raises(AnswersInvalidError):
        write(berkshire, case, text=TEXT + half)
    with pytest.raises(AnswersQuestionedError):
        write(berkshire, case, text=named, kept_reasons={"comment_text": reason})
    with pytest.raises(InputRefusedError):
        write(berkshire, case, text=named, kept_reasons={"comment_text": reason}, key="k1")
    assert not berkshire.rows(select(CaseComment))


def test_a_comment_can_stand_beside_a_task_of_the_same_case_only(berkshire, case):
    task = berkshire.task(case.case_id, "Task_S1_Contact")
    write(berkshire, case, user_task_id=task.id)
    (row,) = berkshire.rows(select(CaseComment))
    assert row.user_task_id == task.id
    other = berkshire.start()
    for wrong in (uuid.uuid4(), other.user_task_id):
        with pytest.raises(NotFoundError):
            write(berkshire, case, user_task_id=wrong)


def test_those_whom_the_case_has_not_reached_find_none(berkshire, case):
    for role in (("practitioner", "thames-police"), ("senior-manager", COUNCIL)):
        with pytest.raises(NotFoundError):
            write(berkshire, case, role)


def test_nobody_comments_before_it_is_raised_or_after_it_was_closed(berkshire):
    case = berkshire.start()
    with pytest.raises(NotAllowedError, match="not been raised"):
        write(berkshire, case)
    berkshire.complete(
        case.case_id, "Task_S0_Raise", RAISER, immediate_harm="no", concern_remains="yes"
    )
    write(berkshire, case)
    close_case(berkshire.engine, berkshire.actor(*RAISER), case.reference, WITHDRAWN)
    with pytest.raises(NotAllowedError, match="raise it again"):
        write(berkshire, case)


def test_a_comment_can_be_written_after_the_procedure_has_ended(berkshire):
    case = berkshire.climb("Task_S0_Discuss")
    berkshire.complete(case.case_id, "Task_S0_Discuss", RAISER, s0_outcome="resolved")
    for task in berkshire.tasks(case.case_id):
        role = ("practitioner", task.agency_key)
        berkshire.complete(case.case_id, task.element_id, role, confirms_outcome="yes")
    assert berkshire.case(case.case_id).ended_at is not None
    write(berkshire, case)
    assert told_of_comments(berkshire) == {person(berkshire, OTHER_SIDE)}
