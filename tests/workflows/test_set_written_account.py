"""The written account of Southend, Essex and Thurrock is filled in from the stages."""

from typing import Any

from forms.definition import read_form
from forms.scope import Scope
from tests.workflows.editions import FORMS

FOLDER = FORMS / "southend-essex-thurrock"
SETTLED_AT_ONCE = {
    "reason_codes": ["referral"],
    "agreed_deadline": "2026-10-27T09:05:00Z",
    "deadline_agreed": "yes",
    "discussed_at": "2026-10-26T23:30:00Z",
    "s1_outcome": "resolved",
    "settled_at": "S1",
    "policy_issue": "yes",
}
ALL_STAGES = {
    "reason_codes": ["referral", "response_to_harm", "something_else"],
    "agencies": ["southend-school", "southend-council"],
    "agreed_deadline": "2026-06-04T11:00:00Z",
    "deadline_agreed": "yes",
    "briefs": [
        {"agency": "southend-school", "brief_at": "2026-06-06T23:30:00Z"},
        {"agency": "southend-council", "brief_at": "2026-06-05T10:00:00Z"},
    ],
    "s2_outcome": "not_resolved",
    "s2_contact_at": "2026-06-08T10:00:00Z",
    "dnp_sought": "yes",
    "s3_outcome": "not_resolved",
    "s3_contact_at": "2026-06-11T10:00:00Z",
    "joint_held_at": "2026-06-10T10:00:00Z",
    "policy_issue": "no",
}


def filled_in(key: str, variables: dict[str, Any], form: str = "SET-S4-ACCOUNT") -> Any:
    """Return what a form fills in for a question before anybody has typed."""
    source = (FOLDER / f"{form}.form").read_bytes()
    expression = read_form(form, source).field(key).default_expression
    assert expression is not None
    return Scope({}, variables, {}).evaluate(expression)


def test_the_attempts_name_levels_dates_and_results_in_london_time():
    assert filled_in("account_attempts", ALL_STAGES) == (
        "Stage one, frontline professionals: time scale until 4 June 2026, 12:00. "
        "No discussion recorded. Not resolved.\n\n"
        "Stage two, first line managers: the professional talked with the own manager in 2 of 2 "
        "agencies, the last on 7 June 2026. Managers spoke on 8 June 2026. Not resolved.\n\n"
        "Stage three, senior managers: discussed on 11 June 2026. Designated professionals "
        "advised. Joint meeting on 10 June 2026. Not resolved."
    )


def test_a_stage_that_was_not_reached_is_not_named():
    assert filled_in("account_attempts", SETTLED_AT_ONCE) == (
        "Stage one, frontline professionals: time scale until 27 October 2026, 09:05. "
        "Discussed on 26 October 2026. Resolved."
    )


def test_a_counterpart_who_was_not_reached_is_said():
    not_reached = {**ALL_STAGES, "s2_contact_at": None, "s3_contact_at": None}
    attempts = filled_in("account_attempts", not_reached)
    assert "The other side was not reached. Not resolved.\n" in attempts
    assert "Stage three, senior managers: the other side was not reached." in attempts


def test_a_talk_that_was_not_held_is_not_counted():
    one = [{"agency": "southend-school", "brief_at": "2026-06-05T10:00:00Z"}]
    neither = [{"agency": "southend-school", "talked": "could_not"}]
    assert " in 1 of 2 agencies, the last on 5 June 2026. " in filled_in(
        "account_attempts", {**ALL_STAGES, "briefs": one}
    )
    assert " in 0 of 2 agencies. Managers" in filled_in(
        "account_attempts", {**ALL_STAGES, "briefs": neither}
    )


def test_an_answer_that_nobody_confirmed_is_no_resolution():
    unconfirmed = {**ALL_STAGES, "s1_outcome": "resolved", "resolved_by": "professionals_already"}
    attempts = filled_in("account_attempts", unconfirmed)
    assert "Written down as resolved, not confirmed.\n" in attempts
    assert " Resolved." not in attempts
    assert "settled" not in attempts


def test_what_the_professionals_had_settled_is_told_at_both_stages():
    late = {
        **SETTLED_AT_ONCE,
        "agencies": ALL_STAGES["agencies"],
        "briefs": ALL_STAGES["briefs"],
        "s2_outcome": "resolved",
        "s2_contact_at": "2026-10-28T10:00:00Z",
        "resolved_by": "professionals_already",
        "settled_at": "S2",
    }
    attempts = filled_in("account_attempts", late)
    assert "Discussed on 26 October 2026. Settled then, confirmed at stage two.\n" in attempts
    assert attempts.endswith("Managers spoke on 28 October 2026. They found it settled.")
    by_managers = filled_in("account_attempts", {**late, "resolved_by": "line_managers"})
    assert "Written down as resolved, not confirmed.\n" in by_managers
    assert by_managers.endswith("Managers spoke on 28 October 2026. Resolved.")


def test_a_time_scale_that_one_side_proposed_is_called_so():
    proposed = {**ALL_STAGES, "deadline_agreed": "disagrees"}
    assert "4 June 2026, 12:00, proposed by one side. No" in filled_in("account_attempts", proposed)


def test_the_dispute_begins_with_what_was_ticked():
    assert filled_in("account_dispute", ALL_STAGES) == (
        "The disagreement is about:\n- a referral\n- how a colleague acted on harm to a child\n"
        "- something else\n\n"
    )
    assert "a significant policy issue" in filled_in("account_dispute", SETTLED_AT_ONCE)


def test_what_was_answered_before_is_filled_in_when_a_question_comes_again():
    assert filled_in("dnp_sought", ALL_STAGES, "SET-S3") == "yes"
    unconfirmed = {"s1_outcome": "resolved", "discussed_at": "2026-10-26T23:30:00Z"}
    assert filled_in("discussed_at", unconfirmed, "SET-S2") == "2026-10-26T23:30:00Z"
    assert filled_in("discussed_at", {"discussed_at": "2026-10-26T23:30:00Z"}, "SET-S2") is None
