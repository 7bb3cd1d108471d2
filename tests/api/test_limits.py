"""Limits in the API: what became of them, and saying why one was not kept."""

from tests.support.overdue import MANAGER, OverdueContact, overdue_contact

__all__ = ["overdue_contact"]


def limits_of(concord, contact: OverdueContact):
    case = concord.api(*MANAGER).get(f"/cases/{contact.reference}").json
    return {limit["element_id"]: limit for limit in case["limits"]}


def complete(concord, contact, answers, **beside):
    body = {"answers": answers, **beside}
    return concord.api(*MANAGER).post(f"/user-tasks/{contact.task_id}/completion", body)


def test_a_case_says_what_became_of_its_limits(concord, overdue_contact):
    found = limits_of(concord, overdue_contact)
    assert found["Timer_S0_OneWorkingDay"]["verdict"] == "kept"
    limit = found["Timer_S1_24h"]
    assert limit["verdict"] == "overdue"
    assert limit["task_ids"] == [str(overdue_contact.task_id)]
    assert (limit["met_at"], limit["recorded_at"], limit["late_reason"]) == (None, None, None)


def test_an_overdue_task_brings_the_questions_why(concord, overdue_contact):
    form = concord.api(*MANAGER).get(f"/user-tasks/{overdue_contact.task_id}").json["form"]
    keys = [component["key"] for component in form["late_definition"]["components"]]
    assert keys == ["late_reason", "late_words"]


def test_while_there_is_time_nothing_is_asked(concord):
    (discuss,) = concord.raise_case().opened
    api = concord.api("practitioner", "reading-school")
    assert api.get(f"/user-tasks/{discuss.id}").json["form"]["late_definition"] is None


def test_a_contact_in_time_and_recorded_late_needs_no_reason(concord, overdue_contact):
    answer = complete(concord, overdue_contact, overdue_contact.spoken(in_time=True))
    assert answer.status_code == 200
    limit = limits_of(concord, overdue_contact)["Timer_S1_24h"]
    assert limit["verdict"] == "recorded_late"
    assert limit["met_at"] < limit["due_at"] < limit["recorded_at"]


def test_a_late_contact_without_a_reason_is_refused_by_name(concord, overdue_contact):
    answer = complete(concord, overdue_contact, overdue_contact.spoken(in_time=False))
    assert (answer.status_code, answer.json["code"]) == (422, "answers_invalid")
    assert [error["key"] for error in answer.json["errors"]] == ["late_reason"]
    form = concord.api(*MANAGER).get(f"/user-tasks/{overdue_contact.task_id}").json["form"]
    assert form["answers"]["information_reviewed"]


def test_another_reason_needs_words(concord, overdue_contact):
    spoken = overdue_contact.spoken(in_time=False)
    answer = complete(concord, overdue_contact, spoken, late_reason="other")
    assert [error["key"] for error in answer.json["errors"]] == ["late_reason"]
    answer = complete(
        concord, overdue_contact, spoken, late_reason="other", late_words="The office was flooded."
    )
    assert answer.status_code == 200
    limit = limits_of(concord, overdue_contact)["Timer_S1_24h"]
    assert (limit["verdict"], limit["late_reason"]) == ("late", "other")
    assert limit["late_words"] == "The office was flooded."


def test_reasons_of_a_wrong_type_are_refused(concord, overdue_contact):
    answer = complete(concord, overdue_contact, {}, late_reason=["other"], late_words=7)
    assert answer.status_code == 422
    assert {error["key"] for error in answer.json["errors"]} == {"late_reason", "late_words"}


def test_the_reason_is_no_answer_to_the_form(concord, overdue_contact):
    answers = {**overdue_contact.spoken(in_time=False), "late_reason": "not_reached"}
    answer = complete(concord, overdue_contact, answers)
    assert [error["key"] for error in answer.json["errors"]] == ["late_reason"]
