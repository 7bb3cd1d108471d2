"""Each agency writes its part of a step without having read the other's."""

import pytest
from sqlalchemy import update

from engine.persistence.tasks import UserTask
from engine.queries.case_limits import list_limits
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.queries.tasks import load_task
from engine.runtime.claims import claim_user_task
from engine.runtime.drafts import save_draft
from engine.runtime.remarks import Remarks
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from tests.support.engine import COUNCIL, MONDAY, OTHER_PRACTITIONER, RAISER, SCHOOL
from tests.support.two_sides import follow_two_sides

OURS = {"reasons": "The home has not changed.", "route": "by_letter", "wants_support": "yes"}
THEIRS = {"reasons": "The plan is done.", "route": "by_talk", "wants_support": "no"}


@pytest.fixture
def case(berkshire):
    follow_two_sides(berkshire.engine)
    started = berkshire.start()
    berkshire.complete(started.case_id, "Raise", RAISER)
    return started


def task_of(berkshire, case, agency):
    return next(task for task in berkshire.tasks(case.case_id) if task.agency_key == agency)


def write(berkshire, case, role, answers):
    task = task_of(berkshire, case, role[1])
    return complete_user_task(berkshire.engine, berkshire.actor(*role), task.id, answers)


def texts(berkshire, case, role, query=list_submissions):
    with berkshire.engine.open_reading() as work:
        written = query(berkshire.engine, work, berkshire.actor(*role), case.reference)
        return {
            text.agency_key: (dict(text.answers), text.is_withheld)
            for text in written
            if text.form_key == "REASONS"
        }


def test_the_other_agency_reads_it_when_it_has_written_its_own(berkshire, case):
    write(berkshire, case, RAISER, OURS)
    assert texts(berkshire, case, RAISER) == {SCHOOL: (OURS, False)}
    assert texts(berkshire, case, OTHER_PRACTITIONER) == {SCHOOL: ({}, True)}
    write(berkshire, case, OTHER_PRACTITIONER, THEIRS)
    ours = {key: answer for key, answer in OURS.items() if key != "wants_support"}
    assert texts(berkshire, case, OTHER_PRACTITIONER)[SCHOOL] == (ours, False)
    assert texts(berkshire, case, RAISER)[COUNCIL][0]["reasons"] == "The plan is done."


def test_a_colleague_reads_what_their_own_agency_wrote(berkshire, case):
    write(berkshire, case, OTHER_PRACTITIONER, THEIRS)
    assert texts(berkshire, case, RAISER) == {COUNCIL: ({}, True)}
    write(berkshire, case, RAISER, OURS)
    manager = ("line-manager", SCHOOL)
    assert texts(berkshire, case, manager) == {
        SCHOOL: (OURS, False),
        COUNCIL: ({"reasons": "The plan is done.", "route": "by_talk"}, False),
    }


def test_the_form_of_the_other_agency_does_not_know_the_answers_either(berkshire, case):
    write(berkshire, case, RAISER, OURS)
    task = task_of(berkshire, case, COUNCIL)
    with berkshire.engine.open_reading() as work:
        actor = berkshire.actor(*OTHER_PRACTITIONER)
        shown = open_form(berkshire.engine, work, actor, task.id)
    assert shown.context["agencies"] == [SCHOOL, COUNCIL]
    assert {"route", "why_not_talk", "reasons_given"} & shown.context.keys() == set()


def test_a_draft_is_read_by_nobody_of_the_other_agency(berkshire, case):
    actor, task = berkshire.actor(*RAISER), task_of(berkshire, case, SCHOOL)
    save_draft(berkshire.engine, actor, task.id, OURS)
    claim_user_task(berkshire.engine, actor, task.id)
    other = berkshire.actor(*OTHER_PRACTITIONER)
    with berkshire.engine.open_reading() as work:
        seen = load_task(berkshire.engine, work, other, task.id)
    assert (seen.may_do, seen.other_drafts) == (False, ())
    assert texts(berkshire, case, OTHER_PRACTITIONER, list_kept_texts) == {}


def test_words_about_being_late_wait_for_ones_own_answer_too(berkshire, case):
    task, actor = task_of(berkshire, case, SCHOOL), berkshire.actor(*RAISER)
    late = Remarks(late_reason="leave_or_absence", late_words="The deputy was away as well.")
    complete_user_task(berkshire.engine, actor, task.id, OURS, remarks=late)
    with berkshire.engine.open_unit_of_work() as work:
        # The small procedure has no limits: one is written beside it.
        limit = {"due_at": MONDAY, "due_element_id": "Reasons", "late_reason": late.late_reason}
        work.session.execute(update(UserTask).where(UserTask.id == task.id).values(**limit))
        work.commit()

    def words(role):
        with berkshire.engine.open_reading() as work:
            actor = berkshire.actor(*role)
            (run,) = list_limits(berkshire.engine, work, actor, case.reference)
        return run.late_words

    assert (words(RAISER), words(OTHER_PRACTITIONER)) == (late.late_words, None)
    write(berkshire, case, OTHER_PRACTITIONER, THEIRS)
    assert words(OTHER_PRACTITIONER) == late.late_words
