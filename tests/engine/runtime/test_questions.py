"""Text that looks like personal data: asked about, kept with a reason, and never before danger."""

import pytest
from sqlalchemy import select

from engine.errors import AnswersInvalidError, AnswersQuestionedError
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import REMARKS_LABEL, Draft, Submission
from engine.queries.held_back import LOOKS_SO, WRITER_SAYS
from engine.queries.submissions import list_kept_texts, list_submissions
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.remarks import Remarks
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import COUNCIL, LADDER, MANAGER, OTHER_MANAGER, RAISER, SCHOOL

NAMING = "The worker Kelly Marsh closed the case of Jayden, born 3.4.2015."
REASON = "The court order itself has this name in it."
RAISING = {"immediate_harm": "no", "concern_remains": "yes"}


def raise_with(berkshire, remarks=None, **answers):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    given = berkshire.answers(RAISER, task.id, **(RAISING | answers))
    actor = berkshire.actor(*RAISER)
    complete_user_task(berkshire.engine, actor, task.id, given, remarks=remarks or Remarks())
    return started


def questions(berkshire, remarks=None, **answers):
    with pytest.raises(AnswersQuestionedError) as questioned:
        raise_with(berkshire, remarks, **answers)
    return questioned.value.errors


def remarks_of(berkshire, element_id="Task_S0_Raise"):
    query = select(Submission).where(Submission.element_id == element_id)
    return [
        berkshire.engine.sealer.open_json(row.remarks, REMARKS_LABEL)
        for row in berkshire.rows(query)
        if row.remarks
    ]


def completed(berkshire, element_id="Task_S0_Raise"):
    query = select(HistoryEvent).where(
        HistoryEvent.kind == "task_completed", HistoryEvent.element_id == element_id
    )
    return berkshire.rows(query)[-1].details


def read_by(berkshire, role, reference, listing=list_submissions):
    with berkshire.engine.open_reading() as work:
        return listing(berkshire.engine, work, berkshire.actor(*role), reference)


def test_text_that_looks_like_personal_data_is_asked_about_and_kept_as_a_draft(berkshire):
    asked = questions(berkshire, concern_summary=NAMING)
    assert [(one.key, one.kind, one.words) for one in asked] == [
        ("concern_summary", "name", ("Kelly Marsh", "Jayden")),
        ("concern_summary", "birth_date", ("3.4.2015",)),
    ]
    assert asked[0].message == (
        "Your concern: “Kelly Marsh” and “Jayden” look like people’s names. "
        "Change it, or say why it has to stay"
    )
    assert len(berkshire.rows(select(Draft))) == 1
    assert berkshire.rows(select(Submission)) == []


def test_every_text_is_asked_about_and_all_questions_come_at_once(berkshire):
    asked = questions(
        berkshire,
        concern_summary="Mrs Begum was not seen at home.",
        what_needs_to_change="A visit to 943 476 5919.",
        rationale_heard="Told by Mr Kowalski.",
    )
    assert {one.key: one.kind for one in asked} == {
        "rationale_heard": "name",
        "concern_summary": "name",
        "what_needs_to_change": "nhs_number",
    }


