"""A case closed outside its procedure: what ends, what stays, who may, who is told."""

import pytest
from sqlalchemy import select

from engine.errors import (
    AnswersInvalidError,
    InputRefusedError,
    NotAllowedError,
    NotFoundError,
    TaskMovedOnError,
)
from engine.persistence.cases import CaseChildNumber, CaseLink
from engine.persistence.instances import Timer
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate
from engine.queries.case_filters import CaseFilter
from engine.queries.case_list import list_cases
from engine.queries.closings import load_closing
from engine.queries.submissions import list_kept_texts
from engine.runtime.cases import start_case
from engine.runtime.closing import close_case
from engine.runtime.directory import grant_role
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, Closing
from tests.support.engine import COUNCIL, MANAGER, OFFICE, OTHER_MANAGER, RAISER, SCHOOL
from tests.support.invariants import broken_invariants

ANSWERS = {
    "close_reason": "withdrawn",
    "still_at_risk": "no",
    "close_words": "Both agencies have found a common plan.",
}
ADMINISTRATOR = ("administrator", OFFICE)
LEAD = ("safeguarding-lead", SCHOOL)


def close(house, started, role=RAISER, **answers):
    return close_case(house.engine, house.actor(*role), started.reference, {**ANSWERS, **answers})


def told(house, started, template):
    query = select(Notification).where(
        Notification.case_id == started.case_id, Notification.template == template
    )
    return house.rows(query)