def test_refused_answers_come_back_before_anything_is_asked(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    with pytest.raises(AnswersInvalidError):
        complete_user_task(
            berkshire.engine, berkshire.actor(*RAISER), task.id, {"concern_summary": NAMING}
        )


def test_a_reason_for_each_questioned_answer_lets_it_stay_and_is_sealed(berkshire):
    kept = {"concern_summary": f"  {REASON} ", "arose_in": "Nobody has asked about this one."}
    raise_with(berkshire, Remarks(kept_reasons=kept), concern_summary=NAMING)
    assert remarks_of(berkshire) == [{"kept": {"concern_summary": REASON}}]
    details = completed(berkshire)
    assert details["kept"] == {"concern_summary": ["name", "birth_date"]}
    events = " ".join(str(event.details) for event in berkshire.rows(select(HistoryEvent)))
    assert not any(word in events for word in ("Kelly", "Jayden", "3.4.2015", REASON))


@pytest.mark.parametrize("reason", ["too short", "x" * 301])
def test_a_reason_has_a_length(berkshire, reason):
    remarks = Remarks(kept_reasons={"concern_summary": reason})
    asked = questions(berkshire, remarks, concern_summary=NAMING)
    assert asked[0].message == (
        "Your concern: “Kelly Marsh” and “Jayden” look like people’s names. "
        "Your reason must have 10 to 300 characters"
    )


def test_blanks_are_no_reason(berkshire):
    remarks = Remarks(kept_reasons={"concern_summary": " " * 40})
    asked = questions(berkshire, remarks, concern_summary=NAMING)
    assert asked[0].message.endswith("Change it, or say why it has to stay")


def test_a_reason_for_one_answer_is_none_for_another(berkshire):
    asked = questions(
        berkshire,
        Remarks(kept_reasons={"concern_summary": REASON}),
        concern_summary=NAMING,
        what_needs_to_change="Mr Kowalski moves out.",
    )
    assert {one.key for one in asked} == {"what_needs_to_change"}


def test_names_in_the_directory_and_of_the_procedure_are_not_asked_about(berkshire):
    raise_with(
        berkshire,
        concern_summary="Thames Police and Berkshire Health told the Case Review Subgroup.",
    )
    assert remarks_of(berkshire) == []


def test_the_hint_that_is_kept_apart_is_not_asked_about(berkshire):
    raise_with(berkshire, child_match_hint="AB 07/2015")


def test_a_draft_is_never_asked_about(berkshire):
    started = berkshire.start()
    task = berkshire.task(started.case_id, "Task_S0_Raise")
    save_draft(berkshire.engine, berkshire.actor(*RAISER), task.id, {"concern_summary": NAMING})


def test_danger_on_the_raising_form_goes_out_at_once_and_the_finding_is_noted(berkshire):
    started = raise_with(berkshire, immediate_harm="yes", concern_summary=NAMING)
    assert "Task_Danger_Act" in berkshire.open_elements(started.case_id)
    assert completed(berkshire)["noted"] == {"concern_summary": ["name", "birth_date"]}


def test_the_danger_form_is_taken_at_once_and_the_finding_is_noted(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    berkshire.complete(
        started.case_id,
        "Task_Danger_Act",
        MANAGER,
        danger_words="Jayden was locked out by Mr Kowalski.",
        child_safe_now="yes",
    )
    noted = completed(berkshire, "Task_Danger_Act")["noted"]
    assert noted == {"danger_words": ["name"]}


def test_the_reason_stands_beside_the_answer_for_those_who_may_read_it(berkshire):
    kept = Remarks(kept_reasons={"concern_summary": REASON})
    started = raise_with(berkshire, kept, concern_summary=NAMING)
    (said,) = read_by(berkshire, ("practitioner", COUNCIL), started.reference)
    assert said.answers["concern_summary"] == NAMING
    assert said.kept_reasons == {"concern_summary": REASON}


OFFICE_ROLE = ("business-manager", "berkshire-partnership")
LEARNED = {"lessons_identified": "yes", "lessons_text": "Mr Kowalski should have been asked."}


def test_the_office_does_not_read_a_text_that_its_writer_kept(berkshire):
    started = berkshire.climb("Task_S3_Contact")
    task = berkshire.task(started.case_id, "Task_S3_Contact")
    role = ("senior-manager", SCHOOL)
    given = berkshire.answers(role, task.id, s3_outcome="not_resolved", **LEARNED)
    remarks = Remarks(kept_reasons={"lessons_text": REASON})
    complete_user_task(berkshire.engine, berkshire.actor(*role), task.id, given, remarks=remarks)
    berkshire.wait(hours=80)
    seen = [
        text
        for text in read_by(berkshire, OFFICE_ROLE, started.reference)
        if text.element_id == "Task_S3_Contact"
    ]
    assert [text.answers["lessons_text"] for text in seen] == [WRITER_SAYS]
    assert [text.kept_reasons for text in seen] == [{}]
    theirs = read_by(berkshire, ("senior-manager", COUNCIL), started.reference)[-1]
    assert theirs.answers["lessons_text"] == LEARNED["lessons_text"]


def test_the_office_does_not_read_names_in_drafts_that_a_limit_left_behind(berkshire):
    started = berkshire.climb("Task_S0_Discuss")
    task = berkshire.task(started.case_id, "Task_S0_Discuss")
    draft = {"why_unresolved": "Mr Kowalski should have been asked.", "lessons_text": "Ask early."}
    save_draft(berkshire.engine, berkshire.actor(*RAISER), task.id, draft)
    berkshire.wait(days=2)
    for element_id, role, choices in LADDER[2:]:
        berkshire.complete(started.case_id, element_id, (role, SCHOOL), **choices)
    berkshire.wait(days=4)
    (kept,) = read_by(berkshire, OFFICE_ROLE, started.reference, list_kept_texts)
    assert kept.answers == {"why_unresolved": LOOKS_SO, "lessons_text": "Ask early."}


def test_the_other_manager_is_asked_as_well(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    with pytest.raises(AnswersQuestionedError):
        berkshire.complete(
            started.case_id,
            "Task_S1_Contact",
            OTHER_MANAGER,
            s1_outcome="not_resolved",
            why_unresolved="Jayden should be seen first.",
        )