def test_closing_ends_tasks_and_timers_and_counts_apart(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    closed = close(berkshire, started)
    case = berkshire.case(started.case_id)
    assert (closed.closed_as, closed.ended) == ("withdrawn", True)
    assert (case.closed_as, case.outcome) == ("withdrawn", None)
    assert berkshire.tasks(started.case_id) == []
    assert berkshire.rows(select(Timer)) == berkshire.rows(select(TaskCandidate)) == []
    assert berkshire.rows(select(CaseChildNumber)) == []
    assert berkshire.wait(hours=48) == 0
    assert broken_invariants(berkshire.engine) == []


def test_lists_show_why_it_was_closed_and_find_it(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    close(berkshire, started, close_reason="raised_in_error")
    actor, engine = berkshire.actor(*RAISER), berkshire.engine
    with engine.open_reading() as work:
        (row,) = list_cases(
            engine, work, actor, wanted=CaseFilter(ended=True, closed_as="raised_in_error")
        ).rows
        others = list_cases(
            engine, work, actor, wanted=CaseFilter(ended=True, closed_as="withdrawn")
        ).rows
    assert (row.outcome, row.closed_as, others) == ("Raised in error", Closing.RAISED_IN_ERROR, ())


def test_what_somebody_typed_stays_readable_and_a_late_answer_is_kept(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    task = berkshire.task(started.case_id, "Task_S1_Contact")
    manager = berkshire.actor(*OTHER_MANAGER)
    save_draft(berkshire.engine, manager, task.id, {"why_unresolved": "The home."})
    close(berkshire, started)
    with pytest.raises(TaskMovedOnError, match="the case was closed: withdrawn"):
        complete_user_task(berkshire.engine, manager, task.id, {"why_unresolved": "Late."})
    with berkshire.engine.open_reading() as work:
        kept = list_kept_texts(berkshire.engine, work, manager, started.reference)
    assert {dict(text.answers)["why_unresolved"] for text in kept} == {"The home.", "Late."}


def test_as_long_as_somebody_sees_a_risk_a_manager_of_the_raising_agency_closes(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    with pytest.raises(NotFoundError):
        close(berkshire, started, MANAGER, still_at_risk="yes")
    for role in (RAISER, ADMINISTRATOR):
        with pytest.raises(NotAllowedError, match="a manager of Reading School"):
            close(berkshire, started, role, still_at_risk="yes")
    assert berkshire.open_elements(started.case_id) == ["Task_S0_Discuss"]
    notice = told(berkshire, started, "SIGN_TO_CLOSE")[0]
    assert notice.groups["groups"] == [[SCHOOL, "line-manager"]]
    assert close(berkshire, started, MANAGER, still_at_risk="yes").ended


def test_the_other_side_cannot_close_and_strangers_find_nothing(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(NotAllowedError, match="Only Reading School"):
        close(berkshire, started, OTHER_MANAGER)
    with pytest.raises(NotFoundError):
        close(berkshire, started, ("line-manager", "thames-police"))


def test_an_administrator_of_the_office_may_close(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert close(berkshire, started, ADMINISTRATOR, close_reason="no_longer_known").ended


def test_a_case_is_closed_once(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    close(berkshire, started)
    with pytest.raises(NotAllowedError, match="has ended already"):
        close(berkshire, started)


def test_an_open_danger_task_stays_open_and_keeps_the_case_from_ending(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    assert not close(berkshire, started, close_reason="raised_in_error").ended
    assert berkshire.open_elements(started.case_id) == ["Task_Danger_Act"]
    with pytest.raises(NotAllowedError, match="was closed already: raised in error"):
        close(berkshire, started)
    berkshire.complete(
        started.case_id, "Task_Danger_Act", LEAD, called_999="yes", child_safe_now="yes"
    )
    case = berkshire.case(started.case_id)
    assert case.ended_at is not None
    assert (case.closed_as, case.outcome, case.identity_hint) == ("raised_in_error", None, None)
    assert broken_invariants(berkshire.engine) == []


@pytest.mark.parametrize(
    ("stage", "is_told"), [("Task_S1_Contact", False), ("Task_S2_Contact", True)]
)
def test_both_sides_are_told_and_from_stage_two_the_business_manager(berkshire, stage, is_told):
    started = berkshire.climb(stage)
    close(berkshire, started)
    (notice,) = told(berkshire, started, "CASE_CLOSED")
    agencies = {agency for agency, _ in notice.groups["groups"]}
    assert {SCHOOL, COUNCIL} <= agencies
    assert ([OFFICE, "business-manager"] in notice.groups["groups"]) is is_told
    assert notice.groups["people"] == [berkshire.actor(*RAISER).person_id]


def test_a_duplicate_keeps_a_link_to_the_other_case(berkshire):
    first, second = berkshire.climb("Task_S0_Discuss"), berkshire.climb("Task_S0_Discuss")
    with pytest.raises(InputRefusedError, match="Enter the reference"):
        close(berkshire, second, close_reason="duplicate")
    with pytest.raises(InputRefusedError, match="There is no case BRK-1999-000001"):
        close(berkshire, second, close_reason="duplicate", linked_case="BRK-1999-000001")
    with pytest.raises(InputRefusedError, match="linked to itself"):
        close(berkshire, second, close_reason="duplicate", linked_case=second.reference)
    close(berkshire, second, close_reason="duplicate", linked_case=first.reference)
    (link,) = berkshire.rows(select(CaseLink))
    assert (link.case_id, link.other_case_id, link.kind) == (
        second.case_id,
        first.case_id,
        "duplicate",
    )


def test_the_form_refuses_what_is_missing(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    with pytest.raises(AnswersInvalidError) as refused:
        close(berkshire, started, close_words="short", still_at_risk="")
    assert {problem.key for problem in refused.value.errors} == {"close_words", "still_at_risk"}


def test_whoever_acted_for_the_other_side_signs_nothing_for_the_raising_one(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    berkshire.complete(started.case_id, "Task_S1_Contact", OTHER_MANAGER, s1_outcome="not_resolved")
    email = f"{OTHER_MANAGER[0]}@{OTHER_MANAGER[1]}.example"
    grant_role(berkshire.engine, email=email, agency_key=SCHOOL, role="line-manager")
    for risk in ("yes", "no"):
        with pytest.raises(NotAllowedError, match="Only Reading School"):
            close(berkshire, started, OTHER_MANAGER, still_at_risk=risk)


def test_where_the_only_line_manager_raised_it_the_next_level_is_asked_to_sign(berkshire):
    actor = berkshire.actor(*MANAGER)
    started = start_case(berkshire.engine, actor, area_key="reading", agency_key=SCHOOL)
    with pytest.raises(NotAllowedError, match="They have been told"):
        close(berkshire, started, MANAGER, still_at_risk="yes")
    (notice,) = told(berkshire, started, "SIGN_TO_CLOSE")
    assert notice.groups["groups"] == [[SCHOOL, "next-level-manager"]]
    assert close(berkshire, started, ("next-level-manager", SCHOOL), still_at_risk="yes").ended


def test_the_other_case_is_named_to_those_alone_who_may_see_it(berkshire):
    first, second = berkshire.climb("Task_S0_Discuss"), berkshire.climb("Task_S1_Contact")
    close(berkshire, second, close_reason="duplicate", linked_case=first.reference)
    named = {}
    for role in (RAISER, OTHER_MANAGER):
        with berkshire.engine.open_reading() as work:
            actor = berkshire.actor(*role)
            closing = load_closing(berkshire.engine, work, actor, second.reference)
        named[role] = closing.answers.get("linked_case")
    assert named == {RAISER: first.reference, OTHER_MANAGER: None}
